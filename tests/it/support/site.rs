//! A whole project on a database, asked over HTTP as browsers and programs do, without a socket.

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use headwater::app::{App, Project};
use headwater::config::Config;
use headwater::http::Stage;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use super::postgres::TestDatabase;

/// A project that is open.
pub struct Site {
    pub app: App,
    router: Router,
    _folder: TempDir,
    _database: Option<TestDatabase>,
}

/// Who shows this is an admin.
pub const ADMIN_TOKEN: &str = "the-admin-of-these-tests-is-known-by-this";

/// What a request was answered.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The data of an answer without errors.
    #[track_caller]
    pub fn data(&self) -> Value {
        let answer = self.json();
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].clone()
    }

    /// The code of the first error; empty when there is none.
    #[track_caller]
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn message(&self) -> String {
        self.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The `Set-Cookie` headers.
    pub fn set_cookies(&self) -> Vec<String> {
        let cookies = self.headers.get_all("set-cookie").iter();
        cookies.map(|value| value.to_str().unwrap().to_owned()).collect()
    }

    /// The cookies as a browser sends them back.
    pub fn cookie(&self) -> String {
        let pairs = self.set_cookies().into_iter();
        pairs.map(|cookie| cookie.split(';').next().unwrap().to_owned()).collect::<Vec<_>>().join("; ")
    }
}

impl Site {
    /// The project on SQLite, then on PostgreSQL.
    pub async fn both(sdl: &str, configure: impl Fn(&mut Config)) -> [Self; 2] {
        let database = TestDatabase::create().await;
        let url = database.url.clone();
        let sqlite = Self::open(sdl, &configure, None, None).await;
        [sqlite, Self::open(sdl, &configure, Some(url), Some(database)).await]
    }

    /// The project on SQLite.
    pub async fn sqlite(sdl: &str, configure: impl Fn(&mut Config)) -> Self {
        Self::open(sdl, &configure, None, None).await
    }

    async fn open(
        sdl: &str,
        configure: &impl Fn(&mut Config),
        url: Option<String>,
        database: Option<TestDatabase>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("schema")).unwrap();
        std::fs::write(folder.path().join("schema/model.graphql"), sdl).unwrap();
        let mut config = Config::default();
        config.server.admin_token = Some(ADMIN_TOKEN.to_owned());
        if let Some(url) = url {
            config.database.url = url;
        }
        configure(&mut config);
        let project = Project { dir: folder.path().to_owned(), config };
        let app = App::open(project, Stage::Production).await.unwrap();
        app.start();
        Self { router: app.router(), app, _folder: folder, _database: database }
    }

    /// The same project on the same database, as another node has it.
    pub async fn other_node(&self) -> App {
        App::open(self.app.project().clone(), Stage::Production).await.unwrap()
    }

    /// Sends a request from that address.
    pub async fn send_from(&self, ip: &str, request: Request<Body>) -> Reply {
        let mut request = request;
        let ip: IpAddr = ip.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(ip, 4711)));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Reply {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// Asks the API with those headers.
    pub async fn ask_with(&self, headers: &[(&str, &str)], document: &str, variables: Value) -> Reply {
        let body = json!({ "query": document, "variables": variables }).to_string();
        let mut request = Request::post("/graphql").header("host", "cms.example");
        request = request.header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send_from("192.0.2.1", request.body(Body::from(body)).unwrap()).await
    }

    /// Asks as nobody in particular.
    pub async fn ask(&self, document: &str, variables: Value) -> Reply {
        self.ask_with(&[], document, variables).await
    }

    /// Asks with a token.
    pub async fn ask_as(&self, token: &str, document: &str, variables: Value) -> Reply {
        self.ask_with(&[("authorization", &format!("Bearer {token}"))], document, variables).await
    }

    /// Asks as an admin.
    pub async fn ask_as_admin(&self, document: &str, variables: Value) -> Reply {
        self.ask_as(ADMIN_TOKEN, document, variables).await
    }

    /// Makes a user with that password and those roles, and returns the id.
    pub async fn user(&self, email: &str, password: &str, roles: &[&str]) -> String {
        use headwater::auth::Client;
        use headwater::auth::manage::{By, create};
        let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
        let (actor, client) = (headwater::access::Actor::admin(), Client::default());
        let by = By { actor: &actor, client: &client };
        create(self.app.auth(), &self.app.writer().unwrap(), &by, email, password, &roles).await.unwrap()
    }

    /// Signs in, and returns the access token and the refresh token.
    pub async fn sign_in(&self, email: &str, password: &str) -> (String, String) {
        let document = "mutation($email: Email!, $password: String!) {
            signIn(email: $email, password: $password) { session { accessToken refreshToken } }
        }";
        let reply = self.ask(document, json!({ "email": email, "password": password })).await;
        let session = reply.data()["signIn"]["session"].clone();
        let token = |name: &str| session[name].as_str().unwrap().to_owned();
        (token("accessToken"), token("refreshToken"))
    }

    /// Runs a statement of SQL that both databases understand.
    pub async fn execute(&self, sql: &str) {
        let db = self.app.store().connection();
        db.execute_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    }

    /// The one text that a statement answers.
    pub async fn text(&self, sql: &str) -> Option<String> {
        let db = self.app.store().connection();
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        row.and_then(|row| row.try_get_by_index(0).unwrap())
    }
}
