//! Records that are written inside others: `UserOneCreate`, `UserOneUpdate`, `CommentManyCreate`,
//! `CommentManyUpdate`, and what these are made of: `CommentUpsert`, `CommentPatch`. Only those that
//! some field needs are written. Read [`write_links`] first.

use crate::graphql::names;
use crate::model::{Collection, Model, Scalar};

use super::can_change;
use super::document::{Document, Input, input};

/// Writes the types of every collection that fields point to.
pub fn write_links(document: &mut Document, model: &Model) {
    for collection in model.collections.values() {
        let target = Target::of(collection);
        let [is_one, is_many] = [write_one(document, &target), write_many(document, &target)];
        if (is_one || is_many) && target.can_change {
            write_upsert(document, &target);
        }
        if is_many && target.can_change {
            write_patch(document, &target);
        }
    }
}

/// A collection whose records are written inside others, and the names of its inputs.
struct Target<'a> {
    name: &'a str,
    key: String,
    create: String,
    update: String,
    upsert: String,
    patch: String,
    /// Whether its records have anything to change; if not, it has no `update`, `upsert` and `patch`.
    can_change: bool,
}

impl<'a> Target<'a> {
    fn of(collection: &'a Collection) -> Self {
        let name = collection.name.as_str();
        Self {
            name,
            key: names::key_input(name),
            create: names::create_input(name),
            update: names::update_input(name),
            upsert: names::upsert_input(name),
            patch: names::patch_input(name),
            can_change: can_change(collection),
        }
    }
}

/// Writes the types of to-one fields, and tells whether there are any.
fn write_one(document: &mut Document, target: &Target<'_>) -> bool {
    let name = target.name;
    let create = names::one_create_input(name);
    let description =
        format!("The `{name}` that a new record points to: one of `connect`, `create` and `upsert`.");
    let creates = write_used(document, &create, &description, || one_create(target));
    let update = names::one_update_input(name);
    let description = format!("A change of the `{name}` that a record points to, or of that record itself.");
    let updates = write_used(document, &update, &description, || one_update(target));
    creates || updates
}

/// Writes the types of to-many fields, and tells whether there are any.
fn write_many(document: &mut Document, target: &Target<'_>) -> bool {
    let name = target.name;
    let create = names::many_create_input(name);
    let description = format!("The `{name}` records that a new record holds.");
    let creates = write_used(document, &create, &description, || many_create(target));
    let update = names::many_update_input(name);
    let description = format!("Changes to the list of a record's `{name}` records, and to these themselves.");
    let updates = write_used(document, &update, &description, || many_update(target));
    creates || updates
}

fn write_used(
    document: &mut Document,
    name: &str,
    description: &str,
    fields: impl FnOnce() -> Vec<Input>,
) -> bool {
    let is_used = document.uses(name);
    if is_used {
        document.input(description, name, fields());
    }
    is_used
}

fn one_create(target: &Target<'_>) -> Vec<Input> {
    one(target, "What to change in the record of `connect`, which must be given beside it.")
}

fn one_update(target: &Target<'_>) -> Vec<Input> {
    let flag = Scalar::Boolean.name();
    let update = "What to change in the record that is pointed to: that of `connect`, where it is given.";
    let mut fields = one(target, update);
    fields.push(input("`true`: point to nothing. The other record stays.", names::DISCONNECT, flag));
    fields.push(input("`true`: delete the record that is pointed to.", names::DELETE, flag));
    fields
}

/// What every to-one field takes.
fn one(target: &Target<'_>, update: &str) -> Vec<Input> {
    let mut fields = vec![
        input("Point to the record that this finds.", names::CONNECT, &target.key),
        input("Make a record and point to it.", names::CREATE, &target.create),
    ];
    if target.can_change {
        let upsert = "Change the record that a key finds, or make one, and point to it.";
        fields.push(input(upsert, names::UPSERT, &target.upsert));
        fields.push(input(update, names::UPDATE, &target.update));
    }
    fields
}

fn many_create(target: &Target<'_>) -> Vec<Input> {
    let mut fields = vec![
        input("Hold the records that these find.", names::CONNECT, &list(&target.key)),
        input("Make these records and hold them.", names::CREATE, &list(&target.create)),
    ];
    if target.can_change {
        fields.push(input(
            "Change the records that the keys find, or make them, and hold them.",
            names::UPSERT,
            &list(&target.upsert),
        ));
        let update = "What to change in records of `connect`.";
        fields.push(input(update, names::UPDATE, &list(&target.patch)));
    }
    fields
}

fn many_update(target: &Target<'_>) -> Vec<Input> {
    let keys = list(&target.key);
    let mut fields = vec![
        input("Hold the records that these find, and no others.", names::SET, &keys),
        input("Hold the records that these find as well.", names::CONNECT, &keys),
        input("Hold these no longer. The records stay.", names::DISCONNECT, &keys),
        input("Make these records and hold them as well.", names::CREATE, &list(&target.create)),
    ];
    if target.can_change {
        fields.push(input("Change records that are held.", names::UPDATE, &list(&target.patch)));
        let upsert = "Change the records that the keys find, or make them, and hold them.";
        fields.push(input(upsert, names::UPSERT, &list(&target.upsert)));
    }
    fields.push(input("Delete records that are held.", names::DELETE, &keys));
    fields
}

fn list(item: &str) -> String {
    format!("[{item}!]")
}

fn write_upsert(document: &mut Document, target: &Target<'_>) {
    let fields = vec![
        input("What finds the record.", names::KEY, &format!("{}!", target.key)),
        input("The record to make when there is none.", names::CREATE, &format!("{}!", target.create)),
        input("What to change when there is one.", names::UPDATE, &format!("{}!", target.update)),
    ];
    let description = format!("A `{}` to change, or to make when there is none.", target.name);
    document.input(&description, &target.upsert, fields);
}

fn write_patch(document: &mut Document, target: &Target<'_>) {
    let fields = vec![
        input("What finds the record.", names::KEY, &format!("{}!", target.key)),
        input("What to change in it.", names::DATA, &format!("{}!", target.update)),
    ];
    let description = format!("A `{}` and what to change in it.", target.name);
    document.input(&description, &target.patch, fields);
}
