package api

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"
)

func Home(w http.ResponseWriter, r *http.Request)   { w.Write([]byte("fleet")) }
func Health(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) }
func Users(w http.ResponseWriter, r *http.Request)  { respond(w, http.StatusOK, "users") }
func Reload(w http.ResponseWriter, r *http.Request) { w.WriteHeader(202) }
func Login(w http.ResponseWriter, r *http.Request)  { respond(w, 200, "token") }
func Signup(w http.ResponseWriter, r *http.Request) { respond(w, 201, "user") }

func RemoveUser(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }

func ListDepots(w http.ResponseWriter, r *http.Request) { respond(w, 200, "depots") }
func AddDepot(w http.ResponseWriter, r *http.Request)   { respond(w, 201, "depot") }

func GetDepot(w http.ResponseWriter, r *http.Request) {
	if mux.Vars(r)["depotId"] == "0" {
		http.NotFound(w, r)
		return
	}
	respond(w, http.StatusOK, "depot")
}

func ListVehicles(w http.ResponseWriter, r *http.Request) {
	pageSize, _ := strconv.Atoi(r.URL.Query().Get("page_size"))
	if pageSize > 50 {
		pageSize = 50
	}
	respond(w, http.StatusOK, pageSize)
}

func AddVehicle(w http.ResponseWriter, r *http.Request) {
	var in struct{ Plate string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, "invalid", http.StatusBadRequest)
		return
	}
	respond(w, http.StatusCreated, in)
}

func validatePlate(plate string) error { return nil }

func GetVehicle(w http.ResponseWriter, r *http.Request)    { respond(w, 200, "vehicle") }
func UpdateVehicle(w http.ResponseWriter, r *http.Request) { respond(w, 200, "changed") }
func RemoveVehicle(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }
func Position(w http.ResponseWriter, r *http.Request)      { respond(w, 200, "here") }
func ListTrips(w http.ResponseWriter, r *http.Request)     { respond(w, 200, "trips") }
func Stop(w http.ResponseWriter, r *http.Request)          { respond(w, 200, "stop") }
func EndTrip(w http.ResponseWriter, r *http.Request)       { w.WriteHeader(http.StatusNoContent) }
func TripLog(w http.ResponseWriter, r *http.Request)       { w.Write([]byte("log")) }

func StartTrip(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Idempotency-Key") == "" {
		http.Error(w, "no key", 400)
		return
	}
	respond(w, http.StatusCreated, "trip")
}

func respond(w http.ResponseWriter, status int, body any) {
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
