module example.com/garage

go 1.21

require github.com/gofiber/fiber/v2 v2.52.0
