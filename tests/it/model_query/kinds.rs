//! What is told of each kind of field, and that filters, orders and groups of the API have what is told.

use apollo_compiler::Schema;
use apollo_compiler::schema::ExtendedType;
use headwater::access::Actor;
use headwater::graphql::{self, system};
use headwater::model::Model;
use serde_json::{Value, json};

use super::{Told, field, named, names_of};
use crate::support::{content, sample};

/// A model with every kind of field.
const KINDS: &str = r#"
    extend enum Role { author }
    extend enum Locale { en de pt_BR }
    enum State { NEW "Somebody looks at it." IN_REVIEW OLD @deprecated(reason: "say NEW") }

    "Everything."
    type Thing @collection(title: "string", group: "All", icon: "box", orderBy: { int: DESC_NULLS_LAST })
      @index(fields: ["string", "int"], unique: true) @index(fields: ["int", "float"])
      @check(where: { int: { ne: 7 } }, message: "not seven") @versions(keep: 5) @trash(keepDays: 9)
      @preview(url: "/things/{slug}") @allow(to: public, do: READ, where: { boolean: { eq: true } }) {
      "What it is called."
      string: String! @check(minLength: 2, maxLength: 9, pattern: "[a-z]+", message: "small letters") @search(weight: 2)
      text: Text @ui(widget: "area", tab: "More", width: "half", help: "Long.", showIf: { boolean: { eq: true } })
      int: Int @default(value: 3) @check(min: 1, max: 90)
      bigInt: BigInt
      float: Float
      decimal: Decimal
      boolean: Boolean!
      dateTime: DateTime
      date: Date
      time: Time
      json: JSON
      email: Email @unique
      url: URL
      slug: Slug @slug(from: "string") @unique
      markdown: Markdown
      richText: RichText @richText(blocks: ["paragraph"])
      point: Point
      state: State @default(value: NEW)
      strings: [String!]!
      states: [State]
      ints: [Int!] @writeOnce
      part: Part
      parts: [Part!]!
      block: Block
      blocks: [Block!]! @localized
      owner: User! @relation(onDelete: CASCADE) @allow(to: author, do: UPDATE)
      image: Asset @asset(accept: ["image/*"], maxBytes: 5000000000)
      tags: [Tag!]! @relation(max: 3)
      pages: [Page!]! @inverse(of: "thing")
      badge: Badge @inverse(of: "thing")
      counted: Int @readOnly @deprecated(reason: "count them")
      hidden: String @secret
    }
    type Tag @collection(plural: "labels") { label: String! @unique things: [Thing!]! @inverse(of: "tags") }
    type Page @collection { thing: Thing number: Int }
    type Badge @collection { thing: Thing @unique }
    type Settings @singleton { siteName: String }
    type Part @component { title: String inner: Inner author: User others: [Thing!]! secret: String @secret }
    type Inner @component { depth: Int further: [Inner!]! }
    type Picture @component { image: Asset caption: String }
    type Quote @component { text: Text! }
    union Block = Picture | Quote
"#;

