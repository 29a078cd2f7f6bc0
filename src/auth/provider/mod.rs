//! Signing in with somebody else's accounts: OAuth 2 and OpenID Connect.
//!
//! Each provider is a [`Description`] in a file of its own: where it is, what it is asked for, and how its
//! answer becomes a [`Profile`]. [`Provider`] is one of them with the settings of this server. `flow.rs` goes
//! through the authorization code flow with it; `id_token.rs` judges ID tokens. Nothing here knows accounts:
//! what a profile means for them is decided in `auth/identity.rs`. Read [`Description`] first.

mod all;
mod answers;
mod apple;
mod discord;
mod discovery;
mod facebook;
mod flow;
mod github;
mod gitlab;
mod google;
mod id_token;
mod keys;
mod linkedin;
mod microsoft;
mod oidc;
mod settings;
mod signed;
mod web;
mod x;

pub use all::Providers;
pub use answers::{Answers, Profile};
pub use discovery::IssuerDocument;
pub use flow::{BrowserSecret, Returned, authorization_url, profile};
pub use keys::Keys;
pub use settings::Provider;
pub use signed::{ALGORITHMS, Expected, Signed, judge};
pub use web::{Web, check_url};

/// Every kind of provider.
pub const ALL: [&Description; 10] = [
    &oidc::OIDC,
    &google::GOOGLE,
    &github::GITHUB,
    &gitlab::GITLAB,
    &microsoft::MICROSOFT,
    &apple::APPLE,
    &facebook::FACEBOOK,
    &linkedin::LINKEDIN,
    &x::X,
    &discord::DISCORD,
];

/// What a kind of provider is.
#[derive(Debug)]
pub struct Description {
    /// Its name in the settings: `github`.
    pub kind: &'static str,
    /// Its name for people: `GitHub`.
    pub title: &'static str,
    /// How it speaks, and where.
    pub protocol: Protocol,
    /// What it is asked for, unless the settings say otherwise.
    pub scopes: &'static [&'static str],
    /// What its authorization endpoint wants to be told besides.
    pub parameters: &'static [(&'static str, &'static str)],
    /// How its token endpoint learns who asks.
    pub client_auth: ClientAuth,
    /// Reads a person off its answers.
    pub profile: fn(&Answers) -> Result<Profile, ProviderError>,
}

/// How a provider speaks, and where.
#[derive(Debug)]
pub enum Protocol {
    /// OpenID Connect: who signed in stands in a signed ID token, and where its endpoints are is asked of the
    /// issuer.
    OpenId {
        /// Who issues its tokens; none when only the settings can say it. `{tenant}` stands for the setting.
        issuer: Option<&'static str>,
        /// Whether its ID tokens hold the nonce of the request.
        sends_nonce: bool,
        /// Whether its user info is asked for an address that is not in the ID token.
        asks_user_info: bool,
    },
    /// OAuth 2 alone: who signed in is asked of its API.
    OAuth {
        /// Where people agree.
        authorize_url: &'static str,
        /// Where a code becomes an access token.
        token_url: &'static str,
        /// Where the API says who signed in.
        user_info_url: &'static str,
        /// Where the API lists addresses, if the above does not.
        emails_url: Option<&'static str>,
    },
}

/// How the token endpoint learns which client asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientAuth {
    /// The secret stands in the request's body.
    Body,
    /// The secret stands in the header `authorization`.
    Header,
    /// The secret is made anew each time: a JWT that is signed with the client's private key.
    SignedToken,
}

/// Why somebody could not sign in with a provider.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer, or not as it should.
    #[error("the provider does not answer as it should: {0}")]
    Unavailable(String),
    /// It refuses the code or the client.
    #[error("the provider refuses the request: {0}")]
    Refused(String),
    /// What it answered does not prove anything.
    #[error("the provider's answer can't be trusted: {0}")]
    Untrusted(String),
}
