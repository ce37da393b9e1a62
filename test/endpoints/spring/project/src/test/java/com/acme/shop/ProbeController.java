package com.acme.shop;

import org.springframework.web.bind.annotation.*;

@RestController
class ProbeController {
  @GetMapping("/probe")
  String probe() {
    return "";
  }
}
