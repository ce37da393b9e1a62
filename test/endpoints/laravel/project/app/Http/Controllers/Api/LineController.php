<?php

namespace App\Http\Controllers\Api;

use App\Http\Controllers\Controller;
use Illuminate\Http\Request;
use Illuminate\Routing\Controllers\HasMiddleware;
use Illuminate\Routing\Controllers\Middleware;

class LineController extends Controller implements HasMiddleware
{
    public static function middleware(): array
    {
        return [
            new Middleware('ability:invoices:write', except: ['index']),
        ];
    }

    public function index(Invoice $invoice)
    {
        return $invoice->lines()->cursorPaginate(perPage: 25);
    }

    public function store(Request $request, Invoice $invoice)
    {
        $data = $request->validate(['text' => 'required', 'amount' => 'integer']);

        return $this->created($invoice->lines()->create($data));
    }

    public function update(Request $request, Line $line)
    {
        $line->update($request->validate(['amount' => 'integer']));

        return $line;
    }
}
