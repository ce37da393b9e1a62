<?php

namespace App\Service;

// Speaks of routes and is none: Route, ->add('/x').
final class RouteFinder
{
    public function find(array $routes): ?string
    {
        return $routes['home'] ?? $this->collection->add('x', '/x');
    }
}
