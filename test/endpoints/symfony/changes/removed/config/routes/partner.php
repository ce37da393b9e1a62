<?php

use App\Controller\PartnerController;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;

return static function (RoutingConfigurator $routes): void {
    $routes->add('partner_feed', '/partner/feed.{_format}')
        ->controller([PartnerController::class, 'feed'])
        ->methods(['GET']);
};
