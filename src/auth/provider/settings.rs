//! A provider with the settings of this server: [`Provider`], checked when the server starts.

use jsonwebtoken::EncodingKey;

use super::apple::{self, Signer};
use super::discovery::{IssuerDocument, Naming};
use super::{ALL, ClientAuth, Description, Keys, Protocol, ProviderError, Web, check_url};
use crate::config::ProviderSettings;

/// A provider that people of this server may sign in with.
pub struct Provider {
    /// Its name in the settings and in addresses.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What kind it is.
    pub description: &'static Description,
    /// As whom this server is known there.
    pub client_id: String,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Whether somebody who is not known yet gets an account.
    pub sign_up: bool,
    pub(super) keys: Keys,
    issuer: Option<String>,
    secret: Secret,
    settings: ProviderSettings,
    discovery: IssuerDocument,
}

enum Secret {
    None,
    Text(String),
    Signer(Box<Signer>),
}

/// Where a provider is asked.
#[derive(Debug)]
pub struct Endpoints {
    pub authorize_url: String,
    pub token_url: String,
    pub user_info_url: Option<String>,
    pub emails_url: Option<String>,
    pub keys_url: Option<String>,
    pub issuer: Option<String>,
    /// Whether it names itself beside every code.
    pub names_itself: bool,
    pub client_auth: ClientAuth,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Provider").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Provider {
    /// The provider of a section `[auth.providers.NAME]`.
    ///
    /// # Errors
    ///
    /// A sentence for everything that is wrong with the section.
    pub fn new(name: &str, settings: &ProviderSettings) -> Result<Self, Vec<String>> {
        let section = format!("auth.providers.{name}");
        let mut problems = Vec::new();
        let kind = settings.kind.as_deref().unwrap_or(name);
        let Some(description) = ALL.into_iter().find(|known| known.kind == kind) else {
            let kinds: Vec<_> = ALL.iter().map(|known| format!("`{}`", known.kind)).collect();
            return Err(vec![format!("`{section}.kind` is `{kind}`; there is {}", kinds.join(", "))]);
        };
        if !is_name(name) {
            problems.push(format!(
                "`{section}`: the name stands in addresses; use lower-case letters, digits, `-` and `_`"
            ));
        }
        if settings.client_id.as_deref().is_none_or(str::is_empty) {
            problems.push(format!(
                "`{section}.client_id` is missing: the provider gave it when this server was registered"
            ));
        }
        let issuer = issuer(&section, description, settings, &mut problems);
        let secret = secret(&section, description, settings, issuer.as_deref(), &mut problems);
        let addresses = [
            ("issuer", &issuer),
            ("authorize_url", &settings.authorize_url),
            ("token_url", &settings.token_url),
            ("user_info_url", &settings.user_info_url),
            ("emails_url", &settings.emails_url),
            ("jwks_url", &settings.jwks_url),
        ];
        for (key, address) in addresses {
            let wrong = address.as_deref().filter(|address| !address.is_empty()).map(check_url);
            problems.extend(wrong.and_then(Result::err).map(|reason| format!("`{section}.{key}`: {reason}")));
        }
        let scopes = settings.scopes.clone().unwrap_or_else(|| owned(description.scopes));
        if matches!(description.protocol, Protocol::OpenId { .. })
            && !scopes.iter().any(|scope| scope == "openid")
        {
            problems.push(format!("`{section}.scopes` must hold `openid`: without it there is no ID token"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            name: name.to_owned(),
            title: settings.title.clone().unwrap_or_else(|| title(name, description)),
            description,
            client_id: settings.client_id.clone().unwrap_or_default(),
            scopes,
            sign_up: settings.sign_up.unwrap_or(true),
            keys: Keys::default(),
            issuer,
            secret,
            settings: settings.clone(),
            discovery: IssuerDocument::default(),
        })
    }

    /// Who issues its tokens, where that has a name.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// Whether the provider answers with a form that the browser posts from its page.
    pub fn posts_answers(&self) -> bool {
        self.description.parameters.contains(&("response_mode", "form_post"))
    }

    /// What proves to the provider that it is this server who asks.
    pub(super) fn client_secret(&self) -> Result<Option<String>, ProviderError> {
        match &self.secret {
            Secret::None => Ok(None),
            Secret::Text(secret) => Ok(Some(secret.clone())),
            Secret::Signer(signer) => apple::client_secret(signer, &self.client_id).map(Some),
        }
    }

    /// Where the provider is asked: as the settings say, else as its issuer says, else as is known.
    pub(super) async fn endpoints(&self, web: &Web) -> Result<Endpoints, ProviderError> {
        let settings = &self.settings;
        match &self.description.protocol {
            Protocol::OAuth { authorize_url, token_url, user_info_url, emails_url } => Ok(Endpoints {
                authorize_url: settings.authorize_url.clone().unwrap_or_else(|| (*authorize_url).to_owned()),
                token_url: settings.token_url.clone().unwrap_or_else(|| (*token_url).to_owned()),
                user_info_url: settings.user_info_url.clone().or_else(|| Some((*user_info_url).to_owned())),
                emails_url: match &settings.emails_url {
                    Some(url) => Some(url.clone()).filter(|url| !url.is_empty()),
                    None => emails_url.map(str::to_owned),
                },
                keys_url: None,
                issuer: self.issuer.clone(),
                names_itself: false,
                client_auth: self.description.client_auth,
            }),
            Protocol::OpenId { .. } => self.discovered(web).await,
        }
    }

    async fn discovered(&self, web: &Web) -> Result<Endpoints, ProviderError> {
        let settings = &self.settings;
        let issuer = self.issuer.as_deref().unwrap_or_default();
        // An issuer that says nothing of itself can be described whole.
        if let (Some(authorize_url), Some(token_url), Some(keys_url)) =
            (&settings.authorize_url, &settings.token_url, &settings.jwks_url)
        {
            return Ok(Endpoints {
                authorize_url: authorize_url.clone(),
                token_url: token_url.clone(),
                user_info_url: settings.user_info_url.clone(),
                emails_url: None,
                keys_url: Some(keys_url.clone()),
                issuer: Some(issuer.to_owned()),
                names_itself: false,
                client_auth: self.description.client_auth,
            });
        }
        let known = self.discovery.document(web, issuer, self.naming()).await?;
        let document = &known.1;
        let endpoint = |set: &Option<String>, found: &Option<String>, name: &str| {
            set.clone().or_else(|| found.clone()).ok_or_else(|| {
                ProviderError::Unavailable(format!("the issuer `{issuer}` does not tell its `{name}`"))
            })
        };
        Ok(Endpoints {
            authorize_url: endpoint(
                &settings.authorize_url,
                &document.authorization_endpoint,
                "authorization_endpoint",
            )?,
            token_url: endpoint(&settings.token_url, &document.token_endpoint, "token_endpoint")?,
            user_info_url: settings.user_info_url.clone().or_else(|| document.userinfo_endpoint.clone()),
            emails_url: None,
            keys_url: Some(endpoint(&settings.jwks_url, &document.jwks_uri, "jwks_uri")?),
            issuer: Some(document.issuer.clone()),
            names_itself: document.authorization_response_iss_parameter_supported,
            client_auth: client_auth(
                self.description.client_auth,
                &document.token_endpoint_auth_methods_supported,
            ),
        })
    }

    fn naming(&self) -> Naming {
        match &self.description.protocol {
            Protocol::OpenId { issuer: Some(issuer), .. } if issuer.contains("{tenant}") => {
                Naming::SameOrigin
            }
            _ => Naming::Exact,
        }
    }
}

/// What the provider is used to, unless it takes only the other way.
fn client_auth(usual: ClientAuth, taken: &[String]) -> ClientAuth {
    let takes = |method: &str| taken.iter().any(|taken| taken == method);
    match usual {
        ClientAuth::Header if takes("client_secret_post") && !takes("client_secret_basic") => {
            ClientAuth::Body
        }
        ClientAuth::Body if takes("client_secret_basic") && !takes("client_secret_post") => {
            ClientAuth::Header
        }
        usual => usual,
    }
}

fn issuer(
    section: &str,
    description: &Description,
    settings: &ProviderSettings,
    problems: &mut Vec<String>,
) -> Option<String> {
    let tenant = settings.tenant.as_deref().unwrap_or("common");
    if tenant.is_empty()
        || !tenant.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._".contains(letter))
    {
        problems.push(format!("`{section}.tenant` is `{tenant}`; it is an id or a domain, or `common`, `organizations`, `consumers`"));
    }
    let usual = match &description.protocol {
        Protocol::OpenId { issuer, .. } => *issuer,
        Protocol::OAuth { .. } => return settings.issuer.clone(),
    };
    let issuer = settings.issuer.clone().or_else(|| usual.map(|issuer| issuer.replace("{tenant}", tenant)));
    if issuer.is_none() {
        problems.push(format!(
            "`{section}.issuer` is missing: the address below which `/.well-known/openid-configuration` is"
        ));
    }
    issuer
}

fn secret(
    section: &str,
    description: &Description,
    settings: &ProviderSettings,
    issuer: Option<&str>,
    problems: &mut Vec<String>,
) -> Secret {
    if description.client_auth != ClientAuth::SignedToken {
        return match &settings.client_secret {
            Some(secret) if !secret.is_empty() => Secret::Text(secret.clone()),
            // A public client of an issuer of one's own: PKCE alone proves who asks.
            None if description.kind == "oidc" => Secret::None,
            _ => {
                problems.push(format!(
                    "`{section}.client_secret` is missing: set it with {}",
                    variable(section, "client_secret")
                ));
                Secret::None
            }
        };
    }
    let mut needed = |key: &str, value: &Option<String>| {
        if value.as_deref().is_none_or(str::is_empty) {
            problems.push(format!(
                "`{section}.{key}` is missing; {} shows it at developer.apple.com",
                description.title
            ));
        }
        value.clone().unwrap_or_default()
    };
    let team_id = needed("team_id", &settings.team_id);
    let key_id = needed("key_id", &settings.key_id);
    // In the environment, line ends are awkward.
    let pem = needed("private_key", &settings.private_key).replace("\\n", "\n");
    if pem.is_empty() {
        return Secret::None;
    }
    match EncodingKey::from_ec_pem(pem.as_bytes()) {
        Ok(key) => {
            let audience = issuer.unwrap_or_default().to_owned();
            Secret::Signer(Box::new(Signer { team_id, key_id, key, audience }))
        }
        Err(_) => {
            problems.push(format!(
                "`{section}.private_key` is not a private key; it is the text of the file AuthKey_....p8"
            ));
            Secret::None
        }
    }
}

fn variable(section: &str, key: &str) -> String {
    format!("HEADWATER_{}_{}", section.replace('.', "_").to_uppercase(), key.to_uppercase())
}

/// A provider of no particular make is called as it is in the settings.
fn title(name: &str, description: &Description) -> String {
    let mut letters = name.chars();
    match (description.kind, letters.next()) {
        ("oidc", Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => description.title.to_owned(),
    }
}

fn is_name(name: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
    !name.is_empty() && name.chars().all(fits)
}

fn owned(scopes: &[&str]) -> Vec<String> {
    scopes.iter().map(|scope| (*scope).to_owned()).collect()
}
