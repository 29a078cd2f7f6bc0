//! Against guessing: how many attempts there may be from one address and at one account, and how long who
//! failed again and again must wait.
//!
//! How many there were of late is known to each node by itself. Failures in a row are stored
//! (`hw_auth_attempt`), so that they count on every node and after a restart; they are counted for accounts
//! that don't exist in the same way, and an attempt counts before it is judged, so that many at once are not
//! many chances. Read [`begin`] first.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};

use super::Auth;
use super::account::normalised;
use super::client::Client;
use super::event::{Event, Kind, note_in};
use super::transact::{millis, transact};
use crate::changes::{Failure, Tx};
use crate::config;
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::store::entity::auth_attempt::{ActiveModel, Column, Entity};

/// The attempts of late, as this node knows them. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    addresses: Arc<DefaultKeyedRateLimiter<String>>,
    accounts: Arc<DefaultKeyedRateLimiter<String>>,
    mails: Arc<DefaultKeyedRateLimiter<String>>,
}

/// The mails that one address can be sent in a row, and then in a minute: nobody fills somebody else's mailbox.
const MAILS_AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
const MAILS_A_MINUTE: NonZeroU32 = NonZeroU32::MIN;
/// More keys than this are looked through for those that may be forgotten.
const MANY_KEYS: usize = 20_000;
/// The first wait of who failed too often; it doubles with each further failure.
const FIRST_WAIT: Duration = Duration::from_secs(15);
/// After so long without an attempt failures are forgotten.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

impl Limits {
    pub(super) fn new(settings: &config::Auth) -> Self {
        let per_minute = |most: u32| {
            let most = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
            Arc::new(RateLimiter::keyed(Quota::per_minute(most)))
        };
        Self {
            addresses: per_minute(settings.attempts_per_address),
            accounts: per_minute(settings.attempts_per_account),
            mails: Arc::new(RateLimiter::keyed(Quota::per_minute(MAILS_A_MINUTE).allow_burst(MAILS_AT_ONCE))),
        }
    }
}

/// Refuses an attempt at something that can be guessed when there were too many from the client's address.
///
/// # Errors
///
/// `RATE_LIMITED`, with how long to wait.
pub fn check_address(auth: &Auth, client: &Client) -> Result<(), Error> {
    check(&auth.limits().addresses, network(client.ip))
}

/// Refuses to mail something to an address that was mailed to too often of late, whether there is an account or
/// not.
///
/// # Errors
///
/// `RATE_LIMITED`, with how long to wait.
pub fn check_mail(auth: &Auth, email: &str) -> Result<(), Error> {
    check(&auth.limits().mails, normalised(email))
}

/// Refuses an attempt when there were too many at this account, or at what stands for one, whether there is an
/// account or not.
///
/// # Errors
///
/// `RATE_LIMITED`, with how long to wait.
pub fn check_account(auth: &Auth, what: &str, subject: &str) -> Result<(), Error> {
    check(&auth.limits().accounts, format!("{what} {}", normalised(subject)))
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, key: String) -> Result<(), Error> {
    if limiter.len() > MANY_KEYS {
        limiter.retain_recent();
    }
    limiter.check_key(&key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        limited("too many attempts", wait)
    })
}

/// Whoever has an IPv6 address has many: those of one network are one.
fn network(ip: Option<IpAddr>) -> String {
    match ip {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(ip)) => ip.to_string(),
        Some(IpAddr::V6(ip)) => match ip.to_ipv4_mapped() {
            Some(ip) => ip.to_string(),
            None => {
                let [a, b, c, d, ..] = ip.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
    }
}

fn limited(what: &str, wait: Duration) -> Error {
    let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).clamp(1, u32::MAX);
    let unit = if seconds == 1 { "second" } else { "seconds" };
    let message = format!("{what}; try again in {seconds} {unit}");
    Error::new(Code::RateLimited, message).with_retry_after(seconds)
}

