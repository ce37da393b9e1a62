class Api::V1::StatusController < ActionController::API
  http_basic_authenticate_with name: "monitor", password: Rails.application.credentials.monitor

  def status
    render json: { ok: true }
  end
end
