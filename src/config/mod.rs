//! The settings: what they are, their defaults, and how they are read and checked at start.
//!
//! A setting is `[section] key` in `headwater.toml` or `HEADWATER_SECTION_KEY` in the environment; a few
//! have a flag and a short name as well. A flag wins over the environment, the environment over the
//! file. Everything that is wrong is reported at once, before anything starts. Read [`Config`] first.

mod auth;
mod channels;
mod mail;
mod network;
mod providers;
mod realtime;
mod source;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

pub use auth::{Admin, Auth, SignUp};
pub use channels::Channels;
pub use mail::Mail;
pub use network::Network;
pub use providers::{IssuerClaims, IssuerSettings, IssuerUsers, ProviderSettings};
pub use realtime::Realtime;
pub use source::ConfigError;

/// Every setting, checked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// Where and how the server answers.
    pub server: Server,
    /// The database.
    pub database: Database,
    /// What one request may ask for.
    pub limits: Limits,
    /// Which web pages of other origins may call the API.
    pub cors: Cors,
    /// The API's own settings.
    pub graphql: Graphql,
    /// Connections that stay open.
    pub realtime: Realtime,
    /// Accounts.
    pub auth: Auth,
    /// The first admin.
    pub admin: Admin,
    /// The change log.
    pub changes: Changes,
    /// Mails.
    pub mail: Mail,
    /// Messages between those who are connected.
    pub channels: Channels,
    /// Who may do what in which channels: `[[channel]]` tables, which are read with the model.
    #[serde(deserialize_with = "channels::rules")]
    pub channel: Vec<serde_json::Value>,
    /// What is logged.
    pub log: Log,
}

/// `[server]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Server {
    /// The address or host name and the port to listen on; port 0 takes any that is free.
    pub listen: String,
    /// The longest that a request may take, in milliseconds.
    pub request_timeout_ms: u64,
    /// How long running requests may take to finish when the server is told to stop, in milliseconds.
    pub shutdown_timeout_ms: u64,
    /// Whether large answers are compressed for clients that accept it.
    pub compression: bool,
    /// Who sends `Authorization: Bearer` with this token is an admin.
    pub admin_token: Option<String>,
    /// Where browsers reach this server: `https://example.org`. Links in mails and redirects begin with it.
    pub public_url: Option<String>,
    /// The proxies before this server, by address or network (`10.0.0.0/8`): who they say sends a request
    /// (`X-Forwarded-For`), and how (`X-Forwarded-Proto`), is believed.
    #[serde(deserialize_with = "source::list")]
    pub trusted_proxies: Vec<String>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:4000".to_owned(),
            request_timeout_ms: 30_000,
            shutdown_timeout_ms: 10_000,
            compression: true,
            admin_token: None,
            public_url: None,
            trusted_proxies: Vec::new(),
        }
    }
}

impl Server {
    /// The address under which browsers reach the server, without a slash at its end. By default this machine,
    /// with the port that is listened on.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => {
                let port = self.listen.rsplit_once(':').map_or("4000", |(_, port)| port);
                format!("http://localhost:{port}")
            }
        }
    }

    /// The longest that a request may take.
    pub fn request_timeout(&self) -> Duration {
        Duration::from_millis(self.request_timeout_ms)
    }

    /// How long running requests may take to finish when the server is told to stop.
    pub fn shutdown_timeout(&self) -> Duration {
        Duration::from_millis(self.shutdown_timeout_ms)
    }
}

/// `[database]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Database {
    /// `sqlite://data/headwater.db`, from the project's folder, or `postgres://user:password@host/name`.
    pub url: String,
    /// The most connections that are open at once.
    pub max_connections: u32,
    /// The longest that one statement may take, in milliseconds.
    pub statement_timeout_ms: u64,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "sqlite://data/headwater.db".to_owned(),
            max_connections: 16,
            statement_timeout_ms: 15_000,
        }
    }
}

