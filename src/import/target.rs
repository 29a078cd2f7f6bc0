//! Where the cells of a file's rows go: the columns and links of a collection, and which column of
//! the file is which field.

use std::collections::HashMap;

use heck::ToSnakeCase;

use super::Options;
use super::problem::Fault;
use crate::changes::LinkField;
use crate::model::suggest::did_you_mean;
use crate::model::{Collection, Field, Model, Relation, RelationStorage};

/// What a collection's records are written to.
pub struct Target<'m> {
    /// The collection.
    pub collection: &'m Collection,
    /// The table's columns.
    pub columns: Vec<Column<'m>>,
    /// Its many-to-many fields.
    pub links: Vec<Link<'m>>,
}

/// A column of the collection's table.
pub struct Column<'m> {
    /// The field that it holds.
    pub field: &'m Field,
    /// The column's name.
    pub name: String,
}

/// A many-to-many field.
pub struct Link<'m> {
    /// The field.
    pub field: &'m Field,
    /// What it points to.
    pub relation: &'m Relation,
    /// The list that it is one end of.
    pub list: LinkField<'m>,
    /// Whether the list belongs to the collection's own records.
    pub is_owner: bool,
}

impl<'m> Target<'m> {
    /// The target of a collection's records.
    pub fn new(model: &'m Model, collection: &'m Collection) -> Self {
        let fields = collection.fields.values();
        let column = |field: &'m Field| Some(Column { field, name: field.column()? });
        Self {
            collection,
            columns: fields.clone().filter_map(column).collect(),
            links: fields.filter_map(|field| link(model, collection, field)).collect(),
        }
    }

    /// Where the field's column stands.
    pub fn place_of(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field.name == field)
    }
}

/// The link of a field, when it is many-to-many.
pub fn link<'m>(model: &'m Model, collection: &'m Collection, field: &'m Field) -> Option<Link<'m>> {
    let (relation, list) = (field.relation()?, LinkField::of(model, collection, field)?);
    let is_owner = matches!(relation.storage, RelationStorage::Join { owner: true, .. });
    Some(Link { field, relation, list, is_owner })
}

/// What a column of a file is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// The value of the field.
    Field(String),
    /// Nothing: it was left out with `--map column=`.
    Nothing,
    /// Nobody knows.
    Unknown(Fault),
}

/// What the columns of a file are for. Found once for each name.
#[derive(Debug)]
pub struct Columns<'a> {
    options: &'a Options,
    uses: HashMap<String, Use>,
}

impl<'a> Columns<'a> {
    /// The columns of one file.
    pub fn new(options: &'a Options) -> Self {
        Self { options, uses: HashMap::new() }
    }

    /// What the column is for.
    pub fn of(&mut self, collection: &Collection, column: &str) -> &Use {
        // Looked up twice because the entry API would copy the name of every cell.
        if !self.uses.contains_key(column) {
            self.uses.insert(column.to_owned(), find_use(collection, self.options, column));
        }
        &self.uses[column]
    }
}

fn find_use(collection: &Collection, options: &Options, column: &str) -> Use {
    let wanted = match options.map.iter().find(|(from, _)| from == column) {
        Some((_, to)) if to.is_empty() => return Use::Nothing,
        Some((_, to)) => to,
        None if column == options.id => "id",
        None => column,
    };
    match find_field(collection, wanted) {
        Some(field) => match refusal(field) {
            None => Use::Field(field.name.clone()),
            Some(fault) => Use::Unknown(Fault { is_of_column: true, ..fault }),
        },
        None => Use::Unknown(Fault { is_of_column: true, ..unknown(collection, column) }),
    }
}

/// The field of that name, or whose column or key has that name: `first_name`, `artistId`.
fn find_field<'m>(collection: &'m Collection, name: &str) -> Option<&'m Field> {
    let snake = name.to_snake_case();
    let exact = collection.fields.get(name);
    exact.or_else(|| {
        let mut fields = collection.fields.values();
        fields.find(|field| {
            field.column().is_some_and(|column| column == snake) || field.name.to_snake_case() == snake
        })
    })
}

/// Why the field can't be imported: it is the far end of another one.
fn refusal(field: &Field) -> Option<Fault> {
    let relation = field.relation()?;
    let RelationStorage::Inverse { field: far, .. } = &relation.storage else { return None };
    let target = &relation.target;
    let fault =
        Fault::new(&field.name, format!("is kept by `{target}.{far}`, the other end of the relation"));
    Some(fault.with_hint(format!(
        "import `{far}` with the records of {target}; leave this column out with `--map {}=`",
        field.name
    )))
}

fn unknown(collection: &Collection, column: &str) -> Fault {
    let near = did_you_mean(column, collection.fields.keys().map(String::as_str));
    let hint = match near {
        Some(near) => format!("{near} Say which field it is with `--map {column}=field`"),
        None => format!(
            "say which field it is with `--map {column}=field`, or leave it out with `--map {column}=`"
        ),
    };
    Fault::new(column, format!("is not a field of {}", collection.name)).with_hint(hint)
}
