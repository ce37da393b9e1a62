require "rack/test"

module Shop
  # Asks an application, and is none.
  class Client
    include Rack::Test::Methods

    def products
      get "/v1/products" do |response|
        response.body
      end
    end
  end
end
