//! Names: those that Headwater makes of a type's name, and those that a model may not use because
//! Headwater, GraphQL or the database needs them.

use std::collections::{HashMap, HashSet};

use apollo_compiler::Name;
use heck::ToLowerCamelCase;

use super::arguments::{text, value};
use super::declare::{Class, Declaration, Declared, Form};
use super::report::{Place, Report};
use super::reserved::{API_TYPES, ROOT_FIELDS};
use crate::model::{Collection, Field, FieldKind, Model, RelationStorage, Scalar, table_name, verb_name};

/// The API's name of one record: `post`.
pub(super) fn singular(type_name: &str) -> String {
    type_name.to_lower_camel_case()
}

/// The API's name of many records: `posts`. A word that is its own plural gets `List`: `newsList`.
pub(super) fn plural(singular: &str) -> String {
    let start = singular.rfind(|letter: char| letter.is_ascii_uppercase()).unwrap_or(0);
    let (head, last) = singular.split_at(start);
    let many = format!("{head}{}", pluralizer::pluralize(last, 2, false));
    if many == singular { format!("{singular}List") } else { many }
}

/// What the API adds to the name of a collection to name the types that go with it.
const COLLECTION_SUFFIXES: [&str; 41] = [
    "Change",
    "Connection",
    "Edge",
    "Aggregate",
    "AggregateCountDistinct",
    "AggregateCountDistinctHaving",
    "AggregateCountDistinctOrderBy",
    "AggregateSum",
    "AggregateSumHaving",
    "AggregateSumOrderBy",
    "AggregateAvg",
    "AggregateAvgHaving",
    "AggregateAvgOrderBy",
    "AggregateMin",
    "AggregateMinHaving",
    "AggregateMinOrderBy",
    "AggregateMax",
    "AggregateMaxHaving",
    "AggregateMaxOrderBy",
    "AggregateGroup",
    "AggregateGroupKey",
    "AggregateGroupBy",
    "AggregateGroupField",
    "AggregateGroupOrderBy",
    "AggregateGroupKeyOrderBy",
    "AggregateHaving",
    "Where",
    "WhereList",
    "OrderBy",
    "OrderByList",
    "Create",
    "Update",
    "Key",
    "Batch",
    "Upsert",
    "Patch",
    "OneCreate",
    "OneUpdate",
    "ManyCreate",
    "ManyUpdate",
    "Change",
];

/// What it adds to the name of a component.
const COMPONENT_SUFFIXES: [&str; 4] = ["Where", "WhereList", "OrderBy", "Input"];

/// What it adds to the name of a union.
const UNION_SUFFIXES: [&str; 4] = ["Where", "WhereList", "Member", "Input"];

/// What it adds to the name of an enum or a scalar.
const VALUE_SUFFIXES: [&str; 3] = ["Filter", "FilterList", "ListUpdate"];

/// What it adds to the name of a scalar that is a number.
const NUMBER_SUFFIXES: [&str; 4] = ["Filter", "FilterList", "ListUpdate", "Update"];

/// Words of the filter language that a field's name can't be.
const FILTER_WORDS: [&str; 3] = ["and", "or", "not"];

pub(super) fn check(report: &mut Report, declared: &Declared, model: &Model) {
    for declaration in declared.types.values() {
        check_type_name(report, declared, declaration);
        for field in &declaration.fields {
            check_field_name(report, &field.name);
        }
        for value in &declaration.values {
            check_value_name(report, &value.value);
        }
    }
    check_made_types(report, declared, model);
    check_root_fields(report, declared, model);
    check_tables(report, declared, model);
    for collection in model.collections.values() {
        check_columns(report, declared, collection);
    }
    for (name, fields) in with_fields(model) {
        check_generated_fields(report, declared, name, fields.values());
    }
    check_members(report, declared, model);
}

fn with_fields(model: &Model) -> impl Iterator<Item = (&String, &indexmap::IndexMap<String, Field>)> {
    let collections = model.collections.iter().map(|(name, collection)| (name, &collection.fields));
    collections.chain(model.components.iter().map(|(name, component)| (name, &component.fields)))
}

