//! The way of a browser to a provider and back: who may come back, with what, and what they get for it.
//!
//! Who leaves is given a ticket, which the provider brings back as the state, and a secret, which only the
//! browser keeps. Both have to come back together, once. Who comes back is sent to a page with cookies, or with
//! a code that the page exchanges for the session, so that no address ever holds a token. Read [`depart`] first,
//! then [`come_back`].

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use super::arrival::{self, Newcomers, arrive};
use super::linked::Elsewhere;
use super::provider::{
    BrowserSecret, Profile, Provider, ProviderError, Returned, authorization_url, profile,
};
use super::sign_in::{Method, SignedIn, finish};
use super::ticket::{NewTicket, Purpose, Ticket, issue_in, take_in};
use super::transact::transact;
use super::{Auth, Client, is_same, secret};
use crate::changes::Author;
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::store::entity::identity::Model as Row;

/// How long people may take at the provider.
pub const JOURNEY_LASTS: TimeDelta = TimeDelta::minutes(15);
/// How long a page may take to exchange its code.
const RESULT_LASTS: TimeDelta = TimeDelta::minutes(2);

/// How a sign-in ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// With the session's cookies.
    Cookie,
    /// With a code for the session.
    Code,
    /// With a code to link the account elsewhere.
    Link,
}

/// What is to be known when a browser comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Journey {
    /// The provider's name.
    pub provider: String,
    /// The digest of the browser's secret.
    browser: String,
    /// Where the provider was told to send it.
    redirect_uri: String,
    /// Where it goes then.
    pub target: Url,
    /// How it ends.
    pub ending: Ending,
    /// What the code's exchange has to prove, if the page asked for it.
    challenge: Option<String>,
    /// Who asked to link.
    user_id: Option<String>,
}

/// A browser that leaves.
#[derive(Debug)]
pub struct Departure {
    /// Where to.
    pub url: Url,
    /// What the provider brings back.
    pub state: String,
    /// What the browser keeps.
    pub secret: BrowserSecret,
}

/// What is wanted of a sign-in.
#[derive(Debug)]
pub struct Wish {
    /// Where the browser goes in the end.
    pub target: Url,
    /// How it ends.
    pub ending: Ending,
    /// The S256 challenge of who will exchange the code.
    pub challenge: Option<String>,
    /// The ticket of who wants to link.
    pub link: Option<String>,
}

/// Sends a browser to the provider.
///
/// # Errors
///
/// When the provider can't be reached, or the ticket for linking is over.
pub async fn depart(
    auth: &Auth,
    writer: &Writer,
    provider: &Provider,
    wish: Wish,
    client: &Client,
) -> Result<Departure, Error> {
    let redirect_uri = redirect_uri(provider, client);
    let (state, browser) = (secret::random(), BrowserSecret::new());
    let web = auth.providers().web()?;
    let url = authorization_url(provider, web, &redirect_uri, &state, &browser).await;
    let url = url.map_err(|error| failed(provider, &error))?;
    let journey = Journey {
        provider: provider.name.clone(),
        browser: browser.digest(),
        redirect_uri,
        target: wish.target,
        ending: wish.ending,
        challenge: wish.challenge,
        user_id: None,
    };
    let about = (auth.clone(), journey, wish.link, state.clone());
    transact(writer, author(client), about, |(auth, journey, link, state), tx| {
        Box::pin(async move {
            let mut journey = journey.clone();
            if let Some(link) = link {
                let ticket = take_in(tx, auth, Purpose::OAuthLink, link).await?;
                let known = ticket.filter(|ticket| ticket.payload == journey.provider.as_str());
                let Some(ticket) = known else { return super::refuse(over("the link to this page")) };
                journey.user_id = ticket.user_id;
            }
            let ticket = new_ticket(Purpose::OAuthState, &journey, state, JOURNEY_LASTS);
            Ok(issue_in(tx, auth, &ticket).await?)
        })
    })
    .await?;
    Ok(Departure { url, state, secret: browser })
}

