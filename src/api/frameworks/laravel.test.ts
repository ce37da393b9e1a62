import { describe, expect, it } from 'vitest';
import { findEndpoints } from '../find-endpoints.ts';
import { shownEndpoints } from '../shown-endpoints.ts';

const php = (body: string): string => `<?php\nuse Illuminate\\Support\\Facades\\Route;\n${body}\n`;
const application = (routing: string): string =>
  `<?php\nreturn Application::configure(basePath: dirname(__DIR__))->withRouting(${routing})->create();`;

/** The endpoints of one file of routes that the application loads as it is. */
const routes = (body: string, files: Record<string, string> = {}): string[] =>
  shownEndpoints({
    'bootstrap/app.php': application("web: __DIR__.'/../routes/web.php'"),
    'routes/web.php': php(body),
    ...files,
  });

describe('laravel', () => {
  it('follows providers of older applications, their groups and their namespaces', () => {
    expect(
      shownEndpoints({
        'app/Http/Kernel.php': `<?php
namespace App\\Http;
class Kernel extends HttpKernel {
    protected $middlewareGroups = ['api' => ['throttle:60,1', \\Illuminate\\Routing\\Middleware\\SubstituteBindings::class]];
    protected $routeMiddleware = ['member' => \\App\\Http\\Middleware\\RequireLogin::class];
}`,
        'app/Providers/RouteServiceProvider.php': `<?php
namespace App\\Providers;
use Illuminate\\Support\\Facades\\Route;
class RouteServiceProvider extends ServiceProvider {
    public const PREFIX = 'rest';
    public function boot() {
        $this->routes(function () {
            Route::prefix(self::PREFIX)->middleware('api')->namespace($this->namespace)->group(base_path('routes/api.php'));
        });
    }
}`,
        'routes/api.php': php(
          "Route::group(['namespace' => 'V1', 'middleware' => ['member']], function () {\n  Route::get('cats', 'CatController@index');\n});",
        ),
        'app/Http/Controllers/V1/CatController.php':
          '<?php\nnamespace App\\Http\\Controllers\\V1;\nclass CatController extends Controller { public function index() { return Cat::paginate(5); } }',
      }),
    ).toEqual(['GET /rest/cats auth=member:3 rate=throttle:60,1 page=paginate(5) status=200']);
  });

  it('says that the prefix is not seen where nothing loads a file, or it is made at run time', () => {
    expect(shownEndpoints({ 'routes/api.php': php("Route::get('a', fn () => 1);") })).toEqual([
      'GET /a? status=200',
    ]);
    expect(
      routes("Route::prefix(config('x.path'))->group(function () { Route::get('a', fn () => 1); });"),
    ).toEqual(['GET /a? status=200']);
  });

  it('names the actions of resources in all their forms', () => {
    expect(
      routes(`Route::resources(['photos' => PhotoController::class], ['only' => ['create', 'edit']]);
Route::apiResource('user-groups.members', MemberController::class)->only('show')->parameter('members', 'person');
Route::singleton('team.logo', LogoController::class)->creatable()->except(['edit', 'update']);
Route::resource('a.b', BController::class, ['shallow' => true, 'only' => ['index', 'destroy']]);`),
    ).toEqual([
      'GET /a/:a/b',
      'DELETE /b/:b',
      'GET /photos/:photo/edit',
      'GET /photos/create',
      'DELETE /team/:team/logo',
      'GET /team/:team/logo',
      'POST /team/:team/logo',
      'GET /team/:team/logo/create',
      'GET /user-groups/:user_group/members/:person',
    ]);
  });

  it('knows the routes of Auth::routes() by its options', () => {
    const found = routes("Auth::routes(['register' => false, 'verify' => true]);");
    expect(found).toContain('GET /email/verify');
    expect(found).toContain('POST /password/reset');
    expect(found.filter((line) => line.includes('register'))).toEqual([]);
  });

  it('takes middleware away again, and says who opened the endpoint', () => {
    const files = {
      'bootstrap/app.php': application("web: __DIR__.'/../routes/web.php'"),
      'routes/web.php': php(
        "Route::middleware('auth')->group(function () {\n  Route::get('open', fn () => 1)->withoutMiddleware('auth');\n});",
      ),
    };
    const [endpoint] = findEndpoints(
      Object.entries(files).map(([path, text]) => ({ path, text })),
      'head',
    );
    expect(endpoint?.authentication).toEqual([]);
    expect(endpoint?.publicBy).toEqual({
      text: 'withoutMiddleware(auth)',
      path: 'routes/web.php',
      line: 4,
    });
  });

  it('reads middleware of controllers from constructors of superclasses, lists and attributes', () => {
    const controller = (body: string): string =>
      `<?php\nnamespace App\\Http\\Controllers;\nuse Illuminate\\Routing\\Attributes\\Middleware;\n${body}`;
    expect(
      routes("Route::get('a', [\\App\\Http\\Controllers\\AController::class, 'show']);", {
        'app/Http/Controllers/Base.php': controller(
          "class Base { public function __construct() { $this->middleware('auth:api')->except('index'); } }",
        ),
        'app/Http/Controllers/AController.php': controller(`#[Middleware('role:editor', only: ['show'])]
class AController extends Base {
    public function __construct() { parent::__construct(); $this->middleware(['signed'])->only(['index']); }
    public function show() { if ($this->gone()) return response('', 410); return response()->json([]); }
    private function gone() { abort_if(false, 409); }
}`),
      }),
    ).toEqual([
      "GET /a auth=auth:api:4 authz=#[Middleware('role:editor', only: ['show'])]:4 status=410+200+409",
    ]);
  });

  it('unrolls loops over constant lists', () => {
    expect(
      routes(
        "$pages = ['a' => AController::class, 'b' => BController::class];\nforeach ($pages as $page => $controller) { Route::get(\"/p/{$page}\", $controller); }\nforeach (pages() as $page) { Route::get($page, fn () => 1); }",
      ),
    ).toEqual(['GET /p/a', 'GET /p/b']);
  });

  it('does not go round in circles, nor down without end', () => {
    const deep = `${'Route::group([], function () {\n'.repeat(400)}Route::get('x', fn () => 1);${'});'.repeat(400)}`;
    const list = `[${"'a',".repeat(400)}]`;
    const loops = `foreach (${list} as $a) foreach (${list} as $b) foreach (${list} as $c) { Route::get("$a/$b/$c", fn () => 1); }`;
    expect(routes("require __DIR__.'/web.php';\nRoute::get('x', fn () => 1);")).toEqual([
      'GET /x status=200',
    ]);
    routes(deep);
    expect(routes(loops).length).toBeLessThanOrEqual(20_001);
    routes(`Route::get('x', [\\A::class, 'x'`, {
      'A.php': '<?php class A extends B {} class B extends A { use A; } // Route',
    });
  });
});
