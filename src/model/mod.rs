//! The content model: what the SDL files say, checked and resolved.
//!
//! Owns the types that every other module reads, the loader that makes them from SDL text, and the
//! physical names of tables and columns. It does no IO and knows neither GraphQL's API nor SQL.
//! Read [`Model`] first, then [`Field`] and [`FieldKind`].

pub mod check;
pub mod diagnostics;
pub mod diff;
pub mod kind;
pub mod layout;
mod load;
pub mod suggest;
pub mod value;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use diagnostics::{Diagnostic, SourceFile};
pub use kind::{Operator, Scalar};
pub use layout::Layout;
pub use load::{Loaded, PRELUDE_FILE, check_rule, load};
pub use value::Value;

/// A checked model: every name in it resolves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Model {
    /// Collections and singletons by type name, the built-in `User` and `Asset` among them.
    pub collections: IndexMap<String, Collection>,
    /// Components by type name.
    pub components: IndexMap<String, Component>,
    /// Unions of components by type name.
    pub blocks: IndexMap<String, Blocks>,
    /// Enums by type name, `Role` and `Locale` among them.
    pub enums: IndexMap<String, EnumType>,
    /// Interfaces by type name.
    pub interfaces: IndexMap<String, Interface>,
    /// Locales, the default first; empty when the content is not localized.
    pub locales: Vec<Locale>,
}

/// A type with a table: a collection of records, or a singleton (a collection that holds one).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Collection {
    /// The SDL type's name: `Post`.
    pub name: String,
    /// The plural that names lists in the API: `posts`. Equal to the singular for a singleton.
    pub plural: String,
    /// The API name of one record: `post`.
    pub singular: String,
    /// The table's name: `post`.
    pub table: String,
    /// Whether there is exactly one record.
    pub singleton: bool,
    /// The description in the SDL.
    pub description: Option<String>,
    /// The name of the field that stands for a record in lists.
    pub title: Option<String>,
    /// The group in the admin's menu.
    pub group: Option<String>,
    /// The icon in the admin's menu.
    pub icon: Option<String>,
    /// The order of lists that ask for none. The record's id breaks ties, always.
    pub order_by: Vec<ModelOrder>,
    /// Every field by name: the built-in ones first, then the model's in its order.
    pub fields: IndexMap<String, Field>,
    /// The indexes over several fields.
    pub indexes: Vec<Index>,
    /// Names of the interfaces that the type implements.
    pub implements: Vec<String>,
    /// `@drafts`
    pub drafts: bool,
    /// `@versions(keep)`
    pub versions: Option<u32>,
    /// `@trash(keepDays)`
    pub trash_days: Option<u32>,
    /// `@check(where, message)`; the filter is in the API's own language.
    pub checks: Vec<TypeCheck>,
    /// `@allow` lines in the order they are written.
    pub allow: Vec<Allow>,
    /// `@preview(url)`
    pub preview: Option<String>,
    /// Arguments of `@webhook` and `@hook`, as written.
    pub hooks: Vec<HookDirective>,
    /// `@oldName(is)`: the name that the type had in the model before.
    pub old_name: Option<String>,
}

