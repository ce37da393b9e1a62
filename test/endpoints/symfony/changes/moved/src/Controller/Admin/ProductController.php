<?php

namespace App\Controller\Admin;

use Symfony\Component\Routing\Attribute\Route;
use Symfony\Component\Security\Http\Attribute\IsGranted;

#[Route(self::PATH, name: 'admin_product_')]
#[IsGranted('ROLE_CATALOG')]
class ProductController extends AbstractCrudController
{
    private const PATH = '/admin/articles';

    protected function query()
    {
        return $this->products->createQuery();
    }
}
