class CommentsController < ApplicationController
  def index
    render json: project.comments.page(params[:page])
  end

  def create
    comment = project.comments.create!(params[:comment])
    render json: comment, status: :created
  end

  private

  def project = Project.find_by!(slug: params[:project_slug])
end
