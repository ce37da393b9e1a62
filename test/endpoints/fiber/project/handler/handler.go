package handler

import (
	"github.com/go-playground/validator/v10"
	"github.com/gofiber/fiber/v2"
)

var validate = validator.New()

type Car struct {
	Plate string `json:"plate" validate:"required"`
}

func Login(c *fiber.Ctx) error {
	var in Car
	if err := c.BodyParser(&in); err != nil {
		return c.Status(fiber.StatusBadRequest).JSON("invalid")
	}
	return c.JSON("token")
}

func Register(c *fiber.Ctx) error { return c.Status(fiber.StatusCreated).JSON("user") }
func Logout(c *fiber.Ctx) error   { return c.SendStatus(fiber.StatusNoContent) }

func ListCars(c *fiber.Ctx) error {
	limit := c.QueryInt("limit", 10)
	if limit > 100 {
		limit = 100
	}
	return c.JSON(limit)
}

func GetCar(c *fiber.Ctx) error {
	if c.Params("id") == "0" {
		return fiber.ErrNotFound
	}
	return c.JSON(c.Params("id"))
}

func CreateCar(c *fiber.Ctx) error {
	car := new(Car)
	if err := c.BodyParser(car); err != nil {
		return fiber.NewError(400, "invalid")
	}
	if err := validate.Struct(car); err != nil {
		return fiber.NewError(fiber.StatusUnprocessableEntity, err.Error())
	}
	return c.Status(201).JSON(car)
}

func UpdateCar(c *fiber.Ctx) error { return c.JSON("changed") }
func DeleteCar(c *fiber.Ctx) error { return c.SendStatus(204) }
func Photo(c *fiber.Ctx) error     { return c.SendFile("photo.jpg") }

func ListRepairs(c *fiber.Ctx) error  { return c.JSON("repairs") }
func CreateRepair(c *fiber.Ctx) error { return c.Status(fiber.StatusCreated).JSON("repair") }
func UpdateRepair(c *fiber.Ctx) error { return c.JSON("repair changed") }
func DeleteRepair(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusNoContent) }
func Events(c *fiber.Ctx) error       { return c.JSON("events") }

func ListParts(c *fiber.Ctx) error { return c.JSON(c.Query("per_page")) }
func GetPart(c *fiber.Ctx) error   { return c.JSON("part") }
func SetStock(c *fiber.Ctx) error  { return c.JSON("stock") }

func Docs(c *fiber.Ctx) error     { return c.SendFile("docs.html") }
func Status(c *fiber.Ctx) error   { return c.SendStatus(200) }
func Metrics(c *fiber.Ctx) error  { return c.SendString("metrics") }
func StartJob(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusAccepted) }

func Order(c *fiber.Ctx) error {
	if c.Get("Idempotency-Key") == "" {
		return c.SendStatus(fiber.StatusBadRequest)
	}
	return c.Status(201).JSON("order")
}

// Cache has a Get, and is no router.
type Cache struct{}

func (Cache) Get(path string, fill func(c *fiber.Ctx) error) {}

func warm(cache Cache) { cache.Get("/warm", ListCars) }
