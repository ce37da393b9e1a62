module Admin
  class UsersController < BaseController
    skip_before_action :require_admin, only: :export
    before_action -> { authorize_export! }, only: :export

    def index
      @users = User.active.page(params[:page]).per(100)
    end

    def export
      send_data User.to_csv
    end

    def update
      User.find(params[:id]).update!(params.require(:user).permit(:name, :role))
      redirect_to admin_users_path
    end

    def destroy
      User.find(params[:id]).destroy!
      redirect_to admin_users_path
    end
  end
end
