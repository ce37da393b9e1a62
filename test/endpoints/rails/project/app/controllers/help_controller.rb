class HelpController < PagesController
  def show
    render params[:topic]
  end
end