#[tokio::test]
async fn every_kind_of_field_is_told() {
    let told = Told::new(KINDS).await;
    let model = told.model(&Actor::admin()).await;
    assert_eq!(
        names_of(&model["collections"]),
        ["User", "Asset", "Thing", "Tag", "Page", "Badge", "Settings"]
    );
    assert_eq!(names_of(&model["components"]), ["Part", "Inner", "Picture", "Quote"]);
    assert_eq!(model["locales"], json!(["en", "de", "pt_BR"]));
    assert_eq!(names_of(&model["roles"]), ["public", "user", "author", "admin"]);
    assert_eq!(model["stage"], "PRODUCTION");
    let thing = named(&model["collections"], "Thing");
    insta::assert_json_snapshot!("thing", without(thing, "fields"));
    let kinds = thing["fields"].as_array().unwrap().iter().map(|field| {
        let mark = |name: &str| if field[name] == true { format!(" {name}") } else { String::new() };
        let marks =
            ["list", "required", "itemsRequired", "builtIn", "unique", "readOnly", "writeOnce", "secret"]
                .map(mark)
                .concat();
        let words: Vec<&str> =
            field["operators"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let marks = marks + &["localized", "search", "sortable", "groupable"].map(mark).concat();
        format!(
            "{}: {} {}{marks} ({})",
            text(field, "name"),
            text(field, "kind"),
            text(field, "type"),
            words.join(" ")
        )
    });
    insta::assert_snapshot!("fields_of_thing", kinds.collect::<Vec<_>>().join("\n"));
    for name in ["string", "text", "int", "slug", "richText", "owner", "image", "counted", "hidden"] {
        insta::assert_json_snapshot!(format!("field_{name}"), field(&model, "Thing", name));
    }
    insta::assert_json_snapshot!("blocks", model["blocks"]);
    insta::assert_json_snapshot!("state", named(&model["enums"], "State"));
    let locales = &named(&model["enums"], "Locale")["values"];
    assert_eq!(named(locales, "pt_BR")["label"], "pt-BR");
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap()
}

fn without(of: &Value, name: &str) -> Value {
    let mut of = of.clone();
    of.as_object_mut().unwrap().remove(name);
    of
}

#[tokio::test]
async fn relations_are_told_with_their_other_end() {
    let told = Told::new(KINDS).await;
    let model = told.model(&Actor::admin()).await;
    let relation = |collection, name| {
        let relation = &field(&model, collection, name)["relation"];
        ["target", "storage", "onDelete", "inverse"]
            .map(|part| relation[part].as_str().unwrap_or("-").to_owned())
    };
    assert_eq!(relation("Thing", "owner"), ["User", "KEY", "CASCADE", "-"]);
    assert_eq!(relation("Thing", "tags")[1..2], ["JOIN"]);
    assert_eq!(relation("Thing", "tags")[3], "things");
    assert_eq!(relation("Tag", "things")[1], "JOIN_INVERSE");
    assert_eq!(relation("Tag", "things")[3], "tags");
    assert_eq!(relation("Thing", "pages")[1], "INVERSE");
    assert_eq!(relation("Thing", "pages")[3], "thing");
    assert_eq!(relation("Page", "thing"), ["Thing", "KEY", "SET_NULL", "pages"]);
    assert_eq!(relation("Thing", "badge")[1], "INVERSE");
    assert_eq!(field(&model, "Thing", "badge")["list"], false);
    assert_eq!(relation("Badge", "thing")[3], "badge");
    let others = named(&named(&model["components"], "Part")["fields"], "others");
    assert_eq!((&others["relation"]["storage"], &others["list"]), (&json!("EMBEDDED"), &json!(true)));
}

#[tokio::test]
async fn a_singleton_has_no_lists() {
    let told = Told::new(KINDS).await;
    let model = told.model(&Actor::admin()).await;
    let settings = named(&model["collections"], "Settings");
    assert_eq!(settings["singleton"], true);
    insta::assert_json_snapshot!("api_of_a_singleton", settings["api"]);
    assert_eq!(field(&model, "Settings", "siteName")["groupable"], false);
}

#[tokio::test]
async fn what_is_told_is_in_the_schema() {
    for model in [content::model(KINDS), sample::model()] {
        let schema = graphql::build(&model, system::FIELDS).unwrap().apollo;
        let told = Told::of(model).await;
        let (model, shown) = (&told.content.model, told.model(&Actor::admin()).await);
        for part in ["collections", "components"] {
            for of in shown[part].as_array().unwrap() {
                check_fields(model, &schema, of);
            }
        }
        for collection in shown["collections"].as_array().unwrap() {
            check_api(&schema, collection);
        }
    }
}

/// The words of filters are the fields of their types besides those of what is inside, `mode` apart.
fn check_fields(model: &Model, schema: &Schema, of: &Value) {
    let name = text(of, "name");
    for field in of["fields"].as_array().unwrap() {
        let place = format!("{name}.{}", text(field, "name"));
        let filter = input_type(schema, &format!("{name}Where"), text(field, "name"));
        let words: Vec<String> = match &filter {
            Some(filter) => {
                let words = inputs(schema, filter).into_iter();
                words.filter(|word| word != "mode" && !is_inside(model, field, word)).collect()
            }
            None => Vec::new(),
        };
        assert_eq!(field["operators"], json!(words), "{place}");
        let order = input_type(schema, &format!("{name}OrderBy"), text(field, "name"));
        assert_eq!(field["sortable"], order.is_some(), "{place}");
        let groups = match schema.types.get(format!("{name}AggregateGroupField").as_str()) {
            Some(ExtendedType::Enum(fields)) => fields.values.contains_key(text(field, "name")),
            _ => false,
        };
        assert_eq!(field["groupable"], groups, "{place}");
    }
}

fn input_type(schema: &Schema, input: &str, field: &str) -> Option<String> {
    match schema.types.get(input)? {
        ExtendedType::InputObject(input) => {
            input.fields.get(field).map(|field| field.ty.inner_named_type().to_string())
        }
        _ => None,
    }
}

fn inputs(schema: &Schema, input: &str) -> Vec<String> {
    match &schema.types[input] {
        ExtendedType::InputObject(input) => input.fields.keys().map(ToString::to_string).collect(),
        _ => panic!("`{input}` is no input"),
    }
}

/// Whether the word is a field, or a member, of the one object that the field holds.
fn is_inside(model: &Model, field: &Value, word: &str) -> bool {
    let type_name = text(field, "type");
    let is_field = model.fields_of(type_name).is_some_and(|fields| fields.contains_key(word));
    let is_member = |member: &String| heck::ToLowerCamelCase::to_lower_camel_case(member.as_str()) == word;
    let is_member = model.blocks.get(type_name).is_some_and(|blocks| blocks.members.iter().any(is_member));
    field["list"] == false && (is_field || is_member)
}

fn check_api(schema: &Schema, collection: &Value) {
    let api = &collection["api"];
    let fields = |root: &str| match &schema.types[root] {
        ExtendedType::Object(object) => object.fields.keys().map(ToString::to_string).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let roots =
        [("Query", &["one", "list", "connection", "aggregate"][..]), ("Subscription", &["changes"][..])];
    let writes = ["create", "update", "updateMany", "upsert", "delete", "deleteMany"];
    for (root, parts) in roots.into_iter().chain([("Mutation", &writes[..])]) {
        for part in parts.iter().filter_map(|part| api[part].as_str()) {
            assert!(fields(root).iter().any(|field| field == part), "{root}.{part}");
        }
    }
    for part in ["createInput", "updateInput"] {
        let suffix = if part == "createInput" { "Create" } else { "Update" };
        let name = format!("{}{suffix}", text(collection, "name"));
        let expected = schema.types.contains_key(name.as_str()).then_some(name);
        assert_eq!(api[part], json!(expected));
    }
    if collection["singleton"] == false {
        for part in ["where", "orderBy"] {
            assert!(schema.types.contains_key(text(api, part)), "{}", api[part]);
        }
    }
}
