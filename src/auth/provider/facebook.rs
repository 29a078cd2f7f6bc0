//! Facebook. <https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow>

use super::answers::{id, text};
use super::{Answers, ClientAuth, Description, Profile, Protocol, ProviderError};

/// OAuth 2; it does not say whether it verified the address.
pub const FACEBOOK: Description = Description {
    kind: "facebook",
    title: "Facebook",
    protocol: Protocol::OAuth {
        authorize_url: "https://www.facebook.com/v23.0/dialog/oauth",
        token_url: "https://graph.facebook.com/v23.0/oauth/access_token",
        user_info_url: "https://graph.facebook.com/v23.0/me?fields=id,name,email,picture.type(large)",
        emails_url: None,
    },
    scopes: &["public_profile", "email"],
    parameters: &[],
    client_auth: ClientAuth::Body,
    profile,
};

fn profile(answers: &Answers) -> Result<Profile, ProviderError> {
    let user = &answers.user;
    let picture =
        user.pointer("/picture/data").filter(|data| data.get("is_silhouette") != Some(&true.into()));
    Ok(Profile::new(id(user, "id"))?
        .with_email(text(user, "email"), false)
        .with_looks(text(user, "name"), picture.and_then(|data| text(data, "url"))))
}
