package com.acme.shop.payment;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.annotation.Secured;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

@Component
class PaymentHandler {
  ServerResponse list(ServerRequest request) {
    return ServerResponse.ok().body("[]");
  }

  ServerResponse show(ServerRequest request) {
    return request.param("x").isPresent() ? ServerResponse.notFound().build() : ServerResponse.ok().build();
  }

  @Secured("ROLE_PAYER")
  ServerResponse pay(ServerRequest request) {
    return ServerResponse.created(URI.create("/x")).build();
  }

  ServerResponse hook(ServerRequest request) {
    return ServerResponse.status(HttpStatus.NO_CONTENT).build();
  }

  ServerResponse last(ServerRequest request) {
    return ServerResponse.ok().build();
  }
}
