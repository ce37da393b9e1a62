<?php

namespace App\Http\Controllers\Api;

use App\Http\Controllers\Controller;
use App\Http\Requests\StoreInvoiceRequest;
use App\Models\Invoice;
use Illuminate\Support\Facades\Gate;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

class InvoiceController extends Controller
{
    public function index()
    {
        return InvoiceResource::collection(Invoice::latest()->paginate(50));
    }

    public function store(Request $request)
    {
        $key = $request->header('Idempotency-Key');

        return $this->created(Invoice::createOnce($key, $request->validated()));
    }

    public function show(Invoice $invoice)
    {
        $this->authorize('view', $invoice);

        return new InvoiceResource($invoice);
    }

    public function update(Request $request, Invoice $invoice)
    {
        $this->authorize('update', $invoice);
        abort_if($invoice->isSent(), Response::HTTP_CONFLICT);
        $invoice->update($request->all());

        return new InvoiceResource($invoice);
    }

    public function destroy(Invoice $invoice)
    {
        Gate::authorize('delete', $invoice);
        $invoice->delete();

        return response()->noContent();
    }

    public function send(Invoice $invoice)
    {
        $invoice->send();

        return response()->json(['queued' => true], 202);
    }

    public function rates(string $from, ?string $to = null)
    {
        return response()->json(Rates::of($from, $to));
    }
}
