package io.acme.notes.routes

import io.ktor.http.HttpStatusCode
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.call
import io.ktor.server.request.receive
import io.ktor.server.response.respond
import io.ktor.server.routing.Route
import io.ktor.server.routing.get
import io.ktor.server.routing.patch
import io.ktor.server.routing.post
import io.ktor.server.routing.route

class FolderController(private val notes: NoteService) {
    fun Route.folderRoutes() {
        val base = "/collections"
        route(base) {
            get { list(call) }
            post { create(call) }
        }
        patch("$base/{id}") { call.respond(notes.rename(call.receive<Rename>())) }
    }

    private suspend fun list(call: ApplicationCall) {
        call.respond(notes.folders(call.request.queryParameters["page_size"]))
    }

    private suspend fun create(call: ApplicationCall) {
        val folder = call.receive<NewFolder>()
        folder.validate()
        call.respond(HttpStatusCode.Created, folder)
    }
}
