package main

import (
	"log"

	"github.com/gin-gonic/gin"

	"example.com/shop/internal/api"
	"example.com/shop/internal/store"
)

func main() {
	server := api.NewServer(store.Open())
	// Looks like a route and is none: the cache has a Get of its own.
	store.Cache.Get("/cache/warm", warm)
	if err := server.Router().Run(":8080"); err != nil {
		log.Fatal(err)
	}
}

func warm(key string) {}

var _ = gin.Version
