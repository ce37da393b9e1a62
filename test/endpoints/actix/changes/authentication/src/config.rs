use actix_web::web;
use actix_web_httpauth::middleware::HttpAuthentication;

use crate::handlers::{self, breads};

const PREFIX: &str = "/api";

pub fn api(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::scope(PREFIX)
            .service(
                web::scope("/breads")
                    .service(breads::list)
                    .service(breads::show)
                    .service(breads::create)
                    .service(breads::update)
                    .service(breads::remove)
                    .service(breads::photo)
                    .route("/{id}/price", web::head().to(handlers::version))
                    .route("/{id}/price", web::get().to(handlers::version)),
            )
            .configure(orders),
    );
    cfg.route("/version", web::get().to(handlers::version));
}

fn orders(cfg: &mut web::ServiceConfig) {
    let auth = HttpAuthentication::bearer(crate::handlers::session::validator);
    cfg.service(
        web::scope("/orders")
            .service(
                web::resource("")
                    .route(web::get().to(handlers::orders::list))
                    .route(web::post().to(handlers::orders::create)),
            )
            .service(
                web::resource("/{id}")
                    .name("order")
                    .route(web::get().to(handlers::orders::show))
                    .route(web::patch().to(handlers::orders::change))
                    .route(web::delete().to(handlers::orders::cancel)),
            )
            .route("/{id}/lines/{line}", web::method(actix_web::http::Method::PUT).to(handlers::orders::line))
            .route("/{id}/events", web::route().to(handlers::orders::events))
            .service(web::resource("/{id}/receipt").to(handlers::orders::receipt)),
    );
}
