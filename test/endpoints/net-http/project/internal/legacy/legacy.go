package legacy

import "net/http"

// Register adds what older clients ask for to the default mux.
func Register() {
	http.HandleFunc("/ping", ping)
	http.HandleFunc("/upload", upload)
	http.Handle("/files/", http.StripPrefix("/files/", http.FileServer(http.Dir("files"))))
	http.HandleFunc("/profile", profile)
}

func ping(w http.ResponseWriter, r *http.Request) { w.Write([]byte("pong")) }

func upload(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "no", http.StatusMethodNotAllowed)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func profile(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		w.WriteHeader(http.StatusOK)
	case http.MethodPut, "PATCH":
		w.WriteHeader(http.StatusNoContent)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}
