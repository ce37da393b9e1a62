require_relative "shop/base"
require_relative "shop/api"
require_relative "shop/admin"
require_relative "shop/site"
