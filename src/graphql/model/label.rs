//! Names of the model in words, as people read them: `publishedAt` is "Published at".
//!
//! Abbreviations stay in capitals: those that the name itself has in capitals (`DJSet`), and those that
//! everybody writes so. Read [`of_field`] first.

use crate::model::Collection;

/// What is written in capitals whatever the name does.
const ABBREVIATIONS: &[&str] = &[
    "aac", "ai", "api", "aws", "bic", "cd", "ceo", "cli", "cms", "cpu", "crm", "css", "csv", "cta", "cto",
    "cv", "db", "dj", "dns", "dvd", "ean", "erp", "eu", "faq", "fm", "ftp", "gdpr", "gif", "gps", "gpu",
    "gtin", "hd", "hr", "html", "http", "https", "iban", "id", "imdb", "ip", "isbn", "iso", "isrc", "issn",
    "jpeg", "jpg", "js", "json", "jwt", "kpi", "lp", "mfa", "mime", "nfc", "ngo", "ocr", "pdf", "php", "pin",
    "png", "pr", "qa", "qr", "ram", "rfid", "rss", "sdk", "seo", "sku", "sla", "sms", "sql", "ssd", "ssh",
    "ssl", "sso", "svg", "tls", "tv", "ui", "uk", "upc", "uri", "url", "usa", "usb", "utc", "utm", "uuid",
    "ux", "vat", "vip", "vpn", "wc", "xml", "yaml", "zip", "aud", "brl", "cad", "eur", "usd",
];

/// Words of two letters that are no abbreviations where everything is in capitals.
const SHORT_WORDS: &[&str] = &[
    "ad", "am", "an", "as", "at", "be", "by", "do", "go", "he", "hi", "if", "in", "is", "it", "me", "my",
    "no", "of", "oh", "on", "or", "so", "to", "up", "us", "we",
];

/// A field's name: `publishedAt` is "Published at".
pub fn of_field(name: &str) -> String {
    in_words(name, &[])
}

/// A type's name: `InvoiceLine` is "Invoice line".
pub fn of_type(name: &str) -> String {
    in_words(name, &[])
}

/// The name of an enum's value: `IN_REVIEW` is "In review".
pub fn of_value(name: &str) -> String {
    in_words(name, &[])
}

/// The name of many records, from the plural that names their lists: `invoiceLines` is "Invoice lines".
pub fn of_many(collection: &Collection) -> String {
    // In the API a word that is its own plural gets `List`, which people need not read.
    let own_plural = collection.plural.strip_suffix("List").filter(|stem| {
        *stem == collection.singular && pluralizer::pluralize(last_word(stem), 2, false) == last_word(stem)
    });
    let abbreviations: Vec<String> =
        words(&collection.name).filter(|word| is_abbreviation(word)).map(str::to_lowercase).collect();
    in_words(own_plural.unwrap_or(&collection.plural), &abbreviations)
}

fn last_word(name: &str) -> &str {
    words(name).last().unwrap_or(name)
}

/// The name in words, with what else is an abbreviation in it.
fn in_words(name: &str, abbreviations: &[String]) -> String {
    let is_all_capitals = !name.contains(|letter: char| letter.is_lowercase());
    let mut label = String::with_capacity(name.len() + 4);
    for word in words(name) {
        let lower = word.to_lowercase();
        let keeps_capitals = match is_all_capitals {
            true => is_abbreviation_among_capitals(&lower),
            false => is_abbreviation(word) && !(lower.len() == 2 && SHORT_WORDS.contains(&lower.as_str())),
        };
        let is_known =
            |word: &str| ABBREVIATIONS.contains(&word) || abbreviations.iter().any(|own| own == word);
        let many = lower.strip_suffix('s').filter(|one| is_known(one));
        let shown = match (keeps_capitals || is_known(&lower), many) {
            (true, _) => word.to_uppercase(),
            (false, Some(one)) => format!("{}s", one.to_uppercase()),
            (false, None) if label.is_empty() => capitalized(&lower),
            (false, None) => lower,
        };
        if !label.is_empty() {
            label.push(' ');
        }
        label.push_str(&shown);
    }
    // A name of underscores alone has no words.
    if label.is_empty() { name.to_owned() } else { label }
}

/// The words of a name: they begin at capitals and after underscores; capitals in a row are one word. A number
/// after a whole word is a word of its own.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split('_').flat_map(split_at_capitals).flat_map(split_number).filter(|word| !word.is_empty())
}

