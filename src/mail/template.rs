//! Templates: what mails say, in text and HTML, in several languages.
//!
//! The built-in ones are in `templates/`; a file of the same name in the project's folder `templates/mail/`
//! takes the place of one, and a folder more there is a language more. Read [`Templates::render`] first.

use std::path::{Path, PathBuf};
use std::{fmt, fs};

use minijinja::{AutoEscape, Environment, ErrorKind, State, UndefinedBehavior, Value};
use rust_embed::RustEmbed;
use serde_json::{Map, Value as Json};

/// What a template may do: some hundred times what the built-in ones do.
const FUEL: u64 = 100_000;
/// The longest text that comes of one, in bytes.
const LONGEST: usize = 256 * 1024;
/// The language that every template is there in.
const LAST_RESORT: &str = "en";

#[derive(RustEmbed)]
#[folder = "src/mail/templates/"]
struct BuiltIn;

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Asks whether the address is the user's.
    VerifyEmail,
    /// The same of the address that an account shall get.
    ChangeEmail,
    /// Tells the old address of the new one.
    EmailChanged,
    /// Brings the link with which a password can be set.
    ResetPassword,
    /// Tells that a password was set.
    PasswordChanged,
    /// Brings a code and a link to sign in with.
    SignInCode,
    /// Invites somebody.
    Invitation,
    /// Tells somebody who signs up that they have an account.
    AccountExists,
}

impl Template {
    /// Every template.
    pub const ALL: [Self; 8] = [
        Self::VerifyEmail,
        Self::ChangeEmail,
        Self::EmailChanged,
        Self::ResetPassword,
        Self::PasswordChanged,
        Self::SignInCode,
        Self::Invitation,
        Self::AccountExists,
    ];

    /// Its files' name, without what tells text from HTML.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify-email",
            Self::ChangeEmail => "change-email",
            Self::EmailChanged => "email-changed",
            Self::ResetPassword => "reset-password",
            Self::PasswordChanged => "password-changed",
            Self::SignInCode => "sign-in-code",
            Self::Invitation => "invitation",
            Self::AccountExists => "account-exists",
        }
    }
}

/// A mail's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The line that lists show.
    pub subject: String,
    /// The mail as plain text.
    pub text: String,
    /// The mail as HTML.
    pub html: String,
}

/// A template does not work.
#[derive(Debug)]
pub struct TemplateError(String);

impl fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for TemplateError {}

/// The templates of a project.
#[derive(Debug, Clone)]
pub struct Templates {
    /// Where the project's own ones are.
    folder: PathBuf,
    /// What every template can name: `site` and `url`.
    shared: Map<String, Json>,
}

impl Templates {
    /// The templates of the project in that folder, about the site of that name and address.
    pub fn new(project: &Path, site: &str, url: &str) -> Self {
        let shared = [("site", site), ("url", url)];
        let shared = shared.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        Self { folder: project.join("templates/mail"), shared }
    }

    /// What mails call the site.
    pub fn site(&self) -> &str {
        self.shared.get("site").and_then(Json::as_str).unwrap_or_default()
    }

    /// Writes a mail in that language, or in the nearest one that there is a template in.
    ///
    /// # Errors
    ///
    /// When the project's own template has mistakes, or does too much.
    pub fn render(
        &self,
        template: &str,
        locale: &str,
        data: &Map<String, Json>,
    ) -> Result<Rendered, TemplateError> {
        let locale = self.locale_of(template, locale);
        let mut variables = self.shared.clone();
        variables.extend(data.clone());
        variables.insert("locale".to_owned(), locale.replace('_', "-").into());
        let environment = self.environment(&locale);
        let written = self.write(&environment, &format!("{locale}/{template}.txt"), &variables)?;
        let (subject, text) = split_subject(&written).ok_or_else(|| {
            TemplateError(format!(
                "{locale}/{template}.txt must begin with a line such as `Subject: Welcome`"
            ))
        })?;
        variables.insert("subject".to_owned(), subject.into());
        let html = self.write(&environment, &format!("{locale}/{template}.html"), &variables)?;
        Ok(Rendered { subject: subject.to_owned(), text: text.to_owned(), html })
    }

