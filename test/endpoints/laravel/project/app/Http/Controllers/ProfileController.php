<?php

namespace App\Http\Controllers;

use App\Http\Requests\UpdateProfileRequest;
use Illuminate\Http\Request;

class ProfileController extends Controller
{
    public function edit()
    {
        return view('profile.edit');
    }

    public function update(UpdateProfileRequest $request)
    {
        $request->user()->update($request->validated());

        return to_route('profile.edit');
    }

    public function destroy(Request $request)
    {
        $request->user()->delete();

        return redirect('/');
    }
}
