//! GitLab, on gitlab.com or, with the setting `issuer`, on a server of one's own.
//! <https://docs.gitlab.com/integration/openid_connect_provider/>

use super::{ClientAuth, Description, Profile, Protocol};

/// OpenID Connect; the address stands in the user info, not in the ID token.
pub const GITLAB: Description = Description {
    kind: "gitlab",
    title: "GitLab",
    protocol: Protocol::OpenId {
        issuer: Some("https://gitlab.com"),
        sends_nonce: true,
        asks_user_info: true,
    },
    scopes: &["openid", "email", "profile"],
    parameters: &[],
    client_auth: ClientAuth::Body,
    profile: Profile::of_claims,
};
