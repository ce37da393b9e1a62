use axum::{
    extract::{Path, Query},
    http::StatusCode,
    routing::{get, post},
    Json, Router,
};
use serde::Deserialize;

use crate::auth::CurrentUser;

#[derive(Deserialize)]
pub struct Page {
    limit: Option<usize>,
}

#[derive(Deserialize)]
pub struct NewProject {
    name: String,
}

pub fn router() -> Router {
    Router::new()
        .route("/projects", get(list).post(create))
        .route("/projects/{id}", get(show).put(update).delete(remove))
        .route("/projects/{id}/members", get(members))
        .route("/projects/{id}/archive", post(archive))
        .route("/projects/{id}/members/{user}", post(add_member).delete(remove_member))
}

async fn list(Query(page): Query<Page>) -> Json<Vec<String>> {
    let limit = page.limit.unwrap_or(20).min(10_000);
    Json(vec![String::new(); limit])
}

async fn create(user: CurrentUser, Json(input): Json<NewProject>) -> Result<(StatusCode, Json<i64>), StatusCode> {
    if input.name.is_empty() {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    Ok((StatusCode::CREATED, Json(user.id)))
}

async fn show(Path(id): Path<i64>) -> Result<Json<i64>, StatusCode> {
    if id == 0 {
        return Err(StatusCode::NOT_FOUND);
    }
    Ok(Json(id))
}

async fn update(Path(id): Path<i64>, Json(input): Json<NewProject>) -> Json<String> {
    Json(format!("{id} {}", input.name))
}

async fn remove(Path(_id): Path<i64>) -> StatusCode {
    StatusCode::NO_CONTENT
}

async fn members() -> Json<Vec<i64>> {
    Json(vec![])
}

async fn archive(_user: CurrentUser) -> StatusCode {
    StatusCode::ACCEPTED
}

async fn add_member() -> StatusCode {
    StatusCode::CREATED
}

async fn remove_member() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// A map with a method of the same name is no router.
pub fn cached(cache: &std::collections::HashMap<String, i64>) -> Option<&i64> {
    cache.get("/projects")
}
