//! What answers are made of.

use super::{BLOG, types};

#[test]
fn a_collection_has_four_root_fields_and_a_singleton_one() {
    let names = types(
        "type Tag @collection { label: String! @unique } type Site @singleton { name: String }",
        &["Query"],
    );
    insta::assert_snapshot!(names, @r#"
    type Query {
      user(id: ID, email: Email): User
      users(where: UserWhere, orderBy: [UserOrderBy!], limit: Int = 100, offset: Int): [User!]!
      usersConnection(where: UserWhere, orderBy: [UserOrderBy!], first: Int, after: String, last: Int, before: String): UserConnection!
      usersAggregate(where: UserWhere): UserAggregate!
      asset(id: ID): Asset
      assets(where: AssetWhere, orderBy: [AssetOrderBy!], limit: Int = 100, offset: Int): [Asset!]!
      assetsConnection(where: AssetWhere, orderBy: [AssetOrderBy!], first: Int, after: String, last: Int, before: String): AssetConnection!
      assetsAggregate(where: AssetWhere): AssetAggregate!
      tag(id: ID, label: String): Tag
      tags(where: TagWhere, orderBy: [TagOrderBy!], limit: Int = 100, offset: Int): [Tag!]!
      tagsConnection(where: TagWhere, orderBy: [TagOrderBy!], first: Int, after: String, last: Int, before: String): TagConnection!
      tagsAggregate(where: TagWhere): TagAggregate!
      site: Site
      node(id: ID!): Node
      me: User
      changes(where: ChangeWhere, limit: Int = 100, before: String): [Change!]!
      changeConsumers: [ChangeConsumer!]!
    }
    "#);
}

#[test]
fn an_object_has_connections_and_aggregates_beside_its_lists() {
    insta::assert_snapshot!(types(BLOG, &["Post", "Seo", "Block", "State"]), @r#"
    type Post implements Node {
      id: ID!
      createdAt: DateTime!
      updatedAt: DateTime!
      createdBy: User
      updatedBy: User
      version: Int!
      title: String!
      slug: Slug!
      rating: Float
      state: State
      words: [String!]
      author: User!
      tags(where: TagWhere, orderBy: [TagOrderBy!], limit: Int = 100, offset: Int): [Tag!]!
      tagsConnection(where: TagWhere, orderBy: [TagOrderBy!], first: Int, after: String, last: Int, before: String): TagConnection!
      tagsAggregate(where: TagWhere): TagAggregate!
      comments(where: CommentWhere, orderBy: [CommentOrderBy!], limit: Int = 100, offset: Int): [Comment!]!
      commentsConnection(where: CommentWhere, orderBy: [CommentOrderBy!], first: Int, after: String, last: Int, before: String): CommentConnection!
      commentsAggregate(where: CommentWhere): CommentAggregate!
      seo: Seo
      blocks: [Block!]!
    }

    type Seo {
      title: String
      image: Asset
      related(where: PostWhere, orderBy: [PostOrderBy!], limit: Int = 100, offset: Int): [Post!]!
    }

    union Block = Seo | Prose

    enum State {
      NEW
      OLD @deprecated(reason: "say \"NEW\"")
    }
    "#);
}

#[test]
fn a_connection_keeps_to_relays_rules() {
    insta::assert_snapshot!(types(BLOG, &["TagConnection", "TagEdge", "PageInfo", "Node"]), @r#"
    interface Node {
      id: ID!
    }

    type TagConnection {
      edges: [TagEdge!]!
      nodes: [Tag!]!
      pageInfo: PageInfo!
      totalCount: Int!
    }

    type TagEdge {
      cursor: String!
      node: Tag!
    }

    type PageInfo {
      hasNextPage: Boolean!
      hasPreviousPage: Boolean!
      startCursor: String
      endCursor: String
    }
    "#);
}

#[test]
fn interfaces_implement_each_other_and_hide_secrets() {
    let sdl = "interface Named { name: String }
        interface Titled implements Named { name: String title: String }
        type Book implements Titled & Named @collection { name: String! title: String! @secret }";
    insta::assert_snapshot!(types(sdl, &["Named", "Titled", "Book"]), @r#"
    interface Named {
      name: String
    }

    interface Titled implements Named {
      name: String
    }

    type Book implements Node & Titled & Named {
      id: ID!
      createdAt: DateTime!
      updatedAt: DateTime!
      createdBy: User
      updatedBy: User
      version: Int!
      name: String!
    }
    "#);
}