fn check_type_name(report: &mut Report, declared: &Declared, declaration: &Declaration) {
    let name = declaration.name.as_str();
    let place = declaration.place();
    if declaration.built_in || !report.is_in_model(place) {
        return;
    }
    if name.starts_with("__") {
        report
            .error(place, format!("`{name}` is reserved"))
            .with_hint("names with `__` in front are GraphQL's own");
    } else if name.starts_with("Headwater") {
        report
            .error(place, format!("`{name}` is reserved"))
            .with_hint("choose a name without `Headwater` in front");
    } else if API_TYPES.contains(&name) {
        report
            .error(place, format!("`{name}` is reserved"))
            .with_hint(format!("the API has a type `{name}` of its own: choose another name"));
    } else if Scalar::from_name(name).is_some() {
        report.error(place, format!("`{name}` is a scalar")).with_hint("choose another name");
    } else if let Some(other) = grown_from(declared, name) {
        report
            .error(place, format!("`{name}` is reserved"))
            .with_hint(format!("the API makes a type of that name from `{other}`: choose another name"));
    } else if table_name(name).is_empty() {
        report.error(place, format!("`{name}` makes no name for a table")).with_hint("use letters");
    }
}

/// The type or scalar from whose name the API makes this name.
fn grown_from(declared: &Declared, name: &str) -> Option<String> {
    let scalars = Scalar::ALL.iter().map(|scalar| (scalar.name(), suffixes_of_scalar(*scalar)));
    let types = declared.model_types().map(|known| (known.name.as_str(), suffixes_of(declared, known)));
    let mut stems = types.chain(scalars);
    let grown = |(stem, suffixes): &(&str, &[&str])| {
        name.strip_prefix(stem).is_some_and(|suffix| suffixes.contains(&suffix))
    };
    stems.find(grown).map(|(stem, _)| stem.to_owned())
}

fn suffixes_of(declared: &Declared, known: &Declaration) -> &'static [&'static str] {
    match known.form {
        Form::Object if declared.class_of(&known.name) == Some(Class::Component) => &COMPONENT_SUFFIXES,
        Form::Object => &COLLECTION_SUFFIXES,
        Form::Interface => &[],
        Form::Union => &UNION_SUFFIXES,
        Form::Enum => &VALUE_SUFFIXES,
    }
}

fn suffixes_of_scalar(scalar: Scalar) -> &'static [&'static str] {
    if Scalar::NUMBERS.contains(&scalar) { &NUMBER_SUFFIXES } else { &VALUE_SUFFIXES }
}

/// No two types may give the API the same type, as a `CommentMany` would whose `Create` is that of lists
/// of `Comment`.
fn check_made_types(report: &mut Report, declared: &Declared, model: &Model) {
    let stems = stems_of_fields(model);
    for collection in model.collections.values() {
        let name = &collection.name;
        let Some(other) = stems.get(name) else { continue };
        let place = declared.types.get(name).and_then(Declaration::place);
        report
            .error(
                place,
                format!("`{other}` and `{name}` have types of the same name in the API: `{name}Update`"),
            )
            .with_hint(format!("choose another name for `{name}`"));
    }
}

/// The names before `Create` and `Update` in those of types that fields need, and what they are made of.
fn stems_of_fields(model: &Model) -> HashMap<String, &str> {
    let in_collections = model.collections.values().flat_map(|collection| collection.fields.values());
    let in_components = model.components.values().flat_map(|component| component.fields.values());
    let lists = in_collections.clone().filter(|field| field.list).filter_map(|field| match &field.kind {
        FieldKind::Scalar(scalar) => Some((format!("{}List", scalar.name()), scalar.name())),
        FieldKind::Enum(name) => Some((format!("{name}List"), name.as_str())),
        FieldKind::Component(_) | FieldKind::Blocks(_) | FieldKind::Relation(_) => None,
    });
    let written = in_collections.chain(in_components).filter(|field| !field.built_in);
    let relations = written.filter_map(Field::relation).map(|relation| {
        let number = if relation.is_to_many() { "Many" } else { "One" };
        (format!("{}{number}", relation.target), relation.target.as_str())
    });
    lists.chain(relations).collect()
}

