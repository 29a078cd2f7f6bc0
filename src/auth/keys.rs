//! The keys that access tokens are signed with: they rotate, and old ones count until the last token that
//! they signed is over.
//!
//! A key's private half is derived from the server's secret and the key's id, so that nothing private is
//! stored, and every node has it. Read [`signing_key`] first.

use std::sync::Arc;

use arc_swap::ArcSwap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{TimeDelta, Utc};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{DecodingKey, EncodingKey};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use serde_json::{Value as Json, json};

use super::Auth;
use super::secret::Secret;
use super::transact::{millis, transact};
use crate::changes::Author;
use crate::engine::write::Writer;
use crate::error::Error;
use crate::store::StoreError;
use crate::store::entity::signing_key::{ActiveModel, Column, Entity, Model};

/// A key with both halves.
pub(super) struct Key {
    /// What tokens name it by.
    pub(super) kid: String,
    pub(super) signs: EncodingKey,
    pub(super) verifies: DecodingKey,
    /// Milliseconds since 1970.
    created_at: i64,
}

/// The keys that this node knows. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Keys(Arc<ArcSwap<Vec<Arc<Key>>>>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kids: Vec<_> = self.0.load().iter().map(|key| key.kid.clone()).collect();
        formatter.debug_tuple("Keys").field(&kids).finish()
    }
}

/// Tokens that were signed at the last moment are still under way.
const GRACE: TimeDelta = TimeDelta::minutes(10);

impl Key {
    fn derive(secret: &Secret, kid: &str, created_at: i64) -> Result<(Self, String), Error> {
        let pair = SigningKey::from_bytes(&secret.mac("signing key", &[kid]));
        let public = URL_SAFE_NO_PAD.encode(pair.verifying_key().as_bytes());
        let private = pair.to_pkcs8_der().map_err(|error| Error::internal(anyhow::anyhow!("{error}")))?;
        let key = Self {
            kid: kid.to_owned(),
            signs: EncodingKey::from_ed_der(private.as_bytes()),
            verifies: DecodingKey::from_ed_components(&public).map_err(Error::internal)?,
            created_at,
        };
        Ok((key, public))
    }

    /// The stored key, if this server's secret made it.
    fn of(secret: &Secret, row: &Model) -> Result<Option<Self>, Error> {
        let (key, public) = Self::derive(secret, &row.kid, row.created_at)?;
        if public != row.public_key {
            tracing::warn!(
                kid = row.kid,
                "a signing key in the database was made with another `auth.secret`: all nodes need the same one"
            );
            return Ok(None);
        }
        Ok(Some(key))
    }
}

/// The key that signs now. A new one is made when the last one is too old.
///
/// # Errors
///
/// A database that fails.
pub(super) async fn signing_key(auth: &Auth, writer: &Writer) -> Result<Arc<Key>, Error> {
    let rotation = auth.settings().key_rotation().num_milliseconds();
    let newest = |auth: &Auth| {
        let oldest = millis(Utc::now()) - rotation;
        let keys = auth.keys().0.load();
        let fresh = keys.iter().filter(|key| key.created_at > oldest);
        fresh.max_by_key(|key| key.created_at).cloned()
    };
    if let Some(key) = newest(auth) {
        return Ok(key);
    }
    // Another node may have made one.
    load(auth).await?;
    if let Some(key) = newest(auth) {
        return Ok(key);
    }
    make(auth, writer).await?;
    load(auth).await?;
    newest(auth).ok_or_else(|| Error::internal(anyhow::anyhow!("the new signing key is not there")))
}

/// The key of that id, if there is one whose tokens may still count.
///
/// # Errors
///
/// A database that does not answer.
pub(super) async fn verifying_key(auth: &Auth, kid: &str) -> Result<Option<Arc<Key>>, Error> {
    let known = |auth: &Auth| auth.keys().0.load().iter().find(|key| key.kid == kid).cloned();
    if let Some(key) = known(auth) {
        return Ok(Some(key));
    }
    // One that another node made since. Whoever makes ids up pays for a short statement, no more.
    let is_there = Entity::find_by_id(kid).one(auth.store().connection()).await.map_err(StoreError::from)?;
    if is_there.is_none() {
        return Ok(None);
    }
    load(auth).await?;
    Ok(known(auth))
}

/// Reads the keys that count.
pub(super) async fn load(auth: &Auth) -> Result<(), Error> {
    let rows = rows(auth).await?;
    let keys = rows.iter().map(|row| Key::of(auth.secret(), row));
    let keys = keys.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().map(Arc::new).collect();
    auth.keys().0.store(Arc::new(keys));
    Ok(())
}

async fn rows(auth: &Auth) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::ExpiresAt.gt(millis(Utc::now())))
        .order_by_desc(Column::CreatedAt)
        .all(auth.store().connection());
    Ok(rows.await.map_err(StoreError::from)?)
}

async fn make(auth: &Auth, writer: &Writer) -> Result<(), Error> {
    let now = Utc::now();
    let kid = uuid::Uuid::now_v7().to_string();
    let (_, public_key) = Key::derive(auth.secret(), &kid, millis(now))?;
    let settings = auth.settings();
    let row = Model {
        kid,
        public_key,
        created_at: millis(now),
        expires_at: millis(now + settings.key_rotation() + settings.access_token_lifetime() + GRACE),
    };
    transact(writer, Author::default(), row, |row, tx| {
        Box::pin(async move {
            let over = Entity::delete_many().filter(Column::ExpiresAt.lt(row.created_at));
            tx.execute_system(&over.into_query()).await?;
            let made = ActiveModel {
                kid: Set(row.kid.clone()),
                public_key: Set(row.public_key.clone()),
                created_at: Set(row.created_at),
                expires_at: Set(row.expires_at),
            };
            tx.execute_system(&Entity::insert(made).into_query()).await?;
            Ok(())
        })
    })
    .await
}

/// The public halves of the keys whose tokens may still count, as a JWK set:
/// <https://www.rfc-editor.org/rfc/rfc7517>.
///
/// # Errors
///
/// A database that does not answer.
pub(super) async fn jwks(auth: &Auth) -> Result<Json, Error> {
    let keys = rows(auth).await?.into_iter().map(|row| {
        json!({
            "kty": "OKP",
            "crv": "Ed25519",
            "x": row.public_key,
            "kid": row.kid,
            "alg": "EdDSA",
            "use": "sig",
        })
    });
    Ok(json!({ "keys": keys.collect::<Vec<_>>() }))
}
