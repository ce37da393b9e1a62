package main

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"
	"github.com/go-chi/jwtauth/v5"

	"example.com/library/books"
	"example.com/library/internal/guard"
	"example.com/library/loans"
)

var tokenAuth = jwtauth.New("HS256", []byte("secret"), nil)

func main() {
	r := chi.NewRouter()
	r.Use(middleware.RequestID)
	r.Use(middleware.Logger, middleware.Recoverer)
	r.Get("/", index)
	r.Get("/healthz", health)
	r.Head("/healthz", health)
	r.Route("/v1", func(r chi.Router) {
		r.Use(httprate.LimitByIP(100, time.Minute))
		r.Post("/login", login)
		r.With(httprate.LimitByIP(5, time.Minute)).Post("/signup", signup)
		r.Mount("/books", books.Resource{}.Routes())
		r.Group(func(r chi.Router) {
			r.Use(jwtauth.Verifier(tokenAuth))
			r.Use(jwtauth.Authenticator(tokenAuth))
			r.Mount("/loans", loans.Router())
			r.Route("/members/{memberID:[0-9]+}", func(r chi.Router) {
				r.Use(memberCtx)
				r.Get("/", getMember)
				r.Put("/", updateMember)
				r.With(guard.RequireAdmin).Delete("/", deleteMember)
				r.Get("/cards", listCards)
				r.Post("/cards", addCard)
				r.Delete("/cards/{cardID}", removeCard)
			})
		})
	})
	r.Mount("/admin", adminRouter())
	r.Handle("/metrics", http.HandlerFunc(metrics))
	r.Method("GET", "/version", http.HandlerFunc(version))
	r.MethodFunc(http.MethodPost, "/hooks/{source}", hook)
	r.NotFound(notFound)
	client := &http.Client{}
	_, _ = client.Get("/not/a/route")
	http.ListenAndServe(":3333", r)
}

func adminRouter() http.Handler {
	r := chi.NewRouter()
	r.Use(guard.RequireAdmin)
	r.Get("/", index)
	r.Get("/accounts", accounts)
	r.Get("/files/*", files)
	return r
}
