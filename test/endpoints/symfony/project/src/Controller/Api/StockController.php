<?php

namespace App\Controller\Api;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\Routing\Attribute\Route;

final class StockController extends AbstractController
{
    #[Route(['en' => '/stock/{sku}', 'de' => '/bestand/{sku}'], name: 'api_stock', methods: ['GET', 'PUT'])]
    public function stock(string $sku)
    {
        return $this->json($this->stock->of($sku));
    }
}
