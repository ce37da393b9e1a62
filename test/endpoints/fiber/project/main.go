package main

import (
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/cors"
	"github.com/gofiber/fiber/v2/middleware/limiter"
	"github.com/gofiber/fiber/v2/middleware/logger"

	"example.com/garage/router"
)

func main() {
	app := fiber.New()
	app.Use(logger.New(), cors.New())
	app.Get("/", func(c *fiber.Ctx) error { return c.SendString("garage") })
	app.Use("/auth", limiter.New(limiter.Config{Max: 10}))
	app.Static("/public", "./public")
	router.SetupRoutes(app)
	app.Mount("/internal", router.Internal())
	app.Listen(":3000")
}
