<?php

namespace App\Http\Controllers\Api;

class TagController extends \App\Http\Controllers\Controller
{
    public function index()
    {
        return response()->json(Tag::query()->limit(200)->get());
    }
}
