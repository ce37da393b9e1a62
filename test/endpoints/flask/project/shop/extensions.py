from flask_httpauth import HTTPTokenAuth
from flask_limiter import Limiter

limiter = Limiter(key_func=lambda: "all")
token = HTTPTokenAuth()
