<?php

namespace App\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Routing\Attribute\Route;

#[Route('/account', name: 'account_')]
final class AccountController extends AbstractController
{
    #[Route(name: 'show', methods: 'GET')]
    public function show(): Response
    {
        return $this->render('account.html.twig');
    }

    #[Route('/devices/{id<\d{1,9}>?1}', name: 'device', methods: ['GET'])]
    #[Route('/machines/{id}', name: 'machine', methods: ['GET'])]
    public function device(int $id): Response
    {
        return $this->render('device.html.twig');
    }
}
