//! Who takes mails: a mail server, or the log when there is none.
//!
//! Read [`Carrier::carry`] first.

use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use url::{Host, Url};

use super::template::Rendered;
use crate::config::Mail;
use crate::store::entity::mail::Model;

/// The longest that a mail server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest that sending a mail may take.
const PATIENCE_IN_ALL: Duration = Duration::from_secs(60);

/// Who takes mails.
#[derive(Debug)]
pub(super) enum Carrier {
    Server(Box<Server>),
    /// The log. Whoever develops reads the links there as well.
    Log {
        shows_links: bool,
    },
}

/// A mail server, and in whose name mails are given to it.
#[derive(Debug)]
pub(super) struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

/// Why a mail was not taken.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It may be later.
    ForNow(anyhow::Error),
    /// It will never be.
    ForEver(anyhow::Error),
}

impl Carrier {
    /// The one of the settings.
    pub(super) fn of(settings: &Mail, shows_links: bool) -> anyhow::Result<Self> {
        let Some(url) = &settings.url else { return Ok(Self::Log { shows_links }) };
        let from = settings.from.as_deref().unwrap_or_default().parse()?;
        let reply_to = settings.reply_to.as_deref().map(str::parse).transpose()?;
        Ok(Self::Server(Box::new(Server { transport: transport(url)?, from, reply_to })))
    }
}

/// Without a word about TLS it is used where the server offers it, and insisted on where a password is sent
/// over a network.
fn transport(url: &str) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    let parsed = Url::parse(url)?;
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(PATIENCE));
    let says_nothing = !parsed.query_pairs().any(|(name, _)| name == "tls");
    if parsed.scheme() == "smtp" && says_nothing && !is_this_machine(&parsed) {
        let parameters = TlsParameters::new(parsed.host_str().unwrap_or_default().to_owned())?;
        builder = builder.tls(match parsed.password() {
            Some(_) => Tls::Required(parameters),
            None => Tls::Opportunistic(parameters),
        });
    }
    Ok(builder.build())
}

fn is_this_machine(url: &Url) -> bool {
    // The scheme is unknown to the parser: addresses are names to it.
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl Server {
    /// Hands the mail over.
    pub(super) async fn send(&self, mail: &Model, rendered: Rendered) -> Result<(), Refusal> {
        let message = self.message(mail, rendered).map_err(Refusal::ForEver)?;
        match tokio::time::timeout(PATIENCE_IN_ALL, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if is_final(&error) => Err(Refusal::ForEver(error.into())),
            Ok(Err(error)) => Err(Refusal::ForNow(error.into())),
            Err(_) => {
                Err(Refusal::ForNow(anyhow::anyhow!("the mail server took longer than {PATIENCE_IN_ALL:?}")))
            }
        }
    }

    fn message(&self, mail: &Model, rendered: Rendered) -> anyhow::Result<lettre::Message> {
        let to: Address = mail.recipient.parse()?;
        let mut builder = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(rendered.subject)
            // The same at every try: who gets it twice can tell.
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        // No holiday notes, please (RFC 3834).
        if let Ok(name) = HeaderName::new_from_ascii("Auto-Submitted".to_owned()) {
            builder = builder.raw_header(HeaderValue::new(name, "auto-generated".to_owned()));
        }
        Ok(builder.multipart(MultiPart::alternative_plain_html(rendered.text, rendered.html))?)
    }
}

/// The server knows that there is no such mailbox. Other refusals may be its own fault, or the settings'.
fn is_final(error: &smtp::Error) -> bool {
    const NO_MAILBOX: [u16; 4] = [550, 551, 553, 556];
    error.status().is_some_and(|code| NO_MAILBOX.contains(&code.into()))
}
