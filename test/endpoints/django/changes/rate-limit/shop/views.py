from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_http_methods
from django.views.generic import CreateView, DetailView
from django_ratelimit.decorators import ratelimit

from .base import PagedList, SecuredView
from .forms import BasketForm, SearchForm
from .models import Order


@require_http_methods(["GET", "HEAD"])
def catalogue(request):
    page = Paginator(Order.objects.all(), 25).get_page(request.GET.get("page"))
    return render(request, "catalogue.html", {"page": page})


@ratelimit(key="ip", rate="300/s")
def search(request, kind):
    form = SearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    return JsonResponse({})


@require_http_methods(["POST"])
def cancel(request, pk):
    order = get_object_or_404(Order, pk=pk)
    return JsonResponse({"id": order.pk})


def order_file(request, pk, name):
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    return FileResponse(name)


class OrderList(PagedList):
    model = Order


class OrderCreate(SecuredView, CreateView):
    model = Order
    fields = ["sku"]


class OrderDetail(DetailView):
    model = Order

    @method_decorator(ratelimit(key="user", rate="5/m"))
    def post(self, request, pk):
        return HttpResponse(status=204)


class WebhookView(View):
    def post(self, request):
        return HttpResponse(status=202)

    def refund(self, request):
        return None


class RefundView(SecuredView):
    def get(self, request, refund):
        return JsonResponse({})

    def put(self, request, refund):
        return JsonResponse({})

    def delete(self, request, refund):
        return HttpResponse(status=204)


class Basket(SecuredView):
    def get(self, request):
        return JsonResponse({})

    def post(self, request):
        form = BasketForm(request.POST)
        form.is_valid()
        return JsonResponse({}, status=201)
