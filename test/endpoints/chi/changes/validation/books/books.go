package books

import (
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/render"
)

type Resource struct{}

// Routes of books, wherever they are mounted.
func (rs Resource) Routes() chi.Router {
	r := chi.NewRouter()
	r.Get("/", rs.List)
	r.Get("/search", rs.Search)
	r.Route("/{bookID}", func(r chi.Router) {
		r.Get("/", rs.Get)
		r.Patch("/", rs.Change)
		r.Get("/reviews", rs.Reviews)
	})
	return r
}

func (rs Resource) List(w http.ResponseWriter, r *http.Request) {
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	limit = min(limit, 200)
	render.JSON(w, r, limit)
}

func (rs Resource) Search(w http.ResponseWriter, r *http.Request) {
	render.JSON(w, r, r.URL.Query().Get("q"))
}
func (rs Resource) Get(w http.ResponseWriter, r *http.Request)     { render.JSON(w, r, "book") }
func (rs Resource) Reviews(w http.ResponseWriter, r *http.Request) { render.JSON(w, r, "reviews") }

func (rs Resource) Change(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusOK)
}

func validateBook(r *http.Request) error { return nil }