impl Database {
    /// The longest that one statement may take.
    pub fn statement_timeout(&self) -> Duration {
        Duration::from_millis(self.statement_timeout_ms)
    }
}

/// `[limits]`: known before an operation runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// The largest body of a request, in bytes.
    pub body_bytes: usize,
    /// The most operations in one batch.
    pub batch: usize,
    /// The most tokens in a document, commas and spaces among them.
    pub tokens: usize,
    /// How deeply fields may be nested.
    pub depth: usize,
    /// The most fields of an operation, fragments spread out.
    pub fields: usize,
    /// The most aliases of an operation, fragments spread out.
    pub aliases: usize,
    /// The most fields at the root of an operation.
    pub root_fields: usize,
    /// How deeply input values may be nested.
    pub input_depth: usize,
    /// The most items of one list in the input.
    pub list_items: usize,
    /// The most records that a list, a page or `groups` may be asked for.
    pub rows: u32,
    /// The most values that an answer may hold: what stands in a list counts as often as the list may
    /// be long.
    pub cost: u64,
    /// The most writes that wait or run at once, over all requests.
    pub write_queue: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 2 * 1024 * 1024,
            batch: 10,
            tokens: 50_000,
            depth: 15,
            fields: 5_000,
            aliases: 500,
            root_fields: 100,
            input_depth: 50,
            list_items: 10_000,
            rows: 10_000,
            cost: 10_000_000,
            write_queue: 1024,
        }
    }
}

/// `[cors]`
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cors {
    /// Origins such as `https://www.example.org`, or `*` for all. `headwater dev` allows every port
    /// of this machine besides.
    #[serde(deserialize_with = "source::list")]
    pub origins: Vec<String>,
}

/// `[graphql]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Graphql {
    /// Whether the schema can be asked for (`__schema`, `__type`).
    pub introspection: bool,
    /// Whether `/graphiql` shows the API explorer.
    pub explorer: bool,
    /// The most memory for operations that are kept prepared, and for their statements, in bytes.
    pub cache_bytes: u64,
}

impl Default for Graphql {
    fn default() -> Self {
        Self { introspection: true, explorer: true, cache_bytes: 32 * 1024 * 1024 }
    }
}

/// `[changes]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Changes {
    /// How many days a change is kept; 0 keeps it for ever.
    pub keep_days: u32,
    /// The same for changes of single collections.
    #[serde(deserialize_with = "source::numbers")]
    pub keep_days_of: BTreeMap<String, u32>,
    /// How often a consumer is given a change that it can't take, before it is set aside.
    pub tries: u32,
}

impl Default for Changes {
    fn default() -> Self {
        Self { keep_days: 365, keep_days_of: BTreeMap::new(), tries: 8 }
    }
}

/// `[log]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug`, `trace`, or a filter such as `info,headwater=debug`.
    pub level: String,
    /// `text` or `json`; by default text on a terminal and JSON elsewhere.
    pub format: Option<LogFormat>,
    /// Operations that take longer are named with their statement, in milliseconds; 0 names none.
    pub slow_ms: u64,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: None, slow_ms: 500 }
    }
}

