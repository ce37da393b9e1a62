package com.acme.shop.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
class HealthController {
  @RequestMapping("/healthz")
  @ResponseBody
  String healthz() {
    return "up";
  }
}
