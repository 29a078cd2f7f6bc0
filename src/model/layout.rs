//! The physical shape of a model: tables, columns, keys and indexes, the same on every database.
//!
//! Owns which tables and indexes a model needs and what they are called. It does not know SQL: the
//! store turns a layout into statements, and `model::diff` compares two of them. Read [`Layout`]
//! first. Indexes are listed in one place, [`indexes_of`].

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::kind::JsonForm;
use super::{
    Collection, Component, EnumType, EnumValue, Field, FieldKind, JOIN_POSITION, JOIN_SOURCE, JOIN_TARGET,
    Model, ModelOrder, OnDelete, Relation, RelationStorage, Scalar,
};

/// PostgreSQL cuts longer names off without a word.
const LONGEST_NAME: usize = 63;
/// The key column of every collection's table.
const ID: &str = "id";

/// The tables of a model by name: those of collections first, in the model's order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Every table by name.
    pub tables: IndexMap<String, Table>,
    /// The values of every enum by its name.
    pub enums: IndexMap<String, Vec<StoredValue>>,
    /// What the JSON of every component holds, by its name. Layouts that an older Headwater stored have none.
    #[serde(default)]
    pub components: IndexMap<String, StoredComponent>,
    /// The components of every union by its name; as above.
    #[serde(default)]
    pub unions: IndexMap<String, Vec<String>>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The table's name.
    pub name: String,
    /// The collection whose records it holds, or whose field owns it.
    pub collection: String,
    /// The many-to-many field that owns it, when it is a join table.
    pub field: Option<String>,
    /// `@oldName` of the type, or of the field that owns the join table.
    pub old_name: Option<String>,
    /// The columns by name.
    pub columns: IndexMap<String, Column>,
    /// The columns of the primary key.
    pub primary_key: Vec<String>,
    /// The foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// The indexes by name, unique ones among them; the primary key's is not listed.
    pub indexes: IndexMap<String, TableIndex>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The column's name.
    pub name: String,
    /// The field that it holds; none in join tables.
    pub field: Option<String>,
    /// What a value of it is.
    pub kind: ColumnKind,
    /// Whether it holds a list of such values, as JSON.
    pub list: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// The value for rows that have none, as the model's `@default` says. The database does not
    /// know it: it is written where a row is made.
    pub default: Option<serde_json::Value>,
    /// `@oldName` of the field.
    pub old_name: Option<String>,
}

/// A component, which is stored as a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredComponent {
    /// `@oldName` of the type.
    pub old_name: Option<String>,
    /// The object's members by name, which are no columns of their own but hold the same.
    pub fields: IndexMap<String, Column>,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredValue {
    /// The value's name, which is also what is stored.
    pub name: String,
    /// `@oldName` of the value.
    pub old_name: Option<String>,
}

/// What a column's values are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnKind {
    /// A scalar.
    Scalar(Scalar),
    /// A value of the named enum.
    Enum(String),
    /// The named component, as JSON.
    Component(String),
    /// A component of the named union, as JSON.
    Blocks(String),
    /// The id of a record of the named collection.
    Reference(String),
}

impl Table {
    /// What of the model it holds, for messages: `Post`, or `Post.tags` for a join table.
    pub fn holds(&self) -> String {
        match &self.field {
            Some(field) => format!("{}.{field}", self.collection),
            None => self.collection.clone(),
        }
    }
}

impl Column {
    /// The scalar whose column type it has: enums are kept as `String`, references as `ID`,
    /// everything that is JSON text as `JSON`.
    pub fn scalar(&self) -> Scalar {
        match &self.kind {
            ColumnKind::Scalar(_) | ColumnKind::Enum(_) if self.list => Scalar::JSON,
            ColumnKind::Scalar(scalar) => *scalar,
            ColumnKind::Enum(_) => Scalar::String,
            ColumnKind::Component(_) | ColumnKind::Blocks(_) => Scalar::JSON,
            ColumnKind::Reference(_) => Scalar::ID,
        }
    }
}

/// A foreign key of one column to the `id` of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// The column that holds the id.
    pub column: String,
    /// The table pointed to.
    pub target: String,
    /// What happens when the row pointed to is deleted.
    pub on_delete: OnDelete,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableIndex {
    /// The index's name.
    pub name: String,
    /// The columns in order.
    pub columns: Vec<IndexColumn>,
    /// Whether two rows may not agree in all columns. Nulls agree with nothing.
    pub unique: bool,
}

