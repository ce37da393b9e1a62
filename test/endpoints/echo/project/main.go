package main

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"example.com/clinic/handler"
)

func main() {
	e := echo.New()
	e.Use(middleware.Logger(), middleware.Recover())
	e.Pre(middleware.RemoveTrailingSlash())
	h := handler.New(http.DefaultClient)
	// A client of another service, no route of this one.
	_, _ = http.Get("http://localhost:9090/metrics")
	e.GET("/health", h.Health)
	e.File("/favicon.ico", "public/favicon.ico")
	handler.Register(e, h)
	limited := e.Group("/auth", middleware.RateLimiter(middleware.NewRateLimiterMemoryStore(rate.Limit(20))))
	limited.POST("/login", h.Login)
	limited.POST("/refresh", h.Refresh)
	limited.Add("DELETE", "/session", h.Logout)
	e.Logger.Fatal(e.Start(":1323"))
}
