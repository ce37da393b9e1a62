from flask import Blueprint
from flask_restful import Api

from .orders import OrderList, OrderResource, RefundResource
from .stock import StockView, stock_bp

api_bp = Blueprint("api", __name__)
api = Api(api_bp, prefix="/shop")

api.add_resource(OrderList, "/orders", "/baskets")
api.add_resource(OrderResource, "/orders/<uuid:order_id>")
api.add_resource(RefundResource, "/orders/<uuid:order_id>/refund", endpoint="refund")

api_bp.register_blueprint(stock_bp, url_prefix="/stock")
api_bp.add_url_rule("/levels", view_func=StockView.as_view("levels"))
