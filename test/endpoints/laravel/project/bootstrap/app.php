<?php

use App\Http\Middleware\EnsureTenant;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Configuration\Exceptions;
use Illuminate\Foundation\Configuration\Middleware;
use Illuminate\Support\Facades\Route;

return Application::configure(basePath: dirname(__DIR__))
    ->withRouting(
        web: __DIR__.'/../routes/web.php',
        api: __DIR__.'/../routes/api.php',
        apiPrefix: 'api/v2',
        health: '/up',
        then: function () {
            Route::middleware(['auth', 'staff'])
                ->prefix('admin')
                ->name('admin.')
                ->group(base_path('routes/admin.php'));
        },
    )
    ->withMiddleware(function (Middleware $middleware) {
        $middleware->throttleApi('api');
        $middleware->alias(['staff' => \App\Http\Middleware\EnsureUserIsStaff::class]);
        $middleware->appendToGroup('tenant', [EnsureTenant::class, 'auth:sanctum']);
    })
    ->withExceptions(function (Exceptions $exceptions) {})
    ->create();
