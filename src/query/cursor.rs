//! Cursors of connections: the values of a record's order keys, so that the next page starts right
//! after that record whatever was inserted or deleted meanwhile.
//!
//! A cursor is base64url of a JSON list: a mark of the order, then the value of each key. SQL
//! writes it (`query::lower::page`), this module reads it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::order::{KeyFacts, OrderKey};
use crate::filter::{Problem, Slot, Values};
use crate::model::kind::JsonForm;
use crate::model::{Scalar, Value};

/// A cursor's values, one for each key of the order; none where the value is null.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cursor(pub Vec<Option<Slot>>);

/// The mark of an order: a cursor made under one order is refused under another.
pub fn mark(collection: &str, keys: &[OrderKey]) -> String {
    let digest = Sha256::digest(format!("{collection} {keys:?}"));
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a cursor that was made for the order.
pub fn read(text: &str, mark: &str, keys: &[KeyFacts], values: &mut Values) -> Result<Cursor, Problem> {
    let wrong = || Problem::new("is not a cursor of this list");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let parts: Vec<Json> = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
    let (first, rest) = parts.split_first().ok_or_else(wrong)?;
    if first.as_str() != Some(mark) || rest.len() != keys.len() {
        return Err(Problem::new("is a cursor of another list or another order; start again without it"));
    }
    let slots = keys.iter().zip(rest).map(|(facts, json)| {
        let value = value(facts.form, json).ok_or_else(wrong)?;
        Ok(value.map(|value| values.push(value)))
    });
    slots.collect::<Result<_, _>>().map(Cursor)
}

/// The value, or none for null; nothing at all when it is not of the form.
fn value(form: JsonForm, json: &Json) -> Option<Option<Value>> {
    if json.is_null() {
        return Some(None);
    }
    (scalar(form).kind().parse)(json).ok().map(Some)
}

/// A scalar whose values have the form.
fn scalar(form: JsonForm) -> Scalar {
    match form {
        JsonForm::Text => Scalar::String,
        JsonForm::Integer | JsonForm::IntegerText => Scalar::BigInt,
        JsonForm::Float => Scalar::Float,
        JsonForm::Boolean => Scalar::Boolean,
        JsonForm::DecimalText => Scalar::Decimal,
        JsonForm::DateTime => Scalar::DateTime,
        JsonForm::Date => Scalar::Date,
        JsonForm::Time => Scalar::Time,
        JsonForm::Raw => Scalar::JSON,
    }
}
