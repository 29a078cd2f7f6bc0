//! Files whose rows are links of a many-to-many field: `--collection Playlist.tracks`.

use heck::ToSnakeCase;
use serde_json::Value as Json;

use super::problem::{Fault, Place, Problem};
use super::reader::{Cell, Cells, Row};
use super::target::link;
use super::value::Reading;
use super::{ImportError, Options, Source};
use crate::changes::LinkField;
use crate::model::{Collection, Field, Model, OnDelete, Relation, RelationStorage};

/// A file of links.
pub struct LinkFile<'m> {
    /// The list that the links are of.
    pub list: LinkField<'m>,
    is_owner: bool,
    near: End,
    far: End,
}

/// One of the two records that a row links.
struct End {
    /// The column that names it.
    columns: Vec<String>,
    relation: Relation,
}

/// Whether the collection has such a field of links, if one is asked for.
pub fn check_field(collection: &Collection, field: Option<&str>) -> Result<(), ImportError> {
    let Some(name) = field else { return Ok(()) };
    let field = collection.fields.get(name);
    let is_link = field.and_then(Field::relation).map(|relation| &relation.storage);
    matches!(is_link, Some(RelationStorage::Join { .. })).then_some(()).ok_or_else(|| {
        let collection = &collection.name;
        ImportError::Usage(format!("`{collection}.{name}` is not a many-to-many field of the model"))
    })
}

impl<'m> LinkFile<'m> {
    /// The file of that source.
    pub fn new(
        model: &'m Model,
        collection: &'m Collection,
        source: &Source,
        options: &Options,
    ) -> Result<Self, ImportError> {
        let name = source.field.as_deref().unwrap_or_default();
        check_field(collection, Some(name))?;
        let link = collection.fields.get(name).and_then(|field| link(model, collection, field));
        let link = link.ok_or_else(|| ImportError::Usage(format!("`{name}` is not a many-to-many field")))?;
        let target = &link.relation.target;
        let far_singular = model.collections.get(target).map_or(target.as_str(), |target| &target.singular);
        // Between records of one collection, only `--map` can say which end is which.
        let guess = |singular: &str| match *target == collection.name {
            true => Vec::new(),
            false => vec![singular.to_snake_case(), format!("{}_id", singular.to_snake_case())],
        };
        Ok(Self {
            list: link.list,
            is_owner: link.is_owner,
            near: End {
                columns: columns(options, "id", guess(&collection.singular)),
                relation: to_one(&collection.name),
            },
            far: End { columns: columns(options, name, guess(far_singular)), relation: to_one(target) },
        })
    }

    /// The list's owner and the other record of each good row.
    pub fn read(
        &self,
        reading: &mut Reading,
        file: usize,
        rows: &[Row],
        problems: &mut Vec<Problem>,
    ) -> Vec<(Place, String, String)> {
        let mut pairs = Vec::with_capacity(rows.len());
        for row in rows {
            let place = row.place(file);
            match &row.cells {
                Err(reason) => reading.faults.push(Fault::new("", reason.clone())),
                Ok(cells) => {
                    let near = self.near.read(reading, cells);
                    let far = self.far.read(reading, cells);
                    pairs.extend(near.zip(far).map(|(near, far)| match self.is_owner {
                        true => (place, near, far),
                        false => (place, far, near),
                    }));
                }
            }
            problems.extend(reading.faults.drain(..).map(|fault| Problem { place, fault }));
        }
        pairs
    }
}

impl End {
    fn read(&self, reading: &mut Reading, cells: &Cells) -> Option<String> {
        let target = &self.relation.target;
        let found = cells.iter().find(|(column, _)| self.columns.contains(&column.to_snake_case()));
        let Some((column, cell)) = found else {
            let fault = Fault::new("", format!("has no column that names the {target}"));
            reading.faults.push(fault.with_hint(
                "name the columns with `--map`: `--map playlistId=id --map trackId=tracks` for `Playlist.tracks`",
            ));
            return None;
        };
        let value = match cell {
            Cell::Json(raw) => serde_json::from_str(raw.get()).unwrap_or(Json::Null),
            Cell::Text(text) => Json::from(text.as_str()),
        };
        reading.reference(&self.relation, column, &value)
    }
}

/// The columns that `--map` names for the field, before those that were guessed.
fn columns(options: &Options, field: &str, guessed: Vec<String>) -> Vec<String> {
    let mapped = options.map.iter().filter(|(_, to)| to == field);
    mapped.map(|(from, _)| from.to_snake_case()).chain(guessed).collect()
}

fn to_one(target: &str) -> Relation {
    Relation {
        target: target.to_owned(),
        storage: RelationStorage::Embedded { many: false },
        on_delete: OnDelete::Cascade,
        max: None,
    }
}
