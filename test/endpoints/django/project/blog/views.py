from django.http import HttpResponse
from django.views.generic import DetailView, ListView


class Articles(ListView):
    paginate_by = 10


class Article(DetailView):
    slug_field = "slug"


def feed(request):
    return HttpResponse("<feed/>")
