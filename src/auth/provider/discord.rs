//! Discord. <https://discord.com/developers/docs/topics/oauth2>

use super::answers::{id, is_true, text};
use super::{Answers, ClientAuth, Description, Profile, Protocol, ProviderError};

/// OAuth 2.
pub const DISCORD: Description = Description {
    kind: "discord",
    title: "Discord",
    protocol: Protocol::OAuth {
        authorize_url: "https://discord.com/oauth2/authorize",
        token_url: "https://discord.com/api/oauth2/token",
        user_info_url: "https://discord.com/api/users/@me",
        emails_url: None,
    },
    scopes: &["identify", "email"],
    parameters: &[],
    client_auth: ClientAuth::Body,
    profile,
};

fn profile(answers: &Answers) -> Result<Profile, ProviderError> {
    let user = &answers.user;
    let subject = id(user, "id");
    let picture = subject.as_ref().zip(text(user, "avatar"));
    let picture =
        picture.map(|(subject, avatar)| format!("https://cdn.discordapp.com/avatars/{subject}/{avatar}.png"));
    Ok(Profile::new(subject)?
        .with_email(text(user, "email"), is_true(user, "verified"))
        .with_looks(text(user, "global_name").or_else(|| text(user, "username")), picture))
}
