<?php

use App\Http\Controllers\Api\InvoiceController;
use App\Http\Controllers\Api\LineController;
use App\Http\Controllers\Api\TagController;
use App\Http\Controllers\Api\TokenController;
use App\Http\Controllers\Api\UploadController;
use Illuminate\Support\Facades\Route;

Route::post('tokens', [TokenController::class, 'store']);

Route::middleware('auth:sanctum')->group(function () {
    Route::apiResource('invoices', InvoiceController::class);
    Route::post('invoices/{invoice}/send', [InvoiceController::class, 'send'])->can('send', 'invoice');
    Route::apiResource('invoices.lines', LineController::class)->shallow()->only(['index', 'store', 'update']);
    Route::apiResource('tags', TagController::class, ['only' => ['index'], 'parameters' => ['tags' => 'label']]);
    Route::post('files', [UploadController::class, 'store'])->middleware('throttle:uploads');
    Route::get('rates/{from}/{to?}', [InvoiceController::class, 'rates'])->withoutMiddleware('auth:sanctum');
});

Route::prefix('tenants/{tenant}')->middleware('tenant')->group(function () {
    Route::singleton('settings', \App\Http\Controllers\Api\SettingsController::class)->only('show');
    Route::any('webhook', fn () => response()->noContent());
});
