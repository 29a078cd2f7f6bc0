//! From a cell to the JSON that its field expects.
//!
//! A table's cells are plain text, and some programs write `1` for an id or `0` for no: what is
//! meant follows from the field's kind. Whether the value is right is not judged here.

use serde_json::Value as Json;

use super::reader::Cell;
use crate::model::{Field, FieldKind, Scalar};

/// The cell's value as JSON, null when there is none.
pub fn to_json(field: &Field, cell: &Cell) -> Result<Json, String> {
    match cell {
        Cell::Json(raw) => from_json(field, raw.get()),
        Cell::Text(text) => from_text(field, text),
    }
}

fn from_json(field: &Field, text: &str) -> Result<Json, String> {
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    if is_number && !holds_list(field) {
        match &field.kind {
            // As text, no digit is lost: ids and decimals may have more than a float holds.
            FieldKind::Scalar(Scalar::ID | Scalar::Decimal | Scalar::BigInt) | FieldKind::Relation(_) => {
                return Ok(text.into());
            }
            FieldKind::Scalar(Scalar::Boolean) if text == "0" || text == "1" => {
                return Ok((text == "1").into());
            }
            _ => {}
        }
    }
    serde_json::from_str(text).map_err(|error| format!("is not valid JSON: {error}"))
}

fn from_text(field: &Field, text: &str) -> Result<Json, String> {
    if text.is_empty() {
        return Ok(Json::Null);
    }
    if holds_list(field) {
        return list_from_text(field, text);
    }
    Ok(match &field.kind {
        FieldKind::Scalar(Scalar::JSON | Scalar::Point) | FieldKind::Component(_) | FieldKind::Blocks(_) => {
            serde_json::from_str(text).map_err(|error| format!("must be JSON: {error}"))?
        }
        FieldKind::Scalar(Scalar::RichText) => document_or_text(text),
        FieldKind::Relation(_) if text.starts_with('{') => document_or_text(text),
        _ => item_from_text(field, text),
    })
}

/// `["a", "b"]` or `a|b`
fn list_from_text(field: &Field, text: &str) -> Result<Json, String> {
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text)
            .map_err(|error| format!("must be JSON or values between `|`: {error}"));
    }
    Ok(text.split('|').map(|item| item_from_text(field, item.trim())).collect())
}

/// Text that can't be the number or the truth value that the field wants stays text: the field's
/// kind will refuse it and say why.
fn item_from_text(field: &Field, text: &str) -> Json {
    match &field.kind {
        FieldKind::Scalar(Scalar::Int) => text.trim().parse::<i64>().map_or_else(|_| text.into(), Json::from),
        FieldKind::Scalar(Scalar::Float) => {
            text.trim().parse::<f64>().map_or_else(|_| text.into(), Json::from)
        }
        FieldKind::Scalar(Scalar::Boolean) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "1" => true.into(),
            "false" | "f" | "no" | "0" => false.into(),
            _ => text.into(),
        },
        FieldKind::Scalar(
            Scalar::BigInt | Scalar::Decimal | Scalar::Date | Scalar::DateTime | Scalar::Time,
        ) => text.trim().into(),
        _ => text.into(),
    }
}

fn document_or_text(text: &str) -> Json {
    let is_document = text.starts_with('{') || text.starts_with('[');
    let parsed = if is_document { serde_json::from_str(text).ok() } else { None };
    parsed.unwrap_or_else(|| text.into())
}

/// Whether the field's value is a list, be it of values or of records.
pub fn holds_list(field: &Field) -> bool {
    field.list || field.is_to_many()
}
