<?php

namespace App\Dto;

use Symfony\Component\Validator\Constraints as Assert;

final class CreateOrder
{
    public function __construct(
        #[Assert\NotBlank] public readonly string $sku,
        #[Assert\Positive] public readonly int $quantity,
    ) {
    }
}
