//! Values made at random, among them those that are awkward to compare.

use headwater::model::Scalar;
use serde_json::{Value, json};

use crate::support::generator::Random;

const PLAIN: [&str; 9] = ["", "a", "A", "ab", "Ab%_\\*?[]", "b c", "~", "RED", "red"];
const ODD: [&str; 8] = ["ä", "Ä", "ΟΔΟΣ", "İstanbul", "漢字", "z🎵", "\u{ffff}", "a\nb"];

/// Where values come from.
pub struct Pool<'r> {
    pub random: &'r mut Random,
    /// Whether some are among them of which the databases may think differently.
    pub has_odd: bool,
}

impl Pool<'_> {
    fn of<T: Clone>(&mut self, items: &[T]) -> T {
        self.random.pick(items).clone()
    }

    fn text(&mut self, texts: &[&str]) -> Value {
        self.of(texts).into()
    }

    pub fn word(&mut self) -> String {
        let odd = self.has_odd && self.random.chance(3);
        if odd { self.of(&ODD).to_owned() } else { self.of(&PLAIN).to_owned() }
    }

    pub fn scalar(&mut self, scalar: Scalar) -> Value {
        match scalar {
            Scalar::Int => json!(self.of(&[-2_147_483_648_i64, -1, 0, 1, 2, 2_147_483_647])),
            Scalar::BigInt => self.text(&[
                "-9223372036854775808",
                "0",
                "3",
                "9007199254740992",
                "9007199254740993",
                "9223372036854775807",
            ]),
            Scalar::Float => self.float(),
            Scalar::Decimal => self.text(&[
                "0.1",
                "0.10",
                "-3",
                "100",
                "1e2",
                "9.5",
                "10",
                "79228162514264337593543950335",
                "-0.0000000000000000000000000001",
            ]),
            Scalar::Boolean => json!(self.random.chance(2)),
            Scalar::DateTime => self.text(&[
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "2026-03-01T10:30:00+02:00",
                "2026-03-01T08:30:00Z",
                "2026-03-01T08:30:00.001Z",
                "9999-12-31T23:59:59.999Z",
            ]),
            Scalar::Date => self.text(&["0001-01-01", "2024-02-29", "2026-03-01", "9999-12-31"]),
            Scalar::Time => self.text(&["00:00", "12:30:00.001", "12:30", "23:59:59.999"]),
            Scalar::JSON => self.json(),
            Scalar::Point => {
                let lat = self.of(&[-90.0, -33.9, 0.0, 10.000_000_1, 52.52, 60.0]);
                let lng = self.of(&[-180.0, -70.25, 0.0, 10.0, 13.405, 180.0]);
                json!({ "lat": lat, "lng": lng })
            }
            Scalar::RichText => self.of(&[json!({ "type": "doc" }), json!("<p>a</p>"), json!([])]),
            Scalar::Email => self.text(&["a@example.org", "A@example.org", "b.c@example.org"]),
            Scalar::URL => self.text(&["https://example.org/", "https://example.org/A?b=%25"]),
            Scalar::Slug => self.text(&["a", "a-b", "b-1"]),
            Scalar::ID | Scalar::String | Scalar::Text | Scalar::Markdown => json!(self.word()),
        }
    }

    fn float(&mut self) -> Value {
        match self.random.below(3) {
            0 => json!(self.of(&[0.0, 0.1, 0.1 + 0.2, -2.5, 3.0, 1e21, 1.5e-7, f64::MAX, 5e-324])),
            _ => {
                let (over, under) = (self.random.below(5) as f64, 1.0 + self.random.below(3) as f64);
                // Every digit counts.
                json!(100.0 * over / (under + 4.0).powi(3))
            }
        }
    }

    fn json(&mut self) -> Value {
        let plain = [
            json!({ "a": { "b": [1, "two", null, true], "c d": { "e": "Ab%" } } }),
            json!({ "a": 1.5, "b": "" }),
            json!({ "a": null, "b": false }),
            json!([1, 2, { "a": "x" }]),
            json!({ "a": [[3], "a"], "b": 3 }),
        ];
        let odd = [
            json!({ "a": { "0": 5, "b": { "0": 1 } } }),
            json!({ "a": 9_007_199_254_740_993_i64 }),
            json!("x"),
            json!(3),
        ];
        if self.has_odd && self.random.chance(3) { self.of(&odd) } else { self.of(&plain) }
    }
}
