//! The path of a place inside a JSON value: `address.lines[0]`, `["odd key"].x`.

use serde_json::Value as Json;

use super::Problem;

/// A parsed path: keys and indexes from the outside in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonPath(Vec<Segment>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Key(String),
    Index(u32),
}

impl JsonPath {
    /// Reads `a.b[0]["c d"]`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let wrong = || Problem::new(format!("must be a path such as `address.lines[0]`, got `{text}`"));
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (step, tail) = step(rest).ok_or_else(wrong)?;
            segments.push(match step {
                Step::Key(key) => Segment::Key(key.to_owned()),
                Step::Index(index) => Segment::Index(index),
            });
            rest = tail;
        }
        match segments.is_empty() {
            true => Err(wrong()),
            false => Ok(Self(segments)),
        }
    }

    /// The form that SQLite's JSON functions take: `$."a"[0]`.
    pub fn to_sqlite(&self) -> String {
        let mut path = String::from("$");
        for segment in &self.0 {
            match segment {
                Segment::Key(key) => path.push_str(&format!(".\"{key}\"")),
                Segment::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }

    /// The text array that PostgreSQL's `#>` takes.
    pub fn to_postgres(&self) -> Vec<String> {
        let element = |segment: &Segment| match segment {
            Segment::Key(key) => key.clone(),
            Segment::Index(index) => index.to_string(),
        };
        self.0.iter().map(element).collect()
    }
}

/// A key or an index of a path's text.
enum Step<'t> {
    Key(&'t str),
    Index(u32),
}

/// The first step, and what comes after it.
fn step(rest: &str) -> Option<(Step<'_>, &str)> {
    let (step, tail) = match rest.strip_prefix('[') {
        Some(inside) => bracket(inside)?,
        None => name(rest)?,
    };
    match tail.strip_prefix('.') {
        Some("") => None,
        Some(after) => Some((step, after)),
        None => (tail.is_empty() || tail.starts_with('[')).then_some((step, tail)),
    }
}

/// `0]...` or `"key"]...`. A key may not hold a quote or a backslash: SQLite can't escape them.
fn bracket(inside: &str) -> Option<(Step<'_>, &str)> {
    if let Some(quoted) = inside.strip_prefix('"') {
        let (key, tail) = quoted.split_once("\"]")?;
        let plain = !key.is_empty() && !key.contains(['"', '\\']);
        return plain.then_some((Step::Key(key), tail));
    }
    let (index, tail) = inside.split_once(']')?;
    Some((Step::Index(index.parse().ok()?), tail))
}

fn name(rest: &str) -> Option<(Step<'_>, &str)> {
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (key, tail) = rest.split_at(end);
    let plain = !key.is_empty() && !key.contains(['"', '\\', ']']);
    plain.then_some((Step::Key(key), tail))
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Found<'j> {
    /// There is no such place.
    Nothing,
    /// The place's value, be it null.
    Value(&'j Json),
    /// One of the databases finds something there, the other does not.
    Unsure,
}

/// Finds the place of a path's text.
pub(super) fn find<'j>(json: &'j Json, path: &str) -> Found<'j> {
    let (mut place, mut rest) = (json, path);
    while !rest.is_empty() {
        let Some((step, tail)) = step(rest) else { return Found::Nothing };
        let inner = match (step, place) {
            (Step::Key(key), Json::Object(entries)) => entries.get(key),
            (Step::Index(index), Json::Array(items)) => items.get(index as usize),
            // PostgreSQL does not tell numbers from indexes.
            (Step::Key(key), Json::Array(_)) if key.contains(|char: char| char.is_ascii_digit()) => {
                return Found::Unsure;
            }
            (Step::Index(index), Json::Object(entries)) if entries.contains_key(&index.to_string()) => {
                return Found::Unsure;
            }
            _ => None,
        };
        match inner {
            Some(inner) => (place, rest) = (inner, tail),
            None => return Found::Nothing,
        }
    }
    Found::Value(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_a_form_for_each_database() {
        let path = JsonPath::parse(r#"address.lines[0]["odd key"].x"#).unwrap();
        assert_eq!(path.to_sqlite(), r#"$."address"."lines"[0]."odd key"."x""#);
        assert_eq!(path.to_postgres(), ["address", "lines", "0", "odd key", "x"]);
    }

    #[test]
    fn places_are_found() {
        let json = serde_json::json!({ "a": { "b": [1, null], "0": 2, "x y": { "z": 3 } } });
        assert_eq!(find(&json, "a.b[0]"), Found::Value(&1.into()));
        assert_eq!(find(&json, "a.b[1]"), Found::Value(&Json::Null));
        assert_eq!(find(&json, r#"a["x y"].z"#), Found::Value(&3.into()));
        for path in ["c", "a.b[2]", "a.b[0].c", "a.b.c", "a[1]"] {
            assert_eq!(find(&json, path), Found::Nothing, "{path}");
        }
        for path in ["a.b.0", "a[0]"] {
            assert_eq!(find(&json, path), Found::Unsure, "{path}");
        }
    }

    #[test]
    fn malformed_paths_are_refused() {
        for text in ["", ".", "a.", "a..b", "a[", "a[x]", "a[0]b", "a\"b", "[\"\"]"] {
            assert!(JsonPath::parse(text).is_err(), "{text}");
        }
    }
}
