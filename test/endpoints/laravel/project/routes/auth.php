<?php

use App\Http\Controllers\SessionController;
use Illuminate\Support\Facades\Route;

Route::post('login', [SessionController::class, 'store'])->middleware('guest', 'throttle:5,1');
Route::post('logout', [SessionController::class, 'destroy'])->middleware('auth');
