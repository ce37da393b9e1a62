<?php

namespace App\Controller\Admin;

use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Routing\Attribute\Route;
use Symfony\Component\Security\Http\Attribute\IsGranted;

#[Route('/admin/users', name: 'admin_user_')]
class UserController extends AbstractCrudController
{
    #[Route('/{id}/impersonate', name: 'impersonate', methods: ['POST'])]
    #[IsGranted('ROLE_ALLOWED_TO_SWITCH')]
    public function impersonate(int $id): Response
    {
        return $this->redirectToRoute('home');
    }

    protected function query()
    {
        return $this->users->createQuery();
    }
}
