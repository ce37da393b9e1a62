use axum::{
    extract::{FromRequestParts, Request},
    http::{request::Parts, StatusCode},
    middleware::Next,
    response::Response,
};

pub struct CurrentUser {
    pub id: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.headers.get("authorization").ok_or(StatusCode::UNAUTHORIZED)?;
        Ok(CurrentUser { id: 1 })
    }
}

pub async fn require_user(request: Request, next: Next) -> Result<Response, StatusCode> {
    if !request.headers().contains_key("authorization") {
        return Err(StatusCode::UNAUTHORIZED);
    }
    Ok(next.run(request).await)
}

pub async fn require_admin(request: Request, next: Next) -> Result<Response, StatusCode> {
    if !request.headers().contains_key("x-admin") {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(next.run(request).await)
}
