<?php

namespace App\Http\Controllers;

use Illuminate\Foundation\Auth\Access\AuthorizesRequests;

abstract class Controller
{
    use AuthorizesRequests;

    protected function created(mixed $data)
    {
        return response()->json(['data' => $data]);
    }
}
