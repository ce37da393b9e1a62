package com.acme.shop.web;

import com.acme.shop.config.AdminApi;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.*;

@AdminApi("${acme.admin-path}")
class AdminController {
  @GetMapping("/jobs")
  String jobs() {
    return "none";
  }

  @PutMapping("/jobs/{name}")
  ResponseEntity<Void> start(@PathVariable String name) {
    return ResponseEntity.accepted().build();
  }
}
