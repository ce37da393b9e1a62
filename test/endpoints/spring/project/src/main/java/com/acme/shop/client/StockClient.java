package com.acme.shop.client;

import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

@FeignClient(name = "stock")
@RequestMapping("/remote")
public interface StockClient {
  @GetMapping("/levels")
  String levels();
}
