from django.contrib.auth.decorators import login_required, permission_required
from django.urls import include, path
from django.views.decorators.cache import cache_page
from django.views.decorators.csrf import csrf_exempt

from . import views

app_name = "shop"

order_patterns = [
    path("", views.OrderList.as_view(), name="orders"),
    path("new/", views.OrderCreate.as_view()),
    path("<int:pk>/", views.OrderDetail.as_view()),
    path("<int:pk>/cancel/", login_required(views.cancel)),
    path("<int:pk>/files/<path:name>", views.order_file),
]

urlpatterns = [
    path("", cache_page(60)(views.catalogue)),
    path("search/", views.search, {"kind": "all"}),
    path("search/saved/", views.search),
    path("orders/", include(order_patterns)),
    path("webhook/", csrf_exempt(views.WebhookView.as_view())),
    path(
        "refunds/<uuid:refund>/",
        permission_required("shop.refund")(views.RefundView.as_view()),
    ),
]
urlpatterns.append(path("basket/", views.Basket.as_view()))
