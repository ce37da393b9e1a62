<?php

namespace App\Http\Controllers\Api;

use App\Http\Controllers\Controller;
use Illuminate\Http\Request;

class UploadController extends Controller
{
    public function __construct(private Storage $storage)
    {
        $this->middleware('scope:uploads')->only('store');
    }

    public function store(Request $request)
    {
        $this->validate($request, ['file' => 'required|file|max:10240']);

        return response(['id' => $this->storage->put($request->file('file'))], 201);
    }
}
