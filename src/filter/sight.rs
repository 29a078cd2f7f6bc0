//! What a filter may speak of, and where it leads. Read [`Sight`] first.

use std::collections::BTreeSet;

use super::Filter;
use crate::model::{Field, Model};

/// What of the model whoever asks may speak of.
pub trait Sight {
    /// Whether the field's value may be judged by: in every record that they may see it may be read, and
    /// so may records that it leads to.
    fn sees(&self, type_name: &str, field: &Field) -> bool;
}

/// Everything may be spoken of.
#[derive(Debug, Clone, Copy)]
pub struct Everything;

impl Sight for Everything {
    fn sees(&self, _type_name: &str, _field: &Field) -> bool {
        true
    }
}

/// Notes the collections whose records the filter on that type looks at, besides those that it judges.
pub fn traversed(model: &Model, type_name: &str, filter: &Filter, found: &mut BTreeSet<String>) {
    let mut inside = |name: &str, inner: Option<&Filter>| {
        let field = model.fields_of(type_name).and_then(|fields| fields.get(name));
        let Some(target) = field.and_then(Field::inner_type) else { return };
        if model.collections.contains_key(target) {
            found.insert(target.to_owned());
        }
        if let Some(inner) = inner {
            traversed(model, target, inner, found);
        }
    };
    match filter {
        Filter::And(all) | Filter::Or(all) => {
            all.iter().for_each(|inner| traversed(model, type_name, inner, found));
        }
        Filter::Not(inner) | Filter::Asking(_, inner) => traversed(model, type_name, inner, found),
        Filter::One(name, inner) | Filter::Many(name, _, inner) => inside(name, Some(inner)),
        Filter::IsNull(name, _) | Filter::Count(name, _) => inside(name, None),
        Filter::Block(component, inner) => traversed(model, component, inner, found),
        Filter::Field(..) | Filter::BlockIs(_) | Filter::Rule(_) => {}
    }
}
