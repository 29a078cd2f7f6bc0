//! A server that answers what a test wants a provider to answer, and remembers what it was asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use headwater::auth::provider::{
    BrowserSecret, Profile, Provider, ProviderError, Returned, Web, authorization_url, profile,
};
use headwater::config::ProviderSettings;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// Where providers send browsers back to.
pub const CALLBACK: &str = "https://headwater.example.org/auth/test/callback";

/// The server; it ends with the test.
#[derive(Clone)]
pub struct StandIn {
    /// Where it is: `http://127.0.0.1:...`.
    pub url: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    answers: Mutex<HashMap<String, (StatusCode, Value)>>,
    asked: Mutex<Vec<Asked>>,
}

/// What it was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    pub authorization: String,
    pub form: HashMap<String, String>,
}

impl StandIn {
    /// Starts one that knows nothing.
    pub async fn start() -> Self {
        let shared = Arc::<Shared>::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared }
    }

    /// Starts an issuer with one key, whose name is `key-1`.
    pub async fn issuer() -> Self {
        let stand_in = Self::start().await;
        let at = |path: &str| format!("{}{path}", stand_in.url);
        stand_in.answer(
            "/.well-known/openid-configuration",
            json!({
                "issuer": stand_in.url,
                "authorization_endpoint": at("/authorize"),
                "token_endpoint": at("/token"),
                "userinfo_endpoint": at("/user"),
                "jwks_uri": at("/keys"),
            }),
        );
        stand_in.answer("/keys", json!({ "keys": [public_key("key-1", 1)] }));
        stand_in
    }

    /// From now on this is answered at the path.
    pub fn answer(&self, path: &str, answer: Value) {
        self.answer_with(path, StatusCode::OK, answer);
    }

    /// The same with a status.
    pub fn answer_with(&self, path: &str, status: StatusCode, answer: Value) {
        self.shared.answers.lock().unwrap().insert(path.to_owned(), (status, answer));
    }

    /// What was asked at the path.
    pub fn asked(&self, path: &str) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().iter().filter(|asked| asked.path == path).cloned().collect()
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let path = parts.uri.path().to_owned();
    let authorization = parts.headers.get(header::AUTHORIZATION).map_or("", |value| value.to_str().unwrap());
    let form = url::form_urlencoded::parse(&body).into_owned().collect();
    let asked = Asked { path: path.clone(), authorization: authorization.to_owned(), form };
    shared.asked.lock().unwrap().push(asked);
    match shared.answers.lock().unwrap().get(&path) {
        Some((status, answer)) => (*status, axum::Json(answer.clone())).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn signing_key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

/// A public key as issuers publish it.
pub fn public_key(name: &str, seed: u8) -> Value {
    let public = URL_SAFE_NO_PAD.encode(signing_key(seed).verifying_key().as_bytes());
    json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": name, "x": public })
}

/// A token with those claims, signed with the key of that name and seed.
pub fn signed(claims: &Value, name: &str, seed: u8) -> String {
    let der = signing_key(seed).to_pkcs8_der().unwrap();
    let header = Header { kid: Some(name.to_owned()), ..Header::new(Algorithm::EdDSA) };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_ed_der(der.as_bytes())).unwrap()
}

/// Now, in seconds.
pub fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// Settings of a client at the stand-in.
pub fn settings(kind: &str) -> ProviderSettings {
    ProviderSettings {
        kind: Some(kind.to_owned()),
        client_id: Some("client".to_owned()),
        client_secret: Some("secret of the client".to_owned()),
        ..ProviderSettings::default()
    }
}

/// A provider with those settings.
pub fn provider(settings: &ProviderSettings) -> Provider {
    Provider::new("test", settings).unwrap()
}

/// One way of a browser to a provider and back.
pub struct Way {
    pub provider: Provider,
    pub web: Web,
    pub secret: BrowserSecret,
    /// What the authorization endpoint was told.
    pub asked: HashMap<String, String>,
}

impl Way {
    /// Goes to the provider.
    pub async fn begin(provider: Provider) -> Self {
        let web = Web::new().unwrap();
        let secret = BrowserSecret::new();
        let url = authorization_url(&provider, &web, CALLBACK, "the state", &secret).await.unwrap();
        let asked = url.query_pairs().into_owned().collect();
        Self { provider, web, secret, asked }
    }

    /// The nonce that the provider was told.
    pub fn nonce(&self) -> String {
        self.asked["nonce"].clone()
    }

    /// Comes back with a code.
    pub async fn end(&self) -> Result<Profile, ProviderError> {
        self.end_with(Value::Null, None).await
    }

    /// Comes back with a code and with what stands beside it.
    pub async fn end_with(&self, told: Value, issuer: Option<&str>) -> Result<Profile, ProviderError> {
        let issuer = issuer.map(str::to_owned);
        let returned = Returned { code: "the code".to_owned(), issuer, told };
        profile(&self.provider, &self.web, CALLBACK, &self.secret, returned).await
    }
}
