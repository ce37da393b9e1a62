package main

import (
	"encoding/json"
	"net/http"

	"github.com/go-chi/render"
)

type credentials struct{ Name, Password string }

func (c *credentials) Bind(r *http.Request) error { return nil }

func index(w http.ResponseWriter, r *http.Request)   { w.Write([]byte("library")) }
func health(w http.ResponseWriter, r *http.Request)  { w.WriteHeader(http.StatusNoContent) }
func metrics(w http.ResponseWriter, r *http.Request) { w.Write(nil) }
func version(w http.ResponseWriter, r *http.Request) { render.JSON(w, r, "1.0") }

func login(w http.ResponseWriter, r *http.Request) {
	in := &credentials{}
	if err := render.Bind(r, in); err != nil {
		http.Error(w, "invalid", http.StatusBadRequest)
		return
	}
	render.JSON(w, r, "token")
}

func signup(w http.ResponseWriter, r *http.Request) {
	var in credentials
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		w.WriteHeader(400)
		return
	}
	render.Status(r, http.StatusCreated)
	render.JSON(w, r, in)
}

func hook(w http.ResponseWriter, r *http.Request) { w.WriteHeader(202) }

func getMember(w http.ResponseWriter, r *http.Request) {
	if r.Context().Value("member") == nil {
		http.NotFound(w, r)
		return
	}
	render.JSON(w, r, "member")
}

func updateMember(w http.ResponseWriter, r *http.Request) { render.JSON(w, r, "changed") }
func deleteMember(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }
func listCards(w http.ResponseWriter, r *http.Request)    { render.JSON(w, r, "cards") }
func addCard(w http.ResponseWriter, r *http.Request)      { w.WriteHeader(http.StatusCreated) }
func removeCard(w http.ResponseWriter, r *http.Request)   { w.WriteHeader(http.StatusNoContent) }
func accounts(w http.ResponseWriter, r *http.Request)     { render.JSON(w, r, "accounts") }
func files(w http.ResponseWriter, r *http.Request)        { http.ServeFile(w, r, r.URL.Path) }
func notFound(w http.ResponseWriter, r *http.Request)     { w.WriteHeader(404) }

func memberCtx(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}
