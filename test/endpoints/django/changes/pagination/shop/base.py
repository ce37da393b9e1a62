from django.contrib.auth.mixins import LoginRequiredMixin
from django.views import View
from django.views.generic import ListView


class SecuredView(LoginRequiredMixin, View):
    http_method_names = ["get", "post", "delete"]


class PagedList(LoginRequiredMixin, ListView):
    paginate_by = 5000
