//! The root fields that write content. What they take is in [`super::input`].

use crate::graphql::names;
use crate::model::Collection;

use super::can_change;
use super::document::{Input, Output, field, field_with, input};

/// The fields of `Mutation` that write the collection's records.
pub fn fields_of(collection: &Collection) -> Vec<Output> {
    match collection.singleton {
        true => singleton_writes(collection),
        false => collection_writes(collection),
    }
}

/// `PostBatch`'s fields.
pub fn batch_fields(type_name: &str) -> Vec<Output> {
    let nodes = "The records as they are now; deleted ones as they were.";
    vec![
        field("How many records were written.", names::COUNT, "Int!"),
        field(nodes, names::NODES, &format!("[{type_name}!]!")),
    ]
}

fn collection_writes(collection: &Collection) -> Vec<Output> {
    let mut fields = creates(collection);
    if can_change(collection) {
        fields.extend(updates(collection));
    }
    fields.extend(deletes(collection));
    fields
}

fn creates(collection: &Collection) -> Vec<Output> {
    let name = collection.name.as_str();
    let create = names::create_input(name);
    vec![
        write(
            &format!("Makes a `{name}` record."),
            &names::create_field(collection),
            vec![input("The record.", names::DATA, &format!("{create}!"))],
            &format!("{name}!"),
        ),
        write(
            &format!("Makes `{name}` records: all of them or none."),
            &names::create_many_field(collection),
            vec![input("The records.", names::DATA, &format!("[{create}!]!"))],
            &format!("[{name}!]!"),
        ),
    ]
}

fn updates(collection: &Collection) -> Vec<Output> {
    let name = collection.name.as_str();
    let (create, key) = (names::create_input(name), names::key_input(name));
    let update = names::update_input(name);
    vec![
        write(
            &format!("Changes a `{name}` record."),
            &names::update_field(collection),
            vec![id_argument(), data_argument(name), version_argument()],
            &format!("{name}!"),
        ),
        write(
            &format!("Changes every `{name}` record that passes a filter, all in the same way."),
            &names::update_many_field(collection),
            vec![where_argument(name), data_argument(name)],
            &format!("{}!", names::batch(name)),
        ),
        write(
            &format!("Changes the `{name}` record that a key finds, or makes one when there is none."),
            &names::upsert_field(collection),
            vec![
                input("What finds the record.", names::KEY, &format!("{key}!")),
                input("The record to make when there is none.", names::CREATE, &format!("{create}!")),
                input("What to change when there is one.", names::UPDATE, &format!("{update}!")),
            ],
            &format!("{name}!"),
        ),
    ]
}

fn deletes(collection: &Collection) -> Vec<Output> {
    let name = collection.name.as_str();
    vec![
        write(
            &format!("Deletes a `{name}` record and answers it as it was."),
            &names::delete_field(collection),
            vec![id_argument(), version_argument()],
            &format!("{name}!"),
        ),
        write(
            &format!("Deletes every `{name}` record that passes a filter."),
            &names::delete_many_field(collection),
            vec![where_argument(name)],
            &format!("{}!", names::batch(name)),
        ),
    ]
}

fn singleton_writes(collection: &Collection) -> Vec<Output> {
    let name = collection.name.as_str();
    let update = write(
        &format!("Changes the only `{name}` record, or makes it when it is not there."),
        &names::update_field(collection),
        vec![data_argument(name), version_argument()],
        &format!("{name}!"),
    );
    let delete = write(
        &format!("Deletes the only `{name}` record and answers it as it was; null when there was none."),
        &names::delete_field(collection),
        vec![version_argument()],
        name,
    );
    can_change(collection).then_some(update).into_iter().chain([delete]).collect()
}

fn write(description: &str, name: &str, arguments: Vec<Input>, ty: &str) -> Output {
    field_with(description, name, arguments, ty, None)
}

fn id_argument() -> Input {
    input("The record's id.", names::ID, "ID!")
}

fn data_argument(type_name: &str) -> Input {
    let update = names::update_input(type_name);
    input("What to change; what is left out stays as it is.", names::DATA, &format!("{update}!"))
}

fn version_argument() -> Input {
    let description = "Write only if the record's `version` is this; otherwise answer `CONFLICT`.";
    input(description, names::IF_VERSION, "Int")
}

fn where_argument(type_name: &str) -> Input {
    let filter = names::where_input(type_name);
    input("Which records; `{}` means all of them.", names::WHERE, &format!("{filter}!"))
}
