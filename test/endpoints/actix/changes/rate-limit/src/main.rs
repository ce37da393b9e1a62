mod auth;
mod config;
mod handlers;

use actix_governor::{Governor, GovernorConfigBuilder};
use actix_web::{get, middleware::Logger, web, App, HttpResponse, HttpServer, Responder};

#[get("/healthz")]
async fn health() -> impl Responder {
    HttpResponse::Ok().finish()
}

/// It has a path and is given to no application.
#[get("/forgotten")]
async fn forgotten() -> impl Responder {
    HttpResponse::Ok()
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let limits = GovernorConfigBuilder::default().per_second(10).finish().unwrap();
    HttpServer::new(move || {
        App::new()
            .wrap(Logger::default())
            .service(health)
            .service(
                web::scope("/auth")
                    .route("/login", web::post().to(handlers::session::login))
                    .route("/logout", web::delete().to(handlers::session::logout)),
            )
            .configure(config::api)
            .service(
                web::scope("/admin")
                    .wrap(auth::RequireAdmin)
                    .service(handlers::admin::users)
                    .service(handlers::admin::remove_user)
                    .service(web::resource("/jobs").route(web::get().to(handlers::admin::jobs)).route(web::post().to(handlers::admin::start))),
            )
            .default_service(web::to(|| async { HttpResponse::NotFound().finish() }))
    })
    .bind(("0.0.0.0", 8080))?
    .run()
    .await
}
