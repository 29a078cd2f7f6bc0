//! GitHub, on github.com or, with the endpoints in the settings, on a server of one's own.
//! <https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps>

use serde_json::Value as Json;

use super::answers::{id, is_true, text};
use super::{Answers, ClientAuth, Description, Profile, Protocol, ProviderError};

/// OAuth 2; addresses are asked for apart, and only there it says which are verified.
pub const GITHUB: Description = Description {
    kind: "github",
    title: "GitHub",
    protocol: Protocol::OAuth {
        authorize_url: "https://github.com/login/oauth/authorize",
        token_url: "https://github.com/login/oauth/access_token",
        user_info_url: "https://api.github.com/user",
        emails_url: Some("https://api.github.com/user/emails"),
    },
    scopes: &["read:user", "user:email"],
    parameters: &[],
    client_auth: ClientAuth::Body,
    profile,
};

fn profile(answers: &Answers) -> Result<Profile, ProviderError> {
    let user = &answers.user;
    let emails = answers.emails.as_array().map(Vec::as_slice).unwrap_or_default();
    let primary = emails.iter().find(|email| is_true(*email, "primary") && is_true(*email, "verified"));
    // The address of the public profile may be any that was ever verified, or none: it proves nothing.
    let email: Option<&Json> = primary;
    Ok(Profile::new(id(user, "id"))?
        .with_email(email.and_then(|email| text(email, "email")), email.is_some())
        .with_looks(text(user, "name").or_else(|| text(user, "login")), text(user, "avatar_url")))
}
