class ProjectMilestonesController < ApplicationController
  admins_only only: :create

  def create
    milestone = Milestone.create!(params.require(:milestone).permit(:title, :due_on))
    render json: milestone, status: 201
  end

  def show
    render json: Milestone.find(params[:id])
  end
end
