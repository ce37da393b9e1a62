package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

type credentials struct {
	Email    string `json:"email" binding:"required,email"`
	Password string `json:"password" binding:"required"`
}

func (s *Server) login(c *gin.Context) {
	var in credentials
	if err := c.ShouldBindJSON(&in); err != nil {
		c.AbortWithStatusJSON(http.StatusBadRequest, gin.H{"error": "invalid"})
		return
	}
	c.JSON(http.StatusOK, gin.H{"token": "t"})
}

func (s *Server) resetPassword(c *gin.Context) {
	c.Status(http.StatusAccepted)
}

func (s *Server) search(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"found": c.Query("q")})
}

func (s *Server) webhook(c *gin.Context) {
	c.Status(http.StatusNoContent)
}

func (s *Server) listUsers(c *gin.Context) {
	limit, _ := strconv.Atoi(c.DefaultQuery("limit", "20"))
	if limit > 100 {
		limit = 100
	}
	c.JSON(http.StatusOK, gin.H{"users": limit})
}

func (s *Server) getUser(c *gin.Context) {
	if c.Param("id") == "0" {
		c.JSON(http.StatusNotFound, gin.H{"error": "no such user"})
		return
	}
	c.JSON(http.StatusOK, gin.H{"id": c.Param("id")})
}

func (s *Server) updateUser(c *gin.Context) {
	var in credentials
	if err := json.NewDecoder(c.Request.Body).Decode(&in); err != nil {
		c.JSON(http.StatusUnprocessableEntity, gin.H{"error": err.Error()})
		return
	}
	c.JSON(http.StatusOK, gin.H{"id": c.Param("id")})
}

func (s *Server) deleteUser(c *gin.Context) {
	c.Status(http.StatusNoContent)
}

func (s *Server) userFile(c *gin.Context) {
	c.File(c.Param("path"))
}

func salesReport(c *gin.Context) { c.JSON(200, gin.H{"sales": 1}) }

func stockReport(c *gin.Context) { c.JSON(200, gin.H{"stock": 2}) }

func (e *exports) start(c *gin.Context) {
	if c.GetHeader("Idempotency-Key") == "" {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	c.JSON(http.StatusAccepted, gin.H{"id": 1})
}

func (e *exports) status(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"done": true}) }
