//! Mails: written from templates, queued in the transaction of what causes them, and sent by a task that tries
//! again.
//!
//! A mail is in the queue exactly when what it tells was committed. It is sent at least once: a server that
//! dies between handing a mail over and noting it sends it once more, under the same `Message-ID`. Read
//! [`Outbox::queue_in`] first, then [`Sender::run`].

mod carrier;
mod list;
mod queue;
mod sender;
mod template;

pub use list::{MailFilter, Status, Told};
pub use queue::{Message, Outbox};
pub use sender::{Sender, SenderOptions};
pub use template::{Rendered, Template, TemplateError, Templates};
