//! What `cargo xtask bench` measures Headwater with: the same questions answered by one hand-written
//! statement behind bare axum, and by a text that is ready.
//!
//! No GraphQL, no checks, no log: it reads the variables of the request, and that is all. Its
//! statements are meant to be as fast as we can write them, on Headwater's own tables; [`Query`] has them.
//! `docs/benchmarks.md` tells what is compared.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail, ensure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};
use axum::routing::post;
use axum::serve::ListenerExt;
use clap::Parser;
use rusqlite::{Connection, OpenFlags, Row, Statement, ffi, params};
use sea_orm::sqlx;
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::{PgPool, Row as _};
use serde::Deserialize;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Answers the benchmark's questions without Headwater.
#[derive(Debug, Parser)]
struct Arguments {
    /// Address and port to listen on
    #[arg(long)]
    listen: String,
    /// The database that Headwater has made: sqlite://FILE or postgres://...
    #[arg(long, env = "HEADWATER_DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// Folder with the texts of static answers, q1.json to q5.json
    #[arg(long)]
    answers: Option<PathBuf>,
}

/// Where the statements run.
#[derive(Debug, Clone)]
enum Database {
    /// On the serving thread, each thread with a connection of its own.
    Sqlite(Arc<PathBuf>),
    Postgres(PgPool),
}

/// A request, as a GraphQL client sends it. Of the variables, each query has some.
#[derive(Debug, Deserialize)]
struct Request<'a> {
    #[serde(borrow, default)]
    variables: Variables<'a>,
}

#[derive(Debug, Default, Deserialize)]
struct Variables<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    limit: Option<i64>,
    #[serde(borrow)]
    author: Option<Cow<'a, str>>,
    views: Option<i64>,
}

/// The questions, as `xtask/src/bench/operations.rs` asks them of Headwater.
#[derive(Debug, Clone, Copy)]
enum Query {
    /// One record by key.
    Q1,
    /// 20 published posts by date.
    Q2,
    /// The same with author, 5 comments and tags.
    Q3,
    /// 500 posts with bodies.
    Q4,
    /// Posts by author and views, with their number.
    Q5,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let database = open(&arguments.database_url).await?;
    let mut router = Router::new();
    for query in Query::ALL {
        let name = query.name();
        let run =
            async move |State(database): State<Database>, body: Bytes| answer(query, &database, &body).await;
        router = router.route(&format!("/sql/{name}"), post(run));
        if let Some(folder) = &arguments.answers {
            let file = folder.join(format!("{name}.json"));
            let text = std::fs::read(&file).with_context(|| format!("can't read {}", file.display()))?;
            let text = Bytes::from(text);
            let give = async move |_: Bytes| json(text.clone());
            router = router.route(&format!("/static/{name}"), post(give));
        }
    }
    let create =
        async move |State(database): State<Database>, body: Bytes| match create(&database, &body).await {
            Ok(text) => Ok(json(text.into())),
            Err(error) => Err((StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}"))),
        };
    router = router.route("/sql/w1", post(create));
    let listener = tokio::net::TcpListener::bind(&arguments.listen).await?;
    // A connection that can't be set so is served all the same.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router.with_state(database)).await?;
    Ok(())
}

async fn answer(
    query: Query,
    database: &Database,
    body: &[u8],
) -> Result<Response<Body>, (StatusCode, String)> {
    match run(query, database, body).await {
        Ok(text) => Ok(json(text.into())),
        Err(error) => Err((StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}"))),
    }
}

async fn run(query: Query, database: &Database, body: &[u8]) -> Result<String> {
    let request: Request<'_> = serde_json::from_slice(body)?;
    match database {
        Database::Sqlite(file) => query_sqlite(query, file, &request.variables),
        Database::Postgres(pool) => query_postgres(query, pool, &request.variables).await,
    }
}

fn json(text: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// A request that creates an author.
#[derive(Debug, Deserialize)]
struct Create<'a> {
    #[serde(borrow)]
    variables: CreateVariables<'a>,
}

#[derive(Debug, Deserialize)]
struct CreateVariables<'a> {
    #[serde(borrow)]
    data: Author<'a>,
}

#[derive(Debug, Deserialize, serde::Serialize)]
struct Author<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    bio: Cow<'a, str>,
}

/// An author and the line of the log about it, in one transaction.
async fn create(database: &Database, body: &[u8]) -> Result<String> {
    let Database::Postgres(pool) = database else { bail!("only PostgreSQL is written to by hand") };
    let Create { variables: CreateVariables { data } } = serde_json::from_slice(body)?;
    let id = uuid::Uuid::now_v7().to_string();
    let after = serde_json::to_string(&data)?;
    let mut transaction = pool.begin().await?;
    sqlx::query(
        "INSERT INTO author (id, created_at, updated_at, version, name, bio) VALUES ($1, now(), now(), 1, $2, $3)",
    )
    .bind(&id)
    .bind(data.name.as_ref())
    .bind(data.bio.as_ref())
    .execute(&mut *transaction)
    .await?;
    sqlx::query(
        "INSERT INTO hw_change (at, collection, record_id, operation, version, after) \
         VALUES (now(), 'Author', $1, 'CREATE', 1, $2::text::json)",
    )
    .bind(&id)
    .bind(after)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(format!("{{\"data\":{{\"createAuthor\":{{\"id\":\"{id}\"}}}}}}"))
}

