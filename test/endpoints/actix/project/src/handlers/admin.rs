use actix_web::{delete, get, HttpResponse};

#[get("/users")]
pub async fn users() -> HttpResponse {
    HttpResponse::Ok().body("users")
}

#[delete("/users/{id}")]
pub async fn remove_user() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

pub async fn jobs() -> HttpResponse {
    HttpResponse::Ok().body("jobs")
}

pub async fn start() -> HttpResponse {
    HttpResponse::Accepted().finish()
}
