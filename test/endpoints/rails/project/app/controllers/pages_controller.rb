class PagesController < ApplicationController
  skip_before_action :authenticate_user!

  def imprint; end
end
