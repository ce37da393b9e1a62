mod auth;
mod routes;

use std::time::Duration;

use axum::{http::StatusCode, middleware, routing::get, Router};
use tower_governor::GovernorLayer;
use tower_http::{timeout::TimeoutLayer, trace::TraceLayer};

const API: &str = "/api/v1";

#[tokio::main]
async fn main() {
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();
    axum::serve(listener, app()).await.unwrap();
}

fn app() -> Router {
    let api = Router::new()
        .merge(routes::projects::router())
        .nest("/tasks", routes::tasks::router())
        .route_layer(middleware::from_fn(auth::require_user))
        .merge(routes::public::router())
        .layer(TraceLayer::new_for_http());
    let mut app = Router::new()
        .route("/healthz", get(health))
        .route("/", get(|| async { "tasks" }))
        .nest(API, api)
        .nest("/admin", routes::admin::router().layer(middleware::from_fn(auth::require_admin)));
    if cfg!(debug_assertions) {
        app = app.route("/debug/{*path}", get(debug));
    }
    app.route("/limited", get(health).layer(GovernorLayer::new(&limits(5))))
        .layer(TimeoutLayer::new(Duration::from_secs(10)))
        .fallback(not_found)
}

async fn health() -> StatusCode {
    StatusCode::NO_CONTENT
}

async fn debug() -> &'static str {
    "debug"
}

async fn not_found() -> StatusCode {
    StatusCode::NOT_FOUND
}

fn limits(per_second: u32) -> u32 {
    per_second
}
