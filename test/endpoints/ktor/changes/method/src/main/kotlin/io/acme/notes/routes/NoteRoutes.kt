package io.acme.notes.routes

import io.ktor.client.*
import io.ktor.client.request.get
import io.ktor.http.*
import io.ktor.server.application.*
import io.ktor.server.auth.*
import io.ktor.server.plugins.ratelimit.*
import io.ktor.server.request.*
import io.ktor.server.response.*
import io.ktor.server.routing.*
import io.ktor.server.util.*

class NoteNotFound(id: String) : RuntimeException("no note $id")

fun Route.noteRoutes(notes: NoteService) {
    route("/notes") {
        get {
            val limit = call.request.queryParameters["limit"]?.toInt()?.coerceAtMost(100) ?: 20
            call.respond(notes.all(limit))
        }
        get("/{id}") {
            val id = call.parameters.getOrFail("id")
            call.respond(notes.find(id) ?: throw NoteNotFound(id))
        }
        authenticate("jwt", "basic") {
            rateLimit(RateLimitName("writes")) {
                post {
                    val note = call.receive<NewNote>()
                    call.respond(HttpStatusCode.Created, notes.add(note))
                }
            }
            patch("/{id}") { call.respond(notes.change(call.parameters.getOrFail("id"), call.receive<Change>())) }
            delete("/{id?}") {
                if (notes.isLocked()) return@delete call.respond(HttpStatusCode.Locked)
                call.respond(HttpStatusCode.NoContent)
            }
        }
        authenticate("jwt", optional = true) {
            get("/{id}/preview") {
                // A call to elsewhere is no route.
                val client = HttpClient()
                client.get("/render") { url("x") }
                call.respondText("…")
            }
        }
        get("/export/{path...}") { call.respondRedirect("/files") }
    }
}
