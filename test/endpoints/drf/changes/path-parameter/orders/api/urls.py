from django.urls import path, re_path

from . import views
from .routers import items_router

urlpatterns = [
    path("exports/", views.ExportView.as_view()),
    path("status/", views.status_page),
    re_path(r"^carriers/(?P<code>[A-Z]+)/$", views.CarrierDetail.as_view()),
    path("carriers/", views.CarrierList.as_view(permission_classes=[])),
    path(
        "drafts/<int:year>/<int:pk>/",
        views.DraftViewSet.as_view({"get": "retrieve", "patch": "partial_update", "post": "publish"}),
    ),
]
urlpatterns += items_router.urls
