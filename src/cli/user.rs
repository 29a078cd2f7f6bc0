//! `headwater user`: makes users and looks after them, without signing in.
//!
//! Passwords come from standard input or are made up and printed once: an argument would be seen by everyone
//! on the machine. Read [`run`] first.

use std::io::{IsTerminal, Read};
use std::process::ExitCode;

use anyhow::Context;
use sea_orm::EntityTrait;
use serde_json::{Map, Value as Json};

use super::print;
use crate::access::Actor;
use crate::app::{App, Project};
use crate::auth::account::{self, Account};
use crate::auth::manage::{self, Access, By};
use crate::auth::{Client, secret};
use crate::engine::write::Writer;
use crate::error::Error;
use crate::graphql::executor::Asked;
use crate::http::Stage;
use crate::store::entity::account::Entity;

/// Arguments of `headwater user`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub action: Action,
}

const EXAMPLES: &str = "\
Examples:
  headwater user create --email ann@example.org --role admin
  echo \"$PASSWORD\" | headwater user create --email bob@example.org --role editor,author --password-stdin
  headwater user set-roles bob@example.org --role author
  headwater user reset-password bob@example.org
  headwater user disable bob@example.org

A password that is not given is made up and printed once. USER is an address or an id.";

/// What to do about users.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Make a user; prints the id, and the password if it was made up
    Create {
        /// The address that they sign in with
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// A role; several by repeating the flag or with commas
        #[arg(long, value_name = "ROLE", value_delimiter = ',')]
        role: Vec<String>,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set all roles of a user; without --role they have none
    SetRoles {
        /// The user's address or id
        user: String,
        /// A role; several by repeating the flag or with commas
        #[arg(long, value_name = "ROLE", value_delimiter = ',')]
        role: Vec<String>,
    },
    /// Set a user's password and end their sessions; prints the password if it was made up
    ResetPassword {
        /// The user's address or id
        user: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// List the users
    List {},
    /// Take all access of a user away at once
    Disable {
        /// The user's address or id
        user: String,
    },
    /// Give a disabled user access again
    Enable {
        /// The user's address or id
        user: String,
    },
}

/// Makes users and looks after them.
pub async fn run(project: &Project, args: &Args) -> anyhow::Result<ExitCode> {
    let app = App::open(project.clone(), Stage::Production).await?;
    let done = act(&app, &args.action).await;
    app.close().await?;
    print(&done?)?;
    Ok(ExitCode::SUCCESS)
}

/// Does it, and returns what to print.
async fn act(app: &App, action: &Action) -> anyhow::Result<String> {
    let (actor, client) = (Actor::admin(), Client::default());
    let (auth, by) = (app.auth(), By { actor: &actor, client: &client });
    let writer = app.writer()?;
    match action {
        Action::Create { email, role, password_stdin } => {
            let password = Password::given(*password_stdin)?;
            let id = manage::create(auth, &writer, &by, email, password.text(), role).await.map_err(told)?;
            Ok(format!("{id}\n{}", password.shown()))
        }
        Action::SetRoles { user, role } => {
            let user = find(app, user).await?;
            manage::set_roles(&writer, &by, &user.user_id, role).await.map_err(told)?;
            Ok(String::new())
        }
        Action::ResetPassword { user, password_stdin } => {
            let user = find(app, user).await?;
            let password = Password::given(*password_stdin)?;
            manage::reset_password(auth, &writer, &by, &user, password.text()).await.map_err(told)?;
            Ok(password.shown())
        }
        Action::List {} => list(app).await,
        Action::Disable { user } => set_access(app, &writer, &by, user, Access::Taken).await,
        Action::Enable { user } => set_access(app, &writer, &by, user, Access::Given).await,
    }
}

async fn set_access(
    app: &App,
    writer: &Writer,
    by: &By<'_>,
    user: &str,
    access: Access,
) -> anyhow::Result<String> {
    let user = find(app, user).await?;
    manage::set_access(app.auth(), writer, by, &user.user_id, access).await.map_err(told)?;
    Ok(String::new())
}

/// The user of that address or id.
async fn find(app: &App, user: &str) -> anyhow::Result<Account> {
    let by_email = account::find_by_email(app.auth(), user).await.map_err(told)?;
    let found = match by_email {
        Some(found) => Some(found),
        None => account::find(app.auth(), user).await.map_err(told)?,
    };
    found.with_context(|| format!("there is no user `{user}`; `headwater user list` shows who there is"))
}

/// What is wrong, with every field that is.
fn told(error: Error) -> anyhow::Error {
    if let Some(cause) = error.cause() {
        return anyhow::anyhow!("{}: {cause:#}", error.message);
    }
    let fields: String =
        error.fields.iter().map(|field| format!("\n  {}: {}", field.path, field.message)).collect();
    anyhow::anyhow!("{}{fields}", error.message)
}

/// A password, and whether somebody must be told of it.
enum Password {
    Given(String),
    MadeUp(String),
}

impl Password {
    fn given(from_stdin: bool) -> anyhow::Result<Self> {
        if !from_stdin {
            return Ok(Self::MadeUp(secret::random().chars().take(24).collect()));
        }
        let mut input = std::io::stdin().lock();
        if input.is_terminal() {
            eprintln!("type the password, then Enter and Ctrl-D:");
        }
        let mut text = String::new();
        input.read_to_string(&mut text).context("can't read the password from standard input")?;
        let password = text.trim_end_matches(['\r', '\n']);
        anyhow::ensure!(!password.is_empty(), "standard input holds no password");
        Ok(Self::Given(password.to_owned()))
    }

    fn text(&self) -> &str {
        match self {
            Self::Given(text) | Self::MadeUp(text) => text,
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Given(_) => String::new(),
            Self::MadeUp(text) => format!("password: {text}\n"),
        }
    }
}

const USERS: &str = "query($limit: Int!, $offset: Int!) {
  users(orderBy: [{ createdAt: ASC }], limit: $limit, offset: $offset) { id email roles createdAt }
}";

