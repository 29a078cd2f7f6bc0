//! LinkedIn.
//! <https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2>

use super::{ClientAuth, Description, Profile, Protocol};

/// OpenID Connect, but ID tokens hold no nonce: that the code was given to this browser is proved by the
/// state alone.
pub const LINKEDIN: Description = Description {
    kind: "linkedin",
    title: "LinkedIn",
    protocol: Protocol::OpenId {
        issuer: Some("https://www.linkedin.com/oauth"),
        sends_nonce: false,
        asks_user_info: true,
    },
    scopes: &["openid", "profile", "email"],
    parameters: &[],
    client_auth: ClientAuth::Body,
    profile: Profile::of_claims,
};
