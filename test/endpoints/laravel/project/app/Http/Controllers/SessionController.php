<?php

namespace App\Http\Controllers;

use Illuminate\Http\Request;
use Illuminate\Support\Facades\Auth;

class SessionController extends Controller
{
    public function store(Request $request)
    {
        $credentials = $request->validate(['email' => 'required|email', 'password' => 'required']);
        if (! Auth::attempt($credentials)) {
            return back()->withErrors(['email' => 'unknown']);
        }

        return redirect()->intended('dashboard');
    }

    public function destroy(Request $request)
    {
        Auth::logout();

        return redirect('/');
    }
}
