package api

import (
	"net/http"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"

	"example.com/shop/internal/api/admin"
	"example.com/shop/internal/api/orders"
	"example.com/shop/internal/middleware"
	"example.com/shop/internal/store"
)

type Server struct {
	db     *store.DB
	router *gin.Engine
}

func NewServer(db *store.DB) *Server {
	s := &Server{db: db, router: gin.New()}
	s.router.Use(gin.Recovery(), cors.Default())
	s.routes()
	return s
}

func (s *Server) Router() *gin.Engine { return s.router }

func (s *Server) routes() {
	s.router.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	s.router.HEAD("/healthz", func(c *gin.Context) { c.Status(http.StatusOK) })
	s.router.Any(webhookPath, s.webhook)
	s.router.Static("/assets", "./public")

	base := s.router.Group(v1)
	base.Use(middleware.RateLimit(100))
	base.POST("/login", s.login)
	base.Handle("POST", "/password/reset", s.resetPassword)
	base.Match([]string{"GET", "POST"}, "/search", s.search)

	private := base.Group("", middleware.RequireUser())
	{
		users := private.Group("/users")
		users.GET("", s.listUsers)
		users.GET("/:id", s.getUser)
		users.PUT("/:id", s.updateUser)
		users.DELETE("/:id", s.deleteUser)
		users.GET("/:id/files/*path", s.userFile)
	}
	orders.Register(private.Group("/orders"), orders.NewHandler(s.db))
	admin.Mount(s.router, s.db)
	for _, module := range []Module{reports{}, &exports{}} {
		module.Routes(private)
	}
}

// Module adds routes of its own.
type Module interface {
	Routes(r gin.IRouter)
}

type reports struct{}

func (reports) Routes(r gin.IRouter) {
	g := r.Group("/reports")
	g.GET("/sales", salesReport)
	g.GET("/stock", stockReport)
}

type exports struct{}

func (e *exports) Routes(r gin.IRouter) {
	r.POST("/exports", e.start).GET("/exports/:id", e.status)
}
