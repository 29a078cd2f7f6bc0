//! Tokens of other issuers that are trusted: `[[auth.issuers]]`.
//!
//! A token is judged by its issuer's public keys, and stands for a user of this server. Roles that it brings
//! count only where the settings map them, so that nobody becomes an admin by a name. Read [`judge_token`]
//! first.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value as Json};

use super::arrival::{Newcomers, arrive};
use super::linked::{self, Elsewhere};
use super::provider::{Expected, IssuerDocument, Keys, Profile, ProviderError, Web, check_url, judge};
use super::session::Judged;
use super::transact::moment;
use super::{Auth, Client, account, session};
use crate::access::{Actor, Roles};
use crate::config::{Config, IssuerClaims, IssuerSettings, IssuerUsers};
use crate::error::{Code, Error};

/// The issuers whose tokens are trusted.
#[derive(Debug, Default)]
pub struct Issuers(Vec<Issuer>);

#[derive(Debug)]
struct Issuer {
    settings: IssuerSettings,
    document: IssuerDocument,
    keys: Keys,
}

impl Issuers {
    /// The issuers of the settings.
    ///
    /// # Errors
    ///
    /// A sentence for everything that is wrong with them.
    pub fn new(config: &Config) -> Result<Self, Vec<String>> {
        let settings = &config.auth.issuers;
        let mut problems = Vec::new();
        for (index, issuer) in settings.iter().enumerate() {
            let mut wrong =
                |key: &str, reason: String| problems.push(format!("`auth.issuers[{index}].{key}`: {reason}"));
            match issuer.issuer.as_str() {
                "" => wrong("issuer", "it is missing: the claim `iss` of the issuer's tokens".to_owned()),
                own if own == config.auth.issuer => {
                    wrong("issuer", format!("`{own}` is this server itself (setting `auth.issuer`)"));
                }
                known if settings[..index].iter().any(|before| before.issuer == known) => {
                    wrong("issuer", format!("`{known}` is there twice"));
                }
                _ => {}
            }
            let keys = issuer.jwks_url.as_ref().unwrap_or(&issuer.issuer);
            if let Err(reason) =
                check_url(keys).map_err(|reason| format!("{reason}; where its keys are, `jwks_url` says"))
            {
                wrong(if issuer.jwks_url.is_some() { "jwks_url" } else { "issuer" }, reason);
            }
            if issuer.audience.is_empty() {
                wrong("audience", "it is missing: tokens for other services must not count here".to_owned());
            }
            if issuer.claims.roles.is_none() && !issuer.roles.is_empty() {
                wrong("claims.roles", "it is missing: the claim whose values `roles` maps".to_owned());
            }
            if issuer.claims.roles.is_some() && issuer.roles.is_empty() {
                wrong("roles", "it is missing: which role a value of the claim stands for".to_owned());
            }
        }
        let issuer = |settings: &IssuerSettings| Issuer {
            settings: settings.clone(),
            document: IssuerDocument::default(),
            keys: Keys::default(),
        };
        match problems.is_empty() {
            true => Ok(Self(settings.iter().map(issuer).collect())),
            false => Err(problems),
        }
    }

    /// The issuer that a token says it is from. It proves nothing yet.
    fn named_by(&self, token: &str) -> Option<&Issuer> {
        // Most servers trust nobody else.
        if self.0.is_empty() {
            return None;
        }
        let mut parts = token.split('.');
        let (_, body, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
            return None;
        };
        let body: Map<String, Json> = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()?;
        let named = body.get("iss")?.as_str()?;
        self.0.iter().find(|issuer| issuer.settings.issuer == named)
    }
}

