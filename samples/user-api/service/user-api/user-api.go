// A service that knows one user; small enough to read while its image is built.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"os"
	"strings"
)

// setting reads one `Key: value` line of the configuration.
func setting(file, key, fallback string) string {
	opened, err := os.Open(file)
	if err != nil {
		return fallback
	}
	defer opened.Close()
	for lines := bufio.NewScanner(opened); lines.Scan(); {
		if name, value, found := strings.Cut(lines.Text(), ":"); found && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value)
		}
	}
	return fallback
}

func main() {
	file := flag.String("f", "etc/user-api.yaml", "the configuration")
	flag.Parse()
	address := setting(*file, "Host", "0.0.0.0") + ":" + setting(*file, "Port", "8888")
	http.HandleFunc("/user", func(response http.ResponseWriter, _ *http.Request) {
		response.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(response).Encode(map[string]any{"id": 1, "name": "skipper"}); err != nil {
			log.Print(err)
		}
	})
	log.Printf("Starting server at %s...", address)
	log.Fatal(http.ListenAndServe(address, nil))
}
