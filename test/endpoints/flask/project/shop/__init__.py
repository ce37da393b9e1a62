from flask import Flask

from .extensions import limiter


def create_app(config=None):
    app = Flask(__name__)
    app.config.from_object(config or "shop.settings")
    limiter.init_app(app)

    from .admin import bp as admin_bp
    from .api import api_bp
    from .views import account, catalogue

    app.register_blueprint(api_bp, url_prefix="/api/v1")
    app.register_blueprint(admin_bp)
    for blueprint in (account.bp, catalogue.bp):
        app.register_blueprint(blueprint)
    register_pages(app)

    @app.errorhandler(404)
    def missing(error):
        return {"error": "not found"}, 404

    return app


def register_pages(app):
    @app.route("/")
    def index():
        return "shop"

    app.add_url_rule("/ping", "ping", ping)


def ping():
    return "pong"
