//! What the flows by mail have in common: links, languages, and the same work for addresses without an account.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::{Accounts, client, text};
use crate::auth::account::normalised;
use crate::auth::ticket::{NewTicket, Purpose, issue_in};
use crate::auth::{limit, secret, transact};
use crate::error::Error;
use crate::graphql::exchange::accepted_languages;
use crate::graphql::handlers::Call;
use crate::mail::{Message, Template};

/// What a link in a mail is for: the name of the mutation that takes its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    VerifyEmail,
    ResetPassword,
    SignInWithCode,
    SignUp,
}

impl Action {
    const fn name(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verifyEmail",
            Self::ResetPassword => "resetPassword",
            Self::SignInWithCode => "signInWithCode",
            Self::SignUp => "signUp",
        }
    }
}

/// A ticket whose secret goes out by mail.
#[derive(Debug, Clone)]
pub(super) struct Mailed {
    pub ticket: NewTicket,
    pub message: Message,
}

impl Mailed {
    /// The same with further variables of the template.
    pub(super) fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.message.data.insert(name.to_owned(), value.into());
        self
    }
}

impl Accounts {
    /// A link to the address that is good for that, and for so long.
    pub(super) fn mailed(
        &self,
        call: &Call,
        (purpose, action, template): (Purpose, Action, Template),
        user_id: Option<&str>,
        email: &str,
        lasts: TimeDelta,
    ) -> Mailed {
        let secret = secret::random();
        // To the account's own address, and not to one that is merely taken for it.
        let email = normalised(email);
        let data = [("link", Json::from(self.link(action, &secret))), ("email", json!(email))];
        let message = Message::new(template, &email, data).useful_for(lasts).in_locale(self.locale(call));
        let ticket = NewTicket {
            purpose,
            user_id: user_id.map(str::to_owned),
            email: Some(email),
            payload: json!({}),
            secret,
            expires_in: lasts,
        };
        Mailed { ticket, message }
    }

    /// Where a link leads: the setting's page, or the server's own. The token stands behind the `#`, which browsers
    /// send to nobody.
    fn link(&self, action: Action, token: &str) -> String {
        let own =
            || format!("{}/auth/link#action={{action}}&token={{token}}", self.config.server.public_url());
        let links = self.config.mail.links.clone().unwrap_or_else(own);
        links.replace("{action}", action.name()).replace("{token}", token)
    }

    /// The language that was asked for, or the client's best one that there are mails in.
    pub(super) fn locale(&self, call: &Call) -> Option<String> {
        let asked = text(call, "locale").into_iter().map(str::to_owned);
        let accepted = call.exchange.languages.iter().flat_map(|accepted| accepted_languages(accepted));
        let wanted: Vec<String> = asked.chain(accepted).collect();
        self.mails.templates.choose(wanted.iter().map(String::as_str))
    }

    /// Refuses who asks for too many mails, whether they would be sent or not.
    pub(super) fn check_mailing(&self, call: &Call, email: &str) -> Result<(), Error> {
        limit::check_address(&self.auth, &client(call))?;
        limit::check_mail(&self.auth, email)
    }

    /// Gives the ticket out and queues the mail; if it is nobody's, does as much and mails nothing.
    pub(super) async fn send(&self, call: &Call, mailed: Mailed, is_theirs: bool) -> Result<(), Error> {
        let client = client(call);
        let actor = call.actor.name().map(|name| name.into_owned());
        let author = client.author(actor);
        let about = (self.auth.clone(), self.mails.outbox.clone(), mailed, is_theirs);
        transact(&self.writer, author, about, |(auth, outbox, mailed, is_theirs), tx| {
            Box::pin(async move {
                issue_in(tx, auth, &mailed.ticket).await?;
                match is_theirs {
                    true => outbox.queue_in(tx, &mailed.message).await?,
                    false => outbox.pretend_in(tx, &mailed.message).await?,
                }
                Ok(())
            })
        })
        .await
    }
}
