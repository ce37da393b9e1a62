import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const axum = (body: string, rest = ''): string => `use axum::{routing::{get, post}, Router};

pub fn app() -> Router {
${body}
}

async fn h() -> StatusCode {
    StatusCode::NO_CONTENT
}
${rest}`;

describe('programs of Rust', () => {
  it('puts a layer around the routes that are there, not around those that follow', () => {
    const text = axum(
      '    Router::new().route("/a", get(h)).layer(from_fn(require_user)).route("/b", get(h))',
    );
    expect(shownEndpoints({ 'src/main.rs': text })).toEqual([
      'GET /a auth=from_fn(require_user):4 status=204',
      'GET /b status=204',
    ]);
  });

  it('finds functions through crates, names of names, and all names of a module', () => {
    const files = {
      'server/Cargo.toml': '[package]\nname = "the-server"\n',
      'server/src/main.rs': axum(
        '    Router::new().nest("/v1", api::all()).merge(other())',
        'use the_routes::{v1 as api, prelude::*};\n',
      ),
      'routes/Cargo.toml': '[package]\nname = "the-routes"\n',
      'routes/src/lib.rs': 'pub mod v1;\npub mod prelude {\n    pub use crate::v1::other;\n}\n',
      'routes/src/v1/mod.rs':
        'use axum::{routing::get, Router};\nmod users;\npub fn all() -> Router {\n    Router::new().nest("/users", self::users::router())\n}\npub fn other() -> Router {\n    Router::new().route("/o", get(super::v1::users::list))\n}\n',
      'routes/src/v1/users.rs':
        'use axum::{routing::get, Router};\npub fn router() -> Router {\n    Router::new().route("/", get(list))\n}\npub async fn list() -> &\'static str {\n    "x"\n}\n',
    };
    expect(shownEndpoints(files)).toEqual(['GET /o status=200', 'GET /v1/users status=200']);
  });

  it('ends where names go in circles', () => {
    const files = {
      'src/main.rs': axum('    Router::new().merge(a::router()).route("/a", get(h))', 'mod a;\nmod b;\n'),
      'src/a.rs': 'pub use crate::b::*;\npub use unknown::*;\nuse axum::Router;\n',
      'src/b.rs': 'pub use crate::a::*;\npub use super::*;\nuse axum::Router;\n',
    };
    expect(shownEndpoints(files)).toEqual(['GET /a status=204']);
  });

  it('says that a prefix is not seen where it is a setting, and of what nobody is seen to mount', () => {
    const text = `use actix_web::{web, HttpResponse};

pub fn users(cfg: &mut web::ServiceConfig) {
    cfg.route("/users", web::get().to(list));
    cfg.service(web::scope(&base()).route("/x", web::get().to(list)));
}

async fn list() -> HttpResponse {
    HttpResponse::Ok().finish()
}
`;
    expect(shownEndpoints({ 'src/users.rs': text })).toEqual([
      'GET /users? status=200',
      'GET /x? status=200',
    ]);
  });

  it('takes an optional guard for none', () => {
    const text = `#[macro_use] extern crate rocket;

#[get("/a?<page>")]
fn a(user: Option<AuthUser>, page: Option<u8>) -> &'static str { "a" }

#[get("/b/<user>")]
fn b(user: String, admin: AdminUser) -> &'static str { "b" }

#[launch]
fn rocket() -> _ { rocket::build().mount("/x", routes![a, b]) }
`;
    expect(shownEndpoints({ 'src/main.rs': text })).toEqual([
      'GET /x/a status=200',
      'GET /x/b/:user authz=AdminUser:7 status=200',
    ]);
  });

  it('leaves out tests and handlers that nobody is given', () => {
    const text = axum(
      '    Router::new()',
      '#[cfg(test)]\nmod tests {\n    fn t() -> Router { Router::new().route("/t", get(h)) }\n}\n#[get("/lost")]\nasync fn lost() {}\n',
    );
    expect(shownEndpoints({ 'src/main.rs': text })).toEqual([]);
  });

  it('answers on broken, circular and long programs', () => {
    const circle = axum(
      '    a().route("/a", get(h))',
      'fn a() -> Router { b() }\nfn b() -> Router { a().merge(app()) }\n',
    );
    expect(shownEndpoints({ 'src/main.rs': circle })).toEqual([]);
    const chain = Array.from({ length: 900 }, (_, n) => `.route("/r${n}", get(h))`).join('');
    expect(shownEndpoints({ 'src/main.rs': axum(`    Router::new()${chain}`) })).toHaveLength(900);
    const doubled = Array.from(
      { length: 30 },
      (_, n) => `fn f${n}() -> Router { f${n + 1}().merge(f${n + 1}()) }\n`,
    ).join('');
    shownEndpoints({
      'src/main.rs': axum('    f0()', `${doubled}fn f30() -> Router { Router::new().route("/x", get(h)) }\n`),
    });
    shownEndpoints({ 'src/main.rs': axum(`    Router::new().route("/a", get(h${'('.repeat(900)}`) });
  });
});