/// A ticket with which a signed-in user can begin to link that provider in their browser.
///
/// # Errors
///
/// When the user may not, or the database fails.
pub async fn ticket_to_link(
    auth: &Auth,
    writer: &Writer,
    provider: &Provider,
    user_id: &str,
    client: &Client,
) -> Result<String, Error> {
    let account = super::account::find(auth, user_id).await?;
    let account = account.ok_or_else(|| Error::new(Code::NotFound, "there is no such user"))?;
    arrival::check_may_link(&account)?;
    let link = secret::random();
    let ticket = NewTicket {
        purpose: Purpose::OAuthLink,
        user_id: Some(user_id.to_owned()),
        email: None,
        payload: provider.name.as_str().into(),
        secret: link.clone(),
        expires_in: RESULT_LASTS,
    };
    let about = (auth.clone(), ticket);
    transact(writer, author(client), about, |(auth, ticket), tx| {
        Box::pin(async move { Ok(issue_in(tx, auth, ticket).await?) })
    })
    .await?;
    Ok(link)
}

/// The journey of a state that a browser brings back with the secret that it kept. It ends with this, whatever
/// comes of it.
///
/// # Errors
///
/// When there is none, it ended before, or another browser began it.
pub async fn end(
    auth: &Auth,
    writer: &Writer,
    provider: &Provider,
    state: &str,
    secret: Option<&BrowserSecret>,
    client: &Client,
) -> Result<Journey, Error> {
    let ticket = take(auth, writer, Purpose::OAuthState, state, client).await?;
    let journey: Option<Journey> = ticket.and_then(|ticket| serde_json::from_value(ticket.payload).ok());
    let journey = journey.filter(|journey| journey.provider == provider.name);
    let journey = journey.ok_or_else(|| over("this sign-in"))?;
    match secret.is_some_and(|secret| secret.is(&journey.browser)) {
        true => Ok(journey),
        false => Err(Error::new(
            Code::Forbidden,
            "this sign-in was begun in another browser, or its cookie is gone: begin again",
        )),
    }
}

/// What somebody gets who came back.
#[derive(Debug)]
pub enum Outcome {
    /// They are signed in, or asked for the second factor.
    SignedIn(SignedIn),
    /// A code for the page.
    Code(String),
}

/// Lets in who came back from the provider with a code.
///
/// # Errors
///
/// When the provider's answer proves nothing, or they can't be let in.
pub async fn come_back(
    auth: &Auth,
    writer: &Writer,
    provider: &Provider,
    journey: &Journey,
    secret: &BrowserSecret,
    returned: Returned,
    client: &Client,
) -> Result<Outcome, Error> {
    let web = auth.providers().web()?;
    let person = profile(provider, web, &journey.redirect_uri, secret, returned).await;
    let person = person.map_err(|error| failed(provider, &error))?;
    if journey.ending == Ending::Link {
        let arrived =
            Arrived { user_id: journey.user_id.clone(), profile: Some(person), ..Arrived::at(journey) };
        return Ok(Outcome::Code(code(auth, writer, &arrived, client).await?));
    }
    let newcomers = if provider.sign_up { Newcomers::Welcome } else { Newcomers::Refused };
    let user_id = arrive(auth, writer, &elsewhere(provider, person), newcomers, client).await?;
    if journey.ending == Ending::Code {
        let arrived = Arrived { user_id: Some(user_id), ..Arrived::at(journey) };
        return Ok(Outcome::Code(code(auth, writer, &arrived, client).await?));
    }
    let method = Method::Provider(provider.name.clone());
    Ok(Outcome::SignedIn(finish(auth, writer, &user_id, method, client).await?))
}

/// What a code stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Arrived {
    provider: String,
    ending: Ending,
    challenge: Option<String>,
    user_id: Option<String>,
    profile: Option<Profile>,
}

impl Arrived {
    fn at(journey: &Journey) -> Self {
        Self {
            provider: journey.provider.clone(),
            ending: journey.ending,
            challenge: journey.challenge.clone(),
            user_id: None,
            profile: None,
        }
    }
}

async fn code(auth: &Auth, writer: &Writer, arrived: &Arrived, client: &Client) -> Result<String, Error> {
    let code = secret::random();
    let ticket = new_ticket(Purpose::OAuthResult, arrived, &code, RESULT_LASTS);
    // What is given out for a user is void when their password is reset.
    let about = (auth.clone(), NewTicket { user_id: arrived.user_id.clone(), ..ticket });
    transact(writer, author(client), about, |(auth, ticket), tx| {
        Box::pin(async move { Ok(issue_in(tx, auth, ticket).await?) })
    })
    .await?;
    Ok(code)
}

