//! The mails of a project: what they are written from, where they wait, and who sends them.

use std::sync::Arc;

use lettre::message::Mailbox;

use super::Project;
use crate::auth::Auth;
use crate::changes::Log;
use crate::config::{Config, Mail};
use crate::http::Stage;
use crate::mail::{Outbox, Sender, Templates, Told};
use crate::model::Model;

/// Where the project's mails wait, and what tells of them.
pub(super) fn open(project: &Project, auth: &Auth) -> Told {
    let config = &project.config;
    let store = auth.store();
    let outbox = Outbox::new(store, auth.secret().seal("mail"), &config.mail.locale);
    let templates = Templates::new(&project.dir, &site(config), &config.server.public_url());
    Told { store: store.clone(), outbox, templates, has_server: config.mail.url.is_some() }
}

/// What sends them. Whoever develops sees the links in them in the log when there is no mail server.
pub(super) fn sender(
    mails: &Told,
    log: &Log,
    model: &Arc<Model>,
    settings: &Mail,
    stage: Stage,
) -> anyhow::Result<Sender> {
    let Told { outbox, templates, .. } = mails.clone();
    Sender::new(log.clone(), model.clone(), outbox, templates, settings, stage == Stage::Development)
}

/// What mails call the site: the name of who sends, or else the server's host.
fn site(config: &Config) -> String {
    let from = config.mail.from.as_ref().and_then(|from| from.parse::<Mailbox>().ok());
    let host = || {
        let url = url::Url::parse(&config.server.public_url()).ok();
        url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| "Headwater".to_owned())
    };
    from.and_then(|from| from.name).unwrap_or_else(host)
}
