//! Lines of the log as JSON, one object a line.
//!
//! Written straight into the line's buffer: every request writes a line, and tracing-subscriber's own
//! JSON costs about a fifth of what a short request costs in all.

use std::fmt::{self, Debug, Write};

use chrono::{SecondsFormat, Utc};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// Writes an event as `{"timestamp":…,"level":…,"message":…}` with its fields beside them.
pub(super) struct JsonLines;

impl<S, N> FormatEvent<S, N> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut line = Line { text: String::with_capacity(256), scratch: String::new() };
        line.text.push_str("{\"timestamp\":\"");
        line.text.push_str(&Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true));
        line.text.push_str("\",\"level\":\"");
        line.text.push_str(event.metadata().level().as_str());
        line.text.push('"');
        event.record(&mut line);
        line.text.push_str("}\n");
        writer.write_str(&line.text)
    }
}

struct Line {
    text: String,
    scratch: String,
}

impl Line {
    /// Writes the key. Names of fields are identifiers: nothing in them needs to be escaped.
    fn key(&mut self, field: &Field) {
        self.text.push_str(",\"");
        self.text.push_str(field.name());
        self.text.push_str("\":");
    }

    /// Writes the value as it is: numbers and booleans.
    fn plain(&mut self, field: &Field, value: impl fmt::Display) {
        self.key(field);
        // Writing to a string does not fail.
        let _ = write!(self.text, "{value}");
    }
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.key(field);
        quote(&mut self.text, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut shown = std::mem::take(&mut self.scratch);
        shown.clear();
        let _ = write!(shown, "{value:?}");
        self.record_str(field, &shown);
        self.scratch = shown;
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.plain(field, value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.plain(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.plain(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.plain(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        match value.is_finite() {
            true => self.plain(field, value),
            false => self.record_debug(field, &value),
        }
    }
}

/// Appends the text as a JSON string.
fn quote(into: &mut String, text: &str) {
    let is_plain = text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
    if is_plain {
        into.push('"');
        into.push_str(text);
        into.push('"');
    } else {
        into.push_str(&serde_json::Value::from(text).to_string());
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_line_is_a_json_object_with_the_event_s_fields() {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber =
            tracing_subscriber::fmt().event_format(JsonLines).with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(subscriber, || {
            let error = anyhow::anyhow!("a \"cause\"\nand more \u{1}");
            tracing::warn!(%error, count = 3, ms = 0.5, none = None::<&str>, nan = f64::NAN, ok = true, name = "Ä", "it \\ broke");
        });
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let (line, rest) = text.split_once('\n').unwrap();
        assert_eq!(rest, "");
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        let time = line.as_object_mut().unwrap().shift_remove("timestamp").unwrap();
        assert!(chrono::DateTime::parse_from_rfc3339(time.as_str().unwrap()).is_ok());
        let expected = serde_json::json!({
            "level": "WARN", "message": "it \\ broke", "error": "a \"cause\"\nand more \u{1}", "count": 3,
            "ms": 0.5, "nan": "NaN", "ok": true, "name": "Ä"
        });
        assert_eq!(line, expected);
    }
}
