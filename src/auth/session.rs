//! Sessions, and the tokens of one: a short access token, and refresh tokens of which each is good once.
//!
//! Who shows a refresh token that was used before is a thief, or the thief was there first: either way the
//! session ends, with all of its tokens. There is no time of grace in which one counts twice, because in it
//! a thief could live along with the owner unseen. Read [`authenticate`] first, then [`refresh`].

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use serde_json::{Map, Value as Json};

use super::client::Client;
use super::event::{Event, Kind, note_in};
use super::identity::Found;
use super::sign_in::IssuedSession;
use super::transact::{millis, moment, transact};
use super::{Auth, access_token, api_token, issuer, secret};
use crate::access::Actor;
use crate::changes::{Failure, Tx};
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::store::StoreError;
use crate::store::entity::session::Model;
use crate::store::entity::{auth_event, refresh_token, session};

/// What refresh tokens begin with, so that people and scanners know them.
pub const REFRESH_PREFIX: &str = "hwr_";

/// A session to be begun. Everything random is made before the transaction.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Its id.
    pub id: String,
    /// Who signs in.
    pub user_id: String,
    /// How.
    pub method: String,
    /// The admin who is to act as the user.
    pub impersonator: Option<String>,
    /// The first refresh token.
    pub refresh_token: String,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
}

impl NewSession {
    /// A session of that user, with new secrets.
    pub fn new(auth: &Auth, user_id: &str, method: String, impersonator: Option<String>) -> Self {
        let lifetime = match impersonator {
            Some(_) => auth.settings().impersonation_lifetime(),
            None => auth.settings().session_max_lifetime(),
        };
        Self {
            id: uuid::Uuid::now_v7().to_string(),
            user_id: user_id.to_owned(),
            method,
            impersonator,
            refresh_token: new_refresh_token(),
            expires_at: Utc::now() + lifetime,
        }
    }
}

fn new_refresh_token() -> String {
    format!("{REFRESH_PREFIX}{}", secret::random())
}

/// Who shows a token, and until when it counts at most.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Who it is.
    pub actor: Actor,
    /// When it is over by itself; none for one that counts until it is taken away.
    pub until: Option<DateTime<Utc>>,
}

/// Who shows that token.
///
/// # Errors
///
/// As for [`judge`].
pub async fn authenticate(auth: &Auth, token: &str) -> Result<Actor, Error> {
    Ok(judge(auth, token).await?.actor)
}

/// Who shows that token, and until when it counts.
///
/// # Errors
///
/// `UNAUTHENTICATED` when it does not count: it is none of ours, over, or revoked, or the user is disabled
/// or gone.
pub async fn judge(auth: &Auth, token: &str) -> Result<Judged, Error> {
    if token.starts_with(api_token::PREFIX) {
        return api_token::judge(auth, token).await;
    }
    if let Some(judged) = issuer::judge_token(auth, token).await? {
        return Ok(judged);
    }
    let claims = access_token::verify(auth, token).await?;
    let found = auth.statements().by_session(auth.store(), &claims.sid).await?;
    let now = millis(Utc::now());
    let alive = found.filter(|found| found.id == claims.sub && found.counts(now));
    let Some(found) = alive else { return Err(access_token::invalid()) };
    let session = Some(claims.sid.clone());
    let until = claims.exp.saturating_mul(1000).min(found.expires_at.unwrap_or(i64::MAX));
    Ok(Judged { actor: found.into_actor(shown_claims(&claims), session), until: Some(moment(until)) })
}

fn shown_claims(claims: &access_token::Claims) -> Map<String, Json> {
    match serde_json::to_value(claims) {
        Ok(Json::Object(claims)) => claims,
        _ => Map::new(),
    }
}

/// The user as they are now, for who proved to be them in another way than by a session; none when they are
/// gone or disabled.
///
/// # Errors
///
/// A database that does not answer.
pub async fn actor_of(auth: &Auth, user_id: &str, claims: Map<String, Json>) -> Result<Option<Actor>, Error> {
    let found = auth.statements().by_user(auth.store(), user_id).await?;
    let found = found.filter(|found| found.disabled_at.is_none());
    Ok(found.map(|found: Found| found.into_actor(claims, None)))
}

