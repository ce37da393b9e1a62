<?php

namespace App\Http\Controllers\Api;

use App\Http\Controllers\Controller;

class SettingsController extends Controller
{
    public function show(Tenant $tenant)
    {
        return $tenant->settings;
    }
}
