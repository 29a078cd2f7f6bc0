//! A real mail server that keeps what it is given.

use std::io::{BufRead, BufReader};
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use super::node;
use super::process::eventually;

/// How long a mail may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// The mail server `smtp-server` from npm.
pub struct Sink {
    /// Where it listens.
    pub port: u16,
    mails: Arc<Mutex<Vec<Mail>>>,
    child: Child,
}

/// A mail as it arrived.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The address that it was handed over for.
    pub to: String,
    /// Who handed it over, if they said so.
    pub user: Option<String>,
    pub text: String,
    pub html: String,
    headers: Value,
}

impl Sink {
    /// Starts one on a free port.
    pub fn start() -> Self {
        Self::start_at(0)
    }

    /// Starts one on that port.
    pub fn start_at(port: u16) -> Self {
        let mut child = node::spawn_script("smtp-sink.cjs", &[&port.to_string()]);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().expect("the mail server starts").unwrap().parse().unwrap();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let arrived = mails.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                arrived.lock().unwrap().push(Mail::read(&line));
            }
        });
        Self { port, mails, child }
    }

    /// What `mail.url` names.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Everything that arrived.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }

    /// What arrived for that address.
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.mails().into_iter().filter(|mail| mail.to == address).collect()
    }

    /// The first mail for that address, once it has arrived. It is taken out.
    pub async fn take(&self, address: &str) -> Mail {
        eventually(PATIENCE, &format!("a mail to {address}"), async || {
            let mut mails = self.mails.lock().unwrap();
            let index = mails.iter().position(|mail| mail.to == address)?;
            Some(mails.remove(index))
        })
        .await
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Mail {
    fn read(line: &str) -> Self {
        let mail: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| mail[name].as_str().unwrap_or_default().replace("\r\n", "\n");
        Self {
            to: mail["to"][0].as_str().unwrap().to_owned(),
            user: mail["user"].as_str().map(str::to_owned),
            text: text("text"),
            html: text("html"),
            headers: mail["headers"].clone(),
        }
    }

    /// A header, by its name in lower case.
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].as_str().unwrap_or_default()
    }

    pub fn subject(&self) -> &str {
        self.header("subject")
    }

    /// The token in the mail's link.
    pub fn token(&self) -> String {
        let (_, rest) = self.text.split_once("token=").unwrap_or_else(|| panic!("no link in {}", self.text));
        rest.split(|sign: char| sign.is_whitespace() || sign == '&').next().unwrap().to_owned()
    }

    /// The code of six digits that stands alone in a line.
    pub fn code(&self) -> String {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
        self.text
            .lines()
            .map(str::trim)
            .find(is_code)
            .unwrap_or_else(|| panic!("no code in {}", self.text))
            .to_owned()
    }
}
