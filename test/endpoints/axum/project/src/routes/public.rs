use axum::{routing::{get, post}, Form, Router};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Login {
    name: String,
}

pub fn router() -> Router {
    Router::new()
        .route("/login", post(login))
        .route("/status", get(status))
}

async fn login(Form(input): Form<Login>) -> String {
    input.name
}

async fn status() -> &'static str {
    "up"
}