fn split_at_capitals(part: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = part.char_indices().collect();
    let mut starts = vec![0];
    for (index, pair) in letters.windows(2).enumerate() {
        let [(_, before), (place, letter)] = [pair[0], pair[1]];
        let next_is_small = letters.get(index + 2).is_some_and(|(_, next)| next.is_lowercase());
        // `s` after capitals makes them many: `URLs`.
        let is_last_s = letters.get(index + 2).is_some_and(|(_, next)| *next == 's')
            && letters.get(index + 3).is_none_or(|(_, next)| next.is_uppercase());
        let starts_word = !before.is_uppercase() || (next_is_small && !is_last_s);
        if letter.is_uppercase() && starts_word {
            starts.push(place);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([part.len()]);
    starts.iter().zip(ends).map(|(start, end)| &part[*start..end]).collect()
}

/// `line2` has two words, `mp3` and `h1` one.
fn split_number(word: &str) -> Vec<&str> {
    let stem = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let is_word = stem.chars().count() > 3 && stem.chars().all(char::is_alphabetic);
    if is_word { vec![stem, &word[stem.len()..]] } else { vec![word] }
}

/// Whether the word is in capitals in a name that has others as well.
fn is_abbreviation(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(|letter| letter.is_uppercase() || letter.is_ascii_digit())
}

/// Whether a word is an abbreviation where capitals say nothing: it has two letters and is no word, or can't be
/// spoken.
fn is_abbreviation_among_capitals(lower: &str) -> bool {
    let letters = lower.chars().count();
    let has_vowel = lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_plain = lower.chars().all(char::is_alphabetic);
    is_plain && letters > 1 && (!has_vowel || (letters == 2 && !SHORT_WORDS.contains(&lower)))
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SourceFile, load};

    #[track_caller]
    fn check(label: fn(&str) -> String, names: &[(&str, &str)]) {
        for (name, expected) in names {
            assert_eq!(label(name), *expected, "{name}");
        }
    }

    #[test]
    fn fields_are_words_that_begin_with_a_capital() {
        check(
            of_field,
            &[
                ("title", "Title"),
                ("publishedAt", "Published at"),
                ("isOnSale", "Is on sale"),
                ("first_name", "First name"),
                ("addressLine2", "Address line 2"),
                ("mp3", "Mp3"),
                ("öffnungsZeit", "Öffnungs zeit"),
                ("_", "_"),
            ],
        );
    }

    #[test]
    fn abbreviations_stay_in_capitals() {
        check(
            of_field,
            &[
                ("id", "ID"),
                ("url", "URL"),
                ("seo", "SEO"),
                ("imageUrl", "Image URL"),
                ("imageURL", "Image URL"),
                ("imageURLs", "Image URLs"),
                ("productIds", "Product IDs"),
                ("seoTitle", "SEO title"),
                ("mimeType", "MIME type"),
                ("isVIP", "Is VIP"),
            ],
        );
        check(
            of_type,
            &[("URLThing", "URL thing"), ("DJSet", "DJ set"), ("Seo", "SEO"), ("XRayImage", "X ray image")],
        );
    }

    #[test]
    fn types_are_words_of_which_the_first_has_a_capital() {
        check(of_type, &[("Post", "Post"), ("InvoiceLine", "Invoice line"), ("news_item", "News item")]);
    }

    #[test]
    fn values_in_capitals_are_words() {
        check(
            of_value,
            &[
                ("FEATURE", "Feature"),
                ("IN_REVIEW", "In review"),
                ("NO", "No"),
                ("EP", "EP"),
                ("PDF", "PDF"),
                ("USD", "USD"),
                ("GBP", "GBP"),
                ("public", "Public"),
                ("salesTeam", "Sales team"),
                ("SIZE_XL", "Size XL"),
                ("A", "A"),
            ],
        );
    }

    #[test]
    fn many_are_named_by_the_plural_of_the_api() {
        let sdl = r#"
            type Person @collection { a: Int }
            type InvoiceLine @collection { a: Int }
            type News @collection { a: Int }
            type FAQ @collection { a: Int }
            type DJSet @collection { a: Int }
            type XYZ @collection { a: Int }
            type Child @collection(plural: "offspring") { a: Int }
            type Track @collection(plural: "trackList") { a: Int }
            type SiteSettings @singleton { a: Int }"#;
        let source = SourceFile { path: "schema/a.graphql".into(), text: sdl.into() };
        let model = load(&[source]).unwrap_or_else(|errors| panic!("{errors:?}")).model;
        let labels: Vec<String> = model.collections.values().map(of_many).collect();
        let expected = [
            "Users",
            "Assets",
            "People",
            "Invoice lines",
            "News",
            "FAQs",
            "DJ sets",
            "XYZs",
            "Offspring",
            "Track list",
            "Site settings",
        ];
        assert_eq!(labels, expected);
    }
}
