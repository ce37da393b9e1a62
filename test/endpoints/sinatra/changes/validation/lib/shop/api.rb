require "sinatra/namespace"
require "sinatra/param"

module Shop
  class Api < Base
    register Sinatra::Namespace
    register Routes::Carts
    helpers Sinatra::Param

    before { content_type :json }

    before "/v1/orders*" do
      authenticate!
    end

    namespace "/v1" do
      get "/products/?" do
        param :max, Integer, max: 100
        json page_of(Product.all)
      end

      get "/products/:sku.?:format?" do
        product = Product.first(sku: params[:sku])
        halt 404 if product.nil?
        json product
      end

      namespace "/orders" do
        get "" do
          json page_of(current_user.orders)
        end

        post "" do
          status 201
          json Order.create(result, key: request.env["HTTP_IDEMPOTENCY_KEY"])
        end

        get "/:id" do |id|
          json Order.get(id)
        end

        delete "/:id" do
          staff
          Order.get(params[:id]).cancel
          halt 204
        end
      end

      %w[brands categories].each do |list|
        get "/#{list}" do
          json Catalog.list(list)
        end
      end

      get "/reports/:year", auth: :staff do
        json Report.of(params[:year])
      end

      route :get, :post, "/search" do
        json Search.run(params[:q]).limit(20)
      end
    end

    get %r{/v1/files/(\w+)/(\d+)} do
      send_file File.join(settings.files, *params["captures"])
    end

    options "*" do
      headers "Access-Control-Allow-Origin" => "*"
      200
    end
  end
end
