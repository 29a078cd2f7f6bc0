//! Names of channels, and patterns of them: `post/{id}`.

use serde_json::{Map, Value as Json};

/// The most bytes of a channel's name.
pub const MOST_NAME_BYTES: usize = 256;

/// A pattern of names. A variable stands for what is between two slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Variable(String),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        check_name(text)?;
        let parts = text.split('/').map(part).collect::<Result<Vec<_>, _>>()?;
        let pattern = Self { text: text.to_owned(), parts };
        let mut names = pattern.variables();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("`{{{}}}` stands in it twice", pair[0])),
            None => Ok(pattern),
        }
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names of its variables.
    pub fn variables(&self) -> Vec<&str> {
        let names = self.parts.iter().filter_map(|part| match part {
            Part::Variable(name) => Some(name.as_str()),
            Part::Text(_) => None,
        });
        names.collect()
    }

    /// What the variables stand for in the name, if the name is one of these.
    pub fn find(&self, name: &str) -> Option<Map<String, Json>> {
        let mut found = Map::new();
        let mut given = name.split('/');
        for part in &self.parts {
            let text = given.next()?;
            match part {
                Part::Text(expected) if expected == text => {}
                Part::Variable(variable) if !text.is_empty() => {
                    found.insert(variable.clone(), text.into());
                }
                Part::Text(_) | Part::Variable(_) => return None,
            }
        }
        given.next().is_none().then_some(found)
    }
}

/// What keeps a text from being the name of a channel, in words.
///
/// # Errors
///
/// The words.
pub fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() || name.len() > MOST_NAME_BYTES {
        return Err(format!("a channel's name has 1 to {MOST_NAME_BYTES} bytes"));
    }
    match name.chars().any(char::is_control) {
        true => Err("a channel's name has no control characters".to_owned()),
        false => Ok(()),
    }
}

fn part(text: &str) -> Result<Part, String> {
    if !text.contains(['{', '}']) {
        return match text.is_empty() {
            true => {
                Err("there is nothing between two slashes, or before the first or after the last".to_owned())
            }
            false => Ok(Part::Text(text.to_owned())),
        };
    }
    let name = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let is_name =
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    match is_name {
        true => Ok(Part::Variable(name.to_owned())),
        false => Err(format!(
            "`{text}` is no variable: write a name of letters and digits in braces, alone between slashes, such as `post/{{id}}`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, name: &str) -> Option<String> {
        let found = Pattern::parse(pattern).unwrap().find(name);
        found.map(|found| Json::Object(found).to_string())
    }

    #[test]
    fn variables_take_what_stands_between_slashes() {
        assert_eq!(found("post/{id}", "post/7"), Some(r#"{"id":"7"}"#.to_owned()));
        assert_eq!(found("a/{b}/c/{d}", "a/1/c/2"), Some(r#"{"b":"1","d":"2"}"#.to_owned()));
        assert_eq!(found("lobby", "lobby"), Some("{}".to_owned()));
        for name in ["post", "post/", "post/7/8", "Post/7", "/post/7", "post//7", ""] {
            assert_eq!(found("post/{id}", name), None, "{name}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        let long = "x".repeat(257);
        for text in ["", "a//b", "/a", "a/", "post-{id}", "{", "{}", "{a b}", "{a}/{a}", "a\nb", &long] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