impl Log {
    /// How long an operation may take before it is slow.
    pub fn slow(&self) -> Duration {
        match self.slow_ms {
            0 => Duration::MAX,
            limit => Duration::from_millis(limit),
        }
    }
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What the command line says about settings; each wins over the environment and the file.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Flags {
    /// Address and port to listen on [setting: server.listen]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Database: sqlite://FILE or postgres://... [setting: database.url]
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Log filter: error, warn, info, debug, trace [setting: log.level]
    #[arg(long, global = true, value_name = "LEVEL")]
    pub log: Option<String>,
    /// Log format [setting: log.format]
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// Reads the settings of the project in that folder.
///
/// # Errors
///
/// Everything that is wrong with the file, the environment or the flags, each with its place.
pub fn load(project: &Path, flags: &Flags) -> Result<Config, ConfigError> {
    let environment = std::env::vars().collect();
    let config = source::read(&project.join("headwater.toml"), &environment, flags)?;
    check(&config)?;
    Ok(config)
}

/// A shorter token could be guessed.
const SHORTEST_TOKEN: usize = 32;

/// What the types can't say.
fn check(config: &Config) -> Result<(), ConfigError> {
    let mut problems = Vec::new();
    let url = &config.database.url;
    let known = ["sqlite:", "postgres:", "postgresql:"];
    if !known.iter().any(|scheme| url.starts_with(scheme)) {
        let shown = url.split(':').next().unwrap_or_default();
        problems.push(format!(
            "`database.url` starts with `{shown}`; use sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME"
        ));
    }
    let listen = &config.server.listen;
    if !listen.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok()) {
        problems.push(format!(
            "`server.listen` is `{listen}`; write an address and a port, such as `127.0.0.1:4000`"
        ));
    }
    problems.extend(mail::check(&config.mail));
    problems.extend(channels::check(&config.channels));
    let limits = &config.limits;
    let positive = [
        ("server.request_timeout_ms", config.server.request_timeout_ms as usize),
        ("database.statement_timeout_ms", config.database.statement_timeout_ms as usize),
        ("database.max_connections", config.database.max_connections as usize),
        ("changes.tries", config.changes.tries as usize),
        ("limits.body_bytes", limits.body_bytes),
        ("limits.batch", limits.batch),
        ("limits.tokens", limits.tokens),
        ("limits.depth", limits.depth),
        ("limits.fields", limits.fields),
        ("limits.root_fields", limits.root_fields),
        ("limits.input_depth", limits.input_depth),
        ("limits.write_queue", limits.write_queue),
        ("channels.payload_bytes", config.channels.payload_bytes),
        ("channels.state_bytes", config.channels.state_bytes),
        ("channels.queue", config.channels.queue),
        ("realtime.operations", config.realtime.operations),
        ("realtime.init_timeout_ms", config.realtime.init_timeout_ms as usize),
        ("realtime.send_timeout_ms", config.realtime.send_timeout_ms as usize),
        ("realtime.message_bytes", config.realtime.message_bytes),
        ("limits.cost", usize::try_from(limits.cost).unwrap_or(usize::MAX)),
    ];
    problems.extend(
        positive
            .iter()
            .filter(|(_, value)| *value == 0)
            .map(|(name, _)| format!("`{name}` must be at least 1")),
    );
    if let Err(error) = config.log.level.parse::<tracing_subscriber::EnvFilter>() {
        problems.push(format!("`log.level` is `{}`: {error}", config.log.level));
    }
    let token = config.server.admin_token.as_ref().map(|token| token.chars().count());
    if let Some(length) = token.filter(|length| *length < SHORTEST_TOKEN) {
        problems.push(format!(
            "`server.admin_token` has {length} characters; at least {SHORTEST_TOKEN} are needed, such as `openssl rand -hex 32` gives"
        ));
    }
    for proxy in &config.server.trusted_proxies {
        if let Err(problem) = proxy.parse::<Network>() {
            problems.push(format!("`server.trusted_proxies`: {problem}"));
        }
    }
    if let Some(url) = &config.server.public_url
        && !Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    {
        problems.push(format!(
            "`server.public_url` is `{url}`; write how browsers reach the server, such as `https://www.example.org`"
        ));
    }
    problems.extend(auth::problems(&config.auth, &config.admin));
    for origin in config.cors.origins.iter().filter(|origin| *origin != "*") {
        let parsed = Url::parse(origin).map(|url| url.origin().ascii_serialization());
        if parsed.as_deref() != Ok(origin) {
            problems.push(format!(
                "`cors.origins` holds `{origin}`; an origin is a scheme, a host and a port, such as `https://www.example.org`"
            ));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(ConfigError { problems }) }
}
