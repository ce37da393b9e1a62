package io.acme.notes

import io.acme.notes.plugins.configureSecurity
import io.acme.notes.plugins.configureStatusPages
import io.acme.notes.routes.*
import io.ktor.server.application.*
import io.ktor.server.plugins.ratelimit.*
import io.ktor.server.plugins.requestvalidation.*
import io.ktor.server.response.*
import io.ktor.server.routing.*
import kotlin.time.Duration.Companion.seconds

const val API = "/api"

fun Application.module() {
    configureSecurity()
    configureStatusPages()
    install(RateLimit) {
        register(RateLimitName("writes")) {
            rateLimiter(limit = 20, refillPeriod = 60.seconds)
        }
    }
    install(RequestValidation) {
        validate<NewNote> { note ->
            if (note.text.isBlank()) ValidationResult.Invalid("text") else ValidationResult.Valid
        }
    }
    val notes = NoteService()
    val folders = FolderController(notes)
    routing {
        get("/health") { call.respondText("ok") }
        route(API) {
            route("v1") {
                noteRoutes(notes)
                with(folders) { folderRoutes() }
                tagRoutes(notes)
                crud("colors", Colors)
                authenticate("jwt") {
                    adminRoutes(notes)
                }
            }
        }
        sessionRoutes()
        typedRoutes()
        post<ImportJob>("/imports") { job -> call.respond(io.ktor.http.HttpStatusCode.Accepted, job.id) }
    }
}
