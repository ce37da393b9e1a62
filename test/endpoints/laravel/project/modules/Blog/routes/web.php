<?php

use Illuminate\Support\Facades\Route;
use Modules\Blog\Http\PostController;

Route::group(['prefix' => 'blog', 'middleware' => 'web'], function () {
    Route::get('/', [PostController::class, 'index']);
    Route::get('{post:slug}', [PostController::class, 'show'])->where('post', '[a-z-]+');
});
