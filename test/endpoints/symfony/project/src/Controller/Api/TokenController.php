<?php

namespace App\Controller\Api;

use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\RateLimiter\RateLimiterFactory;
use Symfony\Component\Routing\Attribute\Route;

#[Route('/tokens', name: 'api_token', methods: ['POST'])]
final class TokenController
{
    public function __construct(private readonly RateLimiterFactory $loginLimiter)
    {
    }

    public function __invoke(Request $request): JsonResponse
    {
        $limit = $this->loginLimiter->create($request->getClientIp())->consume();
        if (!$limit->isAccepted()) {
            return new JsonResponse(['error' => 'slow down'], 429);
        }
        $errors = $this->validator->validate($request->toArray(), new Assert\Collection([]));

        return new JsonResponse(['token' => 'x'], $errors->count() > 0 ? 422 : 201);
    }
}
