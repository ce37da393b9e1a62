from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST


@staff_member_required
@require_GET
def stats(request):
    return JsonResponse({})


@require_POST
def run_job(request, job):
    return HttpResponse(status=202)


def old_article(request, year, slug):
    raise Http404("gone")


@require_GET
def robots(request):
    return HttpResponse("User-agent: *")


def debug(request):
    return HttpResponse(str(request.META))


def missing(request, exception):
    return HttpResponse(status=404)
