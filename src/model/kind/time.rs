//! `Time`: a time of day, without a zone.

use chrono::NaiveTime;
use serde_json::Value as Json;

use super::operator::ORDERED_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Time",
    description: "A time of day to the millisecond: \"09:19:13.000\".",
    specified_by: Some("https://www.rfc-editor.org/rfc/rfc3339#section-5.6"),
    sqlite: "TEXT",
    postgres: "time(3)",
    json: JsonForm::Time,
    operators: ORDERED_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    const EXPECTED: &str = "must be a time of day such as `\"09:19\"` or `\"09:19:13.250\"`";
    value.as_str().and_then(parse_time).map(Value::Time).ok_or_else(|| EXPECTED.into())
}

/// `HH:MM[:SS[.fff]]`. Digits beyond the milliseconds are cut off.
pub(super) fn parse_time(text: &str) -> Option<NaiveTime> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) if clock.len() == 8 => (clock, fraction),
        Some(_) => return None,
        None => (text, "0"),
    };
    let mut parts = clock.split(':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = parts.next().map_or(Some(0), two_digits)?;
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_milli_opt(hour, minute, second, milliseconds(fraction)?)
}

fn two_digits(text: &str) -> Option<u32> {
    let is_plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

fn milliseconds(fraction: &str) -> Option<u32> {
    let is_plain = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| format!("{fraction:0<3}")[..3].parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(text: &str) -> String {
        match parse(&json!(text)) {
            Ok(parsed) => parsed.to_json().to_string(),
            Err(reason) => reason,
        }
    }

    #[test]
    fn seconds_may_be_left_out() {
        assert_eq!(shown("09:19"), "\"09:19:00.000\"");
        assert_eq!(shown("23:59:59"), "\"23:59:59.000\"");
        assert_eq!(shown("09:19:13.5"), "\"09:19:13.500\"");
        assert_eq!(shown("09:19:13.123999"), "\"09:19:13.123\"");
    }

    #[test]
    fn other_text_is_refused() {
        for text in
            ["24:00", "9:00", "09:60", "23:59:60", "09:19.5", "09:19:13.", "09:19:13Z", "noon", "é9:00"]
        {
            assert!(shown(text).starts_with("must be a time of day"), "{text}");
        }
    }
}
