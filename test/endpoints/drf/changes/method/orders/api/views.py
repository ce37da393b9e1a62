from rest_framework import generics, status, viewsets
from rest_framework.decorators import action, api_view, permission_classes, throttle_classes
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny, IsAdminUser, IsAuthenticated
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle, ScopedRateThrottle
from rest_framework.views import APIView

from core.permissions import IsOwner
from core.views import ReadCreateViewSet

from .serializers import OrderSerializer
from .throttles import RefundThrottle


class OrderViewSet(viewsets.ModelViewSet):
    serializer_class = OrderSerializer
    permission_classes = [IsAuthenticated & IsOwner]
    http_method_names = ["get", "post", "patch", "delete"]

    def create(self, request):
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], throttle_classes=[RefundThrottle], url_path="refund")
    def give_back(self, request, pk=None):
        if pk == "0":
            raise NotFound()
        return Response(status=status.HTTP_202_ACCEPTED)

    @action(detail=False, permission_classes=[IsAdminUser])
    def overdue(self, request):
        return Response([])

    @overdue.mapping.delete
    def clear_overdue(self, request):
        return Response(status=204)

    def not_an_action(self, request):
        return Response()


class InvoiceViewSet(ReadCreateViewSet):
    serializer_class = OrderSerializer
    pagination_class = None


class ItemViewSet(viewsets.ReadOnlyModelViewSet):
    lookup_url_kwarg = "item_id"


class DraftViewSet(viewsets.ModelViewSet):
    serializer_class = OrderSerializer

    def publish(self, request, pk=None):
        return Response(status=status.HTTP_409_CONFLICT)


class CarrierList(generics.ListCreateAPIView):
    serializer_class = OrderSerializer


class CarrierDetail(generics.RetrieveDestroyAPIView):
    permission_classes = [IsAdminUser]


class ExportView(APIView):
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "exports"

    def put(self, request):
        return Response(status=status.HTTP_202_ACCEPTED)


@api_view(["GET"])
@permission_classes([AllowAny])
@throttle_classes([AnonRateThrottle])
def status_page(request):
    return Response({"ok": True})
