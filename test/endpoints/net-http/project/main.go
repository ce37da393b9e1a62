package main

import (
	"log"
	"net/http"

	"example.com/notes/internal/legacy"
	"example.com/notes/internal/web"
)

func main() {
	srv := web.New()
	legacy.Register()
	// Sends requests; registers nothing.
	_, _ = http.Get("https://example.com/notes")
	log.Fatal(http.ListenAndServe(":8080", srv.Handler()))
}
