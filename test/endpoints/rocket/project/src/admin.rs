use rocket::fairing::AdHoc;
use rocket::http::Status;

use crate::guards::Curator;

pub fn stage() -> AdHoc {
    AdHoc::on_ignite("admin", |rocket| async {
        rocket.mount("/admin", routes![stats, rooms, close, open, staff])
    })
}

#[get("/stats")]
fn stats(_curator: Curator) -> &'static str {
    "stats"
}

#[get("/rooms")]
fn rooms(_curator: Curator) -> &'static str {
    "rooms"
}

#[post("/rooms/<room>/close")]
fn close(_curator: Curator, room: i64) -> Status {
    drop(room);
    Status::Accepted
}

#[post("/rooms/<room>/open")]
fn open(_curator: Curator, room: i64) -> Status {
    drop(room);
    Status::Accepted
}

#[get("/staff")]
fn staff(_curator: Curator) -> &'static str {
    "staff"
}
