#[macro_use]
extern crate rocket;

mod admin;
mod guards;
mod paintings;
mod tours;

const API: &str = "/api";

#[get("/")]
fn index() -> &'static str {
    "museum"
}

#[get("/health")]
fn health() -> rocket::http::Status {
    rocket::http::Status::NoContent
}

/// It is mounted nowhere.
#[get("/lost")]
fn lost() -> &'static str {
    "lost"
}

#[launch]
fn rocket() -> _ {
    rocket::build()
        .mount("/", routes![index, health, lost])
        .mount(API, paintings::routes())
        .mount(format!("{}/tours", API), tours::routes())
        .attach(admin::stage())
        .register("/", catchers![not_found])
}

#[catch(404)]
fn not_found() -> &'static str {
    "nothing here"
}
