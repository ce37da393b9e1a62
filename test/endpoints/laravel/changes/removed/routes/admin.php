<?php

use Illuminate\Support\Facades\Route;

Route::namespace('Admin')->group(function () {
    Route::resource('users', 'UserController')->except(['create', 'store', 'edit', 'destroy']);
    Route::get('reports/{year}', ['uses' => 'ReportController@show', 'middleware' => 'throttle:30,1']);
});
