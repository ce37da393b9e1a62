from rest_framework.routers import DefaultRouter
from rest_framework_nested.routers import NestedSimpleRouter

from . import views

router = DefaultRouter()
router.register(r"orders", views.OrderViewSet, basename="order")
router.register("invoices", views.InvoiceViewSet)

items_router = NestedSimpleRouter(router, r"orders", lookup="order")
items_router.register("items", views.ItemViewSet)
