//! A browser that goes between a site and a certified OpenID provider, and people at its keyboard.

use std::collections::HashMap;

use axum::body::Body;
use axum::http::Request;
use headwater::config::{Config, ProviderSettings};
use serde_json::{Value, json};
use url::Url;

use crate::support::node::{RunningScript, start_script};
use crate::support::process::client_builder;
use crate::support::site::{Reply, Site};

/// Where the site is.
pub const SITE: &str = "http://cms.example";
/// What the tests' sites are made of.
pub const SDL: &str = "type Note @collection @allow(to: user, do: READ) { text: String }";

/// A certified OpenID provider.
pub struct OpenId {
    pub issuer: String,
    _script: RunningScript,
}

impl OpenId {
    pub fn start() -> Self {
        Self::start_with(json!({}))
    }

    /// The same with other settings: see the script.
    pub fn start_with(settings: Value) -> Self {
        let mut all = json!({ "redirect_uris": [format!("{SITE}/auth/openid/callback"), format!("{SITE}/auth/other/callback")] });
        all.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
        let script = start_script("oidc-provider.cjs", &[&all.to_string()]);
        Self { issuer: script.first_line.clone(), _script: script }
    }

    /// Gives the provider new keys; it forgets everything else.
    pub async fn rotate(&self) {
        let client = client_builder().build().unwrap();
        client.post(format!("{}/rotate", self.issuer)).send().await.unwrap();
    }

    /// Lets people of the site sign in with it.
    pub fn configure(&self, config: &mut Config) {
        let settings = ProviderSettings {
            kind: Some("oidc".to_owned()),
            client_id: Some("headwater".to_owned()),
            client_secret: Some("secret-of-headwater".to_owned()),
            issuer: Some(self.issuer.clone()),
            ..ProviderSettings::default()
        };
        config.auth.providers.insert("openid".to_owned(), settings.clone());
        config.auth.providers.insert("other".to_owned(), settings);
        config.cors.origins = vec!["https://app.example".to_owned()];
        config.auth.redirects = vec!["org.example.app:/signed-in".to_owned()];
    }
}

/// What a browser sees.
#[derive(Debug)]
pub struct Page {
    pub url: String,
    pub status: u16,
    /// Where it is sent on.
    pub location: Option<String>,
    pub body: String,
}

impl Page {
    /// The address that it is sent on to.
    #[track_caller]
    pub fn sent_to(&self) -> Url {
        let location = self.location.as_deref().unwrap_or_else(|| panic!("not sent on: {self:?}"));
        Url::parse(&self.url).unwrap().join(location).unwrap()
    }

    /// A part of the query of the address that it is sent on to.
    #[track_caller]
    pub fn parameter(&self, name: &str) -> Option<String> {
        parameter(self.sent_to().as_str(), name)
    }
}

pub fn parameter(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).unwrap();
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// The address with another value, or without it.
pub fn changed(url: &str, name: &str, value: Option<&str>) -> String {
    let mut url = Url::parse(url).unwrap();
    let kept: Vec<(String, String)> =
        url.query_pairs().into_owned().filter(|(known, _)| known != name).collect();
    url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(value.map(|value| (name, value)));
    url.into()
}

/// A browser with cookies of its own.
pub struct Browser<'a> {
    site: &'a Site,
    client: reqwest::Client,
    cookies: HashMap<String, HashMap<String, String>>,
}

impl<'a> Browser<'a> {
    pub fn new(site: &'a Site) -> Self {
        Self {
            site,
            client: client_builder().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
            cookies: HashMap::new(),
        }
    }

    /// Opens an address, and stays where it is sent on.
    pub async fn open(&mut self, url: &str) -> Page {
        self.send(url, None).await
    }

    /// Posts a form.
    pub async fn post(&mut self, url: &str, form: &[(&str, &str)]) -> Page {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.send(url, Some(form)).await
    }

