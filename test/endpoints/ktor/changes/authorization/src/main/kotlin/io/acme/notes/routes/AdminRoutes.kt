package io.acme.notes.routes

import io.acme.notes.plugins.adminOnly
import io.acme.notes.plugins.requireRole
import io.ktor.http.*
import io.ktor.server.application.*
import io.ktor.server.response.*
import io.ktor.server.routing.*

fun Route.adminRoutes(notes: NoteService) {
    route("/admin") {
        get("/users") { call.respond(notes.users()) }
        adminOnly {
            route("/users/{id}", HttpMethod.Delete) {
                handle { call.respond(HttpStatusCode.NoContent) }
            }
        }
        requireRole("auditor", "admin") {
            method(HttpMethod.Get) {
                route("/log") { handle { call.respond(emptyList<String>()) } }
            }
        }
        get("/me") { call.respondText("me") }
    }
}
