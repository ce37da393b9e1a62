pub mod admin;
pub mod breads;
pub mod orders;
pub mod session;

use actix_web::HttpResponse;

pub async fn version() -> HttpResponse {
    HttpResponse::Ok().body("1")
}
