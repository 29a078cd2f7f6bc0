//! What a model becomes in the API: a model in, the types that it makes out.

mod aggregate;
mod filter;
mod output;
mod write;

use apollo_compiler::ast;
use apollo_compiler::schema::ExtendedType;

use crate::graphql::build;
use crate::graphql::system::{FIELDS, Root, SystemField};
use crate::model::{Model, SourceFile, load};

fn model(sdl: &str) -> Model {
    let source = SourceFile { path: "model.graphql".into(), text: sdl.into() };
    load(&[source]).unwrap_or_else(|errors| panic!("{errors:?}")).model
}

/// The definitions of those names, in the order of the schema and without descriptions.
fn types(sdl: &str, names: &[&str]) -> String {
    // Content's own fields are what is looked at here: a few others show where those stand.
    let shown = ["me", "changes", "changeConsumers"];
    let system: Vec<SystemField> =
        FIELDS.iter().filter(|field| shown.contains(&field.name)).copied().collect();
    let mut document = crate::graphql::types::write_schema(&model(sdl), &system);
    document
        .definitions
        .retain(|definition| definition.name().is_some_and(|name| names.contains(&name.as_str())));
    document.definitions.iter_mut().for_each(forget_descriptions);
    document.to_string()
}

fn forget_descriptions(definition: &mut ast::Definition) {
    match definition {
        ast::Definition::ObjectTypeDefinition(object) => {
            let object = object.make_mut();
            object.description = None;
            for field in &mut object.fields {
                let field = field.make_mut();
                field.description = None;
                field.arguments.iter_mut().for_each(|argument| argument.make_mut().description = None);
            }
        }
        ast::Definition::InputObjectTypeDefinition(input) => {
            let input = input.make_mut();
            input.description = None;
            input.fields.iter_mut().for_each(|field| field.make_mut().description = None);
        }
        ast::Definition::EnumTypeDefinition(values) => {
            let values = values.make_mut();
            values.description = None;
            values.values.iter_mut().for_each(|value| value.make_mut().description = None);
        }
        ast::Definition::InterfaceTypeDefinition(interface) => {
            let interface = interface.make_mut();
            interface.description = None;
            interface.fields.iter_mut().for_each(|field| field.make_mut().description = None);
        }
        ast::Definition::ScalarTypeDefinition(scalar) => scalar.make_mut().description = None,
        _ => {}
    }
}

const BLOG: &str = r#"
    type Post @collection {
        title: String!
        slug: Slug! @unique
        rating: Float
        state: State
        words: [String!]
        author: User!
        tags: [Tag!]!
        comments: [Comment!]! @inverse(of: "post")
        seo: Seo
        blocks: [Block!]!
        hidden: String @secret
    }
    type Tag @collection { label: String! @unique posts: [Post!]! @inverse(of: "tags") }
    type Comment @collection { text: Text! post: Post! }
    type SiteSettings @singleton { siteName: String! }
    type Seo @component { title: String image: Asset related: [Post!]! }
    type Prose @component { text: RichText! }
    union Block = Seo | Prose
    enum State { NEW OLD @deprecated(reason: "say \"NEW\"") }
"#;

#[test]
fn a_secret_field_is_written_but_never_read() {
    let api = build(&model(BLOG), FIELDS).unwrap();
    let types = api.apollo.types.values().filter(|known| match known {
        ExtendedType::Object(object) => object.fields.contains_key("hidden"),
        ExtendedType::InputObject(input) => input.fields.contains_key("hidden"),
        ExtendedType::Enum(values) => values.values.contains_key("hidden"),
        _ => false,
    });
    assert_eq!(types.map(|known| known.name().as_str()).collect::<Vec<_>>(), ["PostCreate", "PostUpdate"]);
}

