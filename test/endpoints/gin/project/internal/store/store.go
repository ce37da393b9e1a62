package store

import "net/http"

type cache struct{ client *http.Client }

var Cache = &cache{client: http.DefaultClient}

func (c *cache) Get(key string, fill func(string)) { c.client.Get("https://example.com/" + key) }

type DB struct{}

func Open() *DB { return &DB{} }
