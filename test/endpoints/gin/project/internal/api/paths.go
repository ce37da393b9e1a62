package api

const (
	apiPrefix   = "/api"
	v1          = apiPrefix + "/v1"
	webhookPath = "/webhooks/:provider"
)