/// Begins the session in the transaction.
///
/// # Errors
///
/// A database that fails.
pub async fn begin_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    new: &NewSession,
    client: &Client,
) -> Result<(), Failure> {
    clean_in(tx, auth).await?;
    let now = millis(tx.now());
    let row = session::ActiveModel {
        id: Set(new.id.clone()),
        user_id: Set(new.user_id.clone()),
        method: Set(new.method.clone()),
        impersonator: Set(new.impersonator.clone()),
        ip: Set(client.shown_ip()),
        user_agent: Set(client.shown_user_agent()),
        created_at: Set(now),
        refreshed_at: Set(now),
        expires_at: Set(millis(new.expires_at)),
    };
    tx.execute_system(&session::Entity::insert(row).into_query()).await?;
    add_refresh_token_in(tx, auth, &new.id, &new.refresh_token, millis(new.expires_at)).await
}

/// Takes away what is over.
async fn clean_in(tx: &mut Tx<'_>, auth: &Auth) -> Result<(), Failure> {
    let now = millis(tx.now());
    let sessions = session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now));
    tx.execute_system(&sessions.into_query()).await?;
    let tokens = refresh_token::Entity::delete_many().filter(refresh_token::Column::ExpiresAt.lt(now));
    tx.execute_system(&tokens.into_query()).await?;
    let oldest = millis(tx.now() - auth.settings().event_lifetime());
    let events = auth_event::Entity::delete_many().filter(auth_event::Column::At.lt(oldest));
    tx.execute_system(&events.into_query()).await?;
    Ok(())
}

async fn add_refresh_token_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    session_id: &str,
    token: &str,
    session_ends: i64,
) -> Result<(), Failure> {
    let now = tx.now();
    let row = refresh_token::ActiveModel {
        token_hash: Set(secret::hash(token)),
        session_id: Set(session_id.to_owned()),
        created_at: Set(millis(now)),
        expires_at: Set(millis(now + auth.settings().session_lifetime()).min(session_ends)),
        used_at: Set(None),
    };
    tx.execute_system(&refresh_token::Entity::insert(row).into_query()).await?;
    Ok(())
}

/// A session with new tokens: what the client gets.
///
/// # Errors
///
/// A database that fails, or a user who is gone or was disabled meanwhile.
pub async fn issue(
    auth: &Auth,
    writer: &Writer,
    session_id: &str,
    refresh_token: String,
) -> Result<IssuedSession, Error> {
    let found = auth.statements().by_session(auth.store(), session_id).await?;
    let now = Utc::now();
    let found = found.filter(|found| found.counts(millis(now))).ok_or_else(access_token::invalid)?;
    let ends = found.expires_at.map(moment).unwrap_or(now);
    let expires_at = (now + auth.settings().access_token_lifetime()).min(ends);
    let access_token = access_token::sign(auth, writer, &found.id, session_id, expires_at).await?;
    let actor = found.into_actor(Map::new(), Some(session_id.to_owned()));
    Ok(IssuedSession { access_token, refresh_token, expires_at, session_ends_at: ends, actor })
}

/// What becomes of a refresh token.
enum Refreshed {
    /// A new one is there.
    Renewed(String),
    /// It was used before: the session of that user is over.
    Reused(String),
    /// It is none, or over.
    Unknown,
}

/// Gives a session new tokens for a refresh token, which is used with it.
///
/// # Errors
///
/// `UNAUTHENTICATED` when the token does not count. If it was used before, its session ends.
pub async fn refresh(
    auth: &Auth,
    writer: &Writer,
    token: &str,
    client: &Client,
) -> Result<IssuedSession, Error> {
    // Who shows nonsense makes the database write nothing.
    let stored = refresh_token::Entity::find_by_id(secret::hash(token));
    if stored.one(auth.store().connection()).await.map_err(StoreError::from)?.is_none() {
        return Err(unknown());
    }
    let renewed = new_refresh_token();
    let about = (auth.clone(), token.to_owned(), renewed.clone(), client.clone());
    let author = client.author(None);
    let refreshed = transact(writer, author, about, |(auth, token, renewed, client), tx| {
        Box::pin(async move { Ok(refresh_in(tx, auth, token, renewed, client).await?) })
    });
    match refreshed.await? {
        Refreshed::Renewed(session_id) => issue(auth, writer, &session_id, renewed).await,
        Refreshed::Reused(user_id) => {
            auth.standings().changed(&user_id);
            Err(Error::new(
                Code::Unauthenticated,
                "the refresh token was used before, so that its session was ended: sign in again",
            ))
        }
        Refreshed::Unknown => Err(unknown()),
    }
}

