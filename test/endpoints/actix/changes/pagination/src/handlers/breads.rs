use actix_web::{delete, get, post, put, web, HttpResponse};

use crate::auth::User;

#[derive(serde::Deserialize)]
pub struct Page {
    limit: Option<i64>,
}

#[derive(serde::Deserialize)]
pub struct Bread {
    name: String,
}

#[get("")]
pub async fn list(page: web::Query<Page>) -> HttpResponse {
    let limit = page.limit.unwrap_or(10).min(5000);
    HttpResponse::Ok().json(limit)
}

#[get("/{id}")]
pub async fn show(id: web::Path<i64>) -> HttpResponse {
    if *id == 0 {
        return HttpResponse::NotFound().finish();
    }
    HttpResponse::Ok().json(*id)
}

#[post("")]
pub async fn create(user: User, bread: web::Json<Bread>) -> HttpResponse {
    HttpResponse::Created().json((user.name, &bread.name))
}

#[put("/{id}")]
pub async fn update(user: User, id: web::Path<i64>, bread: web::Json<Bread>) -> HttpResponse {
    HttpResponse::Ok().json((user.name, *id, &bread.name))
}

#[delete("/{id}", wrap = "crate::auth::RequireAdmin")]
pub async fn remove(id: web::Path<i64>) -> HttpResponse {
    drop(id);
    HttpResponse::NoContent().finish()
}

#[actix_web::route("/{id}/photo/{tail:.*}", method = "GET", method = "HEAD")]
pub async fn photo() -> HttpResponse {
    HttpResponse::Ok().finish()
}