/// One field of a collection or a component.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Field {
    /// The SDL field's name: `publishedAt`.
    pub name: String,
    /// The description in the SDL.
    pub description: Option<String>,
    /// What the field holds.
    pub kind: FieldKind,
    /// Whether the field's own value may not be null (the `!` on the outside).
    pub required: bool,
    /// For scalars, enums, components and blocks: whether the field holds a list of them in one
    /// JSON column. Relations say it in [`RelationStorage`].
    pub list: bool,
    /// Whether an item of the list may not be null (the `!` on the inside).
    pub items_required: bool,
    /// Whether Headwater made the field (`id`, `createdAt`, ...) and writes it itself.
    pub built_in: bool,
    /// `@default(value)` in the field's JSON form.
    pub default: Option<serde_json::Value>,
    /// `@unique`
    pub unique: bool,
    /// `@index`
    pub index: bool,
    /// `@check(...)`
    pub check: Option<FieldCheck>,
    /// `@localized`
    pub localized: bool,
    /// `@search(weight, language)`
    pub search: Option<SearchOptions>,
    /// `@slug(from)`
    pub slug_from: Option<String>,
    /// `@readOnly`
    pub read_only: bool,
    /// `@writeOnce`
    pub write_once: bool,
    /// `@secret`: never read through the API, never in the change log.
    pub secret: bool,
    /// `@asset(accept, maxBytes)`
    pub asset: Option<AssetOptions>,
    /// `@richText(blocks, marks)`
    pub rich_text: Option<RichTextOptions>,
    /// `@ui(...)`
    pub ui: Option<UiOptions>,
    /// `@allow` lines on the field: they only narrow.
    pub allow: Vec<Allow>,
    /// `@deprecated(reason)`
    pub deprecated: Option<String>,
    /// `@oldName(is)`: the name that the field had in the model before.
    pub old_name: Option<String>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// A scalar of the list in [`kind`].
    Scalar(Scalar),
    /// A value of the named enum.
    Enum(String),
    /// The named component, stored as JSON.
    Component(String),
    /// One of the components of the named union, stored as JSON with its `__typename`.
    Blocks(String),
    /// A record, or records, of another collection (or the same).
    Relation(Relation),
}

/// A field that points to records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The collection pointed to.
    pub target: String,
    /// Where the link is kept.
    pub storage: RelationStorage,
    /// What happens to this record when the target is deleted.
    pub on_delete: OnDelete,
    /// `@relation(max)`: the most records that a to-many field may hold.
    pub max: Option<u32>,
}

/// Where a relation's link is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelationStorage {
    /// To-one: a foreign-key column of this collection's table.
    ForeignKey {
        /// The column: `author_id`.
        column: String,
    },
    /// The far end of the target's foreign key.
    Inverse {
        /// The target's field that holds the key.
        field: String,
        /// That field's column.
        column: String,
        /// False when the far field is `@unique`: then there is at most one record.
        many: bool,
    },
    /// Many-to-many: a join table of `source_id`, `target_id` and `position`.
    Join {
        /// The join table's name. Both ends of a two-way relation name the same one.
        table: String,
        /// Whether this field owns the table: its records are `source_id`, in `position` order.
        /// The other end, declared with `@inverse`, reads the table backwards.
        owner: bool,
        /// The field at the other end, when it is two-way.
        inverse: Option<String>,
    },
    /// Inside a component: the id, or a list of ids, is kept in the component's JSON.
    Embedded {
        /// Whether it is a list.
        many: bool,
    },
}

/// The column of a join table that holds the owner's id.
pub const JOIN_SOURCE: &str = "source_id";
/// The column of a join table that holds the other record's id.
pub const JOIN_TARGET: &str = "target_id";
/// The column of a join table that keeps the owner's order, counted from 0.
pub const JOIN_POSITION: &str = "position";

/// `@relation(onDelete)`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnDelete {
    /// The target can't be deleted while a record points to it. The default of a required field.
    Restrict,
    /// The record goes with its target.
    Cascade,
    /// The field becomes null. The default of an optional field.
    SetNull,
}

/// Fields stored as JSON inside a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Component {
    /// The SDL type's name.
    pub name: String,
    /// The description in the SDL.
    pub description: Option<String>,
    /// The fields by name, in the model's order.
    pub fields: IndexMap<String, Field>,
    /// Names of the interfaces that the type implements.
    pub implements: Vec<String>,
    /// `@oldName(is)`: the name that the type had in the model before.
    #[serde(default)]
    pub old_name: Option<String>,
}

/// A union of components.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Blocks {
    /// The SDL union's name.
    pub name: String,
    /// The description in the SDL.
    pub description: Option<String>,
    /// The names of its components.
    pub members: Vec<String>,
}

