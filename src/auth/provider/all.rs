//! The providers of this server: every section `[auth.providers.NAME]`.

use std::sync::OnceLock;

use super::{Provider, Web};
use crate::config::Config;
use crate::error::{Code, Error};

/// The providers, in the order of their names.
#[derive(Debug, Default)]
pub struct Providers {
    list: Vec<Provider>,
    web: OnceLock<Result<Web, String>>,
}

impl Providers {
    /// The providers of the settings.
    ///
    /// # Errors
    ///
    /// A sentence for everything that is wrong with them.
    pub fn new(config: &Config) -> Result<Self, Vec<String>> {
        let (mut list, mut problems) = (Vec::new(), Vec::new());
        let used = config.auth.providers.iter().filter(|(_, settings)| settings.enabled != Some(false));
        for (name, settings) in used {
            match Provider::new(name, settings) {
                Ok(provider) => list.push(provider),
                Err(wrong) => problems.extend(wrong),
            }
        }
        match problems.is_empty() {
            true => Ok(Self { list, web: OnceLock::new() }),
            false => Err(problems),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.list.iter()
    }

    /// The provider of that name.
    pub fn find(&self, name: &str) -> Option<&Provider> {
        self.list.iter().find(|provider| provider.name == name)
    }

    /// What asks them. Made when it is needed first: it reads the system's certificates.
    ///
    /// # Errors
    ///
    /// When the system trusts no certificates.
    pub fn web(&self) -> Result<&Web, Error> {
        self.web.get_or_init(Web::new).as_ref().map_err(|reason| {
            tracing::error!(reason, "providers can't be asked");
            Error::new(Code::Unavailable, "sign-in providers can't be reached from this server")
        })
    }
}
