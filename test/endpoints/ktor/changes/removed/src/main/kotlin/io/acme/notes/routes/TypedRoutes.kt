package io.acme.notes.routes

import io.ktor.http.HttpStatusCode
import io.ktor.resources.Resource
import io.ktor.server.application.call
import io.ktor.server.resources.get
import io.ktor.server.resources.post
import io.ktor.server.resources.put
import io.ktor.server.response.respond
import io.ktor.server.routing.Route

@Resource("/boards")
class Boards(val limit: Int? = 50) {
    @Resource("new")
    class New(val parent: Boards = Boards())

    @Resource("{id}")
    class Id(val parent: Boards = Boards(), val id: Long) {
        @Resource("cards")
        class Cards(val parent: Id)
    }
}

fun Route.typedRoutes() {
    get<Boards> { boards -> call.respond(boards) }
    get<Boards.New> { call.respond("form") }
    get<Boards.Id> { board -> call.respond(HttpStatusCode.OK, board) }
    post<Boards.Id.Cards> { call.respond(HttpStatusCode.Created) }
}
