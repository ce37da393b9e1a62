from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView

from blog import urls as blog_urls

from . import views

internal = [
    path("stats/", views.stats),
    path("jobs/<slug:job>/run", views.run_job),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", TemplateView.as_view(template_name="home.html"), name="home"),
    path("shop/", include("shop.urls", namespace="shop")),
    path("accounts/", include("accounts.urls")),
    path("internal/", include((internal, "internal"))),
    re_path(r"^blog/", include(blog_urls)),
    re_path(r"^old/(?P<year>\d{4})/(?P<slug>[\w-]+)/$", views.old_article),
    path("start", RedirectView.as_view(url="/")),
    path("robots.txt", views.robots),
] + static("/media/")

if settings.DEBUG:
    urlpatterns += [path("debug/", views.debug)]

handler404 = "site_shop.views.missing"
