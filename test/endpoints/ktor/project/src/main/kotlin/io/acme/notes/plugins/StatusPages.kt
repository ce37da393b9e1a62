package io.acme.notes.plugins

import io.acme.notes.routes.NoteNotFound
import io.ktor.http.*
import io.ktor.server.application.*
import io.ktor.server.plugins.statuspages.*
import io.ktor.server.response.*

fun Application.configureStatusPages() {
    install(StatusPages) {
        exception<NoteNotFound> { call, cause ->
            call.respond(HttpStatusCode.NotFound, cause.message ?: "")
        }
    }
}
