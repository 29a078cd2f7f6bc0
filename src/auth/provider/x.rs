//! X, once Twitter. <https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code>

use super::answers::{id, text};
use super::{Answers, ClientAuth, Description, Profile, Protocol, ProviderError};

/// OAuth 2; an address is only told when it was confirmed, to applications that may ask for it.
pub const X: Description = Description {
    kind: "x",
    title: "X",
    protocol: Protocol::OAuth {
        authorize_url: "https://x.com/i/oauth2/authorize",
        token_url: "https://api.x.com/2/oauth2/token",
        user_info_url: "https://api.x.com/2/users/me?user.fields=confirmed_email,profile_image_url",
        emails_url: None,
    },
    scopes: &["users.read", "tweet.read", "users.email"],
    parameters: &[],
    client_auth: ClientAuth::Header,
    profile,
};

fn profile(answers: &Answers) -> Result<Profile, ProviderError> {
    let Some(user) = answers.user.get("data") else {
        return Err(ProviderError::Untrusted("it does not say who signed in".to_owned()));
    };
    Ok(Profile::new(id(user, "id"))?
        .with_email(text(user, "confirmed_email"), true)
        .with_looks(text(user, "name").or_else(|| text(user, "username")), text(user, "profile_image_url")))
}
