class MetricsController < ActionController::Base
  def show
    render plain: Metrics.text
  end
end
