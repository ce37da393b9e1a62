package admin

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/shop/internal/middleware"
	"example.com/shop/internal/store"
)

// Mount adds what only administrators may do.
func Mount(r *gin.Engine, db *store.DB) {
	g := r.Group("/admin")
	g.GET("/login", loginForm)
	g.Use(middleware.RequireUser(), middleware.RequireRole("admin"))
	routes := []struct {
		method  string
		path    string
		handler gin.HandlerFunc
	}{
		{http.MethodGet, "/stats", stats(db)},
		{http.MethodPost, "/jobs", startJob},
		{"DELETE", "/jobs/:id", stopJob},
	}
	for _, route := range routes {
		g.Handle(route.method, route.path, route.handler)
	}
}

func loginForm(c *gin.Context) { c.HTML(http.StatusOK, "login.html", nil) }

func stats(db *store.DB) gin.HandlerFunc {
	return func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"users": 1}) }
}

func startJob(c *gin.Context) { c.JSON(http.StatusAccepted, gin.H{"job": 1}) }
func stopJob(c *gin.Context)  { c.Status(http.StatusNoContent) }
