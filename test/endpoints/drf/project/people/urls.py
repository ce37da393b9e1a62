from django.urls import path
from rest_framework.routers import SimpleRouter

from .views import PersonViewSet, Registration, profile

router = SimpleRouter(trailing_slash=False)
router.register("persons", PersonViewSet)

urlpatterns = [
    path("register", Registration.as_view()),
    path("me", profile),
]
