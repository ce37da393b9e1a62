use axum::{http::StatusCode, response::Redirect, routing::{delete, get, post}, Router};

pub fn router() -> Router {
    let mut router = Router::new();
    router = router.route("/users", get(users));
    router = router.route("/users/{id}", delete(remove));
    router.route("/jobs", post(start)).route("/old", get(old))
}

async fn users() -> String {
    String::new()
}

async fn remove() -> StatusCode {
    StatusCode::NO_CONTENT
}

async fn start() -> StatusCode {
    StatusCode::ACCEPTED
}

async fn old() -> Redirect {
    Redirect::to("/admin/users")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only_in_tests() -> Router {
        Router::new().route("/test-only", get(users))
    }
}
