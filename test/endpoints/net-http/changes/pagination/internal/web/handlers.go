package web

import (
	"encoding/json"
	"net/http"
	"strconv"
)

type note struct {
	Text string `json:"text"`
}

func (n note) Validate() error { return nil }

type statsHandler struct{}

func (statsHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) { w.Write([]byte("1")) }

func (s *Server) index(w http.ResponseWriter, r *http.Request)  { w.Write([]byte("notes")) }
func (s *Server) health(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) }

func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, "token")
}

func (s *Server) listNotes(w http.ResponseWriter, r *http.Request) {
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	if limit > 9000 {
		limit = 9000
	}
	writeJSON(w, http.StatusOK, limit)
}

func (s *Server) createNote(w http.ResponseWriter, r *http.Request) {
	var in note
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "invalid", http.StatusBadRequest)
		return
	}
	if err := validateNote(in); err != nil {
		http.Error(w, err.Error(), 422)
		return
	}
	writeJSON(w, http.StatusCreated, in)
}

func validateNote(n note) error { return n.Validate() }

func (s *Server) getNote(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("id") == "" {
		http.NotFound(w, r)
		return
	}
	writeJSON(w, http.StatusOK, 1)
}

func (s *Server) updateNote(w http.ResponseWriter, r *http.Request) { writeJSON(w, 200, 2) }
func (s *Server) deleteNote(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }
func (s *Server) history(w http.ResponseWriter, r *http.Request)    { writeJSON(w, 200, 3) }
func (s *Server) raw(w http.ResponseWriter, r *http.Request)        { http.ServeFile(w, r, "raw") }
func (s *Server) me(w http.ResponseWriter, r *http.Request)         { writeJSON(w, 200, "me") }
func (s *Server) listKind(w http.ResponseWriter, r *http.Request)   { writeJSON(w, 200, "kind") }
func (s *Server) users(w http.ResponseWriter, r *http.Request)      { writeJSON(w, 200, "users") }
func (s *Server) removeUser(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }

func (s *Server) pay(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Idempotency-Key") == "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	writeJSON(w, http.StatusCreated, "paid")
}

func (s *Server) about() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("about")) }
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
