from django.contrib.auth.decorators import login_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views import View


@login_required
def profile(request):
    return JsonResponse({})


@user_passes_test(lambda user: user.is_active)
def follow(request, username):
    if username == "me":
        raise PermissionDenied
    return JsonResponse({})


@method_decorator(login_required, name="dispatch")
class Invite(View):
    def get(self, request, code):
        return JsonResponse({})

    def post(self, request, code):
        return redirect("home")
