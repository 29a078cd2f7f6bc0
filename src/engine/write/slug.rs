//! `@slug(from)`: a name for addresses, made of another field's text.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::run::{Done, Run};
use crate::model::{Collection, Field, Value};
use crate::query::dialect::write::Lock;

/// Longer ones are cut off: nobody reads an address to its end.
const LONGEST: usize = 100;
/// How many names are looked for together when the first is taken; ten times as many each time.
const FIRST_LOOK: usize = 10;

/// The slugs that were made in this transaction, and where they come from.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    /// By collection and field.
    made: HashMap<(String, String), HashSet<String>>,
    /// The number that the next equal text is likely to get.
    next: HashMap<(String, String, String), usize>,
}

impl Slugs {
    /// Whether the value was made here: if it is taken after all, another transaction was faster.
    pub(super) fn has_made(&self, collection: &str, field: &str, value: &str) -> bool {
        let made = self.made.get(&(collection.to_owned(), field.to_owned()));
        made.is_some_and(|made| made.contains(value))
    }
}

impl<'a> Run<'a, '_> {
    /// The slug of a text that no other record has; none when the text gives none. That it is
    /// required then is noted.
    pub(super) async fn slug(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        text: &Value,
        path: &str,
    ) -> Done<Option<String>> {
        let text = match text.to_json() {
            Json::Null => String::new(),
            Json::String(text) => text,
            other => other.to_string(),
        };
        let longest = field.check.as_ref().and_then(|check| check.max_length);
        let longest = longest.map_or(LONGEST, |longest| LONGEST.min(longest as usize));
        let mut base = shortened(&slug::slugify(&text), longest);
        if base.is_empty() && !text.is_empty() {
            // A text of signs alone still needs a name.
            base = shortened(&slug::slugify(&collection.singular), longest);
        }
        if base.is_empty() {
            if field.required {
                let from = field.slug_from.as_deref().unwrap_or_default();
                let message = format!("is required, and `{from}` has no text to make it from");
                self.fault(&format!("{path}.{}", field.name), "REQUIRED", message);
            }
            return Ok(None);
        }
        if !field.unique {
            return Ok(Some(base));
        }
        let free = self.free_slug(collection, field, &base, longest).await?;
        let made = self.slugs.made.entry((collection.name.clone(), field.name.clone()));
        made.or_default().insert(free.clone());
        Ok(Some(free))
    }

    async fn free_slug(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        base: &str,
        longest: usize,
    ) -> Done<String> {
        let key = (collection.name.clone(), field.name.clone(), base.to_owned());
        let mut number = self.slugs.next.get(&key).copied().unwrap_or(1);
        let mut look = if number == 1 { 1 } else { FIRST_LOOK };
        loop {
            let names: Vec<String> =
                (number..number + look).map(|number| numbered(base, number, longest)).collect();
            let taken = self.taken_slugs(collection, field, &names).await?;
            if let Some(place) = names.iter().position(|name| !taken.contains(name)) {
                self.slugs.next.insert(key, number + place + 1);
                return Ok(names.into_iter().nth(place).unwrap_or_default());
            }
            number += look;
            look = if look == 1 { FIRST_LOOK } else { look * 10 };
        }
    }

    async fn taken_slugs(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        names: &[String],
    ) -> Done<HashSet<String>> {
        let made = self.slugs.made.get(&(collection.name.clone(), field.name.clone()));
        let made = names.iter().filter(|name| made.is_some_and(|made| made.contains(*name)));
        let mut taken: HashSet<String> = made.cloned().collect();
        let values = names.iter().map(|name| Value::Text(name.clone())).collect();
        let images = self.tx.images(collection, &[field], field, values, Lock::None).await?;
        let stored = images.iter().filter_map(|image| image.fields.get(&field.name)?.as_str());
        taken.extend(stored.map(str::to_owned));
        Ok(taken)
    }
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
