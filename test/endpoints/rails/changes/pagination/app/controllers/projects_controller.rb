class ProjectsController < ApplicationController
  before_action :set_project, except: %i[index create recent]

  def index
    @projects = policy_scope(Project)
    render json: @projects
  end

  def recent
    render json: policy_scope(Project).order(created_at: :desc).limit(10)
  end

  def show
    authorize @project
    render json: @project
  end

  def create
    @project = Project.new(project_params)
    authorize @project
    if @project.save
      render json: @project, status: :created
    else
      render json: { errors: @project.errors }, status: :unprocessable_entity
    end
  end

  def update
    authorize @project
    @project.update!(project_params)
    render json: @project
  end

  def destroy
    authorize @project
    @project.destroy!
    head :no_content
  end

  def archive
    authorize @project, :update?
    @project.archive!
    redirect_to @project
  end

  def export
    authorize @project, :show?
    send_data @project.to_csv
  end

  private

  def set_project
    @project = Project.find_by!(slug: params[:slug])
  end

  def project_params
    params.require(:project).permit(:name, :description)
  end
end
