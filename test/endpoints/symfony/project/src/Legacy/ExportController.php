<?php

namespace App\Legacy;

use Sensio\Bundle\FrameworkExtraBundle\Configuration\Security;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Routing\Annotation\Route;

/**
 * Exports that partners still use. See Route("/not-this") in the manual.
 *
 * @Route("/export")
 */
class ExportController
{
    /**
     * @Route("/{format}", name="legacy_export", methods={"GET"}, requirements={"format"="csv|xml"})
     * @Security("is_granted('ROLE_EXPORT') and user.isActive()")
     */
    public function export(string $format): Response
    {
        return new Response($this->data($format), 200);
    }

    /**
     * @Route("/{format}/secret",
     *     name="legacy_secret",
     *     methods={"GET"}
     * )
     */
    public function secret(string $format): Response
    {
        return new Response('x');
    }

    /** The format, not a route: (at)Route("/no"). */
    private function data(string $format): string
    {
        return '';
    }
}
