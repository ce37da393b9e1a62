from rest_framework import generics, viewsets
from rest_framework.decorators import api_view
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.response import Response

from orders.api.serializers import OrderSerializer


class PersonViewSet(viewsets.ModelViewSet):
    serializer_class = OrderSerializer
    permission_classes = (IsAuthenticatedOrReadOnly,)
    lookup_field = "username"


class Registration(generics.CreateAPIView):
    serializer_class = OrderSerializer
    permission_classes = [AllowAny]


@api_view(["GET", "PATCH"])
def profile(request):
    return Response({})


class Helper:
    def get(self, path):
        return self.client.get("/api/orders/")