/// An enum of the model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnumType {
    /// The SDL enum's name.
    pub name: String,
    /// The description in the SDL.
    pub description: Option<String>,
    /// The values in the model's order.
    pub values: Vec<EnumValue>,
}

/// One value of an enum.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnumValue {
    /// The value's name, which is also what is stored.
    pub name: String,
    /// The description in the SDL.
    pub description: Option<String>,
    /// `@deprecated(reason)`
    pub deprecated: Option<String>,
    /// `@oldName(is)`: the name that the value had in the model before.
    pub old_name: Option<String>,
}

/// An interface of the model. Its fields are those of every type that implements it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Interface {
    /// The SDL interface's name.
    pub name: String,
    /// The description in the SDL.
    pub description: Option<String>,
    /// The fields by name.
    pub fields: IndexMap<String, Field>,
    /// Names of the interfaces that the interface implements.
    pub implements: Vec<String>,
}

/// One locale of the `Locale` enum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locale {
    /// The enum value: `pt_BR`.
    pub name: String,
    /// `@fallback(to)`
    pub fallback: Option<String>,
}

/// An index over several fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The names of the fields, in order.
    pub fields: Vec<String>,
    /// Whether two records may not agree in all of them.
    pub unique: bool,
}

/// One key of a collection's default order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelOrder {
    /// A scalar or enum field of the collection.
    pub field: String,
    /// Which way, and where nulls go.
    pub direction: Direction,
}

/// Which way a list is ordered. A null counts as smaller than every value unless the
/// direction says where nulls go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Greatest first.
    Desc,
    /// Smallest first, nulls before everything.
    AscNullsFirst,
    /// Smallest first, nulls after everything.
    AscNullsLast,
    /// Greatest first, nulls before everything.
    DescNullsFirst,
    /// Greatest first, nulls after everything.
    DescNullsLast,
}

impl Direction {
    /// Every direction with the name that the API gives it.
    pub const ALL: [(&'static str, Direction); 6] = [
        ("ASC", Direction::Asc),
        ("DESC", Direction::Desc),
        ("ASC_NULLS_FIRST", Direction::AscNullsFirst),
        ("ASC_NULLS_LAST", Direction::AscNullsLast),
        ("DESC_NULLS_FIRST", Direction::DescNullsFirst),
        ("DESC_NULLS_LAST", Direction::DescNullsLast),
    ];

    /// The direction of that name in the API.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, direction)| *direction)
    }

    /// Whether the greatest value comes first.
    pub fn is_descending(self) -> bool {
        matches!(self, Self::Desc | Self::DescNullsFirst | Self::DescNullsLast)
    }

    /// Whether nulls come before every value.
    pub fn has_nulls_first(self) -> bool {
        matches!(self, Self::Asc | Self::AscNullsFirst | Self::DescNullsFirst)
    }

    /// The same order read from its end.
    pub fn reversed(self) -> Self {
        match self {
            Self::Asc | Self::AscNullsFirst => Self::Desc,
            Self::Desc | Self::DescNullsLast => Self::Asc,
            Self::AscNullsLast => Self::DescNullsFirst,
            Self::DescNullsFirst => Self::AscNullsLast,
        }
    }
}

/// `@check(...)` on a field. Bounds of dates are kept as text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FieldCheck {
    /// The least value, in the field's JSON form.
    pub min: Option<serde_json::Value>,
    /// The greatest value, in the field's JSON form.
    pub max: Option<serde_json::Value>,
    /// The least number of characters, or of items of a list.
    pub min_length: Option<u32>,
    /// The greatest number of characters, or of items of a list.
    pub max_length: Option<u32>,
    /// A regular expression that the whole text must match.
    pub pattern: Option<String>,
    /// What to say instead of the built-in message.
    pub message: Option<String>,
}

/// `@check(where, message)` on a type.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypeCheck {
    /// A filter in the API's language that every record must pass.
    pub filter: serde_json::Value,
    /// What to say when it does not.
    pub message: Option<String>,
}

