module Authorization
  extend ActiveSupport::Concern

  included do
    include Pundit::Authorization
    rescue_from Pundit::NotAuthorizedError, with: :forbidden
  end

  class_methods do
    def admins_only(**options)
      before_action :require_admin, **options
    end
  end

  private

  def require_admin
    head :forbidden unless current_user.admin?
  end

  def forbidden
    head :forbidden
  end
end
