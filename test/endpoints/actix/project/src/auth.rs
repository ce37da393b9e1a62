use actix_web::{dev::Payload, error::ErrorUnauthorized, Error, FromRequest, HttpRequest};
use std::future::{ready, Ready};

pub struct User {
    pub name: String,
}

impl FromRequest for User {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        match request.headers().get("authorization") {
            Some(_) => ready(Ok(User { name: String::new() })),
            None => ready(Err(ErrorUnauthorized("who are you"))),
        }
    }
}

pub struct RequireAdmin;
