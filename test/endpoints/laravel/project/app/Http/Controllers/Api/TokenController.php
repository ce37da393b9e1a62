<?php

namespace App\Http\Controllers\Api;

use App\Http\Controllers\Controller;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Validator;

class TokenController extends Controller
{
    public function store(Request $request)
    {
        $validator = Validator::make($request->all(), ['email' => 'required|email']);
        if ($validator->fails()) {
            return response()->json($validator->errors(), 422);
        }
        $user = User::attempt($validator->validated());
        abort_unless($user !== null, 401);

        return response()->json(['token' => $user->createToken('api')], status: 201);
    }
}
