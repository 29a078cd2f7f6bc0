//! What a provider answers about a person, and what is read off it: [`Profile`].

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::ProviderError;

/// Everything that a provider said about the person who signed in.
#[derive(Debug, Default)]
pub struct Answers {
    /// The claims of the ID token, which was judged; empty without OpenID Connect.
    pub claims: Map<String, Json>,
    /// What the user info endpoint says; null if it was not asked.
    pub user: Json,
    /// The list of addresses; null if there is none.
    pub emails: Json,
    /// What came with the browser beside the code, and is no proof of anything.
    pub told: Json,
}

/// Who signed in, as the provider sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Their id at the provider, which never changes.
    pub subject: String,
    /// Their address.
    pub email: Option<String>,
    /// Whether the provider made sure that the address is theirs.
    pub email_verified: bool,
    /// Their name for others.
    pub name: Option<String>,
    /// Where a picture of them is.
    pub picture: Option<String>,
}

impl Profile {
    /// A person with that id; one that is empty is none.
    pub fn new(subject: Option<String>) -> Result<Self, ProviderError> {
        let subject = subject
            .filter(|subject| !subject.is_empty() && subject.len() <= 255)
            .ok_or_else(|| ProviderError::Untrusted("it does not say who signed in".to_owned()))?;
        Ok(Self { subject, email: None, email_verified: false, name: None, picture: None })
    }

    /// The same person with that address; one that can't be an address is left out. So is one with letters beyond
    /// ASCII: some of them, such as the Kelvin sign, become an ASCII letter in lower case, and the address
    /// somebody else's.
    pub fn with_email(mut self, email: Option<String>, is_verified: bool) -> Self {
        self.email = email.filter(|email| email.is_ascii() && email_address::EmailAddress::is_valid(email));
        self.email_verified = is_verified && self.email.is_some();
        self
    }

    /// The same person with that name and picture.
    pub fn with_looks(mut self, name: Option<String>, picture: Option<String>) -> Self {
        self.name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        self.picture = picture.filter(|picture| picture.starts_with("https://"));
        self
    }

    /// Reads the standard claims of OpenID Connect.
    pub fn of_claims(answers: &Answers) -> Result<Self, ProviderError> {
        let email = answers.claim_with("email");
        let (email, is_verified) = match email {
            Some(source) => (text(source, "email"), is_true(source, "email_verified")),
            None => (None, false),
        };
        let from = |name: &str| text_of(answers.claims.get(name)).or_else(|| text(&answers.user, name));
        Ok(Self::new(text_of(answers.claims.get("sub")))?
            .with_email(email, is_verified)
            .with_looks(from("name").or_else(|| from("preferred_username")), from("picture")))
    }
}

impl Answers {
    /// What holds the claim: the ID token, else the user info. What belongs to a claim is read from where it
    /// stands: that one address is verified says nothing of another.
    fn claim_with(&self, name: &str) -> Option<&dyn Claims> {
        if self.claims.get(name).is_some_and(|value| !value.is_null()) {
            return Some(&self.claims);
        }
        self.user.get(name).filter(|value| !value.is_null()).map(|_| &self.user as &dyn Claims)
    }
}

/// An object of an answer.
pub trait Claims {
    /// A member.
    fn member(&self, name: &str) -> Option<&Json>;
}

impl Claims for Map<String, Json> {
    fn member(&self, name: &str) -> Option<&Json> {
        self.get(name)
    }
}

impl Claims for Json {
    fn member(&self, name: &str) -> Option<&Json> {
        self.get(name)
    }
}

/// A member that is text.
pub fn text(object: &(impl Claims + ?Sized), name: &str) -> Option<String> {
    text_of(object.member(name))
}

fn text_of(value: Option<&Json>) -> Option<String> {
    value.and_then(Json::as_str).map(str::to_owned)
}

/// A member that is text or a whole number.
pub fn id(object: &(impl Claims + ?Sized), name: &str) -> Option<String> {
    match object.member(name)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a member is true, or says it in one of the ways that providers have.
pub fn is_true(object: &(impl Claims + ?Sized), name: &str) -> bool {
    match object.member(name) {
        Some(Json::Bool(value)) => *value,
        Some(Json::String(text)) => text == "true" || text == "1",
        Some(Json::Number(number)) => number.as_u64() == Some(1),
        _ => false,
    }
}
