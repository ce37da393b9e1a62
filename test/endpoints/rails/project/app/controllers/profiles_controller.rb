class ProfilesController < ApplicationController
  def show; end

  def update
    if current_user.update(params.require(:user).permit(:name))
      redirect_to profile_path
    else
      render :show, status: :unprocessable_entity
    end
  end

  def avatar
    current_user.avatar.purge
    head :no_content
  end
end
