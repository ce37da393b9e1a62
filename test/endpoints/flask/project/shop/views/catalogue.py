from flask import Blueprint
from flask.views import View

from .models import Product

bp = Blueprint("catalogue", __name__)


class ProductPage(View):
    methods = ["GET", "POST"]

    def dispatch_request(self, slug):
        return slug


class SalePage(ProductPage):
    methods = ["GET"]


bp.add_url_rule("/products/<slug>", view_func=ProductPage.as_view("product"))
bp.add_url_rule("/sale/<slug>", view_func=SalePage.as_view("sale"))


@bp.route("/products", defaults={"page": 1})
@bp.route("/products/page/<int:page>")
def products(page):
    return Product.query.paginate(page=page, per_page=20, max_per_page=100).items


@bp.get("/products/<slug>/reviews")
def reviews(slug):
    product = Product.query.filter_by(slug=slug).first_or_404()
    return {"product": product.id}
