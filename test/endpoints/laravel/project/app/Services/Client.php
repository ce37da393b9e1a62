<?php

namespace App\Services;

use Illuminate\Support\Facades\Http;

// Asks another service: no routes, although it speaks of Route::class.
class Client
{
    public function list(): array
    {
        return Http::get('/remote/items')->json();
    }

    public function route(): string
    {
        return $this->router->get('/nothing', Route::class);
    }
}
