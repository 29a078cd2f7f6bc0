//! Microsoft: accounts of organisations in Entra ID, and personal ones.
//! <https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc>

use super::answers::{is_true, text};
use super::{Answers, ClientAuth, Description, Profile, Protocol, ProviderError};

/// OpenID Connect; the issuer of a token is the tenant that the person belongs to.
pub const MICROSOFT: Description = Description {
    kind: "microsoft",
    title: "Microsoft",
    protocol: Protocol::OpenId {
        issuer: Some("https://login.microsoftonline.com/{tenant}/v2.0"),
        sends_nonce: true,
        asks_user_info: false,
    },
    scopes: &["openid", "email", "profile"],
    parameters: &[],
    client_auth: ClientAuth::Body,
    profile,
};

/// Every administrator of any tenant can write any address into the claim `email` of an account. Only the
/// claim `xms_edov` says that the address's domain belongs to the tenant; it has to be asked for in the
/// application's token configuration.
fn profile(answers: &Answers) -> Result<Profile, ProviderError> {
    let claims = &answers.claims;
    Ok(Profile::new(text(claims, "sub"))?
        .with_email(text(claims, "email"), is_true(claims, "xms_edov"))
        .with_looks(text(claims, "name"), None))
}
