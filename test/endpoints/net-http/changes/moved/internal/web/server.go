package web

import "net/http"

const (
	api   = "/api"
	notes = api + "/notes"
)

type Server struct {
	mux *http.ServeMux
}

// New makes a server with all of its routes.
func New() *Server {
	s := &Server{mux: http.NewServeMux()}
	s.routes()
	return s
}

// Handler is what is served.
func (s *Server) Handler() http.Handler { return logRequests(s.mux) }

func (s *Server) routes() {
	s.mux.HandleFunc("GET /{$}", s.index)
	s.mux.HandleFunc("GET /healthz", s.health)
	s.mux.HandleFunc("POST /login", rateLimit(10, s.login))
	s.mux.HandleFunc("GET "+notes, s.requireUser(s.listNotes))
	s.mux.HandleFunc("POST "+notes, s.requireUser(s.createNote))
	s.mux.HandleFunc("GET "+notes+"/{id}", s.requireUser(s.getNote))
	s.mux.HandleFunc("PUT "+notes+"/{id}", s.requireUser(s.updateNote))
	s.mux.Handle("DELETE "+notes+"/{id}", s.requireUser(requireAdmin(s.deleteNote)))
	s.mux.HandleFunc("GET "+notes+"/{id}/versions", s.requireUser(s.history))
	s.mux.HandleFunc("GET /raw/{path...}", s.raw)
	s.mux.Handle("GET /stats", statsHandler{})
	s.mux.HandleFunc("GET example.com/about", s.about())
	s.mux.HandleFunc("GET /version", s.about())
	handle := func(pattern string, h http.HandlerFunc) { s.mux.Handle(pattern, s.requireUser(h)) }
	handle("GET /me", s.me)
	handle("POST /payments", s.pay)
	for _, kind := range []string{"tags", "folders"} {
		handle("GET /api/"+kind, s.listKind)
	}
	admin := http.NewServeMux()
	admin.HandleFunc("GET /users", s.users)
	admin.HandleFunc("DELETE /users/{id}", s.removeUser)
	s.mux.Handle("/admin/", http.StripPrefix("/admin", requireAdmin(admin)))
}
