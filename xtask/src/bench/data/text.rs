//! Names, titles and prose, made of a few words. Some words have letters or quotes that JSON or UTF-8
//! spends more than a byte on, as real text has.

use std::iter;

use rand::Rng;
use rand::seq::IndexedRandom;

const WORDS: [&str; 64] = [
    "the",
    "river",
    "and",
    "stone",
    "of",
    "a",
    "quiet",
    "harbour",
    "morning",
    "letters",
    "with",
    "under",
    "light",
    "garden",
    "winter",
    "café",
    "paper",
    "we",
    "found",
    "their",
    "small",
    "house",
    "beyond",
    "hill",
    "where",
    "no",
    "one",
    "had",
    "ever",
    "asked",
    "about",
    "music",
    "until",
    "rain",
    "came",
    "over",
    "field",
    "across",
    "road",
    "naïve",
    "machine",
    "that",
    "counted",
    "every",
    "word",
    "\"almost\"",
    "to",
    "last",
    "page",
    "in",
    "blue",
    "ink",
    "before",
    "train",
    "left",
    "station",
    "zürich",
    "slowly",
    "bread",
    "market",
    "voices",
    "between",
    "old",
    "walls",
];

const FIRST_NAMES: [&str; 20] = [
    "Ada", "Bruno", "Carla", "Dario", "Elin", "Farid", "Greta", "Hanna", "Iván", "Jule", "Kofi", "Lena",
    "Milo", "Nadia", "Oskar", "Priya", "Quinn", "Rosa", "Sven", "Tilda",
];

const LAST_NAMES: [&str; 25] = [
    "Abel", "Brandt", "Castell", "Dahl", "Ebner", "Fontana", "Gruber", "Holm", "Ibarra", "Jansen", "Keller",
    "Lindt", "Moreau", "Nkemelu", "Olsen", "Pichler", "Quiroga", "Rossi", "Sandoval", "Thaler", "Ulrich",
    "Varga", "Winter", "Yilmaz", "Zeller",
];

/// Sentences of exactly that many characters.
pub fn prose(random: &mut impl Rng, characters: usize) -> String {
    let mut words = iter::repeat_with(|| word(random));
    let mut text = String::with_capacity(characters + characters / 16);
    let mut length = 0;
    for number in 1.. {
        let word = words.next().unwrap_or_default();
        let end = match number {
            _ if number % 60 == 0 => ".\n\n",
            _ if number % 12 == 0 => ". ",
            _ => " ",
        };
        for character in word.chars().chain(end.chars()) {
            if length == characters {
                return text;
            }
            text.push(character);
            length += 1;
        }
    }
    text
}

/// Three to six words.
pub fn title(random: &mut impl Rng) -> String {
    let count = random.random_range(3..7);
    let words: Vec<&str> = iter::repeat_with(|| word(random)).take(count).collect();
    let title = words.join(" ");
    let mut characters = title.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The title as a part of an address.
pub fn slug(title: &str) -> String {
    let plain = title.chars().filter_map(|character| match character {
        ' ' => Some('-'),
        _ if character.is_ascii_alphanumeric() => Some(character.to_ascii_lowercase()),
        _ => None,
    });
    plain.collect()
}

/// The person of that number. No two have the same name.
pub fn person(index: u64) -> String {
    let (round, place) = (index / 500, index % 500);
    let first = FIRST_NAMES.get(place as usize % FIRST_NAMES.len()).copied().unwrap_or_default();
    let last = LAST_NAMES.get(place as usize / FIRST_NAMES.len()).copied().unwrap_or_default();
    match round {
        0 => format!("{first} {last}"),
        _ => format!("{first} {last} {}", round + 1),
    }
}

/// The tag of that number. No two have the same label.
pub fn label(index: u64) -> String {
    let word = WORDS.get(index as usize % WORDS.len()).copied().unwrap_or_default();
    format!("{} {index}", word.trim_matches('"'))
}

fn word(random: &mut impl Rng) -> &'static str {
    WORDS.choose(random).copied().unwrap_or_default()
}
