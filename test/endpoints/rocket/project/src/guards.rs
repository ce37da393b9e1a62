use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};

pub struct Visitor(pub String);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Visitor {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        match request.headers().get_one("authorization") {
            Some(name) => Outcome::Success(Visitor(name.to_string())),
            None => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

pub struct Curator;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Curator {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> request::Outcome<Self, ()> {
        Outcome::Error((Status::Forbidden, ()))
    }
}

pub struct RateLimited;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for RateLimited {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> request::Outcome<Self, ()> {
        Outcome::Error((Status::TooManyRequests, ()))
    }
}

pub struct IdempotencyKey;
