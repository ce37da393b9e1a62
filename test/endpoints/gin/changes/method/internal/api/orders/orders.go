package orders

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/shop/internal/store"
)

type Handler struct{ db *store.DB }

func NewHandler(db *store.DB) *Handler { return &Handler{db: db} }

// Register adds the routes of orders to a group.
func Register(r *gin.RouterGroup, h *Handler) {
	r.GET("", h.list)
	r.POST("", h.create)
	one := r.Group("/:orderId")
	one.GET("", h.show)
	one.PUT("", h.change)
	items := one.Group("/items")
	items.GET("", h.items)
	items.POST("", h.addItem)
	items.DELETE("/:itemId", h.removeItem)
}

type order struct {
	Product string `json:"product" binding:"required"`
}

func (h *Handler) list(c *gin.Context)  { c.JSON(http.StatusOK, gin.H{"orders": c.Query("limit")}) }
func (h *Handler) show(c *gin.Context)  { c.JSON(http.StatusOK, gin.H{"order": 1}) }
func (h *Handler) items(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"items": 1}) }

func (h *Handler) create(c *gin.Context) {
	var in order
	if err := c.BindJSON(&in); err != nil {
		return
	}
	c.JSON(http.StatusCreated, in)
}

func (h *Handler) change(c *gin.Context) {
	var in order
	if err := c.ShouldBind(&in); err != nil {
		c.AbortWithError(http.StatusBadRequest, err)
		return
	}
	c.JSON(http.StatusOK, in)
}

func (h *Handler) addItem(c *gin.Context)    { c.JSON(http.StatusCreated, gin.H{"item": 1}) }
func (h *Handler) removeItem(c *gin.Context) { c.Status(http.StatusNoContent) }
