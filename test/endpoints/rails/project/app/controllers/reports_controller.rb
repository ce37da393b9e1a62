class ReportsController < ApplicationController
  PERIODS = %i[weekly monthly].freeze

  admins_only only: PERIODS

  def weekly
    render json: Report.weekly
  end

  def monthly
    render json: Report.monthly
  end
end
