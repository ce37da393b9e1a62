package handler

import (
	echojwt "github.com/labstack/echo-jwt/v4"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

const version = "/v2"

// Register adds all routes that ask who is there.
func Register(e *echo.Echo, h *Handler) {
	api := e.Group("/api" + version)
	api.GET("/doctors", h.ListDoctors)
	api.GET("/doctors/:id", h.GetDoctor)
	api.GET("/doctors/:id/visits", h.ListVisits)
	api.Any("/ping", h.Health)
	secured := api.Group("", echojwt.WithConfig(echojwt.Config{SigningKey: []byte("k")}))
	registerPatients(secured.Group("/patients"), h)
	registerVisits(secured, h)
	admin := e.Group("/admin")
	admin.Use(middleware.BasicAuth(h.checkPassword), requireRole("admin"))
	admin.GET("/users", h.ListUsers)
	admin.POST("/users", h.CreateUser)
	admin.PUT("/users/:id", h.UpdateUser)
	admin.DELETE("/users/:id", h.DeleteUser)
	admin.Match([]string{"GET", "POST"}, "/reports", h.Report)
	admin.GET("/files/*", h.Files)
}

func registerPatients(g *echo.Group, h *Handler) {
	g.GET("", h.ListPatients)
	g.POST("", h.CreatePatient)
	g.GET("/:id", h.GetPatient)
	g.GET("/:id/visits", h.ListVisits)
	g.PATCH("/:id", h.UpdatePatient)
	g.DELETE("/:id", h.DeletePatient, requireRole("doctor"))
	g.POST("/:id/payments", h.Pay)
}

func registerVisits(g *echo.Group, h *Handler) {
	visits := g.Group("/visits")
	visits.GET("", h.ListVisits)
	visits.POST("", h.CreateVisit)
	visits.GET("/:visitId/notes", h.Notes)
	visits.PUT("/:visitId/notes/:noteId", h.UpdateNote)
}

func requireRole(role string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if c.Get("role") != role {
				return echo.ErrForbidden
			}
			return next(c)
		}
	}
}
