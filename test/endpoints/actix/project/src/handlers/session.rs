use actix_web::{dev::ServiceRequest, error::ErrorUnauthorized, web, Error, HttpResponse};
use actix_web_httpauth::extractors::bearer::BearerAuth;

#[derive(serde::Deserialize)]
pub struct Login {
    name: String,
}

pub async fn login(input: web::Json<Login>) -> HttpResponse {
    if input.name.is_empty() {
        return HttpResponse::Unauthorized().finish();
    }
    HttpResponse::Ok().json(&input.name)
}

pub async fn logout() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

pub async fn validator(
    request: ServiceRequest,
    credentials: BearerAuth,
) -> Result<ServiceRequest, (Error, ServiceRequest)> {
    if credentials.token().is_empty() {
        return Err((ErrorUnauthorized("no token"), request));
    }
    Ok(request)
}
