package router

import (
	jwtware "github.com/gofiber/contrib/jwt"
	"github.com/gofiber/fiber/v2"

	"example.com/garage/handler"
)

// SetupRoutes adds all routes of the garage.
func SetupRoutes(app *fiber.App) {
	auth := app.Group("/auth")
	auth.Post("/login", handler.Login)
	auth.Post("/register", handler.Register)
	auth.Post("/logout", Protected(), handler.Logout)

	api := app.Group("/api/v1")
	cars := api.Group("/cars")
	cars.Get("/", handler.ListCars)
	cars.Get("/:id<int>", handler.GetCar)
	cars.Post("/", Protected(), handler.CreateCar)
	cars.Patch("/:id", Protected(), handler.UpdateCar)
	cars.Delete("/:id", Protected(), HasRole("owner"), handler.DeleteCar)
	cars.Get("/:id/photos/:photo?", handler.Photo)

	repairs := api.Group("/repairs", Protected())
	repairs.Get("", handler.ListRepairs)
	repairs.Post("", handler.CreateRepair)
	repairs.Put("/:id", handler.UpdateRepair)
	repairs.Add("DELETE", "/:id", handler.DeleteRepair)
	repairs.All("/:id/events", handler.Events)
	api.Route("/parts", partRoutes)
	api.Get("/docs/*", handler.Docs)
	api.Get("/about", handler.Docs)
	api.Head("/status", handler.Status).Get("/status", handler.Status)
}

func partRoutes(r fiber.Router) {
	r.Get("/", handler.ListParts)
	r.Get("/:sku", handler.GetPart)
	r.Put("/:sku/stock", Protected(), handler.SetStock)
}

// Internal is an application of its own.
func Internal() *fiber.App {
	app := fiber.New()
	app.Use(Protected())
	app.Post("/jobs", handler.StartJob)
	app.Post("/orders", handler.Order)
	return app
}

// Protected refuses who has no token.
func Protected() fiber.Handler {
	return jwtware.New(jwtware.Config{SigningKey: jwtware.SigningKey{Key: []byte("secret")}})
}

// HasRole refuses who has not this role.
func HasRole(role string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if c.Locals("role") != role {
			return fiber.NewError(fiber.StatusForbidden, "no")
		}
		return c.Next()
	}
}
