use rocket::http::Status;
use rocket::response::status;
use rocket::serde::json::{Json, Value};
use rocket::Route;

use crate::guards::{Curator, RateLimited, Visitor};

#[derive(rocket::serde::Deserialize)]
#[serde(crate = "rocket::serde")]
pub struct Painting {
    title: String,
}

pub fn routes() -> Vec<Route> {
    let mut all = routes![list, show, create, update, remove, photo];
    all.append(&mut routes![search, login]);
    all.extend(artists::routes());
    all
}

#[get("/paintings?<limit>&<page>")]
fn list(limit: Option<usize>, page: Option<usize>) -> Json<usize> {
    let limit = limit.unwrap_or(20).min(100);
    Json(limit * page.unwrap_or(1))
}

#[get("/paintings/<id>")]
fn show(id: i64) -> Result<Json<i64>, Status> {
    if id == 0 {
        return Err(Status::NotFound);
    }
    Ok(Json(id))
}

#[post("/paintings", format = "json", data = "<painting>")]
fn create(visitor: Visitor, painting: Json<Painting>) -> status::Custom<Json<String>> {
    status::Custom(Status::Created, Json(format!("{} {}", visitor.0, painting.title)))
}

#[put("/paintings/<id>", data = "<painting>")]
fn update(_visitor: Visitor, id: i64, painting: Json<Painting>) -> Json<String> {
    Json(format!("{} {}", id, painting.title))
}

#[delete("/paintings/<id>")]
fn remove(_visitor: Visitor, id: i64) -> Status {
    drop(id);
    Status::NoContent
}

#[get("/paintings/<_id>/photo/<file..>")]
fn photo(_id: i64, file: std::path::PathBuf) -> String {
    file.display().to_string()
}

#[post("/search", data = "<query>")]
fn search(query: Json<Value>) -> Json<Value> {
    query
}

#[rocket::post("/login", data = "<name>")]
fn login(_limit: RateLimited, name: String) -> Result<String, Status> {
    if name.is_empty() {
        return Err(Status::Unauthorized);
    }
    Ok(name)
}

mod artists {
    use rocket::Route;

    pub fn routes() -> Vec<Route> {
        routes![list, show]
    }

    #[get("/artists")]
    fn list() -> &'static str {
        "artists"
    }

    #[get("/artists/<name>", rank = 2)]
    fn show(name: &str) -> String {
        name.to_string()
    }
}
