class Api::V1::BaseController < ActionController::API
  include ActionController::HttpAuthentication::Token::ControllerMethods

  before_action :check_caller

  private

  def check_caller
    authenticate_or_request_with_http_token { |token| ApiKey.exists?(token:) }
  end
end
