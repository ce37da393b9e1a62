<?php

namespace App\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Response;

final class PartnerController extends AbstractController
{
    public function feed(string $_format): Response
    {
        $this->denyAccessUnlessGranted('PARTNER_FEED');

        return $this->json($this->feed->latest());
    }

    public function ping(): Response
    {
        return new Response('', 204);
    }
}
