module Shop
  module Routes
    module Carts
      def self.registered(app)
        app.helpers Loading

        app.get "/v1/carts/:id" do
          json load_cart
        end

        app.put "/v1/carts/:id/items/:sku" do
          quantity = params.fetch("quantity")
          load_cart.put(params[:sku], quantity)
          [202, json(load_cart)]
        end

        app.post "/v1/baskets" do
          status :created
          json Cart.create
        end
      end
    end
  end
end