/// The session for a code.
///
/// # Errors
///
/// When the code is over or was used, or the verifier is not the one of who began.
pub async fn exchange(
    auth: &Auth,
    writer: &Writer,
    code: &str,
    verifier: Option<&str>,
    client: &Client,
) -> Result<SignedIn, Error> {
    let arrived = arrived(auth, writer, code, verifier, client).await?;
    match (arrived.ending, arrived.user_id) {
        (Ending::Code, Some(user_id)) => {
            finish(auth, writer, &user_id, Method::Provider(arrived.provider), client).await
        }
        _ => Err(over("the code")),
    }
}

/// Links the account elsewhere of a code to the user who asks, who must be the one who began.
///
/// # Errors
///
/// When the code is over or was used, or somebody else began.
pub async fn exchange_link(
    auth: &Auth,
    writer: &Writer,
    code: &str,
    user_id: &str,
    client: &Client,
) -> Result<Row, Error> {
    let arrived = arrived(auth, writer, code, None, client).await?;
    let provider = auth.providers().find(&arrived.provider);
    match (arrived.ending, arrived.profile, provider) {
        (Ending::Link, Some(profile), Some(provider)) if arrived.user_id.as_deref() == Some(user_id) => {
            arrival::link(auth, writer, user_id, &elsewhere(provider, profile), client).await
        }
        _ => Err(over("the code")),
    }
}

async fn arrived(
    auth: &Auth,
    writer: &Writer,
    code: &str,
    verifier: Option<&str>,
    client: &Client,
) -> Result<Arrived, Error> {
    super::limit::check_address(auth, client)?;
    let ticket = take(auth, writer, Purpose::OAuthResult, code, client).await?;
    let arrived: Option<Arrived> = ticket.and_then(|ticket| serde_json::from_value(ticket.payload).ok());
    let arrived = arrived.ok_or_else(|| over("the code"))?;
    let shown = verifier.map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    match (&arrived.challenge, shown) {
        (None, None) => Ok(arrived),
        (Some(challenge), Some(shown)) if is_same(&shown, challenge) => Ok(arrived),
        (Some(_), None) => {
            Err(Error::bad_request("argument `verifier` is missing: this sign-in began with a challenge"))
        }
        _ => Err(over("the code")),
    }
}

async fn take(
    auth: &Auth,
    writer: &Writer,
    purpose: Purpose,
    secret: &str,
    client: &Client,
) -> Result<Option<Ticket>, Error> {
    let about = (auth.clone(), secret.to_owned());
    transact(writer, author(client), about, move |(auth, secret), tx| {
        Box::pin(async move { Ok(take_in(tx, auth, purpose, secret).await?) })
    })
    .await
}

fn elsewhere(provider: &Provider, profile: Profile) -> Elsewhere {
    Elsewhere {
        provider: provider.name.clone(),
        issuer: provider.issuer().unwrap_or_default().to_owned(),
        profile,
    }
}

fn new_ticket(purpose: Purpose, payload: &impl Serialize, secret: &str, expires_in: TimeDelta) -> NewTicket {
    NewTicket {
        purpose,
        user_id: None,
        email: None,
        payload: serde_json::to_value(payload).unwrap_or_default(),
        secret: secret.to_owned(),
        expires_in,
    }
}

/// Where providers send browsers back to: registered there, to the letter.
pub fn redirect_uri(provider: &Provider, client: &Client) -> String {
    format!("{}/auth/{}/callback", client.origin.as_deref().unwrap_or_default(), provider.name)
}

fn author(client: &Client) -> Author {
    client.author(None)
}

fn over(what: &str) -> Error {
    Error::new(Code::Unauthenticated, format!("{what} is over, or was used before: begin again"))
}

/// What went wrong at the provider is for the log.
fn failed(provider: &Provider, error: &ProviderError) -> Error {
    tracing::warn!(provider = provider.name, %error, "nobody was signed in by the provider");
    let title = &provider.title;
    match error {
        ProviderError::Unavailable(_) => {
            Error::new(Code::Unavailable, format!("{title} can't be reached at the moment; try again"))
        }
        ProviderError::Refused(_) => {
            Error::new(Code::Unauthenticated, format!("{title} refused the sign-in; begin again"))
        }
        ProviderError::Untrusted(_) => {
            Error::new(Code::Unauthenticated, format!("what {title} answered proves nothing; begin again"))
        }
    }
}
