ROOT_URLCONF = "config.urls"

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "core.pagination.StandardPages",
    "PAGE_SIZE": 25,
    "DEFAULT_THROTTLE_RATES": {"anon": "20/min", "exports": "10/day"},
}
