//! Where a provider's endpoints are: asked of its issuer, and remembered for a while.
//! <https://openid.net/specs/openid-connect-discovery-1_0.html>

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use serde::Deserialize;
use url::Url;

use super::{ProviderError, Web, check_url};

/// How long an issuer's document is used.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// What an issuer says about itself.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Document {
    /// Who its tokens are from.
    pub issuer: String,
    /// Where people agree.
    #[serde(default)]
    pub authorization_endpoint: Option<String>,
    /// Where a code becomes tokens.
    #[serde(default)]
    pub token_endpoint: Option<String>,
    /// Where it says more about a person.
    #[serde(default)]
    pub userinfo_endpoint: Option<String>,
    /// Where its keys are.
    #[serde(default)]
    pub jwks_uri: Option<String>,
    /// Whether it names itself beside every code (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    /// How clients may tell who they are.
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Vec<String>,
}

/// Remembers the document of an issuer.
#[derive(Debug, Default)]
pub struct IssuerDocument(ArcSwapOption<(Instant, Document)>);

/// How an issuer may be named in its own document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// As in the settings.
    Exact,
    /// Under the same origin: one address stands for many tenants.
    SameOrigin,
}

impl IssuerDocument {
    /// The issuer's document, at most an hour old.
    pub(super) async fn document(
        &self,
        web: &Web,
        issuer: &str,
        naming: Naming,
    ) -> Result<Arc<(Instant, Document)>, ProviderError> {
        if let Some(known) = self.0.load_full().filter(|known| known.0.elapsed() < KEPT) {
            return Ok(known);
        }
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let answered = web.json(&address, None).await?;
        let document: Document = serde_json::from_value(answered)
            .map_err(|error| ProviderError::Unavailable(format!("{address}: {error}")))?;
        check(&document, issuer, naming)?;
        let document = Arc::new((Instant::now(), document));
        self.0.store(Some(document.clone()));
        Ok(document)
    }
}

impl IssuerDocument {
    /// Where the issuer's keys are.
    ///
    /// # Errors
    ///
    /// When it does not say it, or can't be reached.
    pub async fn keys_url(&self, web: &Web, issuer: &str) -> Result<String, ProviderError> {
        let known = self.document(web, issuer, Naming::Exact).await?;
        let url = known.1.jwks_uri.clone();
        url.ok_or_else(|| {
            ProviderError::Unavailable(format!("the issuer `{issuer}` does not tell its `jwks_uri`"))
        })
    }
}

fn check(document: &Document, issuer: &str, naming: Naming) -> Result<(), ProviderError> {
    let is_named = match naming {
        Naming::Exact => document.issuer == issuer,
        Naming::SameOrigin => origin(&document.issuer).is_some_and(|named| Some(named) == origin(issuer)),
    };
    if !is_named {
        return Err(ProviderError::Untrusted(format!(
            "the issuer `{issuer}` calls itself `{}`; write that into the setting `issuer`",
            document.issuer
        )));
    }
    let addresses = [
        &document.authorization_endpoint,
        &document.token_endpoint,
        &document.userinfo_endpoint,
        &document.jwks_uri,
    ];
    for address in addresses.into_iter().flatten() {
        check_url(address).map_err(|reason| ProviderError::Untrusted(format!("{issuer}: {reason}")))?;
    }
    Ok(())
}

fn origin(url: &str) -> Option<url::Origin> {
    Url::parse(url).ok().map(|url| url.origin())
}