async fn list(app: &App) -> anyhow::Result<String> {
    let accounts = Entity::find().all(app.store().connection()).await?;
    let is_disabled =
        |id: &str| accounts.iter().any(|account| account.user_id == id && account.disabled_at.is_some());
    let page = app.project().config.limits.rows.clamp(1, 1000) as usize;
    let mut lines = vec!["ID\tEMAIL\tROLES\tCREATED\tACCESS".to_owned()];
    loop {
        let users = users(app, page, lines.len() - 1).await?;
        for user in &users {
            let text = |name: &str| user.get(name).and_then(Json::as_str).unwrap_or("-").to_owned();
            let roles: Vec<&str> =
                user["roles"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
            let roles = if roles.is_empty() { "-".to_owned() } else { roles.join(",") };
            let access = if is_disabled(&text("id")) { "disabled" } else { "yes" };
            lines.push([text("id"), text("email"), roles, text("createdAt"), access.to_owned()].join("\t"));
        }
        if users.len() < page {
            break;
        }
    }
    lines.push(String::new());
    Ok(lines.join("\n"))
}

async fn users(app: &App, limit: usize, offset: usize) -> anyhow::Result<Vec<Json>> {
    let variables =
        Map::from_iter([("limit".to_owned(), limit.into()), ("offset".to_owned(), offset.into())]);
    let actor = Actor::admin();
    let ready = app.executor().ready(Asked::new(&actor, USERS, variables));
    let ready = ready.map_err(|errors| anyhow::anyhow!("can't list the users: {errors:?}"))?;
    let answer: Json = serde_json::from_str(&ready.run().await.into_json())?;
    let users = answer["data"]["users"].as_array().cloned();
    users.with_context(|| format!("can't list the users: {}", answer["errors"][0]["message"]))
}
