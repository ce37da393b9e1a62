use axum::{
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    routing, Json, Router,
};

use super::projects::Page;

pub fn router() -> Router {
    let one = Router::new()
        .route("/", routing::get(show).patch(change))
        .route("/comments", routing::any(comments))
        .route("/done", routing::put(done));
    Router::new()
        .route("/", routing::get(list))
        .route("/", routing::post(create))
        .nest("/{task_id}", one)
}

async fn list(Query(page): Query<Page>) -> String {
    format!("{:?}", page.limit)
}

async fn create(headers: HeaderMap, Json(body): Json<serde_json::Value>) -> Result<StatusCode, StatusCode> {
    if headers.get("Idempotency-Key").is_none() {
        return Err(StatusCode::BAD_REQUEST);
    }
    drop(body);
    Ok(StatusCode::OK)
}

async fn show(Path(task_id): Path<i64>) -> String {
    task_id.to_string()
}

async fn change() -> StatusCode {
    StatusCode::OK
}

async fn comments() -> &'static str {
    "comments"
}

async fn done() -> StatusCode {
    StatusCode::ACCEPTED
}