/// A column of an index. Nulls count as smallest, as in the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexColumn {
    /// The column's name.
    pub name: String,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

impl Layout {
    /// The layout that the model needs.
    pub fn of(model: &Model) -> Self {
        let own = model.collections.values().map(|collection| collection_table(model, collection));
        let joins = model
            .collections
            .values()
            .flat_map(|collection| collection.fields.values().map(move |field| (collection, field)))
            .filter_map(|(collection, field)| join_table(model, collection, field));
        let values = |kind: &EnumType| kind.values.iter().map(stored_value).collect();
        Self {
            tables: own.chain(joins).map(|table| (table.name.clone(), table)).collect(),
            enums: model.enums.values().map(|kind| (kind.name.clone(), values(kind))).collect(),
            components: model.components.values().map(|kind| (kind.name.clone(), component(kind))).collect(),
            unions: model.blocks.values().map(|kind| (kind.name.clone(), kind.members.clone())).collect(),
        }
    }
}

fn component(component: &Component) -> StoredComponent {
    let member = |field: &Field| {
        let list = match field.relation() {
            Some(relation) => relation.storage == RelationStorage::Embedded { many: true },
            None => field.list,
        };
        Column { list, ..column(field, field.name.clone()) }
    };
    StoredComponent {
        old_name: component.old_name.clone(),
        fields: component.fields.values().map(|field| (field.name.clone(), member(field))).collect(),
    }
}

fn stored_value(value: &EnumValue) -> StoredValue {
    StoredValue { name: value.name.clone(), old_name: value.old_name.clone() }
}

fn collection_table(model: &Model, collection: &Collection) -> Table {
    let columns = collection.fields.values().filter_map(field_column);
    let foreign_keys = collection.fields.values().filter_map(|field| foreign_key(model, collection, field));
    Table {
        name: collection.table.clone(),
        collection: collection.name.clone(),
        field: None,
        old_name: collection.old_name.clone(),
        columns: columns.map(|column| (column.name.clone(), column)).collect(),
        primary_key: vec![ID.to_owned()],
        foreign_keys: foreign_keys.collect(),
        indexes: indexes_of(collection),
    }
}

fn field_column(field: &Field) -> Option<Column> {
    Some(column(field, field.column()?))
}

fn column(field: &Field, name: String) -> Column {
    Column {
        name,
        field: Some(field.name.clone()),
        kind: column_kind(field),
        list: field.list && field.relation().is_none(),
        nullable: !field.required,
        default: field.default.clone(),
        old_name: field.old_name.clone(),
    }
}

fn column_kind(field: &Field) -> ColumnKind {
    match &field.kind {
        FieldKind::Scalar(scalar) => ColumnKind::Scalar(*scalar),
        FieldKind::Enum(name) => ColumnKind::Enum(name.clone()),
        FieldKind::Component(name) => ColumnKind::Component(name.clone()),
        FieldKind::Blocks(name) => ColumnKind::Blocks(name.clone()),
        FieldKind::Relation(relation) => ColumnKind::Reference(relation.target.clone()),
    }
}

fn foreign_key(model: &Model, collection: &Collection, field: &Field) -> Option<ForeignKey> {
    let relation = field.relation()?;
    let column = field.column()?;
    Some(ForeignKey {
        name: constraint_name(&collection.table, &[&column], "fkey"),
        target: target_table(model, relation),
        on_delete: relation.on_delete,
        column,
    })
}

fn target_table(model: &Model, relation: &Relation) -> String {
    let target = model.collections.get(&relation.target);
    target.map_or_else(|| super::table_name(&relation.target), |target| target.table.clone())
}

/// The join table of a many-to-many field, at the end that owns it.
fn join_table(model: &Model, collection: &Collection, field: &Field) -> Option<Table> {
    let relation = field.relation()?;
    let RelationStorage::Join { table, owner: true, .. } = &relation.storage else { return None };
    let ends = [(JOIN_SOURCE, collection.table.clone()), (JOIN_TARGET, target_table(model, relation))];
    let backwards = index(table, &[plain(JOIN_TARGET), plain(JOIN_SOURCE)], false);
    let in_order = [JOIN_SOURCE, JOIN_POSITION, JOIN_TARGET].map(plain);
    let in_order = index(table, &in_order, false);
    Some(Table {
        name: table.clone(),
        collection: collection.name.clone(),
        field: Some(field.name.clone()),
        old_name: field.old_name.clone(),
        columns: [
            join_column(JOIN_SOURCE, ColumnKind::Reference(collection.name.clone())),
            join_column(JOIN_TARGET, ColumnKind::Reference(relation.target.clone())),
            join_column(JOIN_POSITION, ColumnKind::Scalar(Scalar::Int)),
        ]
        .map(|column| (column.name.clone(), column))
        .into(),
        primary_key: vec![JOIN_SOURCE.to_owned(), JOIN_TARGET.to_owned()],
        foreign_keys: ends.into_iter().map(|(column, target)| join_key(table, column, target)).collect(),
        indexes: [backwards, in_order].map(|index| (index.name.clone(), index)).into(),
    })
}

