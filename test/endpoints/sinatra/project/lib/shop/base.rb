require "sinatra/base"
require "sinatra/json"

module Shop
  class Base < Sinatra::Base
    helpers Helpers::Access

    configure do
      set :show_exceptions, false
      disable :sessions
    end

    get "/health" do
      json ok: true
    end

    not_found { json error: "not found" }

    error Shop::Conflict do
      halt 409, json(error: "conflict")
    end
  end
end
