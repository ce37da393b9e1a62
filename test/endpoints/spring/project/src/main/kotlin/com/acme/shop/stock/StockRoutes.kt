package com.acme.shop.stock

import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.http.MediaType.APPLICATION_JSON
import org.springframework.web.reactive.function.server.ServerRequest
import org.springframework.web.reactive.function.server.ServerResponse
import org.springframework.web.reactive.function.server.bodyValueAndAwait
import org.springframework.web.reactive.function.server.buildAndAwait
import org.springframework.web.reactive.function.server.coRouter

@Configuration
class StockRoutes {
    @Bean
    fun stock(handler: StockHandler) = coRouter {
        "/api/v1".nest {
            accept(APPLICATION_JSON).nest {
                GET("/stock", handler::all)
                PUT("/stock/{sku}", handler::set)
            }
            path("/warehouses").nest {
                GET("/{id}") { ServerResponse.ok().bodyValueAndAwait("") }
            }
        }
    }
}

class StockHandler {
    suspend fun all(request: ServerRequest): ServerResponse = ServerResponse.ok().bodyValueAndAwait(emptyList<String>())

    suspend fun set(request: ServerRequest): ServerResponse =
        if (request.pathVariable("sku").isBlank()) ServerResponse.badRequest().buildAndAwait()
        else ServerResponse.noContent().buildAndAwait()
}
