ADMIN_PREFIX = "/admin"
