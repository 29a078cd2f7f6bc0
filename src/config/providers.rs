//! `[auth.providers.NAME]` and `[[auth.issuers]]`: whose accounts and whose tokens are trusted.
//!
//! Here is only what can be written; what it means is checked in `auth/provider/` and `auth/issuer.rs`.

use std::collections::BTreeMap;
use std::fmt;

use ::config::{Value, ValueKind};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::source;

/// The setting whose keys are sections of their own.
pub(super) const SETTING: &str = "auth.providers";

/// The keys of a section `[auth.providers.NAME]`.
pub(super) const PROVIDER_KEYS: [&str; 17] = [
    "kind",
    "title",
    "client_id",
    "client_secret",
    "issuer",
    "tenant",
    "scopes",
    "sign_up",
    "authorize_url",
    "token_url",
    "user_info_url",
    "emails_url",
    "jwks_url",
    "team_id",
    "key_id",
    "private_key",
    "enabled",
];

/// A provider that people may sign in with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderSettings {
    /// `oidc`, `google`, `github`, ...; by default the section's name.
    pub kind: Option<String>,
    /// What people call it; by default its own name.
    pub title: Option<String>,
    /// As whom this server is known there.
    pub client_id: Option<String>,
    /// What proves it.
    pub client_secret: Option<String>,
    /// Who issues its tokens; OpenID Connect finds the rest by it.
    pub issuer: Option<String>,
    /// Of Microsoft: whose accounts; by default everybody's.
    pub tenant: Option<String>,
    /// What is asked for.
    #[serde(deserialize_with = "source::optional_list")]
    pub scopes: Option<Vec<String>>,
    /// Whether somebody who is not known yet gets an account; they do by default.
    pub sign_up: Option<bool>,
    /// Where people agree.
    pub authorize_url: Option<String>,
    /// Where a code becomes tokens.
    pub token_url: Option<String>,
    /// Where it says who signed in.
    pub user_info_url: Option<String>,
    /// Of GitHub: where addresses are listed; empty to ask for none.
    pub emails_url: Option<String>,
    /// Where its keys are.
    pub jwks_url: Option<String>,
    /// Of Apple: the team.
    pub team_id: Option<String>,
    /// Of Apple: the key's id.
    pub key_id: Option<String>,
    /// Of Apple: the key, as in its file.
    pub private_key: Option<String>,
    /// Whether it is used at all; it is by default.
    pub enabled: Option<bool>,
}

/// Somebody whose tokens are taken as proof of who sends a request.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssuerSettings {
    /// The claim `iss` of its tokens; without `jwks_url` its keys are found by it.
    pub issuer: String,
    /// Where its keys are.
    pub jwks_url: Option<String>,
    /// The claim `aud` that its tokens must have: one of these.
    #[serde(deserialize_with = "source::list")]
    pub audience: Vec<String>,
    /// Which claim holds what.
    pub claims: IssuerClaims,
    /// Which role of this server a value of the roles claim stands for.
    pub roles: BTreeMap<String, String>,
    /// Whom its tokens stand for.
    pub users: IssuerUsers,
}

/// Whom the tokens of an issuer stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IssuerUsers {
    /// Users who are here: found by an address that both sides verified, and known from then on.
    #[default]
    Linked,
    /// The same, and who is not known yet gets an account.
    Created,
    /// Users whose ids here stand in the tokens.
    Ids,
}

/// Which claim holds what; a dot leads into an object: `realm_access.roles`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssuerClaims {
    /// Who it is.
    pub id: String,
    /// Their address.
    pub email: String,
    /// Whether the address is verified: true or false.
    pub email_verified: String,
    /// Their name.
    pub name: String,
    /// Their roles: a list, or text with spaces or commas.
    pub roles: Option<String>,
}

impl Default for IssuerClaims {
    fn default() -> Self {
        Self {
            id: "sub".to_owned(),
            email: "email".to_owned(),
            email_verified: "email_verified".to_owned(),
            name: "name".to_owned(),
            roles: None,
        }
    }
}

/// The settings of the providers in a file, and a sentence for everything that can't be one. Each is a setting
/// of its own, so that the environment can add to a section of the file.
pub(super) fn of_file(file: &str, value: Value) -> (Vec<(String, Value)>, Vec<String>) {
    let (mut settings, mut problems) = (Vec::new(), Vec::new());
    let ValueKind::Table(sections) = value.kind else {
        return (settings, vec![format!("{file}: write `[{SETTING}.NAME]` for each provider")]);
    };
    for (provider, section) in sections {
        let ValueKind::Table(keys) = section.kind else {
            problems.push(format!(
                "{file}: `{SETTING}.{provider}` must be a section: write `[{SETTING}.{provider}]`"
            ));
            continue;
        };
        for (key, value) in keys {
            let name = format!("{SETTING}.{provider}.{key}");
            match PROVIDER_KEYS.contains(&key.as_str()) {
                true => settings.push((name, Value::new(Some(&file.to_owned()), value.kind))),
                false => problems.push(format!(
                    "{file}: `{name}` is not a setting; there is {}",
                    PROVIDER_KEYS.map(|key| format!("`{key}`")).join(", ")
                )),
            }
        }
    }
    (settings, problems)
}

/// `AUTH_PROVIDERS_GITHUB_CLIENT_ID`
pub(super) fn setting_of_variable(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix("AUTH_PROVIDERS_")?;
    let ends = PROVIDER_KEYS.iter().filter_map(|key| {
        let name = rest.strip_suffix(&format!("_{}", key.to_uppercase()))?;
        (!name.is_empty()).then_some((name, *key))
    });
    // The longest key: `JWKS_URL`, not the provider `..._JWKS`.
    let (name, key) = ends.min_by_key(|(name, _)| name.len())?;
    Some(format!("{SETTING}.{}.{key}", name.to_lowercase()))
}

/// A list of tables, or JSON as the environment has it.
pub(super) fn issuers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IssuerSettings>, D::Error> {
    deserializer.deserialize_any(TablesOrText)
}

/// Says what is wrong with a table, where an untagged enum would say that nothing fits.
struct TablesOrText;

impl<'de> Visitor<'de> for TablesOrText {
    type Value = Vec<IssuerSettings>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("tables `[[auth.issuers]]`, or a list of them as JSON")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, tables: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(tables))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        serde_json::from_str(text).map_err(E::custom)
    }
}
