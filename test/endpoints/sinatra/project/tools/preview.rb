require "sinatra"
require "sinatra/reloader" if development?

set :port, 4600

helpers do
  def protected!
    halt 401, "no" unless Rack::Auth::Basic::Request.new(request.env).provided?
  end
end

get "/preview/:template" do
  protected!
  erb params[:template].to_sym
end

get "/preview" do
  "templates"
end