/// One `@allow` line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Allow {
    /// The roles it grants to.
    pub to: Vec<String>,
    /// The actions it grants: `READ`, `READ_DRAFTS`, `CREATE`, `UPDATE`, `DELETE`, `PUBLISH`, `ALL`.
    pub actions: Vec<String>,
    /// Which stored rows it covers, in the filter language.
    pub filter: Option<serde_json::Value>,
    /// What the row must satisfy after a write; the same as `filter` when absent.
    pub check: Option<serde_json::Value>,
    /// The only fields covered, when given.
    pub fields: Option<Vec<String>>,
    /// The fields not covered.
    pub except: Option<Vec<String>>,
    /// Values forced on create.
    pub set: Option<serde_json::Value>,
    /// Where it stands, as `file:line`.
    pub place: String,
}

/// `@webhook(...)` or `@hook(...)`, kept as written until their issue gives them effect.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HookDirective {
    /// `webhook` or `hook`.
    pub name: String,
    /// The arguments as JSON.
    pub arguments: serde_json::Value,
}

/// `@search(weight, language)`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchOptions {
    /// How much a hit in this field counts; 1 by default.
    pub weight: f64,
    /// The language of the text, for stemming.
    pub language: Option<String>,
}

/// `@asset(accept, maxBytes)`
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AssetOptions {
    /// Media types that may be chosen, such as `image/*`.
    pub accept: Vec<String>,
    /// The greatest size in bytes.
    pub max_bytes: Option<u64>,
}

/// `@richText(blocks, marks)`
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RichTextOptions {
    /// The block types that the editor offers.
    pub blocks: Option<Vec<String>>,
    /// The marks that the editor offers.
    pub marks: Option<Vec<String>>,
}

/// `@ui(...)`
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct UiOptions {
    /// The widget to edit it with.
    pub widget: Option<String>,
    /// The tab of the form.
    pub tab: Option<String>,
    /// `full`, `half`, ...
    pub width: Option<String>,
    /// A line of help below the field.
    pub help: Option<String>,
    /// Shown only for records that pass this filter.
    pub show_if: Option<serde_json::Value>,
}

/// The text of the prelude: the scalars, enums, directives and types of the model language, for
/// editors, linters and formatters.
pub fn prelude() -> &'static str {
    load::PRELUDE
}

impl Model {
    /// The fields of the collection, component or interface of that name.
    pub fn fields_of(&self, type_name: &str) -> Option<&IndexMap<String, Field>> {
        self.collections
            .get(type_name)
            .map(|collection| &collection.fields)
            .or_else(|| self.components.get(type_name).map(|component| &component.fields))
            .or_else(|| self.interfaces.get(type_name).map(|interface| &interface.fields))
    }
}

impl Collection {
    /// The fields, or sets of fields, in which two records may not agree; the id first.
    pub fn unique_sets(&self) -> Vec<Vec<&Field>> {
        let single = self.fields.values().filter(|field| field.unique || field.name == "id");
        let together = self.indexes.iter().filter(|index| index.unique).map(|index| {
            let fields = index.fields.iter().filter_map(|name| self.fields.get(name));
            fields.filter(|field| field.has_column()).collect::<Vec<_>>()
        });
        let single = single.filter(|field| field.has_column()).map(|field| vec![field]);
        single.chain(together.filter(|fields| !fields.is_empty())).collect()
    }
}

impl Field {
    /// The column of the collection's table that holds the field; none for to-many relations and
    /// for the far end of a to-one relation.
    pub fn column(&self) -> Option<String> {
        match &self.kind {
            FieldKind::Relation(relation) => match &relation.storage {
                RelationStorage::ForeignKey { column } => Some(column.clone()),
                RelationStorage::Inverse { .. }
                | RelationStorage::Join { .. }
                | RelationStorage::Embedded { .. } => None,
            },
            FieldKind::Scalar(_) | FieldKind::Enum(_) | FieldKind::Component(_) | FieldKind::Blocks(_) => {
                Some(column_name(&self.name))
            }
        }
    }

