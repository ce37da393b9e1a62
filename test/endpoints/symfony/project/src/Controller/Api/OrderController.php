<?php

namespace App\Controller\Api;

use App\Dto\CreateOrder;
use App\Dto\OrderFilter;
use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Attribute\MapQueryString;
use Symfony\Component\HttpKernel\Attribute\MapRequestPayload;
use Symfony\Component\HttpKernel\Exception\ConflictHttpException;
use Symfony\Component\Routing\Attribute\Route;
use Symfony\Component\Security\Http\Attribute\CurrentUser;

#[Route('/orders', name: 'api_order_')]
final class OrderController extends AbstractController
{
    #[Route('', name: 'list', methods: ['GET'])]
    public function list(#[MapQueryString] OrderFilter $filter): JsonResponse
    {
        return $this->json($this->paginator->paginate($this->orders->matching($filter), $filter->page, 50));
    }

    #[Route('', name: 'create', methods: ['POST'])]
    public function create(Request $request, #[MapRequestPayload] CreateOrder $order, #[CurrentUser] User $user): JsonResponse
    {
        $key = $request->headers->get('Idempotency-Key');

        return new JsonResponse($this->orders->place($order, $user, $key), Response::HTTP_CREATED);
    }

    #[Route('/{id}', name: 'show', requirements: ['id' => '\d+'], methods: ['GET'])]
    public function show(Order $order): JsonResponse
    {
        $this->denyAccessUnlessGranted('view', $order);

        return $this->json($order);
    }

    #[Route('/{id}/cancel', name: 'cancel', methods: ['PUT', 'PATCH'])]
    public function cancel(Order $order): Response
    {
        $this->ensureOpen($order);
        $order->cancel();

        return new Response(null, Response::HTTP_NO_CONTENT);
    }

    private function ensureOpen(Order $order): void
    {
        if (!$order->isOpen()) {
            throw new ConflictHttpException('Too late.');
        }
    }
}