/// Begins an attempt to prove something about the account: refuses it when there were too many of late, and
/// counts it as a failure until [`forget_in`] says otherwise. `subject` is what names the account to whoever
/// guesses, such as an address, whether there is one or not.
///
/// # Errors
///
/// `RATE_LIMITED`, with how long to wait; a database that fails.
pub async fn begin(auth: &Auth, writer: &Writer, subject: &str, client: &Client) -> Result<(), Error> {
    check_address(auth, client)?;
    check_account(auth, "sign-in", subject)?;
    let author = client.author(None);
    let about = (auth.clone(), normalised(subject), client.clone());
    let locked = transact(writer, author, about, |(auth, subject, client), tx| {
        Box::pin(async move { Ok(begin_in(tx, auth, subject, client).await?) })
    });
    match locked.await? {
        None => Ok(()),
        Some(wait) => Err(limited("too many failed attempts in a row", wait)),
    }
}

/// Counts the attempt, or answers how long to wait.
async fn begin_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    subject: &str,
    client: &Client,
) -> Result<Option<Duration>, Failure> {
    let now = millis(tx.now());
    let hash = subject_hash(auth, subject);
    let forgotten = i64::try_from(FORGOTTEN_AFTER.as_millis()).unwrap_or(i64::MAX);
    let old = Entity::delete_many().filter(Column::UpdatedAt.lt(now - forgotten));
    tx.execute_system(&old.into_query()).await?;
    let row = ActiveModel {
        subject_hash: Set(hash.clone()),
        failures: Set(0),
        locked_until: Set(None),
        updated_at: Set(now),
    };
    let mut insert = Entity::insert(row).into_query();
    insert.on_conflict(OnConflict::column(Column::SubjectHash).do_nothing().to_owned());
    tx.execute_system(&insert).await?;
    // Counting takes the row: others wait for it.
    let count = Entity::update_many()
        .col_expr(Column::Failures, Expr::col(Column::Failures).add(1))
        .col_expr(Column::UpdatedAt, Expr::val(now))
        .filter(Column::SubjectHash.eq(&hash))
        .filter(Column::LockedUntil.is_null().or(Column::LockedUntil.lte(now)));
    let is_counted = tx.execute_system(&count.into_query()).await? == 1;
    let row = tx.system_rows(Entity::find_by_id(&hash)).await?.into_iter().next();
    let Some(row) = row else { return Ok(None) };
    if !is_counted {
        let left = row.locked_until.unwrap_or(now) - now;
        return Ok(Some(Duration::from_millis(u64::try_from(left).unwrap_or_default())));
    }
    let failures = u32::try_from(row.failures).unwrap_or_default();
    let after = auth.settings().lockout_after;
    if failures >= after {
        let wait = wait_after(failures - after, auth.settings().lockout_max());
        let until = now + i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        let lock = Entity::update_many()
            .col_expr(Column::LockedUntil, Expr::val(until))
            .filter(Column::SubjectHash.eq(&hash));
        tx.execute_system(&lock.into_query()).await?;
        if failures == after {
            let event = Event::new(Kind::LockedOut, None).with("account", hash.as_str());
            note_in(tx, client, event.with("seconds", wait.as_secs())).await?;
        }
    }
    Ok(None)
}

/// How long to wait after so many failures more than are free.
fn wait_after(more: u32, longest: Duration) -> Duration {
    FIRST_WAIT.saturating_mul(2_u32.saturating_pow(more)).min(longest)
}

fn subject_hash(auth: &Auth, subject: &str) -> String {
    auth.secret().digest("attempt", &[&normalised(subject)])
}

/// Forgets the failures at the account: it was proved.
///
/// # Errors
///
/// A database that fails.
pub async fn forget_in(tx: &mut Tx<'_>, auth: &Auth, subject: &str) -> Result<(), Failure> {
    let delete = Entity::delete_many().filter(Column::SubjectHash.eq(subject_hash(auth, subject)));
    tx.execute_system(&delete.into_query()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_longest() {
        let longest = Duration::from_secs(900);
        let waits: Vec<u64> = [0, 1, 2, 5, 6, 40].map(|more| wait_after(more, longest).as_secs()).to_vec();
        assert_eq!(waits, [15, 30, 60, 480, 900, 900]);
    }

    #[test]
    fn addresses_of_one_network_are_one() {
        let key = |text: &str| network(text.parse().ok());
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
