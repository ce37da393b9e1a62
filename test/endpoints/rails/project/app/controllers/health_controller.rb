class HealthController < ActionController::API
  def show
    render plain: "ok"
  end
end
