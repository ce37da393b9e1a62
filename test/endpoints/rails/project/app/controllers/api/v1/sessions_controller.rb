class Api::V1::SessionsController < Api::V1::BaseController
  skip_before_action :check_caller, only: :create

  def create
    user = User.authenticate_by(params.permit(:email, :password))
    return render json: { error: "wrong" }, status: :unauthorized if user.nil?

    render json: { token: user.token }, status: :created
  end
end
