module Shop
  class Admin < Base
    use Throttle, limit: 60

    before "/users/*" do
      require_role :owner
    end

    get "/" do
      erb :dashboard
    end

    get "/users/:id" do
      erb :user, locals: { user: User.get(params[:id]) }
    end

    put "/users/:id" do
      check = UserSchema.call(params)
      halt 400 if check.failure?
      redirect "/admin/users/#{params[:id]}"
    end

    delete "/users/:id" do
      User.get(params[:id]).destroy
      redirect "/admin", 303
    end

    private

    def require_role(role)
      halt 403 unless env["REMOTE_USER"] == role.to_s
    end
  end
end
