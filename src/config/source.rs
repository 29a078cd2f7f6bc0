//! Where settings are read from: the file, the environment and the flags, laid over the defaults.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;

use config::{File, FileFormat, Source, Value, ValueKind};
use serde::{Deserialize, Deserializer};

use super::{Config, Flags, LogFormat, channels, providers};

/// Names in the environment that are shorter than `HEADWATER_SECTION_KEY`.
const SHORT_NAMES: [(&str, &str); 2] =
    [("HEADWATER_LISTEN", "server.listen"), ("HEADWATER_LOG", "log.level")];

/// Variables that are read by the build or by tests, or whose feature is still to come.
const OTHER_NAMES: [&str; 6] = [
    // Where the pages to embed are; `cargo run` leaves it in the environment.
    "HEADWATER_ADMIN_UI",
    "HEADWATER_ASSETS_URL",
    "HEADWATER_SEARCH_KEY",
    "HEADWATER_SEARCH_URL",
    "HEADWATER_SKIP_ADMIN_UI",
    "HEADWATER_TEST_POSTGRES_URL",
];

/// Everything that is wrong with the settings.
#[derive(Debug)]
pub struct ConfigError {
    /// One sentence each, with the setting and where it stands.
    pub problems: Vec<String>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the settings are not usable")?;
        self.problems.iter().try_for_each(|problem| write!(formatter, "\n  {problem}"))
    }
}

impl std::error::Error for ConfigError {}

impl From<config::ConfigError> for ConfigError {
    fn from(error: config::ConfigError) -> Self {
        Self { problems: vec![error.to_string()] }
    }
}

/// Lays the flags over the environment over the file over the defaults.
pub(super) fn read(
    file: &Path,
    environment: &BTreeMap<String, String>,
    flags: &Flags,
) -> Result<Config, ConfigError> {
    let known = known_settings()?;
    let (settings, problems) = settings_of_file(file, &known)?;
    if !problems.is_empty() {
        return Err(ConfigError { problems });
    }
    let mut builder = config::Config::builder().add_source(config::Config::try_from(&Config::default())?);
    let layers = [settings, settings_of_environment(environment, &known), settings_of_flags(flags)].concat();
    for (name, value) in layers.clone() {
        builder = builder.set_override(name, value)?;
    }
    builder.build()?.try_deserialize().map_err(|error| with_origin(&error.to_string(), &layers))
}

/// The config crate knows where a value came from, but does not say it in every message.
fn with_origin(message: &str, layers: &Settings) -> ConfigError {
    let named = layers.iter().rev().find(|(name, _)| message.contains(&format!("`{name}`")));
    let problem = match named.and_then(|(_, value)| value.origin()) {
        Some(origin) if !message.contains(origin) => format!("{message} in {origin}"),
        _ => message.to_owned(),
    };
    ConfigError { problems: vec![problem] }
}

/// A list, or text with commas as the environment has it.
pub(super) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum ListOrText {
        List(Vec<String>),
        Text(String),
    }
    Ok(match ListOrText::deserialize(deserializer)? {
        ListOrText::List(items) => items,
        ListOrText::Text(text) => {
            text.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
        }
    })
}

/// The same, where it may be left out.
pub(super) fn optional_list<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    struct Listed(#[serde(deserialize_with = "list")] Vec<String>);
    Ok(Option::<Listed>::deserialize(deserializer)?.map(|Listed(items)| items))
}

/// A number for each name: a table, or text such as `Post=30,Comment=7` as the environment has it.
pub(super) fn numbers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, u32>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a table of whole numbers, or text such as `Post=30,Comment=7`")]
    enum TableOrText {
        Table(BTreeMap<String, u32>),
        Text(String),
    }
    match TableOrText::deserialize(deserializer)? {
        TableOrText::Table(numbers) => Ok(numbers),
        TableOrText::Text(text) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            items.map(|item| number(item).map_err(serde::de::Error::custom)).collect()
        }
    }
}

/// `Post=30`
fn number(item: &str) -> Result<(String, u32), String> {
    let named = item.split_once('=').and_then(|(name, number)| {
        let number = number.trim().parse().ok()?;
        Some((name.trim().to_owned(), number))
    });
    named.ok_or_else(|| format!("`{item}` is not a name and a whole number, such as `Post=30`"))
}

type Settings = Vec<(String, Value)>;

/// Every setting's name, `section.key`, read off the defaults.
fn known_settings() -> Result<Vec<String>, ConfigError> {
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    let sections = defaults.as_object().into_iter().flatten();
    Ok(sections
        .flat_map(|(section, settings)| {
            let keys = settings.as_object().into_iter().flatten();
            keys.map(move |(key, _)| format!("{section}.{key}"))
        })
        .collect())
}

