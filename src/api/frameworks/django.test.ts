import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const settings = 'ROOT_URLCONF = "site.urls"\n';
const head =
  'from django.urls import include, path, re_path\nfrom django.views import View\nfrom django.http import HttpResponse\n';

function find(urls: string, more: Record<string, string> = {}): string[] {
  return shownEndpoints({ 'site/settings.py': settings, 'site/urls.py': `${head}${urls}\n`, ...more });
}

describe('django', () => {
  it.each([
    [
      'a path with and one without a slash',
      'def v(request): return 1\nurlpatterns = [path("a", v), path("a/", v)]',
      ['ALL /a status=200', 'ALL /a/ status=200'],
    ],
    [
      'prefixes as they are written',
      'def v(request): return 1\nurlpatterns = [path("a", include([path("b/", v)]))]',
      ['ALL /ab/ status=200'],
    ],
    [
      'a class that takes the name of its base',
      'from django.views.generic import ListView\nclass ListView(ListView): pass\nurlpatterns = [path("a/", ListView.as_view())]',
      ['GET /a/ status=200'],
    ],
    [
      'a view with a prefix that varies',
      'import os\ndef v(request): return 1\nurlpatterns = [path(f"{os.environ[0]}a/", v)]',
      ['ALL /a/? status=200'],
    ],
    [
      'routes in two steps',
      'def v(request): return 1\nmore = [path("b/", v)]\nurlpatterns = [path("a/", v)] + more\nurlpatterns += [path("c/", v)]',
      ['ALL /a/ status=200', 'ALL /b/ status=200', 'ALL /c/ status=200'],
    ],
    [
      'a language before the path',
      'from django.conf.urls.i18n import i18n_patterns\ndef v(request): return 1\nurlpatterns = i18n_patterns(path("a/", v))',
      ['ALL /:language/a/ status=200'],
    ],
    [
      'pages of the library',
      'from django.contrib import admin\nurlpatterns = [path("admin/", admin.site.urls)]',
      [],
    ],
    ['a configuration that includes itself', 'urlpatterns = [path("a/", include("site.urls"))]', []],
    ['syntax errors', 'urlpatterns = [path("a/", (', []],
  ])('reads %s', (_, urls, expected) => {
    expect(find(urls)).toEqual(expected);
  });

  it('counts a look at who is asking only where somebody is refused', () => {
    const views = `def open(request):
    if request.user.is_authenticated:
        return HttpResponse("hello")
    return HttpResponse("who?")
def closed(request):
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    return HttpResponse("hello")
urlpatterns = [path("open/", open), path("closed/", closed)]`;
    expect(find(views)).toEqual([
      'ALL /closed/ auth=request.user.is_authenticated:9 status=401+200',
      'ALL /open/ status=200',
    ]);
  });

  it('asks everybody to sign in where a middleware does, but for views that say otherwise', () => {
    const urls = `def a(request): return 1
@login_not_required
def b(request): return 1
urlpatterns = [path("a/", a), path("b/", b)]`;
    const middleware =
      'MIDDLEWARE = [\n    "django.contrib.auth.middleware.AuthenticationMiddleware",\n    "django.contrib.auth.middleware.LoginRequiredMiddleware",\n]\n';
    expect(find(urls, { 'site/settings.py': settings + middleware })).toEqual([
      'ALL /a/ auth="django.contrib.auth.middleware.LoginRequiredMiddleware":4 status=200',
      'ALL /b/ status=200',
    ]);
  });

  it('says that a prefix is not seen where nothing includes a configuration', () => {
    const urls = `${head}def v(request): return 1\nurlpatterns = [path("a/", v)]\n`;
    expect(shownEndpoints({ 'shop/urls.py': urls })).toEqual(['ALL /a/? status=200']);
  });
});
