use rocket::form::Form;
use rocket::http::Status;
use rocket::Route;

use crate::guards::Visitor;

#[derive(FromForm)]
pub struct Booking {
    people: u8,
}

pub fn routes() -> Vec<Route> {
    routes![list, show, book, cancel, days, guests, rate, head]
}

#[get("/")]
fn list() -> &'static str {
    "tours"
}

#[get("/<id>")]
fn show(id: i64) -> String {
    id.to_string()
}

#[post("/<id>/bookings", data = "<booking>")]
fn book(_visitor: Visitor, id: i64, booking: Form<Booking>) -> Status {
    if booking.people == 0 || id == 0 {
        return Status::BadRequest;
    }
    Status::Created
}

#[delete("/<id>/bookings/<booking>")]
fn cancel(_visitor: Visitor, id: i64, booking: i64) -> Status {
    drop((id, booking));
    Status::NoContent
}

#[get("/<id>/days/<month>")]
fn days(id: i64) -> String {
    id.to_string()
}

#[get("/<id>/guests")]
fn guests(_visitor: Visitor, id: i64) -> String {
    id.to_string()
}

#[patch("/<id>/rating/<stars>")]
fn rate(_visitor: Visitor, id: i64, stars: u8) -> Status {
    drop((id, stars));
    Status::Accepted
}

#[head("/<id>")]
fn head(id: i64) -> Status {
    drop(id);
    Status::Ok
}
