import { describe, expect, it } from 'vitest';
import { findEndpoints } from '../find-endpoints.ts';
import { shownEndpoints } from '../shown-endpoints.ts';

const head = `from django.urls import include, path
from rest_framework import generics, permissions, routers, viewsets
from rest_framework.views import APIView
`;

function program(text: string, rest = ''): Record<string, string> {
  return {
    'site/settings.py': `ROOT_URLCONF = "site.urls"\n${rest}`,
    'site/urls.py': `${head}${text}\n`,
  };
}

const viewSet = (body: string): string => `class Orders(viewsets.ViewSet):
${body}
router = routers.SimpleRouter()
router.register("orders", Orders)
urlpatterns = router.urls`;

describe('drf', () => {
  it.each([
    [
      'permissions of the class over those of the settings',
      '    permission_classes = [permissions.IsAuthenticated]\n    def list(self, request): return 1',
      'GET /orders/ auth=permissions.IsAuthenticated:5 status=200',
    ],
    [
      'one of two permissions as no sure demand to sign in',
      '    permission_classes = [permissions.IsAuthenticated | ReadOnly]\n    def list(self, request): return 1',
      'GET /orders/ authz=permissions.IsAuthenticated | ReadOnly:5 status=200',
    ],
    [
      'permissions that a method decides on as not understood',
      '    permission_classes = [permissions.IsAuthenticated]\n    def get_permissions(self): return []\n    def list(self, request): return 1',
      'GET /orders/ status=200',
    ],
    [
      'a lookup by another name',
      '    lookup_field = "slug"\n    def retrieve(self, request, slug): return 1',
      'GET /orders/:slug/ status=200',
    ],
  ])('reads %s', (_, body, expected) => {
    expect(shownEndpoints(program(viewSet(body)))).toEqual([expected]);
  });

  it('tells an endpoint that is open on purpose from one where nothing is seen', () => {
    const text = viewSet('    permission_classes = []\n    def list(self, request): return 1');
    const files = Object.entries(program(text)).map(([path, content]) => ({ path, text: content }));
    expect(findEndpoints(files, 'head')[0]?.publicBy).toEqual({ text: '[]', path: 'site/urls.py', line: 5 });
  });

  it('leaves endpoints of the library to the one framework, and plain views to the other', () => {
    const text = `def plain(request): return 1
class Api(APIView):
    def get(self, request): return 1
urlpatterns = [path("plain/", plain), path("api/", Api.as_view())]`;
    const files = Object.entries(program(text)).map(([path, content]) => ({ path, text: content }));
    expect(findEndpoints(files, 'head').map(({ path, framework }) => `${framework} ${path}`)).toEqual([
      'drf /api/',
      'django /plain/',
    ]);
  });

  it('takes what a project sets for all views, and the rates of its throttles', () => {
    const rest = `REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ("rest_framework.permissions.IsAuthenticated",),
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "120/hour"},
}
`;
    const text = viewSet('    def list(self, request): return 1');
    const files = Object.entries(program(text, rest)).map(([path, content]) => ({ path, text: content }));
    const [endpoint] = findEndpoints(files, 'head');
    expect(endpoint?.authentication).toEqual([
      { text: 'IsAuthenticated', path: 'site/settings.py', line: 3 },
    ]);
    expect(endpoint?.rateLimit).toEqual([
      { text: 'UserRateThrottle', path: 'site/settings.py', line: 4, limit: 2 },
    ]);
  });

  it('reads routers that are filled in a loop', () => {
    const text = `class A(viewsets.ReadOnlyModelViewSet): pass
class B(viewsets.ViewSet):
    def list(self, request): return 1
router = routers.SimpleRouter()
for prefix, viewset in [("a", A), ("b", B)]:
    router.register(prefix, viewset)
urlpatterns = router.urls`;
    expect(shownEndpoints(program(text))).toEqual([
      'GET /a/ status=200',
      'GET /a/:pk/ status=200',
      'GET /b/ status=200',
    ]);
  });

  it('ends with classes that inherit from each other, and routers that nest in themselves', () => {
    const text = `from rest_framework_nested import routers as nested
class A(B): pass
class B(A, viewsets.ModelViewSet): pass
loop = nested.NestedSimpleRouter(loop, "x", lookup="x")
loop.register("orders", A)
urlpatterns = loop.urls`;
    expect(shownEndpoints(program(text))).toEqual([]);
  });
});