async fn open(url: &str) -> Result<Database> {
    match url.strip_prefix("sqlite://") {
        Some(file) => {
            turn_off_memory_statistics()?;
            Ok(Database::Sqlite(Arc::new(PathBuf::from(file))))
        }
        None => {
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .test_before_acquire(false)
                .after_connect(|connection, _| {
                    Box::pin(async move {
                        sqlx::Executor::execute(connection, "SET TIME ZONE 'UTC'; SET jit = off").await?;
                        Ok(())
                    })
                })
                .connect(url)
                .await?;
            Ok(Database::Postgres(pool))
        }
    }
}

/// Counting allocations takes a lock that all threads share.
fn turn_off_memory_statistics() -> Result<()> {
    // SAFETY: nothing has used SQLite yet, and the option takes one int.
    #[allow(unsafe_code, reason = "there is no safe way to configure SQLite")]
    let code = unsafe { ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, 0) };
    ensure!(code == ffi::SQLITE_OK, "SQLite refuses its configuration");
    Ok(())
}

/// What a thread reads with.
struct Reader {
    /// In the order of [`Query::ALL`].
    statements: Vec<Statement<'static>>,
}

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

impl Reader {
    fn open(file: &Path) -> Result<Self> {
        // Statements borrow their connection; both are used until the process ends.
        let connection: &'static Connection = Box::leak(Box::new(connect_sqlite(file)?));
        let statements = Query::ALL.map(|query| connection.prepare(query.sqlite()));
        Ok(Self { statements: statements.into_iter().collect::<rusqlite::Result<_>>()? })
    }
}

fn query_sqlite(query: Query, file: &Path, variables: &Variables<'_>) -> Result<String> {
    READER.with_borrow_mut(|reader| {
        let reader = match reader {
            Some(reader) => reader,
            None => reader.insert(Reader::open(file)?),
        };
        let statement = reader.statements.get_mut(query as usize).context("every query has a statement")?;
        let text = |row: &Row<'_>| Ok(query.envelope(row.get_ref(0)?.as_str()?));
        let text = match query {
            Query::Q1 => statement.query_row(params![variables.id.as_deref()], text),
            Query::Q2 | Query::Q3 => statement.query_row(params![], text),
            Query::Q4 => statement.query_row(params![variables.limit], text),
            Query::Q5 => statement.query_row(params![variables.author.as_deref(), variables.views], text),
        };
        Ok(text?)
    })
}

fn connect_sqlite(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA mmap_size = 4294967296; PRAGMA cache_size = -65536; \
         PRAGMA temp_store = MEMORY; PRAGMA query_only = ON",
    )?;
    Ok(connection)
}

async fn query_postgres(query: Query, pool: &PgPool, variables: &Variables<'_>) -> Result<String> {
    let statement = sqlx::query(query.postgres());
    let statement = match query {
        Query::Q1 => statement.bind(variables.id.as_deref()),
        Query::Q2 | Query::Q3 => statement,
        Query::Q4 => statement.bind(variables.limit),
        Query::Q5 => statement.bind(variables.author.as_deref()).bind(variables.views),
    };
    let row = statement.fetch_one(pool).await?;
    // Text and JSON both travel as their bytes.
    let text = row.try_get_raw(0)?.as_str().map_err(|error| anyhow!(error))?;
    Ok(query.envelope(text))
}

impl Query {
    const ALL: [Self; 5] = [Self::Q1, Self::Q2, Self::Q3, Self::Q4, Self::Q5];

