//! Headwater in an axum program of one's own: its GraphQL API beside a route that is ours, and both
//! on the same tables.
//!
//! ```sh
//! cargo run --example embed
//! curl http://127.0.0.1:4000/shelves/SCIENCE
//! curl -H 'content-type: application/json' http://127.0.0.1:4000/shelves/SCIENCE -d '{"title": "On Growth", "writer": "D’Arcy Thompson"}'
//! curl -H 'content-type: application/json' http://127.0.0.1:4000/graphql -d '{"query": "{ books { title writer { name } } }"}'
//! ```
//!
//! `entity/` is what `headwater generate entities --project examples/embed --out examples/embed/entity`
//! makes of `schema/`. Run it again when the model changes.

#[rustfmt::skip] // as it was generated
mod entity;

use std::net::SocketAddr;

use axum::extract::{Json, Path as UrlPath, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, serve};
use entity::{book, enums::Shelf, prelude::*, writer};
use headwater::app::{App, Project};
use headwater::config::Flags;
use headwater::http::Stage;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Deserialize;
use tokio::net::TcpListener;

/// The folder with the model, and with `data/` once it ran.
const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/embed");

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let project = Project::open(PROJECT, &Flags::default())?;
    let listener = TcpListener::bind(&project.config.server.listen).await?;
    let router = library(project).await?;
    println!("the library is open at http://{}/shelves/SCIENCE", listener.local_addr()?);
    // With the clients' addresses: who guesses passwords is told from others by them.
    Ok(serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await?)
}

/// Headwater's routes and our own. Opening the app brings the tables in step with `schema/`.
pub async fn library(project: Project) -> anyhow::Result<Router> {
    let app = App::open(project, Stage::Production).await?;
    app.start();
    let own = Router::new()
        .route("/shelves/{shelf}", get(list_books).post(add_book))
        // SeaORM's connection to the database that Headwater opened.
        .with_state(app.store().connection().clone());
    Ok(app.router().merge(own))
}

/// The books of a shelf, each with its writer.
async fn list_books(
    State(db): State<DatabaseConnection>,
    UrlPath(shelf): UrlPath<String>,
) -> Result<Json<Vec<book::ModelEx>>, Failure> {
    let books = Book::load()
        .filter(book::Column::Shelf.eq(shelf_named(&shelf)?))
        .with(Writer)
        .order_by_asc(book::Column::Title)
        .all(&db)
        .await?;
    Ok(Json(books))
}

#[derive(Deserialize)]
struct NewBook {
    title: String,
    writer: String,
}

/// Puts a book on a shelf, and its writer into the catalogue when the name is new.
async fn add_book(
    State(db): State<DatabaseConnection>,
    UrlPath(shelf): UrlPath<String>,
    Json(new): Json<NewBook>,
) -> Result<(StatusCode, Json<book::Model>), Failure> {
    let writer = match Writer::find_by_name(&new.writer).one(&db).await? {
        Some(writer) => writer,
        None => {
            let writer =
                writer::ActiveModel { id: Set(new_id()), name: Set(new.writer), ..Default::default() };
            writer.insert(&db).await?
        }
    };
    let book = book::ActiveModel {
        id: Set(new_id()),
        title: Set(new.title),
        shelf: Set(shelf_named(&shelf)?),
        writer_id: Set(writer.id),
        ..Default::default()
    };
    Ok((StatusCode::CREATED, Json(book.insert(&db).await?)))
}

fn new_id() -> String {
    Uuid::now_v7().to_string()
}

fn shelf_named(name: &str) -> Result<Shelf, Failure> {
    Shelf::try_from_value(&name.to_owned()).map_err(|_| Failure::NoShelf(name.to_owned()))
}

/// What our own routes answer when they fail.
enum Failure {
    NoShelf(String),
    Database(DbErr),
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::NoShelf(name) => {
                (StatusCode::NOT_FOUND, format!("there is no shelf `{name}`")).into_response()
            }
            Self::Database(error) => {
                eprintln!("the database failed: {error}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
