package io.acme.notes.routes

import io.ktor.http.*
import io.ktor.server.application.*
import io.ktor.server.auth.*
import io.ktor.server.response.*
import io.ktor.server.routing.*

fun Route.sessionRoutes() {
    post("/session") {
        call.respond(HttpStatusCode.Unauthorized)
    }
    authenticate {
        delete("/session", ::signOut)
    }
}

suspend fun signOut(context: RoutingContext) {
    context.call.respond(HttpStatusCode.NoContent)
}
