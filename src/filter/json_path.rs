//! The path of a place inside a JSON value: `address.lines[0]`, `["odd key"].x`.

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
            let (segment, tail) = match rest.strip_prefix('[') {
                Some(inside) => bracket(inside).ok_or_else(wrong)?,
                None => name(rest).ok_or_else(wrong)?,
            };
            segments.push(segment);
            rest = match tail.strip_prefix('.') {
                Some("") => return Err(wrong()),
                Some(after) => after,
                None if tail.is_empty() || tail.starts_with('[') => tail,
                None => return Err(wrong()),
            };
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

/// `0]...` or `"key"]...`. A key may not hold a quote or a backslash: SQLite can't escape them.
fn bracket(inside: &str) -> Option<(Segment, &str)> {
    if let Some(quoted) = inside.strip_prefix('"') {
        let (key, tail) = quoted.split_once("\"]")?;
        let plain = !key.is_empty() && !key.contains(['"', '\\']);
        return plain.then(|| (Segment::Key(key.to_owned()), tail));
    }
    let (index, tail) = inside.split_once(']')?;
    Some((Segment::Index(index.parse().ok()?), tail))
}

fn name(rest: &str) -> Option<(Segment, &str)> {
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (key, tail) = rest.split_at(end);
    let plain = !key.is_empty() && !key.contains(['"', '\\', ']']);
    plain.then(|| (Segment::Key(key.to_owned()), tail))
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
    fn malformed_paths_are_refused() {
        for text in ["", ".", "a.", "a..b", "a[", "a[x]", "a[0]b", "a\"b", "[\"\"]"] {
            assert!(JsonPath::parse(text).is_err(), "{text}");
        }
    }
}
