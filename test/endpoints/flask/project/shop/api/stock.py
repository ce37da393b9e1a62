from flask import Blueprint, request
from flask.views import MethodView

from ..guards import only_partners

stock_bp = Blueprint("stock", __name__)


class StockView(MethodView):
    decorators = [only_partners]

    def get(self):
        return {}

    def patch(self):
        return request.get_json()


@stock_bp.get("/<sku>")
@only_partners
def level(sku):
    return {"sku": sku}


# The decorator above the route's is never asked.
@only_partners
@stock_bp.get("/<sku>/history")
def history(sku):
    return []


def warm(session):
    session.get("/stock/1")
    return {}.get("/stock")
