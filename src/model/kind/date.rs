//! `Date`: a day of the calendar.

use chrono::{NaiveDate, NaiveTime};
use serde_json::Value as Json;

use super::operator::ORDERED_OPERATORS;
use super::{JsonForm, Kind, date_time};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Date",
    description: "A day of the calendar: \"2026-11-20\".",
    specified_by: Some("https://www.rfc-editor.org/rfc/rfc3339#section-5.6"),
    sqlite: "TEXT",
    postgres: "date",
    json: JsonForm::Date,
    operators: ORDERED_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    const EXPECTED: &str = "must be a date such as `\"2026-11-20\"`";
    let text = value.as_str().ok_or(EXPECTED)?;
    let date = parse_date(text).or_else(|| date_of_midnight(text));
    date.map(Value::Date).ok_or_else(|| EXPECTED.into())
}

/// `YYYY-MM-DD` of the years 1 to 9999.
pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok());
    let year: u32 = number(text.get(0..4)?)??;
    let month: u32 = number(text.get(5..7)?)??;
    let day: u32 = number(text.get(8..10)?)??;
    NaiveDate::from_ymd_opt(year as i32, month, day).filter(|_| year > 0)
}

/// Many exports write a date as the midnight that begins it.
fn date_of_midnight(text: &str) -> Option<NaiveDate> {
    let moment = date_time::parse_moment(text)?;
    (moment.time() == NaiveTime::MIN).then(|| moment.date_naive())
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
    fn days_and_midnights_are_taken() {
        assert_eq!(shown("2024-02-29"), "\"2024-02-29\"");
        assert_eq!(shown("0001-01-01"), "\"0001-01-01\"");
        assert_eq!(shown("2021-01-01 00:00:00"), "\"2021-01-01\"");
        assert_eq!(shown("2021-01-01T00:00:00.000Z"), "\"2021-01-01\"");
    }

    #[test]
    fn other_text_is_refused() {
        for text in [
            "2023-02-29",
            "0000-01-01",
            "2021-1-1",
            "+021-01-01",
            "2021-01-01T10:00:00Z",
            "today",
            "20é1-01-0",
        ] {
            assert!(shown(text).starts_with("must be a date"), "{text}");
        }
    }
}
