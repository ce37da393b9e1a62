from django.urls import include, path
from rest_framework_simplejwt.views import TokenObtainPairView

from orders.api.routers import router
from people.urls import router as people_router

router.registry.extend(people_router.registry)

urlpatterns = [
    path("api/", include(router.urls)),
    path("api/", include("orders.api.urls")),
    path("api/people/", include("people.urls")),
    path("api/token/", TokenObtainPairView.as_view()),
    path("api-auth/", include("rest_framework.urls")),
]
