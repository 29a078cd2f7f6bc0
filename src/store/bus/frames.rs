//! How things are said in notifications, which hold less than 8,000 bytes: long messages are sent in parts, all
//! in one transaction, so that they arrive one after the other.
//!
//! `w NODE` says that the log has something new. `m NODE NUMBER PART PARTS TOPIC TEXT` is a part of a message. Read
//! [`Incoming::take`] first.

use std::sync::Arc;

use super::{MOST_BYTES, Message, Numbered, Numbers};

/// The most bytes of a message's text in one notification: there must be room for what stands before it.
const PART: usize = 7_600;

/// Says that the log has something new.
pub(super) fn wake(node: &str) -> String {
    format!("w {node}")
}

/// Adds the parts of a message.
pub(super) fn split(node: &str, number: u64, topic: &str, text: &str, frames: &mut Vec<String>) {
    let mut parts = Vec::with_capacity(text.len() / PART + 1);
    let mut rest = text;
    while rest.len() > PART {
        let (part, after) = rest.split_at(rest.floor_char_boundary(PART));
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    let count = parts.len();
    let framed = parts.into_iter().enumerate();
    frames.extend(framed.map(|(index, part)| format!("m {node} {number} {index} {count} {topic} {part}")));
}

/// Something that another node said.
#[derive(Debug)]
pub(in crate::store) enum Told {
    /// The log has something new.
    Wake,
    /// A whole message.
    Message {
        /// Whom it is for.
        topic: String,
        /// The message.
        message: Message,
        /// Whether messages before it did not arrive.
        is_first_after_gap: bool,
    },
}

/// Puts together what arrives.
#[derive(Debug, Default)]
pub(in crate::store) struct Incoming {
    numbers: Numbers,
    /// The message whose parts are arriving. Those of one message come one after the other.
    partial: Option<Partial>,
}

#[derive(Debug)]
struct Partial {
    node: Arc<str>,
    number: u64,
    next: usize,
    text: String,
}

/// A part of a message.
struct Part<'a> {
    node: &'a str,
    number: u64,
    index: usize,
    count: usize,
    topic: &'a str,
    text: &'a str,
}

impl Incoming {
    /// The connection is a new one: what was arriving does not come any more.
    pub(in crate::store) fn begin(&mut self) {
        self.partial = None;
    }

    /// What is said with a notification. Nothing for what this node said itself, what is not complete yet, what was
    /// heard before, and what is no word of ours.
    pub(in crate::store) fn take(&mut self, own: &str, frame: &str) -> Option<Told> {
        match frame.split_once(' ')? {
            ("w", node) => (node != own).then_some(Told::Wake),
            ("m", rest) => {
                let part = read(rest)?;
                if part.node == own { None } else { self.take_part(&part) }
            }
            _ => None,
        }
    }

    fn take_part(&mut self, part: &Part<'_>) -> Option<Told> {
        let mut partial = match self.partial.take() {
            Some(partial) if partial.is_continued_by(part) => partial,
            _ if part.index == 0 => Partial {
                node: part.node.into(),
                number: part.number,
                next: 0,
                text: String::with_capacity((part.count * PART).min(MOST_BYTES)),
            },
            // The beginning is missing.
            _ => return None,
        };
        partial.text.push_str(part.text);
        partial.next += 1;
        if partial.next < part.count {
            // Nobody sends more, unless somebody makes up notifications.
            self.partial = (partial.text.len() <= MOST_BYTES).then_some(partial);
            return None;
        }
        let Partial { node, number, text, .. } = partial;
        let is_first_after_gap = match self.numbers.note(&node, number) {
            Numbered::Again => return None,
            numbered => numbered == Numbered::AfterGap,
        };
        let message = Message { node, payload: text.into() };
        Some(Told::Message { topic: part.topic.to_owned(), message, is_first_after_gap })
    }
}

impl Partial {
    fn is_continued_by(&self, part: &Part<'_>) -> bool {
        *self.node == *part.node && self.number == part.number && self.next == part.index
    }
}

fn read(text: &str) -> Option<Part<'_>> {
    let mut words = text.splitn(6, ' ');
    let node = words.next()?;
    let number = words.next()?.parse().ok()?;
    let index = words.next()?.parse().ok()?;
    let count = words.next()?.parse().ok()?;
    Some(Part { node, number, index, count, topic: words.next()?, text: words.next()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(number: u64, text: &str) -> Vec<String> {
        let mut frames = Vec::new();
        split("a", number, "topic", text, &mut frames);
        frames
    }

    fn take_all(incoming: &mut Incoming, frames: &[String]) -> Vec<(String, bool)> {
        let told = frames.iter().filter_map(|frame| incoming.take("own", frame));
        told.filter_map(|told| match told {
            Told::Wake => None,
            Told::Message { message, is_first_after_gap, .. } => {
                Some((message.payload.to_string(), is_first_after_gap))
            }
        })
        .collect()
    }

    #[test]
    fn long_message_is_split_between_characters_and_put_together_again() {
        for text in ["", " a b ", &"ä€🎵".repeat(3_000), &"x".repeat(PART), &"x".repeat(PART + 1)] {
            let frames = frames(1, text);
            assert!(frames.iter().all(|frame| frame.len() < 8_000));
            assert_eq!(take_all(&mut Incoming::default(), &frames), [(text.to_owned(), false)]);
        }
    }

    #[test]
    fn missing_parts_and_repeated_messages_are_no_message() {
        let mut incoming = Incoming::default();
        let long = frames(1, &"x".repeat(3 * PART));
        assert!(take_all(&mut incoming, &long[1..]).is_empty());
        assert!(take_all(&mut incoming, &long[..2]).is_empty());
        assert_eq!(take_all(&mut incoming, &frames(2, "two")), [("two".to_owned(), false)]);
        assert!(take_all(&mut incoming, &frames(2, "two")).is_empty(), "it was heard before");
        assert_eq!(take_all(&mut incoming, &frames(5, "five")), [("five".to_owned(), true)]);
        for nonsense in ["", "m", "w", "m a b c", "x y", "m a 1 0 1"] {
            assert!(incoming.take("own", nonsense).is_none(), "{nonsense}");
        }
    }

    #[test]
    fn own_words_are_not_heard() {
        assert!(Incoming::default().take("a", &wake("a")).is_none());
        assert!(matches!(Incoming::default().take("b", &wake("a")), Some(Told::Wake)));
        assert!(Incoming::default().take("a", &frames(1, "x")[0]).is_none());
    }
}
