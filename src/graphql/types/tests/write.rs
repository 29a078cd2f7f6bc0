//! What is written: mutations and their inputs.

use super::{BLOG, FIELDS, model, types};
use crate::graphql::build;

#[test]
fn a_collection_is_written_one_by_one_and_by_filter_and_a_singleton_alone() {
    let sdl = "type Post @collection { title: String! }
        type News @collection { text: Text! }
        type SiteSettings @singleton { siteName: String! }";
    let mutation = types(sdl, &["Mutation"]);
    let other =
        |line: &&str| !["User(", "Users(", "Asset(", "Assets("].iter().any(|name| line.contains(name));
    insta::assert_snapshot!(mutation.lines().filter(other).collect::<Vec<_>>().join("\n"), @"
    type Mutation {
      createPost(data: PostCreate!): Post!
      createPosts(data: [PostCreate!]!): [Post!]!
      updatePost(id: ID!, data: PostUpdate!, ifVersion: Int): Post!
      updatePosts(where: PostWhere!, data: PostUpdate!): PostBatch!
      upsertPost(key: PostKey!, create: PostCreate!, update: PostUpdate!): Post!
      deletePost(id: ID!, ifVersion: Int): Post!
      deletePosts(where: PostWhere!): PostBatch!
      createNews(data: NewsCreate!): News!
      createNewsList(data: [NewsCreate!]!): [News!]!
      updateNews(id: ID!, data: NewsUpdate!, ifVersion: Int): News!
      updateNewsList(where: NewsWhere!, data: NewsUpdate!): NewsBatch!
      upsertNews(key: NewsKey!, create: NewsCreate!, update: NewsUpdate!): News!
      deleteNews(id: ID!, ifVersion: Int): News!
      deleteNewsList(where: NewsWhere!): NewsBatch!
      updateSiteSettings(data: SiteSettingsUpdate!, ifVersion: Int): SiteSettings!
      deleteSiteSettings(ifVersion: Int): SiteSettings
    }
    ");
}

#[test]
fn a_collection_has_inputs_to_make_change_and_find_its_records() {
    insta::assert_snapshot!(types(BLOG, &["PostCreate", "PostUpdate", "PostKey", "PostBatch"]), @"
    input PostCreate {
      id: ID
      title: String
      slug: Slug
      rating: Float
      state: State
      words: [String!]
      author: UserOneCreate
      tags: TagManyCreate
      comments: CommentManyCreate
      seo: SeoInput
      blocks: [BlockInput!]
      hidden: String
    }

    input PostUpdate {
      title: String
      slug: Slug
      rating: FloatUpdate
      state: State
      words: StringListUpdate
      author: UserOneUpdate
      tags: TagManyUpdate
      comments: CommentManyUpdate
      seo: SeoInput
      blocks: [BlockInput!]
      hidden: String
    }

    input PostKey @oneOf {
      id: ID
      slug: Slug
    }

    type PostBatch {
      count: Int!
      nodes: [Post!]!
    }
    ");
}

#[test]
fn related_records_are_written_with_the_record() {
    let names = [
        "UserOneCreate",
        "UserOneUpdate",
        "UserUpsert",
        "UserPatch",
        "CommentManyCreate",
        "CommentManyUpdate",
        "CommentUpsert",
        "CommentPatch",
    ];
    insta::assert_snapshot!(types(BLOG, &names), @"
    input UserOneCreate {
      connect: UserKey
      create: UserCreate
      upsert: UserUpsert
      update: UserUpdate
    }

    input UserOneUpdate {
      connect: UserKey
      create: UserCreate
      upsert: UserUpsert
      update: UserUpdate
      disconnect: Boolean
      delete: Boolean
    }

    input UserUpsert {
      key: UserKey!
      create: UserCreate!
      update: UserUpdate!
    }

    input CommentManyCreate {
      connect: [CommentKey!]
      create: [CommentCreate!]
      upsert: [CommentUpsert!]
      update: [CommentPatch!]
    }

    input CommentManyUpdate {
      set: [CommentKey!]
      connect: [CommentKey!]
      disconnect: [CommentKey!]
      create: [CommentCreate!]
      update: [CommentPatch!]
      upsert: [CommentUpsert!]
      delete: [CommentKey!]
    }

    input CommentUpsert {
      key: CommentKey!
      create: CommentCreate!
      update: CommentUpdate!
    }

    input CommentPatch {
      key: CommentKey!
      data: CommentUpdate!
    }
    ");
}

#[test]
fn only_what_some_field_needs_is_there() {
    let sdl = "type Post @collection { seo: Seo views: Int names: [String!] states: [State!] }
        type Seo @component { related: [Post!]! sizes: [Int!] price: Decimal }
        enum State { NEW }
        type Old @singleton { text: Text }
        type New @singleton { old: Old }";
    let sdl = build(&model(sdl), FIELDS).unwrap().sdl;
    let made = sdl.lines().filter(|line| line.starts_with("input ") || line.starts_with("scalar "));
    let writes = ["Create", "Update", "Key ", "Upsert", "Patch", "Input"];
    let made = made.filter(|line| writes.iter().any(|word| line.contains(word)));
    insta::assert_snapshot!(made.collect::<Vec<_>>().join("\n"), @"
    input UserCreate {
    input UserUpdate {
    input UserKey @oneOf {
    input AssetCreate {
    input AssetUpdate {
    input AssetKey @oneOf {
    input PostCreate {
    input PostUpdate {
    input PostKey @oneOf {
    input OldCreate {
    input OldUpdate {
    input OldKey @oneOf {
    input NewUpdate {
    input SeoInput {
    input ModelFileInput {
    input PostManyCreate {
    input PostUpsert {
    input PostPatch {
    input OldOneUpdate {
    input OldUpsert {
    scalar IntUpdate
    scalar BigIntUpdate
    scalar StringListUpdate
    scalar RoleListUpdate
    scalar StateListUpdate
    ");
}

#[test]
fn components_and_blocks_are_written_as_they_are_made() {
    insta::assert_snapshot!(types(BLOG, &["SeoInput", "ProseInput", "BlockInput"]), @"
    input SeoInput {
      title: String
      image: AssetOneCreate
      related: PostManyCreate
    }

    input ProseInput {
      text: RichText
    }

    input BlockInput @oneOf {
      seo: SeoInput
      prose: ProseInput
    }
    ");
}

#[test]
fn a_record_is_found_by_any_unique_value() {
    let sdl = "type Post @collection { slug: Slug @unique state: State @unique next: Post @unique code: String @unique @secret }
        enum State { NEW }";
    let query = types(sdl, &["Query", "PostKey"]);
    let shown = query.lines().filter(|line| line.starts_with("  post(") || !line.starts_with("  posts"));
    let other = |line: &&str| !["user", "asset"].iter().any(|name| line.trim().starts_with(name));
    insta::assert_snapshot!(shown.filter(other).collect::<Vec<_>>().join("\n"), @"
    type Query {
      post(id: ID, slug: Slug, state: State, next: ID): Post
      node(id: ID!): Node
      me: User
      changes(where: ChangeWhere, limit: Int = 100, before: String): [Change!]!
      changeConsumers: [ChangeConsumer!]!
    }

    input PostKey @oneOf {
      id: ID
      slug: Slug
      state: State
      next: ID
    }
    ");
}

#[test]
fn descriptions_tell_what_a_write_refuses() {
    let sdl = r#"type Post @collection {
        "What it is called." title: String!
        slug: Slug! @slug(from: "title") @unique
        state: State! @default(value: NEW)
        label: String! @default(value: "none")
        words: [String!]!
        tags: [Post!]!
        author: User!
        seen: Int! @readOnly
        code: String! @writeOnce
        token: String @secret @deprecated(reason: "use `code`")
    } enum State { NEW }"#;
    let sdl = build(&model(sdl), FIELDS).unwrap().sdl;
    let input = |name: &str| {
        let (_, rest) = sdl.split_once(&format!("input {name} {{")).unwrap();
        rest.split_once("\n}").unwrap().0.to_owned()
    };
    insta::assert_snapshot!(input("PostCreate"), @r#"

    """The id to give it; one is made when it is left out."""
    id: ID
    """
    What it is called.

    Required.
    """
    title: String
    """Made from `title` when left out."""
    slug: Slug
    """`NEW` when left out."""
    state: State
    """`"none"` when left out."""
    label: String
    words: [String!]
    tags: PostManyCreate
    """Required."""
    author: UserOneCreate
    """Read-only: a value is refused."""
    seen: Int
    """Required. Can't be changed later."""
    code: String
    """Never shown in answers."""
    token: String @deprecated(reason: "use `code`")
    "#);
    insta::assert_snapshot!(input("PostUpdate"), @r#"

    """What it is called."""
    title: String
    slug: Slug
    state: State
    label: String
    words: StringListUpdate
    tags: PostManyUpdate
    author: UserOneUpdate
    """Read-only: a value is refused."""
    seen: IntUpdate
    """Can't be changed once it has a value."""
    code: String
    """Never shown in answers."""
    token: String @deprecated(reason: "use `code`")
    "#);
}

#[test]
fn a_collection_without_fields_of_its_own_has_nothing_to_change() {
    let sdl = "interface Thing { id: ID! }
        type Empty implements Thing @collection { id: ID! }
        type Box @collection { thing: Empty things: [Empty!]! }";
    let names =
        ["EmptyCreate", "EmptyUpdate", "EmptyUpsert", "EmptyPatch", "EmptyOneUpdate", "EmptyManyUpdate"];
    insta::assert_snapshot!(types(sdl, &names), @"
    input EmptyCreate {
      id: ID
    }

    input EmptyOneUpdate {
      connect: EmptyKey
      create: EmptyCreate
      disconnect: Boolean
      delete: Boolean
    }

    input EmptyManyUpdate {
      set: [EmptyKey!]
      connect: [EmptyKey!]
      disconnect: [EmptyKey!]
      create: [EmptyCreate!]
      delete: [EmptyKey!]
    }
    ");
    let sdl = build(&model(sdl), FIELDS).unwrap().sdl;
    assert!(sdl.contains("deleteEmpties(") && !sdl.contains("updateEmpty"));
}