/// The settings in the file, and a sentence for each that does not exist.
fn settings_of_file(file: &Path, known: &[String]) -> Result<(Settings, Vec<String>), ConfigError> {
    let mut settings = Settings::new();
    let mut problems = Vec::new();
    let shown = file.display();
    let tables: HashMap<String, Value> = match std::fs::read_to_string(file) {
        Ok(text) => File::from_str(&text, FileFormat::Toml)
            .collect()
            .map_err(|error| ConfigError { problems: vec![format!("{shown}: {error}")] })?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => HashMap::new(),
        Err(error) => {
            return Err(ConfigError { problems: vec![format!("{shown} can't be read: {error}")] });
        }
    };
    for (section, table) in tables {
        if section == channels::RULES {
            match channels::of_file(&shown.to_string(), table) {
                Ok(rules) => settings.push(rules),
                Err(problem) => problems.push(problem),
            }
            continue;
        }
        let ValueKind::Table(keys) = table.kind else {
            problems.push(format!("{shown}: `{section}` must be a section: write `[{section}]`"));
            continue;
        };
        for (key, value) in keys {
            let name = format!("{section}.{key}");
            if name == providers::SETTING {
                let (flat, unknown) = providers::of_file(&shown.to_string(), value);
                settings.extend(flat);
                problems.extend(unknown);
            } else if known.contains(&name) {
                let origin = shown.to_string();
                settings.push((name, Value::new(Some(&origin), value.kind)));
            } else {
                problems.push(format!("{shown}: `{name}` is not a setting{}", suggestion(&name, known)));
            }
        }
    }
    problems.sort();
    Ok((settings, problems))
}

/// `; did you mean ...?`
fn suggestion(name: &str, known: &[String]) -> String {
    let closest = known
        .iter()
        .max_by(|left, right| strsim::jaro_winkler(name, left).total_cmp(&strsim::jaro_winkler(name, right)));
    match closest {
        Some(closest) if strsim::jaro_winkler(name, closest) > 0.8 => format!("; did you mean `{closest}`?"),
        _ => String::new(),
    }
}

/// The settings in the environment. A variable that is no setting may belong to someone else: it is
/// named in a warning.
fn settings_of_environment(environment: &BTreeMap<String, String>, known: &[String]) -> Settings {
    let mut settings = Settings::new();
    for (variable, text) in environment {
        let Some(rest) = variable.strip_prefix("HEADWATER_") else { continue };
        let origin = format!("environment variable {variable}");
        match setting_of_variable(variable, rest, known) {
            Some(name) => settings.push((name, Value::new(Some(&origin), text.as_str()))),
            None if OTHER_NAMES.contains(&variable.as_str()) => {}
            None => eprintln!("warning: the environment variable {variable} names no setting"),
        }
    }
    settings
}

fn setting_of_variable(variable: &str, rest: &str, known: &[String]) -> Option<String> {
    let short = SHORT_NAMES.iter().find(|(short, _)| *short == variable).map(|(_, name)| (*name).to_owned());
    short
        .or_else(|| known.iter().find(|name| name.replace('.', "_").to_uppercase() == rest).cloned())
        .or_else(|| providers::setting_of_variable(rest))
        .or_else(|| (rest == channels::RULES.to_uppercase()).then(|| channels::RULES.to_owned()))
}