/// Who shows a token of an issuer that is trusted; none when the token is from nobody of them.
///
/// # Errors
///
/// `UNAUTHENTICATED` when the token proves nothing, or stands for nobody here.
pub async fn judge_token(auth: &Auth, token: &str) -> Result<Option<Judged>, Error> {
    let Some(issuer) = auth.issuers().named_by(token) else { return Ok(None) };
    let web = auth.providers().web()?;
    let claims = match issuer.claims(web, token).await {
        Ok(claims) => claims,
        Err(ProviderError::Unavailable(reason)) => {
            tracing::warn!(issuer = issuer.settings.issuer, reason, "a token can't be judged");
            return Err(Error::new(
                Code::Unavailable,
                "the token's issuer can't be reached at the moment; try again",
            ));
        }
        Err(error) => {
            tracing::debug!(issuer = issuer.settings.issuer, %error, "a token is refused");
            return Err(invalid());
        }
    };
    let roles = issuer.roles(&claims);
    let until = claims.get("exp").and_then(Json::as_f64).map(|seconds| moment((seconds * 1000.0) as i64));
    let actor = issuer.actor(auth, claims).await?.ok_or_else(unknown)?;
    let roles = Roles::new(actor.roles.iter().chain(roles.iter().map(String::as_str)));
    Ok(Some(Judged { actor: Actor { roles, ..actor }, until }))
}

impl Issuer {
    async fn claims(&self, web: &Web, token: &str) -> Result<Map<String, Json>, ProviderError> {
        let settings = &self.settings;
        let keys_url = match &settings.jwks_url {
            Some(url) => url.clone(),
            None => self.document.keys_url(web, &settings.issuer).await?,
        };
        let expected =
            Expected { issuer: &settings.issuer, audiences: &settings.audience, keys_url: &keys_url };
        Ok(judge(web, &self.keys, token, expected).await?.claims)
    }

    /// The user for whom the token stands.
    async fn actor(&self, auth: &Auth, claims: Map<String, Json>) -> Result<Option<Actor>, Error> {
        let names = &self.settings.claims;
        let Some(subject) = value(&claims, &names.id).and_then(Json::as_str) else { return Err(invalid()) };
        if self.settings.users == IssuerUsers::Ids {
            let subject = subject.to_owned();
            return session::actor_of(auth, &subject, claims).await;
        }
        let profile = profile(names, &claims, subject).map_err(|_| invalid())?;
        let elsewhere = Elsewhere { provider: String::new(), issuer: self.settings.issuer.clone(), profile };
        // Every request comes by here: nothing is written for who is known.
        if let Some(known) = linked::find(auth, &elsewhere).await? {
            let actor = session::actor_of(auth, &known.user_id, claims.clone()).await?;
            if actor.is_some() || account::find(auth, &known.user_id).await?.is_some() {
                return Ok(actor);
            }
        }
        let newcomers = match self.settings.users {
            IssuerUsers::Created => Newcomers::Welcome,
            IssuerUsers::Linked | IssuerUsers::Ids => Newcomers::Refused,
        };
        let Some(writer) = auth.writer() else { return Ok(None) };
        let user_id = arrive(auth, &writer, &elsewhere, newcomers, &Client::default()).await?;
        session::actor_of(auth, &user_id, claims).await
    }

    /// The roles that the token brings: those that the settings map.
    fn roles(&self, claims: &Map<String, Json>) -> Vec<String> {
        let Some(name) = &self.settings.claims.roles else { return Vec::new() };
        let said: Vec<&str> = match value(claims, name) {
            Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).collect(),
            Some(Json::String(text)) => text.split([' ', ',']).filter(|item| !item.is_empty()).collect(),
            _ => Vec::new(),
        };
        said.iter().filter_map(|said| self.settings.roles.get(*said)).cloned().collect()
    }
}

fn profile(
    names: &IssuerClaims,
    claims: &Map<String, Json>,
    subject: &str,
) -> Result<Profile, ProviderError> {
    let text = |name: &str| value(claims, name).and_then(Json::as_str).map(str::to_owned);
    let is_verified = value(claims, &names.email_verified) == Some(&Json::Bool(true));
    Ok(Profile::new(Some(subject.to_owned()))?
        .with_email(text(&names.email), is_verified)
        .with_looks(text(&names.name), None))
}

/// A claim by its whole name, which may be an address with dots in it, or by the way to it.
fn value<'a>(claims: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let mut parts = name.split('.');
    let first = claims.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}

fn invalid() -> Error {
    Error::new(Code::Unauthenticated, "the token is not valid, or is over")
}

fn unknown() -> Error {
    Error::new(Code::Unauthenticated, "the token stands for nobody who has an account here")
}
