package api

import (
	"net/http"

	"github.com/gorilla/mux"
)

// Route is a line of the table of routes.
type Route struct {
	Name        string
	Method      string
	Pattern     string
	HandlerFunc http.HandlerFunc
}

type Routes_ []Route

var depots = Routes_{
	Route{"ListDepots", "GET", "/depots", ListDepots},
	Route{"AddDepot", "POST", "/depots", AddDepot},
	{"GetDepot", "GET", "/depots/{depotId:[0-9]+}", GetDepot},
}

// Routes adds all routes of version 1.
func Routes(r *mux.Router) {
	r.Use(Throttle(50))
	r.HandleFunc("/login", Login).Methods("POST")
	r.Methods("POST").Path("/signup").HandlerFunc(Signup)
	for _, route := range depots {
		r.Methods(route.Method).Path(route.Pattern).Name(route.Name).Handler(route.HandlerFunc)
	}
	private := r.NewRoute().Subrouter()
	vehicles := private.PathPrefix("/vehicles").Subrouter()
	vehicles.HandleFunc("", ListVehicles).Methods("GET")
	vehicles.HandleFunc("", AddVehicle).Methods("POST")
	vehicles.HandleFunc("/{id}", GetVehicle).Methods("GET")
	vehicles.HandleFunc("/{id}", UpdateVehicle).Methods("PUT", "PATCH")
	vehicles.Handle("/{id}", RequireAdmin(http.HandlerFunc(RemoveVehicle))).Methods("DELETE")
	vehicles.HandleFunc("/{id}/position", Position).Queries("at", "{at}").Methods("GET")
	vehicles.HandleFunc("/{id}/trips", ListTrips).Methods("GET")
	trips := private.PathPrefix("/trips").Subrouter()
	trips.HandleFunc("", ListTrips).Methods("GET")
	trips.HandleFunc("", StartTrip).Methods("POST").Name("start")
	trips.HandleFunc("/{trip}/stops/{stop}", Stop).Methods("GET")
	trips.HandleFunc("/{trip}/end", EndTrip).Methods("POST", "OPTIONS")
	trips.HandleFunc("/{trip}/log", TripLog).Methods("GET")
}
