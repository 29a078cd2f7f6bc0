//! `Point`: a place on the earth.

use serde_json::Value as Json;

use super::operator::POINT_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Point",
    description: "A place on the earth in degrees: {lat: 52.52, lng: 13.4}.",
    specified_by: Some("https://www.rfc-editor.org/rfc/rfc7946#section-4"),
    sqlite: "TEXT",
    postgres: "json",
    json: JsonForm::Raw,
    operators: POINT_OPERATORS,
    orderable: false,
    indexable: false,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    const EXPECTED: &str = "must be a place such as `{lat: 52.52, lng: 13.4}`";
    let entries = value.as_object().ok_or(EXPECTED)?;
    let degrees = |key: &str| entries.get(key).and_then(Json::as_f64).ok_or(EXPECTED);
    let (lat, lng) = (degrees("lat")?, degrees("lng")?);
    if let Some(other) = entries.keys().find(|key| *key != "lat" && *key != "lng") {
        return Err(format!("must have only `lat` and `lng`, not `{other}`"));
    }
    if !(-90.0..=90.0).contains(&lat) {
        return Err("must have a `lat` between -90 and 90".into());
    }
    if !(-180.0..=180.0).contains(&lng) {
        return Err("must have a `lng` between -180 and 180".into());
    }
    Ok(Value::Json(serde_json::json!({ "lat": lat + 0.0, "lng": lng + 0.0 })))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_come_in_one_order() {
        let parsed = parse(&json!({"lng": 13.4, "lat": 52}));
        assert_eq!(parsed.map(|point| point.to_json().to_string()), Ok(r#"{"lat":52.0,"lng":13.4}"#.into()));
    }

    #[test]
    fn places_off_the_earth_are_refused() {
        assert_eq!(parse(&json!({"lat": 91, "lng": 0})), Err("must have a `lat` between -90 and 90".into()));
        assert_eq!(
            parse(&json!({"lat": 0, "lng": 181})),
            Err("must have a `lng` between -180 and 180".into())
        );
        assert_eq!(
            parse(&json!({"lat": 0, "lng": 0, "alt": 1})),
            Err("must have only `lat` and `lng`, not `alt`".into())
        );
        assert!(parse(&json!({"lat": 0})).is_err());
        assert!(parse(&json!([0, 0])).is_err());
    }
}