    /// The first of the languages, best first, that there are templates in.
    pub fn choose<'a>(&self, locales: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let known = |locale: &str| {
            let is_there = |name: &str| self.source(&format!("{name}/{}.txt", Template::VerifyEmail.name()));
            chain(locale).into_iter().find(|name| matches!(is_there(name), Ok(Some(_))))
        };
        locales.into_iter().find_map(known)
    }

    /// The nearest language that the template is there in.
    fn locale_of(&self, template: &str, locale: &str) -> String {
        let is_there = |name: &String| matches!(self.source(&format!("{name}/{template}.txt")), Ok(Some(_)));
        chain(locale).into_iter().find(is_there).unwrap_or_else(|| LAST_RESORT.to_owned())
    }

    fn write(
        &self,
        environment: &Environment<'_>,
        name: &str,
        variables: &Map<String, Json>,
    ) -> Result<String, TemplateError> {
        let template = environment.get_template(name).map_err(|error| told(&error))?;
        let written = template.render(value_of_map(variables)).map_err(|error| told(&error))?;
        match written.len() <= LONGEST {
            true => Ok(written),
            false => Err(TemplateError(format!("{name} writes more than {LONGEST} bytes"))),
        }
    }

    /// Made for each mail: files that change count at once.
    fn environment(&self, locale: &str) -> Environment<'static> {
        let mut environment = Environment::new();
        environment.set_fuel(Some(FUEL));
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
            true => AutoEscape::Html,
            false => AutoEscape::None,
        });
        let templates = self.clone();
        environment.set_loader(move |name| {
            templates.source(name).map_err(|error| {
                minijinja::Error::new(ErrorKind::InvalidOperation, format!("{name} can't be read: {error}"))
            })
        });
        let german = locale.starts_with("de");
        environment.add_filter("duration", move |_: &State<'_, '_>, minutes: i64| duration(minutes, german));
        environment
    }

    /// The text of a template: the project's own, or the built-in one.
    fn source(&self, name: &str) -> std::io::Result<Option<String>> {
        if !is_plain(name) {
            return Ok(None);
        }
        match fs::read_to_string(self.folder.join(name)) {
            Ok(text) => Ok(Some(text)),
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                let file = BuiltIn::get(name);
                Ok(file.map(|file| String::from_utf8_lossy(&file.data).into_owned()))
            }
            Err(error) => Err(error),
        }
    }
}

/// A path that leads nowhere else: `de/verify-email.txt`, `layout.html`.
fn is_plain(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.starts_with('.')
            && !part.is_empty()
            && part.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_.".contains(sign))
    };
    name.len() <= 100 && name.split('/').all(is_part)
}

/// `de-AT`, also written `de_AT`: that itself, then `de`.
fn chain(locale: &str) -> Vec<String> {
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    let mut chain =
        vec![locale.to_owned(), locale.replace('-', "_"), locale.replace('_', "-"), language.to_lowercase()];
    chain.dedup();
    chain.retain(|name| is_plain(name) && !name.contains('/'));
    chain
}

/// The subject in the first line, and what comes after the empty line behind it.
fn split_subject(written: &str) -> Option<(&str, &str)> {
    let (first, rest) = written.trim_start().split_once('\n')?;
    let subject = first.strip_prefix("Subject:")?.trim();
    Some((subject, rest.trim_start_matches(['\r', '\n'])))
}

/// A duration as people say it: `30 minutes`, `1 Stunde`, `7 days`.
fn duration(minutes: i64, german: bool) -> String {
    let (count, one, many) = match minutes {
        days if days % 1440 == 0 && days > 0 => (days / 1440, ["day", "Tag"], ["days", "Tage"]),
        hours if hours % 60 == 0 && hours > 0 => (hours / 60, ["hour", "Stunde"], ["hours", "Stunden"]),
        minutes => (minutes, ["minute", "Minute"], ["minutes", "Minuten"]),
    };
    let words = if count == 1 { one } else { many };
    format!("{count} {}", words[usize::from(german)])
}

/// The error with its place, and what lies behind it.
fn told(error: &minijinja::Error) -> TemplateError {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    TemplateError(format!("a template of mails does not work: {text}"))
}

fn value_of_map(map: &Map<String, Json>) -> Value {
    Value::from_pairs(map.iter().map(|(name, value)| (name.clone(), value_of(value))))
}

fn value_of(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(value) => Value::from(*value),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number),
            None => Value::from(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => items.iter().map(value_of).collect(),
        Json::Object(map) => value_of_map(map),
    }
}
