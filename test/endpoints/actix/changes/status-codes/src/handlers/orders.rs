use actix_web::{web, HttpRequest, HttpResponse};

use super::breads::Page;

#[derive(serde::Deserialize)]
pub struct Order {
    bread: i64,
}

pub async fn list(page: web::Query<Page>) -> HttpResponse {
    HttpResponse::Ok().json(page.into_inner().limit)
}

pub async fn create(request: HttpRequest, order: web::Json<Order>) -> HttpResponse {
    if request.headers().get("Idempotency-Key").is_none() {
        return HttpResponse::BadRequest().finish();
    }
    HttpResponse::Ok().json(order.bread)
}

pub async fn show(id: web::Path<i64>) -> HttpResponse {
    HttpResponse::Ok().json(*id)
}

pub async fn change(order: web::Json<Order>) -> HttpResponse {
    HttpResponse::Ok().json(order.bread)
}

pub async fn cancel() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

pub async fn line() -> HttpResponse {
    HttpResponse::Accepted().finish()
}

pub async fn events() -> HttpResponse {
    HttpResponse::Ok().body("events")
}

pub async fn receipt() -> HttpResponse {
    HttpResponse::Ok().body("receipt")
}
