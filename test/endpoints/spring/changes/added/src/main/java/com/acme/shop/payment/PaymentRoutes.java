package com.acme.shop.payment;

import static org.springframework.web.servlet.function.RequestPredicates.accept;
import static org.springframework.web.servlet.function.RequestPredicates.path;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

@Configuration
class PaymentRoutes {
  @Bean
  RouterFunction<ServerResponse> payments(PaymentHandler handler) {
    return route()
        .path("/api/v1/payments", builder -> builder
            .GET("", handler::list)
            .DELETE("/{id}", request -> ServerResponse.noContent().build())
            .GET("/{id}", accept(MediaType.APPLICATION_JSON), handler::show)
            .nest(accept(MediaType.APPLICATION_JSON), inner -> inner
                .POST("", handler::pay)
                .POST("/{id}/refund", request -> ServerResponse.accepted().build())))
        .add(webhooks(handler))
        .build();
  }

  RouterFunction<ServerResponse> webhooks(PaymentHandler handler) {
    return route(RequestPredicates.POST("/hooks/{provider}").and(accept(MediaType.TEXT_PLAIN)), handler::hook)
        .andNest(path("/hooks/status"), route(RequestPredicates.GET("/last"), handler::last));
  }
}
