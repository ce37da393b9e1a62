<?php

namespace App\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;

final class HelpController extends AbstractController
{
    public function topic(string $topic)
    {
        return $this->render('help.html.twig');
    }
}
