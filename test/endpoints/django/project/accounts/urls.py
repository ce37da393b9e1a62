from django.contrib.auth import views as auth_views
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("login/", auth_views.LoginView.as_view()),
    path("me/", views.profile),
    re_path(r"^(?P<username>\w+)/follow$", views.follow),
    re_path(r"^invite/(?P<code>[a-z0-9]+)/?$", views.Invite.as_view()),
]
