import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const head = 'package a\nimport io.ktor.server.application.*\nimport io.ktor.server.routing.*\n';
const ktor = (text: string): Record<string, string> => ({ 'src/main/kotlin/A.kt': head + text });

describe('ktor', () => {
  it('gives a function its path where it is called, as often as it is', () => {
    expect(
      shownEndpoints(
        ktor(`fun Route.things(kind: String) { get("/$kind/{id}") { } }
fun Application.module() { routing { route("/a") { things("x") }; things("y") } }`),
      ),
    ).toEqual(['GET /a/x/:id', 'GET /y/:id']);
  });

  it('runs a block where the function that it is handed to runs it', () => {
    expect(
      shownEndpoints(
        ktor(`fun Route.versioned(build: Route.() -> Unit) { route("/v1") { authenticate("jwt") { build() } } }
fun Application.module() { routing { versioned { get("/a") { } }; get("/b") { } } }`),
      ),
    ).toEqual(['GET /b', 'GET /v1/a auth=authenticate("jwt"):4']);
  });

  it('takes calls on anything else for no routes', () => {
    expect(
      shownEndpoints(
        ktor(`fun Application.module() {
  val client = HttpClient()
  client.get("/no") { }
  map.get("/no")
  routing { val x = client.post("/no") { }; cache.get("/no") { 1 }; get("/yes") { } }
}`),
      ),
    ).toEqual(['GET /yes']);
  });

  it('says that a prefix may be missing where nobody is seen to call, or a path is not known', () => {
    expect(
      shownEndpoints(
        ktor(`fun Route.orphan() { get("/o") { } }
fun Application.module(path: String) { routing { route(path) { get("/p") { } }; get(path) { } } }`),
      ),
    ).toEqual(['GET /o?', 'GET /p?']);
  });

  it('ends with functions that call themselves and each other, and with deep blocks', () => {
    expect(
      shownEndpoints(
        ktor(`fun Route.a() { get("/a") { }; b(); a() }
fun Route.b() { a(); b() }
fun Application.module() { routing { a() } }`),
      ),
    ).toEqual(['GET /a']);
    const deep = `${'route("/x") { '.repeat(300)}get("/end") { }${' }'.repeat(300)}`;
    expect(shownEndpoints(ktor(`fun Application.module() { routing { get("/a") { }; ${deep} } }`))).toEqual([
      'GET /a',
    ]);
  });
});