#[test]
fn descriptions_and_reasons_come_through_as_they_are_written() {
    let sdl = r#"
        """
        What we "say" \ mean.

          - with an indented \""" line
        """
        type Post @collection {
            "one \"word\" \\ and\ttab"
            title: String @deprecated(reason: "use \"name\"\\\nplease")
        }"#;
    let api = build(&model(sdl), FIELDS).unwrap();
    let reread = apollo_compiler::Schema::parse_and_validate(&api.sdl, "api.graphql").unwrap();
    let post = reread.get_object("Post").unwrap();
    let title = &post.fields["title"];
    let reason = title.directives.get("deprecated").unwrap().specified_argument_by_name("reason").unwrap();
    assert_eq!(
        post.description.as_ref().unwrap().as_str(),
        "What we \"say\" \\ mean.\n\n  - with an indented \"\"\" line"
    );
    assert_eq!(title.description.as_ref().unwrap().as_str(), "one \"word\" \\ and\ttab");
    assert_eq!(reason.as_str(), Some("use \"name\"\\\nplease"));
}

#[test]
fn equal_models_make_equal_text_that_reads_back() {
    let api = build(&model(BLOG), FIELDS).unwrap();
    assert_eq!(api.sdl, build(&model(BLOG), FIELDS).unwrap().sdl);
    let reread = apollo_compiler::Schema::parse_and_validate(&api.sdl, "api.graphql").unwrap();
    let kept = |name: &&apollo_compiler::Name| !name.starts_with("__");
    assert!(api.apollo.types.keys().filter(kept).eq(reread.types.keys().filter(kept)));
}

#[test]
fn an_enum_without_values_and_a_component_without_order_leave_no_empty_type() {
    let sdl = "type Page @collection { body: Prose } type Prose @component { text: RichText! }";
    assert_eq!(types(sdl, &["Locale", "ProseOrderBy"]), "");
    assert!(!types(sdl, &["PageOrderBy"]).contains("body"));
}

#[test]
fn system_fields_stand_in_their_root_types() {
    let field =
        |root, name, arguments, type_ref| SystemField { root, name, description: "", arguments, type_ref };
    let system = [
        field(Root::Query, "whoami", "", "User"),
        field(Root::Mutation, "signIn", "email: Email!, again: Boolean = false", "User!"),
        field(Root::Subscription, "ticks", "", "Int"),
    ];
    let api = build(&model("type Tag @collection { label: String! }"), &system).unwrap();
    assert!(api.sdl.contains("whoami: User\n"));
    assert!(api.sdl.contains("\n  signIn(email: Email!, again: Boolean = false): User!\n}"));
    let (_, subscription) = api.sdl.split_once("type Subscription {").unwrap();
    let (subscription, _) = subscription.split_once("\n}").unwrap();
    assert!(subscription.ends_with("\n  ticks: Int"), "{subscription}");
    // Every query can be watched, and the changes of every collection.
    for field in [
        "  whoami: User\n",
        "  tag(",
        "  tags(",
        "  tagsConnection(",
        "  tagsAggregate(",
        "  node(",
        "  tagChanges(",
    ] {
        assert!(subscription.contains(field), "{field} is not in {subscription}");
    }
}

#[test]
fn every_system_field_is_read_as_it_is_written() {
    for field in FIELDS {
        let sdl = format!("type Query {{ {}({}): Int }}", field.name, field.arguments).replace("()", "");
        assert!(ast::Document::parse(sdl, "system").is_ok(), "{}", field.name);
    }
}

#[test]
fn a_name_that_is_there_twice_is_refused() {
    let twice =
        SystemField { root: Root::Query, name: "tags", description: "", arguments: "", type_ref: "Int" };
    let refused = build(&model("type Tag @collection { label: String! }"), &[twice]).unwrap_err();
    assert!(refused.to_string().contains("`tags`"), "{refused}");
}

#[test]
fn types_with_telling_names_live_side_by_side() {
    let sdl = "type Track @collection { name: String! lists: [TrackList!]! group: TrackGroup }
        type TrackList @component { tracks: [Track!]! }
        type TrackGroup @collection { size: Int! tracks: [Track!]! @inverse(of: \"group\") }
        type TrackMember @collection { name: String sum: TrackSum }
        type TrackSum @component { value: Int }
        enum TrackMin { A }
        type TrackHaving @collection { list: [TrackMin!] }
        enum Status { OLD }
        type StatusUpdate @collection { status: [Status!] }
        type StatusMany @collection { statuses: [Status!] }
        type EmailUpdate @collection { email: Email }
        type EmailList @collection { name: String }
        type UserInput @collection { user: User }
        type CreateTrack @collection { name: String }";
    build(&model(sdl), FIELDS).unwrap();
}
