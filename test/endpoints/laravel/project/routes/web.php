<?php

use App\Http\Controllers\DashboardController;
use App\Http\Controllers\ProfileController;
use Illuminate\Support\Facades\Route;

Route::view('/', 'welcome')->name('home');
Route::redirect('/docs', 'https://docs.example.com', 308);

Route::get('/dashboard', DashboardController::class)->middleware(['auth', 'verified']);

Route::middleware('auth')->controller(ProfileController::class)->group(function () {
    Route::get('/profile', 'edit')->name('profile.edit');
    Route::match(['put', 'patch'], '/profile', 'update');
    Route::delete('/profile', 'destroy')->middleware('password.confirm');
});

foreach (['terms', 'imprint'] as $page) {
    Route::get("/{$page}", fn () => view("pages.{$page}"));
}

require __DIR__.'/auth.php';

Route::fallback(fn () => abort(404));
