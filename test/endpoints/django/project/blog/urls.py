from django.urls import path

from .views import Article, Articles, feed

urlpatterns = [
    path("", Articles.as_view()),
    path("<slug:slug>/", Article.as_view()),
    path("feed.xml", feed),
]


def path_of(name):
    return path_join("blog/", name)


def path_join(*parts):
    return "/".join(parts)
