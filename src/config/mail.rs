//! `[mail]`: which server sends mails, and in whose name.

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};
use url::Url;

/// `[mail]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Mail {
    /// The server that mails are handed to: `smtp://user:password@host:587` or `smtps://...`. Without one they
    /// are logged and listed.
    pub url: Option<String>,
    /// Who sends: `Magazine <post@example.org>`.
    pub from: Option<String>,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<String>,
    /// The language of mails to people whose language is not known.
    pub locale: String,
    /// How often sending a mail is tried before it is set aside.
    pub tries: u32,
    /// How many days it is known what became of a mail; 0 keeps that for ever.
    pub keep_days: u32,
    /// Where links in mails lead: an address with `{action}` and `{token}` in it. By default a page of this
    /// server.
    pub links: Option<String>,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            url: None,
            from: None,
            reply_to: None,
            locale: "en".to_owned(),
            tries: 8,
            keep_days: 30,
            links: None,
        }
    }
}

/// What the types can't say, a sentence each.
pub(super) fn check(mail: &Mail) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(url) = &mail.url {
        problems.extend(problem_of_url(url));
        if mail.from.is_none() {
            problems.push(
                "`mail.from` is missing: write who sends, such as `Magazine <post@example.org>`".to_owned(),
            );
        }
    }
    for (name, address) in [("from", &mail.from), ("reply_to", &mail.reply_to)] {
        if let Some(address) = address
            && address.parse::<Mailbox>().is_err()
        {
            problems.push(format!(
                "`mail.{name}` is `{address}`, which is not an address: write `post@example.org` or `Magazine <post@example.org>`"
            ));
        }
    }
    if mail.tries == 0 {
        problems.push("`mail.tries` must be at least 1".to_owned());
    }
    if let Some(links) = &mail.links
        && !(links.contains("{token}") && (links.starts_with("https://") || links.starts_with("http://")))
    {
        problems.push(format!(
            "`mail.links` is `{links}`: write an address with a place for the token, such as \
             `https://www.example.org/account#action={{action}}&token={{token}}`"
        ));
    }
    problems
}

/// The URL holds a password: it is not shown.
fn problem_of_url(url: &str) -> Option<String> {
    let advice = "write `smtp://user:password@host:587` or `smtps://user:password@host`";
    match Url::parse(url) {
        Err(_) => Some(format!("`mail.url` is not a URL; {advice}")),
        Ok(url) if !["smtp", "smtps"].contains(&url.scheme()) => {
            Some(format!("`mail.url` starts with `{}`; {advice}", url.scheme()))
        }
        Ok(url) if url.host_str().is_none() => Some(format!("`mail.url` names no host; {advice}")),
        Ok(_) => None,
    }
}