fn check_field_name(report: &mut Report, name: &Name) {
    if !report.is_in_model(name.location()) {
        return;
    }
    if name.starts_with("__") {
        report
            .error(name.location(), format!("`{name}` is reserved"))
            .with_hint("names with `__` in front are GraphQL's own");
    } else if FILTER_WORDS.contains(&name.as_str()) {
        report
            .error(name.location(), format!("`{name}` is reserved"))
            .with_hint("it is a word of the filter language: choose another name");
    } else if table_name(name).is_empty() {
        report
            .error(name.location(), format!("`{name}` makes no name for a column"))
            .with_hint("use letters");
    }
}

fn check_value_name(report: &mut Report, name: &Name) {
    if name.starts_with("__") || ["true", "false", "null"].contains(&name.as_str()) {
        report
            .error(name.location(), format!("`{name}` is reserved"))
            .with_hint("GraphQL allows no enum value of that name");
    }
}

/// No two collections may give the API the same root field.
fn check_root_fields(report: &mut Report, declared: &Declared, model: &Model) {
    let (mut reads, mut writes) = (HashMap::new(), HashMap::new());
    for collection in model.collections.values() {
        let Some(declaration) = declared.types.get(&collection.name) else { continue };
        let place = declaration.directive("collection").and_then(|directive| value(directive, "plural"));
        let plural_place = place.and_then(|plural| plural.location()).or_else(|| declaration.place());
        check_plural(report, declaration, collection);
        let (singular, plural) = (&collection.singular, &collection.plural);
        let mut read = vec![
            (singular.clone(), declaration.place()),
            (format!("{singular}Changes"), declaration.place()),
        ];
        // Other verbs clash where this one does.
        let mut write = vec![(verb_name("delete", singular), declaration.place())];
        if !collection.singleton {
            read.push((plural.clone(), plural_place));
            read.push((format!("{plural}Connection"), plural_place));
            read.push((format!("{plural}Aggregate"), plural_place));
            write.push((verb_name("delete", plural), plural_place));
        }
        if take_root_fields(report, &mut reads, collection, read) {
            take_root_fields(report, &mut writes, collection, write);
        }
    }
}

/// Takes the names for the collection's fields, or reports the first that is taken.
fn take_root_fields<'a>(
    report: &mut Report,
    taken: &mut HashMap<String, &'a str>,
    collection: &'a Collection,
    fields: Vec<(String, Place)>,
) -> bool {
    for (field, place) in fields {
        if ROOT_FIELDS.contains(&field.as_str()) {
            report
                .error(place, format!("`{field}` is reserved: the API has a field of that name"))
                .with_hint("choose another name, or another `plural`");
        } else if let Some(other) = taken.insert(field.clone(), &collection.name) {
            clash(report, place, &field, other, &collection.name);
            return false;
        }
    }
    true
}

fn clash(report: &mut Report, place: Place, field: &str, first: &str, second: &str) {
    let message = match first == second {
        true => format!("one `{second}` and many of them have the same name in the API: `{field}`"),
        false => format!("`{first}` and `{second}` have the same name in the API: `{field}`"),
    };
    report
        .error(place, message)
        .with_hint("name the lists with `@collection(plural: \"...\")`, or rename the type");
}

fn check_plural(report: &mut Report, declaration: &Declaration, collection: &Collection) {
    let directive = declaration.directive("collection");
    let Some(directive) = directive.filter(|directive| text(directive, "plural").is_some()) else { return };
    let place = value(directive, "plural").and_then(|plural| plural.location());
    let plural = &collection.plural;
    if Name::new(plural).is_err() || plural.starts_with("__") {
        report
            .error(place, format!("`{plural}` is no name"))
            .with_hint("use letters, digits and underscores, such as \"people\"");
    }
}

