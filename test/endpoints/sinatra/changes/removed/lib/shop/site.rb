module Shop
  class Site < Base
    get "/" do
      erb :home
    end

    get "/p/:slug" do
      pass if params[:slug] == "new"
      erb :product
    end

    post "/newsletter" do
      rate_limit!
      Newsletter.add(params[:email])
      redirect "/"
    end

  end
end
