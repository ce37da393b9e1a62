package io.acme.notes.plugins

import io.ktor.server.application.*
import io.ktor.server.auth.*
import io.ktor.server.auth.jwt.*
import io.ktor.server.routing.*

fun Application.configureSecurity() {
    install(Authentication) {
        jwt("jwt") { realm = "notes" }
        basic("basic") { validate { UserIdPrincipal(it.name) } }
    }
}

fun Route.requireRole(vararg roles: String, build: Route.() -> Unit) {
    val guarded = createChild(RoleSelector(roles.toList()))
    guarded.install(RoleAuthorization)
    guarded.apply(build)
}

fun Route.adminOnly(build: Route.() -> Unit) = requireRole("admin", build = build)
