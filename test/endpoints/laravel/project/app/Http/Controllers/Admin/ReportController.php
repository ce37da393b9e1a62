<?php

namespace App\Http\Controllers\Admin;

use App\Http\Controllers\Controller;

class ReportController extends Controller
{
    public function show(int $year)
    {
        if ($year < 2020) {
            throw new NotFoundHttpException();
        }

        return response()->json(Report::of($year));
    }
}
