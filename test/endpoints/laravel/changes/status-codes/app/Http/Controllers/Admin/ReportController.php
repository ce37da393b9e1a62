<?php

namespace App\Http\Controllers\Admin;

use App\Http\Controllers\Controller;

class ReportController extends Controller
{
    public function show(int $year)
    {
        return response()->json(Report::of($year));
    }
}
