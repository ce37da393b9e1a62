package main

import (
	"net/http"

	"github.com/gorilla/handlers"
	"github.com/gorilla/mux"

	"example.com/fleet/api"
)

func main() {
	r := mux.NewRouter().StrictSlash(true)
	r.HandleFunc("/", api.Home).Methods(http.MethodGet)
	r.Path("/healthz").Methods("GET", "HEAD").HandlerFunc(api.Health)
	r.PathPrefix("/static/").Handler(http.FileServer(http.Dir("static")))
	api.Routes(r.PathPrefix("/api/v1").Subrouter())
	admin := r.PathPrefix("/admin").Subrouter()
	admin.Use(api.RequireAdmin)
	admin.HandleFunc("/users", api.Users).Methods("GET")
	admin.HandleFunc("/users/{id}", api.RemoveUser).Methods("DELETE")
	admin.HandleFunc("/reload", api.Reload)
	http.ListenAndServe(":8000", handlers.CompressHandler(r))
}
