package loans

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// Router of loans.
func Router() *chi.Mux {
	mux := chi.NewMux()
	mux.Get("/", list)
	mux.Post("/", create)
	mux.Put("/{loanID}/return", giveBack)
	return mux
}

func list(w http.ResponseWriter, r *http.Request)     { w.Write([]byte("[]")) }
func create(w http.ResponseWriter, r *http.Request)   { w.WriteHeader(http.StatusOK) }
func giveBack(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }
