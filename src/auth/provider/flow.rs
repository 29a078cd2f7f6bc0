//! The authorization code flow with PKCE: the way to a provider, and what comes back.
//!
//! The browser keeps one secret for the way ([`BrowserSecret`]): nonce and PKCE verifier are made of it, so
//! that nobody can end a sign-in who did not begin it, not even with what the database holds.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EndpointNotSet,
    EndpointSet, ExtraTokenFields, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    Scope, StandardRevocableToken, StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

use super::id_token::{self, Request};
use super::settings::Endpoints;
use super::signed::{self, Expected, untrusted};
use super::{Answers, ClientAuth, Profile, Protocol, Provider, ProviderError, Web};

/// What a browser keeps while somebody is at the provider.
#[derive(Clone)]
pub struct BrowserSecret(String);

impl BrowserSecret {
    /// A new one.
    pub fn new() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// The one that a browser shows.
    pub fn shown(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What the browser keeps.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the server keeps, to know it again.
    pub fn digest(&self) -> String {
        self.derive("digest")
    }

    /// Whether it is the one with that digest.
    pub fn is(&self, digest: &str) -> bool {
        self.digest().as_bytes().ct_eq(digest.as_bytes()).into()
    }

    fn nonce(&self) -> String {
        self.derive("nonce")
    }

    fn verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derive("verifier"))
    }

    fn derive(&self, purpose: &str) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(format!("headwater {purpose}\n{}", self.0)))
    }
}

impl std::fmt::Debug for BrowserSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("BrowserSecret(..)")
    }
}

impl Default for BrowserSecret {
    fn default() -> Self {
        Self::new()
    }
}

/// What a browser brings back from a provider.
#[derive(Debug)]
pub struct Returned {
    /// What becomes an access token.
    pub code: String,
    /// Who gave the code, if they say it (RFC 9207).
    pub issuer: Option<String>,
    /// What came beside it.
    pub told: Json,
}

/// Where the browser goes to sign in.
pub async fn authorization_url(
    provider: &Provider,
    web: &Web,
    redirect_uri: &str,
    state: &str,
    secret: &BrowserSecret,
) -> Result<Url, ProviderError> {
    let endpoints = provider.endpoints(web).await?;
    let client = client(provider, &endpoints, redirect_uri)?;
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&secret.verifier());
    let mut request = client
        .authorize_url(|| CsrfToken::new(state.to_owned()))
        .add_scopes(provider.scopes.iter().cloned().map(Scope::new))
        .set_pkce_challenge(challenge);
    for (name, value) in provider.description.parameters {
        request = request.add_extra_param(*name, *value);
    }
    if let Protocol::OpenId { .. } = provider.description.protocol {
        request = request.add_extra_param("nonce", secret.nonce());
    }
    Ok(request.url().0)
}

/// Who signed in.
pub async fn profile(
    provider: &Provider,
    web: &Web,
    redirect_uri: &str,
    secret: &BrowserSecret,
    returned: Returned,
) -> Result<Profile, ProviderError> {
    let endpoints = provider.endpoints(web).await?;
    check_issuer(&endpoints, returned.issuer.as_deref())?;
    let answered = client(provider, &endpoints, redirect_uri)?
        .exchange_code(AuthorizationCode::new(returned.code))
        .set_pkce_verifier(secret.verifier())
        .request_async(web)
        .await
        .map_err(refused)?;
    let access_token = answered.access_token().secret();
    let mut answers = Answers { told: returned.told, ..Answers::default() };
    match &provider.description.protocol {
        Protocol::OpenId { sends_nonce, asks_user_info, .. } => {
            let id_token = answered.extra_fields().id_token.as_deref();
            let id_token = id_token.ok_or_else(|| untrusted("it sends no ID token"))?;
            let request = Request {
                client_id: &provider.client_id,
                nonce: &secret.nonce(),
                needs_nonce: *sends_nonce,
                access_token,
            };
            answers.claims = claims(provider, web, &endpoints, id_token, request).await?;
            if *asks_user_info && !answers.claims.contains_key("email") {
                answers.user = user_info(web, &endpoints, access_token, &answers.claims).await?;
            }
        }
        Protocol::OAuth { .. } => {
            if let Some(url) = &endpoints.user_info_url {
                answers.user = web.json(url, Some(access_token)).await?;
            }
            if let Some(url) = &endpoints.emails_url {
                answers.emails = web.json(url, Some(access_token)).await?;
            }
        }
    }
    (provider.description.profile)(&answers)
}

async fn claims(
    provider: &Provider,
    web: &Web,
    endpoints: &Endpoints,
    id_token: &str,
    request: Request<'_>,
) -> Result<Map<String, Json>, ProviderError> {
    let (Some(issuer), Some(keys_url)) = (&endpoints.issuer, &endpoints.keys_url) else {
        return Err(untrusted("its issuer or its keys are not known"));
    };
    let audiences = [provider.client_id.clone()];
    let expected = Expected { issuer, audiences: &audiences, keys_url };
    id_token::claims(signed::judge(web, &provider.keys, id_token, expected).await?, request)
}

/// What the user info endpoint says of the person of the ID token.
async fn user_info(
    web: &Web,
    endpoints: &Endpoints,
    access_token: &str,
    claims: &Map<String, Json>,
) -> Result<Json, ProviderError> {
    let Some(url) = &endpoints.user_info_url else { return Ok(Json::Null) };
    let user = web.json(url, Some(access_token)).await?;
    match user.get("sub").is_some() && user.get("sub") == claims.get("sub") {
        true => Ok(user),
        false => Err(untrusted("the user info is about somebody else")),
    }
}

/// A code of another provider must not be shown to this one.
fn check_issuer(endpoints: &Endpoints, named: Option<&str>) -> Result<(), ProviderError> {
    match (&endpoints.issuer, named) {
        (Some(_), None) if endpoints.names_itself => Err(untrusted("the answer does not say who it is from")),
        // One address stands for many tenants; the ID token says which.
        (Some(issuer), Some(_)) if issuer.contains("{tenantid}") => Ok(()),
        (Some(issuer), Some(named)) if issuer != named => Err(untrusted("the answer is from another issuer")),
        _ => Ok(()),
    }
}

/// The ID token beside an access token.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct IdToken {
    #[serde(default)]
    id_token: Option<String>,
}

impl ExtraTokenFields for IdToken {}

type CodeClient = Client<
    BasicErrorResponse,
    StandardTokenResponse<IdToken, BasicTokenType>,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

fn client(
    provider: &Provider,
    endpoints: &Endpoints,
    redirect_uri: &str,
) -> Result<CodeClient, ProviderError> {
    let wrong = |error: url::ParseError| ProviderError::Unavailable(error.to_string());
    let client = Client::new(ClientId::new(provider.client_id.clone()))
        .set_auth_type(match endpoints.client_auth {
            ClientAuth::Header => AuthType::BasicAuth,
            ClientAuth::Body | ClientAuth::SignedToken => AuthType::RequestBody,
        })
        .set_redirect_uri(RedirectUrl::new(redirect_uri.to_owned()).map_err(wrong)?)
        .set_auth_uri(AuthUrl::new(endpoints.authorize_url.clone()).map_err(wrong)?)
        .set_token_uri(TokenUrl::new(endpoints.token_url.clone()).map_err(wrong)?);
    Ok(match provider.client_secret()? {
        Some(secret) => client.set_client_secret(ClientSecret::new(secret)),
        None => client,
    })
}

fn refused<E: std::error::Error + 'static>(error: RequestTokenError<E, BasicErrorResponse>) -> ProviderError {
    match error {
        RequestTokenError::ServerResponse(answer) => ProviderError::Refused(answer.to_string()),
        RequestTokenError::Request(error) => ProviderError::Unavailable(error.to_string()),
        // What it holds may be secret.
        RequestTokenError::Parse(_, _) => {
            ProviderError::Unavailable("its answer to the code is not understood".to_owned())
        }
        RequestTokenError::Other(error) => ProviderError::Unavailable(error),
    }
}
