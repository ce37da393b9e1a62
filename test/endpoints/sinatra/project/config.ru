require_relative "lib/shop"

use Rack::CommonLogger
use Rack::Deflater

map "/api" do
  run Shop::Api
end

map "/admin" do
  use Rack::Auth::Basic, "Admin" do |user, password|
    Shop::Staff.valid?(user, password)
  end

  run Shop::Admin.new
end

map("/hooks") { run Rack::URLMap.new("/stripe" => Shop::StripeHook, "/mail" => Shop::MailHook) }

run Shop::Site
