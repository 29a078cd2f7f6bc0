//! Any provider that speaks OpenID Connect: Keycloak, Auth0, Okta, Zitadel, authentik and the like.

use super::{ClientAuth, Description, Profile, Protocol};

/// Its issuer stands in the settings.
pub const OIDC: Description = Description {
    kind: "oidc",
    title: "OpenID Connect",
    protocol: Protocol::OpenId { issuer: None, sends_nonce: true, asks_user_info: true },
    scopes: &["openid", "email", "profile"],
    parameters: &[],
    client_auth: ClientAuth::Header,
    profile: Profile::of_claims,
};
