<?php

namespace App\Http\Controllers\Admin;

use App\Http\Controllers\Controller;
use Illuminate\Http\Request;

class UserController extends Controller
{
    public function __construct()
    {
        $this->authorizeResource(User::class, 'user');
    }

    public function index()
    {
        return view('admin.users', ['users' => User::paginate(100)]);
    }

    public function show(User $user)
    {
        return view('admin.user', compact('user'));
    }

    public function update(Request $request, User $user)
    {
        $user->update($request->validate(['role' => 'in:user,staff']));

        return redirect()->route('admin.users.show', $user);
    }

    public function destroy(User $user)
    {
        $user->delete();

        return redirect()->route('admin.users.index');
    }
}