fn join_column(name: &str, kind: ColumnKind) -> Column {
    let name = name.to_owned();
    Column { name, field: None, kind, list: false, nullable: false, default: None, old_name: None }
}

fn join_key(table: &str, column: &str, target: String) -> ForeignKey {
    ForeignKey {
        name: constraint_name(table, &[column], "fkey"),
        column: column.to_owned(),
        target,
        on_delete: OnDelete::Cascade,
    }
}

/// Every index of a collection: unique fields, references, `@index` on fields and on the type, and
/// the default order. An index that says no more than another is left out.
///
/// All but unique ones end with the id, which breaks the ties of every list: so they bring lists and
/// pages in order, and need no look at the table to tell which records there are.
pub fn indexes_of(collection: &Collection) -> IndexMap<String, TableIndex> {
    let fields = || collection.fields.values();
    let unique =
        fields().filter(|field| field.unique).filter_map(|field| Some(vec![plain(&field.column()?)]));
    let plain_fields = || fields().filter(|field| !field.unique);
    let of_fields = plain_fields().filter(|field| field.index);
    let of_fields = of_fields.filter_map(|field| Some(with_id(vec![directed(collection, field)?])));
    let references = plain_fields().filter(|field| field.relation().is_some());
    let references = references.filter_map(|field| reference_index(collection, field));
    let of_type = collection.indexes.iter();
    let of_type = of_type.filter_map(|index| Some((type_index(collection, index)?, index.unique)));
    let wanted = unique
        .map(|columns| (columns, true))
        .chain(of_type)
        .chain(of_fields.chain(references).map(|columns| (columns, false)))
        .chain(default_order(collection).map(|columns| (with_id(columns), false)));
    let wanted = wanted.map(|(columns, unique)| index(&collection.table, &columns, unique));
    let wanted: Vec<TableIndex> = wanted.collect();
    let is_needed = |(place, index): &(usize, &TableIndex)| {
        let mut others = wanted.iter().enumerate();
        !others.any(|(other, by)| says_all(by, index) && (other < *place || !says_all(index, by)))
    };
    let needed = wanted.iter().enumerate().filter(is_needed);
    needed.map(|(_, index)| (index.name.clone(), index.clone())).collect()
}

/// Whether the index does everything that the other one does.
fn says_all(index: &TableIndex, other: &TableIndex) -> bool {
    let is_unique = index.unique && index.columns.len() == other.columns.len();
    index.columns.starts_with(&other.columns) && (is_unique || !other.unique)
}

/// `@index(fields)`
fn type_index(collection: &Collection, index: &super::Index) -> Option<Vec<IndexColumn>> {
    let field = |name: &String| collection.fields.get(name);
    if index.unique {
        return index.fields.iter().map(|name| Some(plain(&field(name)?.column()?))).collect();
    }
    // Lists are ordered by the last of them; what comes before is compared.
    let (last, first) = index.fields.split_last()?;
    let first: Option<Vec<_>> = first.iter().map(|name| Some(plain(&field(name)?.column()?))).collect();
    let mut columns = first?;
    columns.push(directed(collection, field(last)?)?);
    Some(with_id(columns))
}

/// The index of a reference: the records that point to a record, in the default order.
fn reference_index(collection: &Collection, field: &Field) -> Option<Vec<IndexColumn>> {
    let mut columns = vec![plain(&field.column()?)];
    // Nobody lists all that a user created.
    if field.built_in {
        return Some(columns);
    }
    columns.extend(default_order(collection).unwrap_or_default());
    Some(with_id(columns))
}

