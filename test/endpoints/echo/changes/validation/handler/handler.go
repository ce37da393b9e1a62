package handler

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

type Handler struct{ client *http.Client }

func New(client *http.Client) *Handler { return &Handler{client: client} }

type Patient struct {
	Name string `json:"name" validate:"required"`
}

func (h *Handler) Health(c echo.Context) error { return c.String(http.StatusOK, "ok") }

func (h *Handler) Login(c echo.Context) error {
	var in struct{ Email string }
	if err := c.Bind(&in); err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, "invalid")
	}
	if err := c.Validate(&in); err != nil {
		return echo.NewHTTPError(http.StatusUnprocessableEntity, err.Error())
	}
	return c.JSON(http.StatusOK, map[string]string{"token": "t"})
}

func (h *Handler) Refresh(c echo.Context) error { return c.JSON(200, "r") }

func (h *Handler) Logout(c echo.Context) error { return c.NoContent(http.StatusNoContent) }

func (h *Handler) ListDoctors(c echo.Context) error {
	limit, _ := strconv.Atoi(c.QueryParam("limit"))
	if limit > 50 {
		limit = 50
	}
	return c.JSON(http.StatusOK, limit)
}

func (h *Handler) GetDoctor(c echo.Context) error {
	if c.Param("id") == "" {
		return echo.ErrNotFound
	}
	return c.JSON(http.StatusOK, c.Param("id"))
}

func (h *Handler) ListPatients(c echo.Context) error {
	return c.JSON(http.StatusOK, h.load(c.QueryParam("per_page")))
}

func (h *Handler) CreatePatient(c echo.Context) error {
	p := new(Patient)
	if err := c.Bind(p); err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, p)
}

func (h *Handler) GetPatient(c echo.Context) error    { return c.JSON(http.StatusOK, 1) }
func (h *Handler) UpdatePatient(c echo.Context) error { return c.JSON(http.StatusOK, 2) }
func (h *Handler) DeletePatient(c echo.Context) error { return c.NoContent(204) }

func (h *Handler) Pay(c echo.Context) error {
	if c.Request().Header.Get("Idempotency-Key") == "" {
		return echo.NewHTTPError(400, "no key")
	}
	return c.JSON(http.StatusCreated, "paid")
}

func (h *Handler) ListVisits(c echo.Context) error  { return c.JSON(http.StatusOK, []int{}) }
func (h *Handler) CreateVisit(c echo.Context) error { return c.JSON(http.StatusCreated, 1) }
func (h *Handler) Notes(c echo.Context) error       { return c.JSON(http.StatusOK, "notes") }
func (h *Handler) UpdateNote(c echo.Context) error  { return c.JSON(http.StatusOK, "note") }
func (h *Handler) ListUsers(c echo.Context) error   { return c.JSON(http.StatusOK, "users") }
func (h *Handler) CreateUser(c echo.Context) error  { return c.JSON(http.StatusCreated, "user") }
func (h *Handler) UpdateUser(c echo.Context) error  { return c.JSON(http.StatusOK, "changed") }
func (h *Handler) DeleteUser(c echo.Context) error  { return c.NoContent(http.StatusNoContent) }
func (h *Handler) Report(c echo.Context) error      { return c.Blob(http.StatusOK, "text/csv", nil) }
func (h *Handler) Files(c echo.Context) error       { return c.Attachment("files", c.Param("*")) }

func (h *Handler) load(size string) []int { return nil }

func (h *Handler) checkPassword(user, password string, c echo.Context) (bool, error) {
	return user == "root", nil
}
