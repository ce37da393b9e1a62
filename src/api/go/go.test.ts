import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const gin = (body: string, rest = ''): string => `package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.Default()
${body}
}

func h(c *gin.Context) { c.Status(204) }
${rest}`;

const chi = (body: string, rest = ''): string => `package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func main() {
	r := chi.NewRouter()
${body}
	http.ListenAndServe(":80", r)
}

func h(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }
${rest}`;

describe('programs of Go', () => {
  it('keeps a group inside a block apart from the router of the same name', () => {
    const text = gin('\t{\n\t\tr := r.Group("/in")\n\t\tr.GET("/a", h)\n\t}\n\tr.GET("/b", h)');
    expect(shownEndpoints({ 'main.go': text })).toEqual(['GET /b status=204', 'GET /in/a status=204']);
  });

  it('joins constants, also of other packages, and what Sprintf makes of them', () => {
    const text = `package main

import (
	"fmt"

	"github.com/gin-gonic/gin"
	p "example.com/app/paths"
)

func main() {
	r := gin.New()
	r.GET(p.Users+"/me", h)
	r.GET(fmt.Sprintf("%s/%s", p.Base, "x"), h)
}

func h(c *gin.Context) { c.Status(204) }
`;
    const paths = 'package paths\n\nconst (\n\tBase = "/v1"\n\tUsers = Base + "/users"\n)\n';
    expect(
      shownEndpoints({ 'go.mod': 'module example.com/app\n', 'main.go': text, 'paths/paths.go': paths }),
    ).toEqual(['GET /v1/users/me status=204', 'GET /v1/x status=204']);
  });

  it('says that a prefix is not seen where it is a setting', () => {
    const text = gin('\tg := r.Group(config.Base)\n\tg.GET("/a", h)\n\tr.GET(config.Base+"/b", h)');
    expect(shownEndpoints({ 'main.go': text })).toEqual(['GET /a? status=204', 'GET /b? status=204']);
  });

  it('says so of a router that nobody is seen to give', () => {
    const text = `package users

import "github.com/gin-gonic/gin"

func Register(r *gin.RouterGroup) { r.GET("/users", h) }

func h(c *gin.Context) { c.Status(204) }
`;
    expect(shownEndpoints({ 'users/users.go': text })).toEqual(['GET /users? status=204']);
  });

  it('knows a path that one function sets and another reads', () => {
    const text = gin(
      '\tserve(r)',
      'var base string\n\nfunc serve(r *gin.Engine) { r.GET(base+"/a", h) }\n\nfunc SetUp() { base = "/web" }\n',
    );
    expect(shownEndpoints({ 'main.go': text })).toEqual(['GET /web/a status=204']);
  });

  it('gives the routes of a function that two groups are handed to both', () => {
    const text = gin(
      '\tadd(r.Group("/v1"))\n\tadd(r.Group("/v2"))',
      'func add(r *gin.RouterGroup) { r.GET("/a", h) }\n',
    );
    expect(shownEndpoints({ 'main.go': text })).toEqual(['GET /v1/a status=204', 'GET /v2/a status=204']);
  });

  it('holds a middleware only for what is registered after it', () => {
    const text = gin('\tr.GET("/a", h)\n\tr.Use(requireUser())\n\tr.GET("/b", h)');
    expect(shownEndpoints({ 'main.go': text })).toEqual([
      'GET /a status=204',
      'GET /b auth=requireUser():8 status=204',
    ]);
  });

  it('tells a middleware by the code that it refuses with', () => {
    const refuse = (name: string, code: number): string =>
      `func ${name}(next http.Handler) http.Handler {\n\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", ${code}) })\n}\n`;
    const text = chi(
      '\tr.With(one).Get("/a", h)\n\tr.With(two).Get("/b", h)\n\tr.With(three).Get("/c", h)',
      `${refuse('one', 401)}${refuse('two', 403)}${refuse('three', 429)}`,
    );
    expect(shownEndpoints({ 'main.go': text })).toEqual([
      'GET /a auth=one:11 status=204',
      'GET /b authz=two:12 status=204',
      'GET /c rate=three status=204',
    ]);
  });

  it('takes the prefix of a chi router away when it is mounted, and not that of another mux', () => {
    const text = chi(
      '\tr.Mount("/a", sub())\n\tr.Mount("/b", mux())\n\tr.Get("/{id:[0-9]{3}}/{rest:.*}", h)',
      'func sub() chi.Router {\n\ts := chi.NewRouter()\n\ts.Get("/x", h)\n\treturn s\n}\n\nfunc mux() *http.ServeMux {\n\tm := http.NewServeMux()\n\tm.HandleFunc("GET /b/y", h)\n\treturn m\n}\n',
    );
    expect(shownEndpoints({ 'main.go': text })).toEqual([
      'GET /:id/* status=204',
      'GET /a/x status=204',
      'GET /b/y status=204',
    ]);
  });

  it('does not take a client, a cache or a header for a router', () => {
    const text = chi(
      '\tclient := &http.Client{}\n\tclient.Get("/a")\n\tcache.Get("/b", h)\n\thttp.Get("/c")\n\treq.Header.Get("/d")',
      'var cache = newCache()\n',
    );
    expect(shownEndpoints({ 'main.go': text })).toEqual([]);
  });

  it('calls all that may stand behind an interface', () => {
    const text = chi(
      '\tfor _, each := range load() {\n\t\teach.Add(r)\n\t}',
      'type Part interface{ Add(r chi.Router) }\n\nfunc load() []Part\n\ntype a struct{}\n\nfunc (a) Add(r chi.Router) { r.Get("/a", h) }\n\ntype b struct{}\n\nfunc (*b) Add(r chi.Router) { r.Get("/b", h) }\n\ntype c struct{}\n\nfunc (c) Add(n int) {}\n',
    );
    expect(shownEndpoints({ 'main.go': text })).toEqual(['GET /a status=204', 'GET /b status=204']);
  });

  it('answers on broken, circular, deep and long programs', () => {
    const circle = gin(
      '\ta(r)',
      'func a(r *gin.Engine) { b(r) }\n\nfunc b(r *gin.Engine) { a(r); r.GET("/b", h) }\n',
    );
    expect(shownEndpoints({ 'main.go': circle })).toEqual(['GET /b status=204']);
    const twice = Array.from(
      { length: 40 },
      (_, n) => `func f${n}(r *gin.Engine) { f${n + 1}(r); f${n + 1}(r) }\n`,
    ).join('');
    const many = gin('\tf0(r)\n\tr.GET("/a", h)', `${twice}func f40(r *gin.Engine) {}\n`);
    shownEndpoints({ 'main.go': many });
    shownEndpoints({ 'main.go': gin(`\tr.GET("/x", h${'('.repeat(900)}`) });
    shownEndpoints({
      'main.go': gin(
        `\tx := []string{${'"/a", '.repeat(20_000)}}\n\tfor _, p := range x {\n\t\tr.GET(p, h)\n\t}`,
      ),
    });
    shownEndpoints({ 'main.go': gin('\tr.GET("/a", func(c *gin.Context) {\n\tr.Group(') });
  });
});