    async fn send(&mut self, url: &str, form: Option<String>) -> Page {
        let authority = Url::parse(url).unwrap().authority().to_owned();
        let held = self.cookies.entry(authority.clone()).or_default();
        let cookies: Vec<String> = held.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (status, headers, body) = match url.strip_prefix(SITE) {
            Some(path) => {
                let method = if form.is_some() { "POST" } else { "GET" };
                let request = Request::builder().method(method).uri(path).header("host", "cms.example");
                let request = request.header("cookie", cookies.join("; "));
                let reply = self
                    .site
                    .send_from("192.0.2.1", request.body(Body::from(form.unwrap_or_default())).unwrap());
                let reply = reply.await;
                (reply.status.as_u16(), reply.headers, reply.text)
            }
            None => {
                let request = match form {
                    Some(form) => self
                        .client
                        .post(url)
                        .body(form)
                        .header("content-type", "application/x-www-form-urlencoded"),
                    None => self.client.get(url),
                };
                let response = request.header("cookie", cookies.join("; ")).send().await.unwrap();
                (response.status().as_u16(), response.headers().clone(), response.text().await.unwrap())
            }
        };
        let held = self.cookies.entry(authority).or_default();
        for cookie in headers.get_all("set-cookie") {
            let text = cookie.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            match value.is_empty() || text.contains("Max-Age=0") {
                true => held.remove(name),
                false => held.insert(name.to_owned(), value.to_owned()),
            };
        }
        let location = headers.get("location").map(|value| value.to_str().unwrap().to_owned());
        Page { url: url.to_owned(), status, location, body }
    }

    /// Goes from the site to the provider, signs in as that person, and stops where the provider sends the
    /// browser back to the site.
    pub async fn visit_provider(&mut self, start: &str, login: &str) -> String {
        let page = self.open(start).await;
        assert_eq!(page.status, 303, "{page:?}");
        self.be_at_provider(page.sent_to().as_str(), login).await
    }

    /// The same from the provider's address.
    pub async fn be_at_provider(&mut self, url: &str, login: &str) -> String {
        let mut page = self.open(url).await;
        for _ in 0..20 {
            if page.location.is_some() {
                let next = page.sent_to();
                if next.as_str().starts_with(SITE) {
                    return next.into();
                }
                page = self.open(next.as_str()).await;
                continue;
            }
            let action = page.body.split("action=\"").nth(1).unwrap_or_else(|| panic!("no form: {page:?}"));
            let action = action.split('"').next().unwrap().to_owned();
            let form = match page.body.contains("value=\"login\"") {
                true => vec![("prompt", "login"), ("login", login), ("password", "any")],
                false => vec![("prompt", "consent")],
            };
            page = self.post(&action, &form).await;
        }
        panic!("the provider does not come to an end: {page:?}");
    }

    /// The whole way: to the provider and back.
    pub async fn sign_in(&mut self, start: &str, login: &str) -> Page {
        let callback = self.visit_provider(start, login).await;
        self.open(&callback).await
    }

    /// Asks the API as a page of the site does.
    pub async fn ask(&self, document: &str, variables: Value) -> Reply {
        let held = self.cookies.get("cms.example").into_iter().flatten();
        let cookies: Vec<String> = held.map(|(name, value)| format!("{name}={value}")).collect();
        let headers = [("cookie", cookies.join("; ")), ("sec-fetch-site", "same-origin".to_owned())];
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.site.ask_with(&headers, document, variables).await
    }

    /// The names of the site's cookies.
    pub fn cookie_names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.cookies.get("cms.example").into_iter().flatten().map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }

    /// The address of the signed-in user.
    pub async fn me(&self) -> Value {
        self.ask("{ me { email } }", json!({})).await.data()["me"].clone()
    }
}

/// Where a sign-in begins.
pub fn start(query: &str) -> String {
    format!("{SITE}/auth/openid/start{query}")
}
