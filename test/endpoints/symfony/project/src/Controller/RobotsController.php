<?php

namespace App\Controller;

use Symfony\Component\HttpFoundation\Response;

final class RobotsController
{
    public function __invoke(): Response
    {
        return new Response('User-agent: *');
    }
}