fn unknown() -> Error {
    let message = "the refresh token is not valid any more, or never was: sign in again";
    Error::new(Code::Unauthenticated, message)
}

async fn refresh_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    token: &str,
    renewed: &str,
    client: &Client,
) -> Result<Refreshed, Failure> {
    use refresh_token::{Column, Entity};
    let now = millis(tx.now());
    let hash = secret::hash(token);
    // The database decides who was first.
    let take = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::val(now))
        .filter(Column::TokenHash.eq(&hash))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    let is_first = tx.execute_system(&take.into_query()).await? == 1;
    let shown = tx.system_rows(Entity::find_by_id(&hash)).await?.into_iter().next();
    let Some(shown) = shown else { return Ok(Refreshed::Unknown) };
    let session = tx.system_rows(session::Entity::find_by_id(&shown.session_id)).await?.into_iter().next();
    let Some(session) = session else { return Ok(Refreshed::Unknown) };
    if !is_first {
        if shown.used_at.is_none() {
            return Ok(Refreshed::Unknown);
        }
        end_in(tx, &session.id).await?;
        let event = Event::new(Kind::RefreshTokenReused, session.user_id.clone()).in_session(session.id);
        note_in(tx, client, event).await?;
        return Ok(Refreshed::Reused(session.user_id));
    }
    if session.expires_at <= now {
        return Ok(Refreshed::Unknown);
    }
    add_refresh_token_in(tx, auth, &session.id, renewed, session.expires_at).await?;
    let note = session::Entity::update_many()
        .col_expr(session::Column::RefreshedAt, Expr::val(now))
        .col_expr(session::Column::Ip, Expr::val(client.shown_ip()))
        .col_expr(session::Column::UserAgent, Expr::val(client.shown_user_agent()))
        .filter(session::Column::Id.eq(&session.id));
    // None is changed if it was revoked at this moment.
    match tx.execute_system(&note.into_query()).await? {
        0 => Ok(Refreshed::Unknown),
        _ => Ok(Refreshed::Renewed(session.id)),
    }
}

/// Ends a session, with all of its tokens. Answers whether it was there.
///
/// # Errors
///
/// A database that fails.
pub async fn end_in(tx: &mut Tx<'_>, session_id: &str) -> Result<bool, Failure> {
    let tokens = refresh_token::Entity::delete_many().filter(refresh_token::Column::SessionId.eq(session_id));
    tx.execute_system(&tokens.into_query()).await?;
    let ended = session::Entity::delete_many().filter(session::Column::Id.eq(session_id));
    Ok(tx.execute_system(&ended.into_query()).await? > 0)
}

/// Ends all sessions of the user but that one, and answers how many there were.
///
/// # Errors
///
/// A database that fails.
pub async fn end_all_in(tx: &mut Tx<'_>, user_id: &str, but: Option<&str>) -> Result<u64, Failure> {
    use session::{Column, Entity};
    let mut own = Query::select();
    own.column(Column::Id).from(Entity).and_where(Column::UserId.eq(user_id));
    let mut ended = Entity::delete_many().filter(Column::UserId.eq(user_id));
    if let Some(but) = but {
        own.and_where(Column::Id.ne(but));
        ended = ended.filter(Column::Id.ne(but));
    }
    let tokens =
        refresh_token::Entity::delete_many().filter(refresh_token::Column::SessionId.in_subquery(own));
    tx.execute_system(&tokens.into_query()).await?;
    tx.execute_system(&ended.into_query()).await
}

/// The sessions of the user that are not over, the newest first.
///
/// # Errors
///
/// A database that does not answer.
pub async fn list(auth: &Auth, user_id: &str) -> Result<Vec<Model>, Error> {
    let rows = session::Entity::find()
        .filter(session::Column::UserId.eq(user_id))
        .filter(session::Column::ExpiresAt.gt(millis(Utc::now())))
        .order_by_desc(session::Column::CreatedAt)
        .order_by_desc(session::Column::Id)
        .all(auth.store().connection());
    Ok(rows.await.map_err(StoreError::from)?)
}
