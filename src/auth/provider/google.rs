//! Google. <https://developers.google.com/identity/openid-connect/openid-connect>

use super::{ClientAuth, Description, Profile, Protocol};

/// OpenID Connect to the letter.
pub const GOOGLE: Description = Description {
    kind: "google",
    title: "Google",
    protocol: Protocol::OpenId {
        issuer: Some("https://accounts.google.com"),
        sends_nonce: true,
        asks_user_info: true,
    },
    scopes: &["openid", "email", "profile"],
    parameters: &[],
    client_auth: ClientAuth::Body,
    profile: Profile::of_claims,
};