fn settings_of_flags(flags: &Flags) -> Settings {
    let format = flags.log_format.map(|format| match format {
        LogFormat::Text => "text".to_owned(),
        LogFormat::Json => "json".to_owned(),
    });
    let flags = [
        ("server.listen", "--listen", flags.listen.clone()),
        ("database.url", "--database-url", flags.database_url.clone()),
        ("log.level", "--log", flags.log.clone()),
        ("log.format", "--log-format", format),
    ];
    flags
        .into_iter()
        .filter_map(|(name, flag, text)| Some((name.to_owned(), Value::new(Some(&flag.to_owned()), text?))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_with(toml: &str, environment: &[(&str, &str)], flags: &Flags) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("headwater.toml");
        std::fs::write(&file, toml).unwrap();
        let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        read(&file, &environment, flags)
            .map_err(|error| error.to_string().replace(&folder.path().display().to_string(), "PROJECT"))
    }

    #[test]
    fn flag_wins_over_environment_over_file() {
        let toml = "[server]\nlisten = '127.0.0.1:1'\n[limits]\ndepth = 3\nbatch = 4\n[log]\nformat = 'json'";
        let environment = [
            ("HEADWATER_LISTEN", "127.0.0.1:2"),
            ("HEADWATER_LIMITS_DEPTH", "7"),
            ("HEADWATER_CORS_ORIGINS", "https://a.example, https://b.example"),
            ("HEADWATER_SERVER_REQUEST_TIMEOUT_MS", "12"),
        ];
        let flags = Flags { listen: Some("127.0.0.1:3".into()), ..Flags::default() };
        let config = read_with(toml, &environment, &flags).unwrap();
        assert_eq!(config.server.listen, "127.0.0.1:3");
        assert_eq!(config.limits.depth, 7);
        assert_eq!(config.limits.batch, 4);
        assert_eq!(config.limits.aliases, 500);
        assert_eq!(config.cors.origins, ["https://a.example", "https://b.example"]);
        assert_eq!(config.server.request_timeout_ms, 12);
        assert_eq!(config.log.format, Some(LogFormat::Json));
    }

    #[test]
    fn numbers_by_name_come_from_a_table_or_from_text() {
        let toml = "[changes.keep_days_of]\nPost = 30\nblogEntry = 0";
        let expected = |pairs: &[(&str, u32)]| -> BTreeMap<String, u32> {
            pairs.iter().map(|(name, days)| ((*name).to_owned(), *days)).collect()
        };
        let file = read_with(toml, &[], &Flags::default()).unwrap();
        assert_eq!(file.changes.keep_days_of, expected(&[("Post", 30), ("blogEntry", 0)]));
        let variable = [("HEADWATER_CHANGES_KEEP_DAYS_OF", "Post=7, Comment = 3,")];
        let environment = read_with(toml, &variable, &Flags::default()).unwrap();
        assert_eq!(environment.changes.keep_days_of, expected(&[("Post", 7), ("Comment", 3)]));
        let broken =
            read_with("", &[("HEADWATER_CHANGES_KEEP_DAYS_OF", "Post")], &Flags::default()).unwrap_err();
        let wrong = read_with("[changes]\nkeep_days_of = ['Post']", &[], &Flags::default()).unwrap_err();
        insta::assert_snapshot!(format!("{broken}\n{wrong}"), @r"
        the settings are not usable
          `Post` is not a name and a whole number, such as `Post=30` for key `changes.keep_days_of` in environment variable HEADWATER_CHANGES_KEEP_DAYS_OF
        the settings are not usable
          expected a table of whole numbers, or text such as `Post=30,Comment=7` for key `changes.keep_days_of` in PROJECT/headwater.toml
        ");
    }

    #[test]
    fn sign_in_providers_come_from_the_file_and_the_environment_together() {
        let toml = "[auth.providers.github]\nclient_id = 'a'\nscopes = ['read:user']\n[auth.providers.my_own]\nkind = 'oidc'
            [[auth.issuers]]\nissuer = 'https://id.example.org'\naudience = ['cms']";
        let environment = [
            ("HEADWATER_AUTH_PROVIDERS_GITHUB_CLIENT_SECRET", "b"),
            ("HEADWATER_AUTH_PROVIDERS_GITHUB_SIGN_UP", "false"),
            ("HEADWATER_AUTH_PROVIDERS_MY_OWN_JWKS_URL", "https://id.example.org/keys"),
            ("HEADWATER_AUTH_PROVIDERS_MY_OWN_SCOPES", "openid, email"),
        ];
        let config = read_with(toml, &environment, &Flags::default()).unwrap();
        let github = &config.auth.providers["github"];
        assert_eq!((github.client_id.as_deref(), github.client_secret.as_deref()), (Some("a"), Some("b")));
        assert_eq!(github.sign_up, Some(false));
        let own = &config.auth.providers["my_own"];
        assert_eq!(
            (own.kind.as_deref(), own.jwks_url.as_deref()),
            (Some("oidc"), Some("https://id.example.org/keys"))
        );
        assert_eq!(own.scopes.as_deref().unwrap(), ["openid", "email"]);
        assert_eq!(config.auth.issuers[0].audience, ["cms"]);
        let json =
            [("HEADWATER_AUTH_ISSUERS", r#"[{"issuer": "https://id.example.org", "audience": "a,b"}]"#)];
        let config = read_with("", &json, &Flags::default()).unwrap();
        assert_eq!(config.auth.issuers[0].audience, ["a", "b"]);
    }

    #[test]
    fn rules_of_channels_come_from_tables_or_from_json() {
        let toml = "[[channel]]\nname = 'post/{id}'\ncollection = 'Post'
            allow = [{ to = ['author'], do = ['JOIN'], where = { author = { id = { eq = '$user.id' } } } }]";
        let expected = serde_json::json!([{
            "allow": [{ "do": ["JOIN"], "to": ["author"], "where": { "author": { "id": { "eq": "$user.id" } } } }],
            "collection": "Post",
            "name": "post/{id}",
        }]);
        let file = read_with(toml, &[], &Flags::default()).unwrap();
        assert_eq!(serde_json::to_value(&file.channel).unwrap(), expected);
        let variable = [("HEADWATER_CHANNEL", &*expected.to_string())];
        let environment = read_with("", &variable, &Flags::default()).unwrap();
        assert_eq!(environment.channel, file.channel);
        let wrong = read_with("[channel]\nname = 'a'", &[], &Flags::default()).unwrap_err();
        assert!(wrong.contains("write `[[channel]]` for each channel"), "{wrong}");
    }

    #[test]
    fn settings_of_providers_that_do_not_exist_are_refused() {
        let toml = "[auth]\nproviders.github = 1\n[auth.providers.google]\nclient = 'a'";
        let wrong = read_with(toml, &[], &Flags::default()).unwrap_err();
        let issuer = "[[auth.issuers]]\nissuer = 'https://id.example.org'\njwks = 'x'";
        let issuer = read_with(issuer, &[], &Flags::default()).unwrap_err();
        assert!(issuer.contains("unknown field `jwks`") && issuer.contains("`auth.issuers[0]`"), "{issuer}");
        insta::assert_snapshot!(wrong, @r"
        the settings are not usable
          PROJECT/headwater.toml: `auth.providers.github` must be a section: write `[auth.providers.github]`
          PROJECT/headwater.toml: `auth.providers.google.client` is not a setting; there is `kind`, `title`, `client_id`, `client_secret`, `issuer`, `tenant`, `scopes`, `sign_up`, `authorize_url`, `token_url`, `user_info_url`, `emails_url`, `jwks_url`, `team_id`, `key_id`, `private_key`, `enabled`
        ");
    }

    #[test]
    fn every_setting_and_its_default_are_documented() {
        let docs =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/configuration.md")).unwrap();
        let defaults = serde_json::to_value(Config::default()).unwrap();
        for (section, settings) in defaults.as_object().unwrap() {
            if settings.is_array() {
                assert!(docs.contains(&format!("\n## `[[{section}]]`\n")), "[[{section}]] is not documented");
                continue;
            }
            assert!(docs.contains(&format!("\n## `[{section}]`\n")), "[{section}] is not documented");
            for (key, value) in settings.as_object().unwrap() {
                let value = match value {
                    serde_json::Value::String(text) => format!(" `{text}` |"),
                    serde_json::Value::Number(_) | serde_json::Value::Bool(_) => format!(" `{value}` |"),
                    _ => String::new(),
                };
                assert!(
                    docs.contains(&format!("\n| `{key}` |{value}")),
                    "{section}.{key} is documented otherwise"
                );
            }
        }
    }

    #[test]
    fn unknown_settings_are_refused_all_at_once() {
        let error = read_with("listen = 1\n[server]\nlisen = 1\n[xyz]\nabc = 1", &[], &Flags::default());
        insta::assert_snapshot!(error.unwrap_err(), @r"
        the settings are not usable
          PROJECT/headwater.toml: `listen` must be a section: write `[listen]`
          PROJECT/headwater.toml: `server.lisen` is not a setting; did you mean `server.listen`?
          PROJECT/headwater.toml: `xyz.abc` is not a setting
        ");
    }

    #[test]
    fn broken_values_name_the_setting_and_its_place() {
        let file = read_with("[limits]\ndepth = 'many'", &[], &Flags::default()).unwrap_err();
        let variable =
            read_with("", &[("HEADWATER_SERVER_COMPRESSION", "maybe")], &Flags::default()).unwrap_err();
        let toml = read_with("[limits\ndepth = 3", &[], &Flags::default()).unwrap_err();
        insta::assert_snapshot!(format!("{file}\n{variable}\n{toml}"), @r#"
        the settings are not usable
          invalid type: string "many", expected an integer for key `limits.depth` in PROJECT/headwater.toml
        the settings are not usable
          invalid type: string "maybe", expected a boolean for key `server.compression` in environment variable HEADWATER_SERVER_COMPRESSION
        the settings are not usable
          PROJECT/headwater.toml: TOML parse error at line 1, column 8
          |
        1 | [limits
          |        ^
        unclosed table, expected `]`
        "#);
    }
}