    /// Whether the table has a column for it.
    pub fn has_column(&self) -> bool {
        match self.relation() {
            Some(relation) => matches!(relation.storage, RelationStorage::ForeignKey { .. }),
            None => true,
        }
    }

    /// How the field's value is shown as JSON; for a to-one relation, its id.
    pub fn form(&self) -> kind::JsonForm {
        match &self.kind {
            _ if self.list => kind::JsonForm::Raw,
            FieldKind::Scalar(scalar) => scalar.kind().json,
            FieldKind::Enum(_) | FieldKind::Relation(_) => kind::JsonForm::Text,
            FieldKind::Component(_) | FieldKind::Blocks(_) => kind::JsonForm::Raw,
        }
    }

    /// The value as the field keeps it. Addresses of which there may be one of each are kept in lower case: those
    /// that differ in case alone lead to the same people.
    pub fn kept(&self, value: Value) -> Value {
        match (&self.kind, value) {
            (FieldKind::Scalar(Scalar::Email), Value::Text(text)) if self.unique && !self.list => {
                Value::Text(text.to_lowercase())
            }
            (_, value) => value,
        }
    }

    /// A value of the field, or an item of its list, in the JSON form that the API shows; of a to-one
    /// relation, the id.
    pub fn json_of(&self, value: &Value) -> serde_json::Value {
        match &self.kind {
            FieldKind::Scalar(scalar) => scalar.json_of(value),
            FieldKind::Enum(_) | FieldKind::Component(_) | FieldKind::Blocks(_) | FieldKind::Relation(_) => {
                value.to_json()
            }
        }
    }

    /// The relation, when the field is one.
    pub fn relation(&self) -> Option<&Relation> {
        match &self.kind {
            FieldKind::Relation(relation) => Some(relation),
            FieldKind::Scalar(_) | FieldKind::Enum(_) | FieldKind::Component(_) | FieldKind::Blocks(_) => {
                None
            }
        }
    }

    /// The type whose fields a filter or an order goes on with behind the field.
    pub fn inner_type(&self) -> Option<&str> {
        match &self.kind {
            FieldKind::Component(name) | FieldKind::Blocks(name) => Some(name),
            FieldKind::Relation(relation) => Some(&relation.target),
            FieldKind::Scalar(_) | FieldKind::Enum(_) => None,
        }
    }

    /// Whether the field is a relation to any number of records.
    pub fn is_to_many(&self) -> bool {
        self.relation().is_some_and(Relation::is_to_many)
    }
}

impl Relation {
    /// Whether it may hold any number of records.
    pub fn is_to_many(&self) -> bool {
        match &self.storage {
            RelationStorage::ForeignKey { .. } => false,
            RelationStorage::Inverse { many, .. } | RelationStorage::Embedded { many } => *many,
            RelationStorage::Join { .. } => true,
        }
    }
}

/// A verb and what it is done to, as one name: `createNewsList` from `newsList`.
pub fn verb_name(verb: &str, object: &str) -> String {
    let (first, rest) = object.split_at(object.chars().next().map_or(0, char::len_utf8));
    format!("{verb}{}{rest}", first.to_uppercase())
}

/// The table of a collection: its type's name in snake case.
pub fn table_name(type_name: &str) -> String {
    layout::shortened(heck::ToSnakeCase::to_snake_case(type_name))
}

/// The column of a field: its name in snake case.
pub fn column_name(field_name: &str) -> String {
    layout::shortened(heck::ToSnakeCase::to_snake_case(field_name))
}

/// The column of a to-one relation.
pub fn foreign_key_name(field_name: &str) -> String {
    layout::shortened(format!("{}_id", heck::ToSnakeCase::to_snake_case(field_name)))
}

/// The join table that a many-to-many field of a collection owns: `post_tags`.
pub fn join_table_name(type_name: &str, field_name: &str) -> String {
    layout::shortened(format!("{}_{}", table_name(type_name), column_name(field_name)))
}
