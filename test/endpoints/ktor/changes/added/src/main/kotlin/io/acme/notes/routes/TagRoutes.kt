package io.acme.notes.routes

import io.ktor.http.*
import io.ktor.server.application.*
import io.ktor.server.response.*
import io.ktor.server.routing.*

private const val TAGS = "/tags"

fun Route.tagRoutes(notes: NoteService) {
    get(TAGS) { call.respond(notes.tags()) }
    post(TAGS) { call.respond(HttpStatusCode.Created) }
    accept(ContentType.Application.Json) {
        get("$TAGS/{tag}") { call.respond(HttpStatusCode.OK, notes.tagged()) }
    }
    listOf("x", "y").forEach { name -> println(name) }
}

/** The same five routes for whatever is kept in a store. */
fun <T : Any> Route.crud(path: String, store: Store<T>) = route("/$path") {
    get { call.respond(store.all()) }
    get("/{key}") { call.respond(store.one() ?: return@get call.respond(HttpStatusCode.NotFound)) }
    post { call.respond(HttpStatusCode.Created) }
    put("/{key}") { call.respond(HttpStatusCode.OK) }
    delete("/{key}") { call.respond(HttpStatusCode.NoContent) }
}
