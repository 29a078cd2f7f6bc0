//! `@slug(from)`: names for addresses, made of another field's text, that no other record has.
//!
//! Read [`Slugs::make`] first.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::tx::{Failure, Tx};
use crate::model::{Collection, Field, Value};
use crate::query::dialect::write::Lock;

/// Longer ones are cut off: nobody reads an address to its end.
const LONGEST: usize = 100;
/// How many names are looked for together when the first is taken; ten times as many each time.
const FIRST_LOOK: usize = 10;

/// The slugs that were made in a transaction, and where they come from.
#[derive(Debug, Default)]
pub struct Slugs {
    /// By collection and field.
    made: HashMap<(String, String), HashSet<String>>,
    /// The number that the next equal text is likely to get, of those that came more than once.
    next: HashMap<(String, String, String), usize>,
}

/// A slug that is looked for.
struct Wanted {
    /// Where it stands in the list of texts.
    place: usize,
    base: String,
    /// The first number that may be free.
    number: usize,
    /// How many numbers are looked at together.
    look: usize,
}

impl Slugs {
    /// Whether the value was made here: if it is taken after all, another transaction was faster.
    pub fn has_made(&self, collection: &str, field: &str, value: &str) -> bool {
        let made = self.made.get(&(collection.to_owned(), field.to_owned()));
        made.is_some_and(|made| made.contains(value))
    }

    /// Forgets what was made: the database has it by now.
    pub fn forget_made(&mut self) {
        self.made.clear();
    }

    /// A slug for each of the texts that no other record has, none for a text that gives none.
    /// `is_given` says which values records to come have.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn make(
        &mut self,
        tx: &mut Tx<'_>,
        (collection, field): (&Collection, &Field),
        texts: &[Value],
        is_given: impl Fn(&str) -> bool + Send,
    ) -> Result<Vec<Option<String>>, Failure> {
        let longest = longest(field);
        let bases = texts.iter().map(|text| base(collection, longest, text));
        if !field.unique {
            return Ok(bases.collect());
        }
        let own = (collection.name.clone(), field.name.clone());
        let mut slugs: Vec<Option<String>> = vec![None; texts.len()];
        let mut wanted: Vec<Wanted> = Vec::new();
        for (place, base) in bases.enumerate() {
            wanted.extend(base.map(|base| self.wanted(&own, place, base)));
        }
        while !wanted.is_empty() {
            let names: Vec<String> = wanted.iter().flat_map(|wanted| wanted.names(longest)).collect();
            let stored = stored(tx, collection, field, names).await?;
            let is_taken = |name: &str| stored.contains(name) || is_given(name);
            let mut left = Vec::new();
            for slug in wanted {
                match self.first_free(&own, &slug, longest, &is_taken) {
                    Some(name) => slugs[slug.place] = Some(name),
                    None => left.push(slug.further()),
                }
            }
            wanted = left;
        }
        Ok(slugs)
    }

    fn wanted(&self, own: &(String, String), place: usize, base: String) -> Wanted {
        let next = self.next.get(&(own.0.clone(), own.1.clone(), base.clone()));
        let number = next.copied().unwrap_or(1);
        Wanted { place, base, number, look: if number == 1 { 1 } else { FIRST_LOOK } }
    }

    /// The first of the names that nobody has, which is noted as made.
    fn first_free(
        &mut self,
        own: &(String, String),
        wanted: &Wanted,
        longest: usize,
        is_taken: &impl Fn(&str) -> bool,
    ) -> Option<String> {
        let made = self.made.entry(own.clone()).or_default();
        let mut names = wanted.names(longest).zip(wanted.number..);
        let (name, number) = names.find(|(name, _)| !made.contains(name) && !is_taken(name))?;
        made.insert(name.clone());
        if number > 1 {
            self.next.insert((own.0.clone(), own.1.clone(), wanted.base.clone()), number + 1);
        }
        Some(name)
    }
}

impl Wanted {
    fn names(&self, longest: usize) -> impl Iterator<Item = String> {
        (self.number..self.number + self.look).map(move |number| numbered(&self.base, number, longest))
    }

    /// All of these were taken.
    fn further(self) -> Self {
        let look = if self.look == 1 { FIRST_LOOK } else { self.look * 10 };
        Self { number: self.number + self.look, look, ..self }
    }
}

/// What is said when a text gives no slug where one is required.
pub fn no_slug(field: &Field) -> String {
    let from = field.slug_from.as_deref().unwrap_or_default();
    format!("is required, and `{from}` has no text to make it from")
}

/// Those of the names that records have.
async fn stored(
    tx: &mut Tx<'_>,
    collection: &Collection,
    field: &Field,
    names: Vec<String>,
) -> Result<HashSet<String>, Failure> {
    let names = names.into_iter().map(Value::Text).collect();
    let images = tx.images(collection, &[field], field, names, Lock::None).await?;
    let stored = images.iter().filter_map(|image| image.fields.get(&field.name)?.as_str());
    Ok(stored.map(str::to_owned).collect())
}

/// The most characters of the field's slugs.
fn longest(field: &Field) -> usize {
    let longest = field.check.as_ref().and_then(|check| check.max_length);
    longest.map_or(LONGEST, |longest| LONGEST.min(longest as usize))
}

/// The slug of a text, whoever else has it.
fn base(collection: &Collection, longest: usize, text: &Value) -> Option<String> {
    let text = match text.to_json() {
        Json::Null => String::new(),
        Json::String(text) => text,
        other => other.to_string(),
    };
    let mut base = shortened(&slug::slugify(&text), longest);
    if base.is_empty() && !text.is_empty() {
        // A text of signs alone still needs a name.
        base = shortened(&slug::slugify(&collection.singular), longest);
    }
    Some(base).filter(|base| !base.is_empty())
}

/// `a-title`, `a-title-2`, `a-title-3`
fn numbered(base: &str, number: usize, longest: usize) -> String {
    if number == 1 {
        return base.to_owned();
    }
    let suffix = format!("-{number}");
    format!("{}{suffix}", shortened(base, longest.saturating_sub(suffix.len()).max(1)))
}

/// At most so many characters, cut between words where that leaves half of it. Slugs are ASCII.
fn shortened(slug: &str, longest: usize) -> String {
    let Some(cut) = slug.get(..longest) else { return slug.to_owned() };
    let cut = match cut.rfind('-') {
        Some(place) if slug.len() > longest && place > longest / 2 => &cut[..place],
        _ => cut,
    };
    cut.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_slugs_are_cut_between_words() {
        assert_eq!(shortened("a-short-one", 100), "a-short-one");
        assert_eq!(shortened("several-words-in-a-row", 17), "several-words-in");
        assert_eq!(shortened("unbrokenlongword", 8), "unbroken");
        assert_eq!(numbered("several-words", 12, 13), "several-12");
    }

    #[test]
    fn other_alphabets_are_written_in_latin() {
        assert_eq!(slug::slugify("Größe & Übung"), "grosse-ubung");
        assert_eq!(slug::slugify("北京 2008"), "bei-jing-2008");
    }
}