    fn name(self) -> &'static str {
        match self {
            Self::Q1 => "q1",
            Self::Q2 => "q2",
            Self::Q3 => "q3",
            Self::Q4 => "q4",
            Self::Q5 => "q5",
        }
    }

    /// The whole answer around a statement's text.
    fn envelope(self, text: &str) -> String {
        let field = match self {
            Self::Q1 => "post",
            Self::Q2 | Self::Q3 | Self::Q4 => "posts",
            Self::Q5 => "postsConnection",
        };
        let mut answer = String::with_capacity(text.len() + 32);
        for part in ["{\"data\":{\"", field, "\":", text, "}}"] {
            answer.push_str(part);
        }
        answer
    }

    /// Of dates, no two are equal here: an order by date needs no second key.
    fn sqlite(self) -> &'static str {
        match self {
            Self::Q1 => {
                "SELECT json_object('id', id, 'title', title, 'slug', slug, 'views', views, 'status', status) \
                 FROM post WHERE id = ?1"
            }
            Self::Q2 => {
                "SELECT '[' || group_concat(post) || ']' \
                 FROM (SELECT json_object('id', id, 'title', title, 'slug', slug, 'views', views, \
                     'publishedAt', published_at) AS post \
                   FROM post WHERE status = 'PUBLISHED' ORDER BY published_at DESC LIMIT 20)"
            }
            Self::Q3 => {
                "SELECT '[' || group_concat(post) || ']' \
                 FROM (SELECT json_object('id', p.id, 'title', p.title, 'slug', p.slug, \
                     'publishedAt', p.published_at, \
                     'author', (SELECT json_object('name', name) FROM author WHERE id = p.author_id), \
                     'comments', (SELECT json_group_array(json_object('id', id, 'name', name, 'text', text, \
                         'postedAt', posted_at)) \
                       FROM (SELECT id, name, text, posted_at FROM comment WHERE post_id = p.id \
                         ORDER BY posted_at LIMIT 5)), \
                     'tags', (SELECT json_group_array(json_object('id', id, 'label', label)) \
                       FROM (SELECT tag.id, tag.label FROM post_tags l JOIN tag ON tag.id = l.target_id \
                         WHERE l.source_id = p.id ORDER BY l.position))) AS post \
                   FROM post p WHERE status = 'PUBLISHED' ORDER BY published_at DESC LIMIT 20)"
            }
            Self::Q4 => {
                "SELECT json_group_array(json_object('id', id, 'title', title, 'slug', slug, 'body', body, \
                   'publishedAt', published_at)) \
                 FROM (SELECT id, title, slug, body, published_at FROM post ORDER BY published_at DESC LIMIT ?1)"
            }
            Self::Q5 => {
                "WITH found AS MATERIALIZED (SELECT p.rowid AS place, p.views, p.id \
                   FROM author a CROSS JOIN post p ON p.author_id = a.id WHERE a.name = ?1 AND p.views > ?2) \
                 SELECT json_object('totalCount', (SELECT count(*) FROM found), 'nodes', \
                   (SELECT json_group_array(json_object('id', p.id, 'title', p.title, 'slug', p.slug, \
                      'views', p.views, 'publishedAt', p.published_at)) \
                    FROM (SELECT place FROM found ORDER BY views DESC, id LIMIT 20) \
                    CROSS JOIN post p ON p.rowid = place))"
            }
        }
    }

    fn postgres(self) -> &'static str {
        match self {
            Self::Q1 => {
                "SELECT row_to_json(r) FROM (SELECT id, title, slug, views, status FROM post WHERE id = $1) r"
            }
            Self::Q2 => {
                "SELECT concat('[', string_agg(post, ','), ']') \
                 FROM (SELECT concat('{\"id\":\"', id, '\",\"title\":', to_json(title), ',\"slug\":\"', slug, \
                     '\",\"views\":', views, ',\"publishedAt\":', \
                     to_json(to_char(published_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')), '}') AS post \
                   FROM post WHERE status = 'PUBLISHED' ORDER BY published_at DESC NULLS LAST LIMIT 20) r"
            }
            Self::Q3 => {
                "WITH p AS MATERIALIZED (SELECT p.id, p.title, p.slug, p.published_at, author.name \
                   FROM (SELECT * FROM post WHERE status = 'PUBLISHED' \
                     ORDER BY published_at DESC NULLS LAST LIMIT 20) p \
                   JOIN author ON author.id = p.author_id), \
                 t AS (SELECT l.source_id, \
                     json_agg(json_build_object('id', tag.id, 'label', tag.label) ORDER BY l.position) AS tags \
                   FROM p JOIN post_tags l ON l.source_id = p.id JOIN tag ON tag.id = l.target_id GROUP BY 1) \
                 SELECT json_agg(r) FROM (SELECT p.id, p.title, p.slug, \
                     to_char(published_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') AS \"publishedAt\", \
                     json_build_object('name', p.name) AS author, \
                     (SELECT coalesce(json_agg(c), '[]') FROM (SELECT id, name, text, \
                         to_char(posted_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') AS \"postedAt\" \
                       FROM comment WHERE post_id = p.id ORDER BY posted_at LIMIT 5) c) AS comments, \
                     coalesce(t.tags, '[]') AS tags \
                   FROM p LEFT JOIN t ON t.source_id = p.id ORDER BY published_at DESC) r"
            }
            Self::Q4 => {
                "SELECT json_agg(json_build_object('id', id, 'title', title, 'slug', slug, 'body', body, \
                   'publishedAt', to_char(published_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))) \
                 FROM (SELECT id, title, slug, body, published_at FROM post \
                   ORDER BY published_at DESC NULLS LAST LIMIT $1) r"
            }
            Self::Q5 => {
                "WITH found AS MATERIALIZED (SELECT id, title, slug, views, published_at FROM post \
                   WHERE author_id IN (SELECT id FROM author WHERE name = $1) AND views > $2) \
                 SELECT row_to_json(r) FROM (SELECT (SELECT count(*) FROM found) AS \"totalCount\", \
                   (SELECT coalesce(json_agg(n), '[]') FROM (SELECT id, title, slug, views, \
                       to_char(published_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') AS \"publishedAt\" \
                     FROM found ORDER BY views DESC, id LIMIT 20) n) AS nodes) r"
            }
        }
    }
}
