//! `DateTime`: a moment, kept in UTC to the millisecond.

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use serde_json::Value as Json;

use super::operator::ORDERED_OPERATORS;
use super::{JsonForm, Kind, date, time};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "DateTime",
    description: "A moment in UTC to the millisecond: \"2026-11-20T09:19:13.000Z\".",
    specified_by: Some("https://scalars.graphql.org/andimarek/date-time.html"),
    sqlite: "TEXT",
    postgres: "timestamptz(3)",
    json: JsonForm::DateTime,
    operators: ORDERED_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    const EXPECTED: &str =
        "must be a date and time such as `\"2026-11-20T09:19:13Z\"`, of the years 1 to 9999";
    value.as_str().and_then(parse_moment).map(Value::DateTime).ok_or_else(|| EXPECTED.into())
}

/// RFC 3339, or a local date and time or a date alone, which are taken as UTC.
pub(super) fn parse_moment(text: &str) -> Option<DateTime<Utc>> {
    let moment = match DateTime::parse_from_rfc3339(text) {
        Ok(moment) => moment.to_utc(),
        Err(_) => parse_without_offset(text)?,
    };
    // Goes through milliseconds, which also takes a leap second to the second after it.
    let moment = DateTime::from_timestamp_millis(moment.timestamp_millis())?;
    (1..=9999).contains(&moment.year()).then_some(moment)
}

fn parse_without_offset(text: &str) -> Option<DateTime<Utc>> {
    let date = date::parse_date(text.get(..10)?)?;
    let time = match text.get(10..)? {
        "" => NaiveTime::MIN,
        rest => time::parse_time(rest.strip_prefix(['T', ' '])?)?,
    };
    Some(date.and_time(time).and_utc())
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
    fn offsets_become_utc() {
        assert_eq!(shown("2026-11-20T09:19:13+02:00"), "\"2026-11-20T07:19:13.000Z\"");
        assert_eq!(shown("2026-11-20T09:19:13.1239Z"), "\"2026-11-20T09:19:13.123Z\"");
        assert_eq!(shown("1969-12-31T23:59:59.9999Z"), "\"1969-12-31T23:59:59.999Z\"");
        assert_eq!(shown("2016-12-31T23:59:60Z"), "\"2017-01-01T00:00:00.000Z\"");
    }

    #[test]
    fn without_an_offset_it_is_utc() {
        assert_eq!(shown("2021-01-01 00:00:00"), "\"2021-01-01T00:00:00.000Z\"");
        assert_eq!(shown("2021-01-01T10:20:30.5"), "\"2021-01-01T10:20:30.500Z\"");
        assert_eq!(shown("2021-01-01"), "\"2021-01-01T00:00:00.000Z\"");
    }

    #[test]
    fn other_text_is_refused() {
        for text in [
            "",
            "now",
            "2021-13-01T00:00:00Z",
            "0001-01-01T00:00:00+05:00",
            "9999-12-31T23:59:59-01:00",
            "2021-01-01T",
        ] {
            assert!(shown(text).starts_with("must be a date and time"), "{text}");
        }
    }
}
