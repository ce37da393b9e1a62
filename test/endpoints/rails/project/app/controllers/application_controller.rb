class ApplicationController < ActionController::Base
  include Authorization

  protect_from_forgery with: :exception
  before_action :authenticate_user!
  before_action :set_locale

  private

  def set_locale
    I18n.locale = params[:locale] || I18n.default_locale
  end
end
