# Calls another service: these are no routes.
class HttpClient
  def list
    get "/remote/items", to: "json"
    resources :nothing
  end

  def get(path, **) = Net::HTTP.get(URI("https://example.com#{path}"))
end
