package io.acme.notes.routes

import io.ktor.server.application.*
import io.ktor.server.response.*
import io.ktor.server.routing.*

/** Called by a plugin that is loaded at run time. */
fun Route.pluginRoutes() {
    get("/extra") { call.respond("extra") }
}
