from flask import request
from flask_restful import Resource, abort

from ..extensions import limiter, token
from ..guards import role_required
from .schemas import OrderSchema

schema = OrderSchema()


class Secured(Resource):
    method_decorators = [token.login_required]


class OrderList(Secured):
    def get(self):
        query = find_orders().limit(50)
        return query.all()

    @limiter.limit("10/minute")
    def post(self):
        key = request.headers.get("Idempotency-Key")
        order = schema.load(request.get_json())
        return order, 201


class OrderResource(Secured):
    def get(self, order_id):
        order = find(order_id)
        if order is None:
            abort(404)
        return order

    def put(self, order_id):
        return schema.load(request.get_json())


class RefundResource(Secured):
    method_decorators = {"post": [role_required("refunds")]}

    def post(self, order_id):
        return {}, 202


def find_orders():
    return None


def find(order_id):
    return None