/// The columns of the default order; none when that is the id alone.
fn default_order(collection: &Collection) -> Option<Vec<IndexColumn>> {
    let column = |order: &ModelOrder| {
        let name = collection.fields.get(&order.field)?.column()?;
        Some(IndexColumn { name, descending: order.direction.is_descending() })
    };
    let columns: Vec<_> = collection.order_by.iter().map_while(column).collect();
    columns.first().is_some_and(|first| first.name != ID).then_some(columns)
}

/// The field's column in the direction that lists are most often ordered in: that of the default
/// order, or the greatest number and the latest date first.
fn directed(collection: &Collection, field: &Field) -> Option<IndexColumn> {
    let by_default = collection.order_by.iter().find(|order| order.field == field.name);
    let descending = match (by_default, &field.kind) {
        (Some(order), _) => order.direction.is_descending(),
        (None, FieldKind::Scalar(scalar)) => matches!(
            scalar.kind().json,
            JsonForm::Integer
                | JsonForm::IntegerText
                | JsonForm::Float
                | JsonForm::DecimalText
                | JsonForm::DateTime
                | JsonForm::Date
        ),
        (None, _) => false,
    };
    Some(IndexColumn { name: field.column()?, descending })
}

/// The columns, and the id behind them. What follows an id orders nothing.
fn with_id(mut columns: Vec<IndexColumn>) -> Vec<IndexColumn> {
    match columns.iter().position(|column| column.name == ID) {
        Some(place) => columns.truncate(place + 1),
        None => columns.push(plain(ID)),
    }
    columns
}

fn plain(column: &str) -> IndexColumn {
    IndexColumn { name: column.to_owned(), descending: false }
}

fn index(table: &str, columns: &[IndexColumn], unique: bool) -> TableIndex {
    let words = columns.iter().map(|column| match column.descending {
        true => format!("{}__desc", column.name),
        false => column.name.clone(),
    });
    let words = words.collect::<Vec<_>>();
    let words = words.iter().map(String::as_str).collect::<Vec<_>>();
    let suffix = if unique { "key" } else { "idx" };
    TableIndex { name: constraint_name(table, &words, suffix), columns: columns.to_vec(), unique }
}

/// `post__author_id__fkey`. Two underscores keep the parts apart: a snake-case name never has them.
fn constraint_name(table: &str, columns: &[&str], suffix: &str) -> String {
    shortened(format!("{table}__{}__{suffix}", columns.join("__")))
}

/// The name itself, or, when the databases would cut it off, its beginning and a hash of it all.
pub fn shortened(name: String) -> String {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let hash = Sha256::digest(name.as_bytes());
    let hash = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
    let start = name.chars().scan(0, |length, letter| {
        *length += letter.len_utf8();
        (*length + hash.len() < LONGEST_NAME).then_some(letter)
    });
    format!("{}_{hash}", start.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceFile;

    /// The indexes of the type `Post`, without those of `createdBy` and `updatedBy`.
    fn check(sdl: &str, expected: &[&str]) {
        let source = SourceFile { path: "a.graphql".to_owned(), text: sdl.to_owned() };
        let model = crate::model::load(&[source]).unwrap().model;
        let indexes = indexes_of(&model.collections["Post"]);
        let names = indexes.keys().filter(|name| !name.contains("ated_by_id"));
        assert_eq!(names.map(String::as_str).collect::<Vec<_>>(), expected, "{sdl}");
    }

    #[test]
    fn indexes_bring_lists_in_order() {
        check(
            "enum Mood { A B } type Post @collection { title: String @index views: Int @index mood: Mood @index slug: Slug @unique }",
            &["post__slug__key", "post__title__id__idx", "post__views__desc__id__idx", "post__mood__id__idx"],
        );
        check(
            "type Post @collection(orderBy: [{ day: DESC }, { views: ASC }]) @index(fields: [\"title\", \"day\"]) {
               title: String day: Date views: Int author: User }",
            &[
                "post__title__day__desc__id__idx",
                "post__author_id__day__desc__views__id__idx",
                "post__day__desc__views__id__idx",
            ],
        );
    }

    #[test]
    fn an_index_that_says_no_more_than_another_is_left_out() {
        check(
            "type Post @collection(orderBy: { at: DESC }) @index(fields: [\"author\", \"at\"]) @index(fields: [\"author\"], unique: true) {
               at: DateTime @index author: User }",
            &["post__author_id__at__desc__id__idx", "post__author_id__key", "post__at__desc__id__idx"],
        );
        check(
            "type Post @collection(orderBy: { id: DESC }) { author: User @unique }",
            &["post__author_id__key"],
        );
    }
}