/// No two tables may have the same name.
fn check_tables(report: &mut Report, declared: &Declared, model: &Model) {
    let mut taken: HashMap<String, String> = HashMap::new();
    let mut singulars = HashSet::new();
    // Types of the same name in the API were reported for that.
    for collection in model.collections.values().filter(|collection| singulars.insert(&collection.singular)) {
        let place = declared.types.get(&collection.name).and_then(Declaration::place);
        check_table(report, place, &collection.table, format!("`{}`", collection.name), &mut taken);
    }
    for collection in model.collections.values() {
        for field in collection.fields.values() {
            let Some(RelationStorage::Join { table, owner: true, .. }) =
                field.relation().map(|relation| &relation.storage)
            else {
                continue;
            };
            let place = declared.field(&collection.name, &field.name).and_then(|node| node.name.location());
            let owner = format!("`{}.{}`", collection.name, field.name);
            check_table(report, place, table, owner, &mut taken);
        }
    }
}

fn check_table(
    report: &mut Report,
    place: Place,
    table: &str,
    owner: String,
    taken: &mut HashMap<String, String>,
) {
    if table.starts_with("hw_") || table.starts_with("sqlite_") || table.starts_with("pg_") {
        report
            .error(place, format!("{owner} needs the table `{table}`, which is reserved"))
            .with_hint("choose another name");
    }
    if let Some(first) = taken.insert(table.to_owned(), owner.clone()) {
        report
            .error(place, format!("{first} and {owner} need the same table: `{table}`"))
            .with_hint("rename one of them");
    }
}

/// No two fields of a collection may have the same column.
fn check_columns(report: &mut Report, declared: &Declared, collection: &Collection) {
    let mut taken: HashMap<String, &str> = HashMap::new();
    for field in collection.fields.values() {
        let Some(column) = field.column() else { continue };
        if let Some(first) = taken.insert(column.clone(), &field.name) {
            let place = declared.field(&collection.name, &field.name).and_then(|node| node.name.location());
            report
                .error(place, format!("`{first}` and `{}` need the same column: `{column}`", field.name))
                .with_hint("rename one of them");
        }
    }
}

/// Beside a list of records, the API has its connection and its aggregate.
fn check_generated_fields<'a>(
    report: &mut Report,
    declared: &Declared,
    type_name: &str,
    fields: impl Iterator<Item = &'a Field>,
) {
    for field in fields.filter(|field| field.is_to_many()) {
        for suffix in ["Connection", "Aggregate"] {
            let name = format!("{}{suffix}", field.name);
            if let Some(clashing) = declared.field(type_name, &name) {
                report.error(clashing.name.location(), format!("`{name}` is reserved")).with_hint(format!(
                    "the API makes a field of that name from `{}`: choose another name",
                    field.name
                ));
            }
        }
    }
}

/// In a union's filter each component has a name of its own.
fn check_members(report: &mut Report, declared: &Declared, model: &Model) {
    for blocks in model.blocks.values() {
        let mut taken: HashMap<String, &str> = HashMap::new();
        for member in &blocks.members {
            let name = singular(member);
            let declaration = declared.types.get(&blocks.name);
            let place = declaration
                .and_then(|declaration| declaration.members.iter().find(|known| known.as_str() == member))
                .and_then(|known| known.location());
            if FILTER_WORDS.contains(&name.as_str()) || name == "is" {
                report
                    .error(place, format!("`{name}` is a word of the filter language"))
                    .with_hint(format!("rename the component `{member}`"));
            } else if let Some(first) = taken.insert(name.clone(), member) {
                report
                    .error(place, format!("`{first}` and `{member}` have the same name in filters: `{name}`"))
                    .with_hint("rename one of them");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_english_and_never_the_singular() {
        let plurals = ["Category", "Person", "Status", "NewsItem", "URLThing", "Box", "Day"]
            .map(|name| plural(&singular(name)));
        assert_eq!(plurals, ["categories", "people", "statuses", "newsItems", "urlThings", "boxes", "days"]);
        let lists = ["News", "Series", "Sheep", "MusicSeries"].map(|name| plural(&singular(name)));
        assert_eq!(lists, ["newsList", "seriesList", "sheepList", "musicSeriesList"]);
    }
}
