import io.ktor.server.routing.*
import io.ktor.server.testing.*

fun test() = testApplication { routing { get("/only-in-test") { } } }
