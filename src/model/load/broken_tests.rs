//! The catalogue of mistakes: what is said about each, and where.

use insta::assert_snapshot;
use proptest::prelude::{ProptestConfig, any, proptest};

use super::*;
use crate::model::diagnostics::render;

/// The mistakes of a model, drawn. Warnings are left out.
fn mistakes(sdl: &str) -> String {
    let sources = [SourceFile { path: "schema/blog.graphql".into(), text: sdl.into() }];
    let mut found = load(&sources).expect_err("the model is accepted");
    found.retain(Diagnostic::is_error);
    for diagnostic in &found {
        assert!(diagnostic.hint.is_some(), "no hint: {}", diagnostic.message);
    }
    render(&found, &sources, false)
}

#[test]
fn files_are_read_together_and_named_apart() {
    let sources = [
        SourceFile { path: "schema/a.graphql".into(), text: "type A @collection { b: B c: C }".into() },
        SourceFile { path: "schema/b.graphql".into(), text: "type B @collection { a: A @unque }".into() },
    ];
    let mut found = load(&sources).expect_err("the model is accepted");
    found.retain(Diagnostic::is_error);
    assert_snapshot!(render(&found, &sources, false), @"
    error: unknown type `C`
     --> schema/a.graphql:1:30
      |
    1 | type A @collection { b: B c: C }
      |                              ^
      |
      = help: did you mean `A`?

    error: unknown directive `@unque`
     --> schema/b.graphql:1:28
      |
    1 | type B @collection { a: A @unque }
      |                            ^^^^^
      |
      = help: did you mean `@unique`?
    ");
}

#[test]
fn warnings_do_not_stop_a_model() {
    let sdl = r#"
type Post @collection @drafts {
  comments: [Comment!]!
  title: String @localized @search
  slug: Slug @localized
}
type Comment @collection @allow(to: public, do: READ) { post: Post }
"#;
    let sources = [SourceFile { path: "schema/blog.graphql".into(), text: sdl.into() }];
    let loaded = load(&sources).expect("the model has no mistakes");
    assert_snapshot!(render(&loaded.warnings, &sources, false), @r#"
    warning: `Post` has no `@allow`
     --> schema/blog.graphql:2:6
      |
    2 | type Post @collection @drafts {
      |      ^^^^
      |
      = help: only an admin will be allowed anything: add a line such as `@allow(to: public, do: READ)`

    warning: `@drafts` is checked but has no effect yet
     --> schema/blog.graphql:2:24
      |
    2 | type Post @collection @drafts {
      |                        ^^^^^^
      |
      = help: a later version of Headwater gives it effect: you can leave it in the model

    warning: `comments` is not connected with `Comment.post`
     --> schema/blog.graphql:3:3
      |
    3 |   comments: [Comment!]!
      |   ^^^^^^^^
      |
      = help: if it is the far end of it, add `@inverse(of: "post")`

    warning: `@localized` is checked but has no effect yet
     --> schema/blog.graphql:4:18
      |
    4 |   title: String @localized @search
      |                  ^^^^^^^^^
      |
      = help: a later version of Headwater gives it effect: you can leave it in the model

    warning: `@search` is checked but has no effect yet
     --> schema/blog.graphql:4:29
      |
    4 |   title: String @localized @search
      |                             ^^^^^^
      |
      = help: a later version of Headwater gives it effect: you can leave it in the model
    "#);
}

#[test]
fn syntax_errors_do_not_hide_other_mistakes() {
    let drawn = mistakes(
        r#"
type Post @collection {
  author: Autor
  title: String!!
}
type Author @collection {
  name String
}
type Tag @collection(title: "lable") { label: String }
type Open @collection {
  a: Int

enum Color { RED }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: unknown type `Autor`
     --> schema/blog.graphql:3:11
      |
    3 |   author: Autor
      |           ^^^^^
      |
      = help: did you mean `Author`?

    error: syntax error: expected `}`, got !
     --> schema/blog.graphql:4:17
      |
    4 |   title: String!!
      |                 ^
      |
      = help: look for a missing or doubled sign just before this place

    error: syntax error: expected a type
     --> schema/blog.graphql:7:8
      |
    7 |   name String
      |        ^^^^^^
      |
      = help: a field is written `name: Type`

    error: `Tag` has no field `lable`
     --> schema/blog.graphql:9:29
      |
    9 | type Tag @collection(title: "lable") { label: String }
      |                             ^^^^^^^
      |
      = help: did you mean `label`?

    error: syntax error: expected a type
      --> schema/blog.graphql:13:6
       |
    13 | enum Color { RED }
       |      ^^^^^
       |
       = help: a `}` is probably missing before this line
    "#);
}

#[test]
fn unknown_names_come_with_the_nearest_known_one() {
    let drawn = mistakes(
        r#"
type Post @collection(titel: "title") @allow(to: editr, do: REED) @drfts {
  title: Strng
  author: Person
}
extend type Usr { bio: Text }
extend enum Role { editor }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `@collection` has no argument `titel`
     --> schema/blog.graphql:2:23
      |
    2 | type Post @collection(titel: "title") @allow(to: editr, do: REED) @drfts {
      |                       ^^^^^
      |
      = help: did you mean `title`?

    error: unknown role `editr`
     --> schema/blog.graphql:2:50
      |
    2 | type Post @collection(titel: "title") @allow(to: editr, do: REED) @drfts {
      |                                                  ^^^^^
      |
      = help: did you mean `editor`?

    error: unknown permission `REED`
     --> schema/blog.graphql:2:61
      |
    2 | type Post @collection(titel: "title") @allow(to: editr, do: REED) @drfts {
      |                                                             ^^^^
      |
      = help: did you mean `READ`?

    error: unknown directive `@drfts`
     --> schema/blog.graphql:2:68
      |
    2 | type Post @collection(titel: "title") @allow(to: editr, do: REED) @drfts {
      |                                                                    ^^^^^
      |
      = help: did you mean `@drafts`?

    error: unknown type `Strng`
     --> schema/blog.graphql:3:10
      |
    3 |   title: Strng
      |          ^^^^^
      |
      = help: did you mean `String`?

    error: unknown type `Person`
     --> schema/blog.graphql:4:11
      |
    4 |   author: Person
      |           ^^^^^^
      |
      = help: declare it: `type Person @collection { ... }`

    error: unknown type `Usr`
     --> schema/blog.graphql:6:13
      |
    6 | extend type Usr { bio: Text }
      |             ^^^
      |
      = help: did you mean `User`?
    "#);
}

#[test]
fn directives_stand_where_they_belong() {
    let drawn = mistakes(
        r#"
type Post @collection @unique @drafts @drafts {
  title: String @collection @default
  views: Int @check(minLength: "3", minLength: 4) @search(weight: "a")
}
enum Mood @collection { HAPPY @unique }
interface Named { name: String @unique }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `@unique` can't stand on a type
     --> schema/blog.graphql:2:24
      |
    2 | type Post @collection @unique @drafts @drafts {
      |                        ^^^^^^
      |
      = help: it belongs on a field

    error: `@drafts` is given twice
     --> schema/blog.graphql:2:40
      |
    2 | type Post @collection @unique @drafts @drafts {
      |                                        ^^^^^^
      |
      = help: leave one of them out

    error: `@collection` can't stand on a field
     --> schema/blog.graphql:3:18
      |
    3 |   title: String @collection @default
      |                  ^^^^^^^^^^
      |
      = help: it belongs on a type

    error: `@default` needs the argument `value`
     --> schema/blog.graphql:3:30
      |
    3 |   title: String @collection @default
      |                              ^^^^^^^
      |
      = help: write `@default(value: ...)`

    error: `minLength` must be a whole number from 0 to 2147483647
     --> schema/blog.graphql:4:32
      |
    4 |   views: Int @check(minLength: "3", minLength: 4) @search(weight: "a")
      |                                ^^^
      |
      = help: write it in digits, without quotes

    error: `minLength` does not fit `views`
     --> schema/blog.graphql:4:32
      |
    4 |   views: Int @check(minLength: "3", minLength: 4) @search(weight: "a")
      |                                ^^^
      |
      = help: it belongs on text and on lists; for numbers there is `min` and `max`

    error: argument `minLength` is given twice
     --> schema/blog.graphql:4:37
      |
    4 |   views: Int @check(minLength: "3", minLength: 4) @search(weight: "a")
      |                                     ^^^^^^^^^
      |
      = help: leave one of them out

    error: `@search` does not fit `views`
     --> schema/blog.graphql:4:52
      |
    4 |   views: Int @check(minLength: "3", minLength: 4) @search(weight: "a")
      |                                                    ^^^^^^
      |
      = help: it belongs on text

    error: `weight` must be a number
     --> schema/blog.graphql:4:67
      |
    4 |   views: Int @check(minLength: "3", minLength: 4) @search(weight: "a")
      |                                                                   ^^^
      |
      = help: write it without quotes

    error: `@collection` can't stand on an enum
     --> schema/blog.graphql:6:12
      |
    6 | enum Mood @collection { HAPPY @unique }
      |            ^^^^^^^^^^
      |
      = help: it belongs on a type

    error: `@unique` can't stand on an enum value
     --> schema/blog.graphql:6:32
      |
    6 | enum Mood @collection { HAPPY @unique }
      |                                ^^^^^^
      |
      = help: it belongs on a field

    error: `@unique` can't stand in an interface
     --> schema/blog.graphql:7:33
      |
    7 | interface Named { name: String @unique }
      |                                 ^^^^^^
      |
      = help: put it on the fields of the types that implement the interface
    "#);
}

#[test]
fn a_type_says_how_it_is_stored() {
    let drawn = mistakes(
        r#"
type Post { title: String }
type Tag @collection @component { label: String }
type Seo @component @allow(to: public, do: READ) { title: String }
type Empty @collection
enum None
union Nothing
"#,
    );
    assert_snapshot!(drawn, @"
    error: `Post` does not say how it is stored
     --> schema/blog.graphql:2:6
      |
    2 | type Post { title: String }
      |      ^^^^
      |
      = help: add `@collection` (many records), `@singleton` (one record) or `@component` (part of a record)

    error: `Tag` can't be both `@collection` and `@component`
     --> schema/blog.graphql:3:23
      |
    3 | type Tag @collection @component { label: String }
      |                       ^^^^^^^^^
      |
      = help: keep one of them

    error: `@allow` can't stand on a component
     --> schema/blog.graphql:4:22
      |
    4 | type Seo @component @allow(to: public, do: READ) { title: String }
      |                      ^^^^^
      |
      = help: it belongs on the types that hold the component

    error: `Empty` has no fields
     --> schema/blog.graphql:5:6
      |
    5 | type Empty @collection
      |      ^^^^^
      |
      = help: give it at least one, such as `title: String!`

    error: `None` has no values
     --> schema/blog.graphql:6:6
      |
    6 | enum None
      |      ^^^^
      |
      = help: give it at least one

    error: `Nothing` has no members
     --> schema/blog.graphql:7:7
      |
    7 | union Nothing
      |       ^^^^^^^
      |
      = help: name its components: `union Nothing = Prose | Picture`
    ");
}

#[test]
fn defaults_are_values_of_the_field() {
    let drawn = mistakes(
        r#"
enum Mood { HAPPY SAD }
type Post @collection {
  views: Int @default(value: "many")
  mood: Mood @default(value: HAPY)
  moods: [Mood!] @default(value: [HAPPY, "SAD"])
  on: Date @default(value: "tomorrow")
  seo: Seo @default(value: {titel: "a"})
  price: Decimal! @default(value: null)
  author: User @default(value: "1")
}
type Seo @component { title: String! }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: a value of `views` must be a whole number
     --> schema/blog.graphql:4:30
      |
    4 |   views: Int @default(value: "many")
      |                              ^^^^^^
      |
      = help: `views` is of type `Int`

    error: `Mood` has no value `HAPY`
     --> schema/blog.graphql:5:30
      |
    5 |   mood: Mood @default(value: HAPY)
      |                              ^^^^
      |
      = help: did you mean `HAPPY`?

    error: `SAD` is a name here, and no text
     --> schema/blog.graphql:6:42
      |
    6 |   moods: [Mood!] @default(value: [HAPPY, "SAD"])
      |                                          ^^^^^
      |
      = help: write `SAD` without quotes

    error: a value of `on` must be a date such as `"2026-11-20"`
     --> schema/blog.graphql:7:28
      |
    7 |   on: Date @default(value: "tomorrow")
      |                            ^^^^^^^^^^
      |
      = help: `on` is of type `Date`

    error: `Seo` has no field `titel`
     --> schema/blog.graphql:8:29
      |
    8 |   seo: Seo @default(value: {titel: "a"})
      |                             ^^^^^
      |
      = help: did you mean `title`?

    error: `value` can't be null
     --> schema/blog.graphql:9:35
      |
    9 |   price: Decimal! @default(value: null)
      |                                   ^^^^
      |
      = help: give it a value

    error: `@default` does not fit `author`
      --> schema/blog.graphql:10:17
       |
    10 |   author: User @default(value: "1")
       |                 ^^^^^^^
       |
       = help: it belongs on scalars, enums and components
    "#);
}

#[test]
fn checks_fit_the_field() {
    let drawn = mistakes(
        r#"
type Post @collection {
  title: String @check(pattern: "(", min: 3, minLength: 3, maxLength: 2)
  views: Int @check(min: 10, max: 5, pattern: "a")
  price: Decimal @check(min: "cheap")
  on: Date @check(min: "2026-02-30", maxLength: 3)
  likes: Int @check(where: {likes: {gt: 1}})
}
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `pattern` is no regular expression
     --> schema/blog.graphql:3:33
      |
    3 |   title: String @check(pattern: "(", min: 3, minLength: 3, maxLength: 2)
      |                                 ^^^
      |
      = help: unclosed group

    error: `min` does not fit `title`
     --> schema/blog.graphql:3:43
      |
    3 |   title: String @check(pattern: "(", min: 3, minLength: 3, maxLength: 2)
      |                                           ^
      |
      = help: it belongs on numbers, dates and times; for text there is `minLength` and `maxLength`

    error: `minLength` is greater than `maxLength`
     --> schema/blog.graphql:3:57
      |
    3 |   title: String @check(pattern: "(", min: 3, minLength: 3, maxLength: 2)
      |                                                         ^
      |
      = help: no value can pass: swap them

    error: `min` is greater than `max`
     --> schema/blog.graphql:4:26
      |
    4 |   views: Int @check(min: 10, max: 5, pattern: "a")
      |                          ^^
      |
      = help: no value can pass: swap them

    error: `pattern` does not fit `views`
     --> schema/blog.graphql:4:47
      |
    4 |   views: Int @check(min: 10, max: 5, pattern: "a")
      |                                               ^^^
      |
      = help: it belongs on text

    error: `min` must be a decimal number such as `"19.99"`
     --> schema/blog.graphql:5:30
      |
    5 |   price: Decimal @check(min: "cheap")
      |                              ^^^^^^^
      |
      = help: `price` is of type `Decimal`

    error: `min` must be a date such as `"2026-11-20"`
     --> schema/blog.graphql:6:24
      |
    6 |   on: Date @check(min: "2026-02-30", maxLength: 3)
      |                        ^^^^^^^^^^^^
      |
      = help: `on` is of type `Date`

    error: `maxLength` does not fit `on`
     --> schema/blog.graphql:6:49
      |
    6 |   on: Date @check(min: "2026-02-30", maxLength: 3)
      |                                                 ^
      |
      = help: it belongs on text and on lists; for numbers there is `min` and `max`

    error: `where` belongs to the `@check` of a type
     --> schema/blog.graphql:7:28
      |
    7 |   likes: Int @check(where: {likes: {gt: 1}})
      |                            ^^^^^^^^^^^^^^^^
      |
      = help: use min, max, minLength, maxLength or pattern, or move it to the type
    "#);
}

#[test]
fn unique_and_index_need_short_values() {
    let drawn = mistakes(
        r#"
type Post @collection @index(fields: ["title", "boddy", "title"]) @index(fields: ["tags"]) @index {
  title: String
  body: Text @unique
  place: Point @unique
  data: JSON @index
  words: [String!] @unique
  tags: [Tag!] @index
  seo: Seo @index(unique: true)
}
type Tag @collection { label: String }
type Seo @component { title: String @unique }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `Post` has no field `boddy`
     --> schema/blog.graphql:2:48
      |
    2 | type Post @collection @index(fields: ["title", "boddy", "title"]) @index(fields: ["tags"]) @index {
      |                                                ^^^^^^^
      |
      = help: did you mean `body`?

    error: `title` is in the index twice
     --> schema/blog.graphql:2:57
      |
    2 | type Post @collection @index(fields: ["title", "boddy", "title"]) @index(fields: ["tags"]) @index {
      |                                                         ^^^^^^^
      |
      = help: leave one of them out

    error: `tags` can't be in an index
     --> schema/blog.graphql:2:83
      |
    2 | type Post @collection @index(fields: ["title", "boddy", "title"]) @index(fields: ["tags"]) @index {
      |                                                                                   ^^^^^^
      |
      = help: an index takes short scalars, enums and single records: not long text, JSON, places or lists

    error: `@index` on a type needs `fields`
     --> schema/blog.graphql:2:93
      |
    2 | type Post @collection @index(fields: ["title", "boddy", "title"]) @index(fields: ["tags"]) @index {
      |                                                                                             ^^^^^
      |
      = help: write `@index(fields: ["author", "publishedAt"])`

    error: `@unique` does not fit `body`
     --> schema/blog.graphql:4:15
      |
    4 |   body: Text @unique
      |               ^^^^^^
      |
      = help: it belongs on one short scalar, enum or record: not on long text, JSON, places or lists

    error: `@unique` does not fit `place`
     --> schema/blog.graphql:5:17
      |
    5 |   place: Point @unique
      |                 ^^^^^^
      |
      = help: it belongs on one short scalar, enum or record: not on long text, JSON, places or lists

    error: `@index` does not fit `data`
     --> schema/blog.graphql:6:15
      |
    6 |   data: JSON @index
      |               ^^^^^
      |
      = help: it belongs on one short scalar, enum or record: not on long text, JSON or lists

    error: `@unique` does not fit `words`
     --> schema/blog.graphql:7:21
      |
    7 |   words: [String!] @unique
      |                     ^^^^^^
      |
      = help: it belongs on one short scalar, enum or record: not on long text, JSON, places or lists

    error: `@index` does not fit `tags`
     --> schema/blog.graphql:8:17
      |
    8 |   tags: [Tag!] @index
      |                 ^^^^^
      |
      = help: it belongs on one short scalar, enum or record: not on long text, JSON or lists

    error: `@index` does not fit `seo`
     --> schema/blog.graphql:9:13
      |
    9 |   seo: Seo @index(unique: true)
      |             ^^^^^
      |
      = help: it belongs on one short scalar, enum or record: not on long text, JSON or lists

    error: `@index` on a field takes no arguments
     --> schema/blog.graphql:9:19
      |
    9 |   seo: Seo @index(unique: true)
      |                   ^^^^^^
      |
      = help: put `@index(fields: [...])` on the type, or use `@unique`

    error: `@unique` can't stand in a component
      --> schema/blog.graphql:12:38
       |
    12 | type Seo @component { title: String @unique }
       |                                      ^^^^^^
       |
       = help: a component is stored inside its record: put the field on the collection
    "#);
}

#[test]
fn an_inverse_names_a_field_that_points_back() {
    let drawn = mistakes(
        r#"
type Post @collection {
  comments: [Comment!]! @inverse(of: "pots")
  likes: [Like!]! @inverse(of: "user")
  tags: [Tag!]! @inverse(of: "posts")
  cover: Cover @inverse(of: "post")
  pair: Pair! @inverse(of: "post")
  title: String @inverse(of: "x")
}
type Comment @collection { post: Post again: Post }
type Like @collection { user: User post: Post }
type Tag @collection { posts: [Post!]! @inverse(of: "tags") one: Post }
type Cover @collection { post: Post }
type Pair @collection { post: Post @unique }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `Comment` has no field `pots`
     --> schema/blog.graphql:3:38
      |
    3 |   comments: [Comment!]! @inverse(of: "pots")
      |                                      ^^^^^^
      |
      = help: did you mean `post`?

    error: `Like.user` does not point back to `Post`
     --> schema/blog.graphql:4:32
      |
    4 |   likes: [Like!]! @inverse(of: "user")
      |                                ^^^^^^
      |
      = help: it may be `post`

    error: `Tag.posts` is an `@inverse` itself
     --> schema/blog.graphql:5:30
      |
    5 |   tags: [Tag!]! @inverse(of: "posts")
      |                              ^^^^^^^
      |
      = help: one of the two fields keeps the link: leave `@inverse` out there

    error: many `Cover` may point to one `Post`
     --> schema/blog.graphql:6:29
      |
    6 |   cover: Cover @inverse(of: "post")
      |                             ^^^^^^
      |
      = help: make `cover` a list, or add `@unique` to `Cover.post`

    error: `pair` can't be required: nothing makes a `Pair` exist
     --> schema/blog.graphql:7:3
      |
    7 |   pair: Pair! @inverse(of: "post")
      |   ^^^^
      |
      = help: leave the `!` out

    error: `@inverse` belongs on a relation
     --> schema/blog.graphql:8:18
      |
    8 |   title: String @inverse(of: "x")
      |                  ^^^^^^^
      |
      = help: `title` holds no records of a collection: leave it out

    error: `Post.tags` is an `@inverse` itself
      --> schema/blog.graphql:12:53
       |
    12 | type Tag @collection { posts: [Post!]! @inverse(of: "tags") one: Post }
       |                                                     ^^^^^^
       |
       = help: one of the two fields keeps the link: leave `@inverse` out there
    "#);
}

#[test]
fn a_field_has_one_far_end() {
    let drawn = mistakes(
        r#"
type Post @collection { author: Author }
type Author @collection {
  posts: [Post!]! @inverse(of: "author")
  articles: [Post!]! @inverse(of: "author")
  first: Label @inverse(of: "authors")
}
type Label @collection { authors: [Author!]! }
type Box @component { posts: [Post!]! @inverse(of: "author") }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `Post.author` already has an inverse: `Author.posts`
     --> schema/blog.graphql:5:35
      |
    5 |   articles: [Post!]! @inverse(of: "author")
      |                                   ^^^^^^^^
      |
      = help: a field has one far end: leave one of them out

    error: `Label.authors` is a list, so this end can't hold just one
     --> schema/blog.graphql:6:29
      |
    6 |   first: Label @inverse(of: "authors")
      |                             ^^^^^^^^^
      |
      = help: put `@inverse(of: "first")` on `Label.authors` instead

    error: a component can't be the far end of a relation
     --> schema/blog.graphql:9:40
      |
    9 | type Box @component { posts: [Post!]! @inverse(of: "author") }
      |                                        ^^^^^^^
      |
      = help: put the field on a collection: nothing points to a component
    "#);
}

#[test]
fn relations_keep_their_promises() {
    let drawn = mistakes(
        r#"
type Post @collection {
  author: User! @relation(onDelete: SET_NULL)
  cover: Asset @relation(max: 3)
  tags: [Tag!]! @relation(onDelete: CASCADE, max: 5)
  title: String @relation(onDelete: CASCADE)
}
type Tag @collection { posts: [Post!]! @inverse(of: "tags") @relation(onDelete: RESTRICT) }
type Box @component { tag: Tag @relation(onDelete: CASCADE) }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `author` is required and can't become null
     --> schema/blog.graphql:3:37
      |
    3 |   author: User! @relation(onDelete: SET_NULL)
      |                                     ^^^^^^^^
      |
      = help: leave the `!` out, or use RESTRICT or CASCADE

    error: `max` belongs on a list
     --> schema/blog.graphql:4:31
      |
    4 |   cover: Asset @relation(max: 3)
      |                               ^
      |
      = help: `cover` holds one record at most: leave it out

    error: `onDelete` belongs on a field that holds one record
     --> schema/blog.graphql:5:37
      |
    5 |   tags: [Tag!]! @relation(onDelete: CASCADE, max: 5)
      |                                     ^^^^^^^
      |
      = help: leave it out: a deleted record leaves the list

    error: `@relation` belongs on a relation
     --> schema/blog.graphql:6:18
      |
    6 |   title: String @relation(onDelete: CASCADE)
      |                  ^^^^^^^^
      |
      = help: `title` holds no records of a collection: leave it out

    error: `onDelete` belongs on the other end of the relation
     --> schema/blog.graphql:8:81
      |
    8 | type Tag @collection { posts: [Post!]! @inverse(of: "tags") @relation(onDelete: RESTRICT) }
      |                                                                                 ^^^^^^^^
      |
      = help: put it on the field that `@inverse` names

    error: `onDelete` has no effect inside a component
     --> schema/blog.graphql:9:52
      |
    9 | type Box @component { tag: Tag @relation(onDelete: CASCADE) }
      |                                                    ^^^^^^^
      |
      = help: leave it out: a deleted record is read as null there
    "#);
}

#[test]
fn reserved_names_are_refused() {
    let drawn = mistakes(
        r#"
type Query @collection { a: Int }
type PageInfo @component { a: Int }
type PostWhere @component { a: Int }
type HeadwaterThing @collection { a: Int }
type __Secret @collection { a: Int }
type StringFilter @component { a: Int }
type Me @collection { a: Int }
type HwJobs @collection { a: Int }
type Int @collection { a: String }
type Post @collection {
  and: String
  __typename: String
  comments: [Comment!]!
  commentsConnection: Int
  id: Int
  createdAt: DateTime! @index
}
type Comment @collection { a: Int }
enum Answer { true NO }
"#,
    );
    assert_snapshot!(drawn, @"
    error: `Query` is reserved
     --> schema/blog.graphql:2:6
      |
    2 | type Query @collection { a: Int }
      |      ^^^^^
      |
      = help: the API has a type `Query` of its own: choose another name

    error: `PageInfo` is reserved
     --> schema/blog.graphql:3:6
      |
    3 | type PageInfo @component { a: Int }
      |      ^^^^^^^^
      |
      = help: the API has a type `PageInfo` of its own: choose another name

    error: `PostWhere` is reserved
     --> schema/blog.graphql:4:6
      |
    4 | type PostWhere @component { a: Int }
      |      ^^^^^^^^^
      |
      = help: the API makes a type of that name from `Post`: choose another name

    error: `HeadwaterThing` is reserved
     --> schema/blog.graphql:5:6
      |
    5 | type HeadwaterThing @collection { a: Int }
      |      ^^^^^^^^^^^^^^
      |
      = help: choose a name without `Headwater` in front

    error: `__Secret` is reserved
     --> schema/blog.graphql:6:6
      |
    6 | type __Secret @collection { a: Int }
      |      ^^^^^^^^
      |
      = help: names with `__` in front are GraphQL's own

    error: `StringFilter` is reserved
     --> schema/blog.graphql:7:6
      |
    7 | type StringFilter @component { a: Int }
      |      ^^^^^^^^^^^^
      |
      = help: the API makes a type of that name from `String`: choose another name

    error: `me` is reserved: the API has a field of that name
     --> schema/blog.graphql:8:6
      |
    8 | type Me @collection { a: Int }
      |      ^^
      |
      = help: choose another name, or another `plural`

    error: `HwJobs` needs the table `hw_jobs`, which is reserved
     --> schema/blog.graphql:9:6
      |
    9 | type HwJobs @collection { a: Int }
      |      ^^^^^^
      |
      = help: choose another name

    error: `Int` is a scalar
      --> schema/blog.graphql:10:6
       |
    10 | type Int @collection { a: String }
       |      ^^^
       |
       = help: choose another name

    error: `and` is reserved
      --> schema/blog.graphql:12:3
       |
    12 |   and: String
       |   ^^^
       |
       = help: it is a word of the filter language: choose another name

    error: `__typename` is reserved
      --> schema/blog.graphql:13:3
       |
    13 |   __typename: String
       |   ^^^^^^^^^^
       |
       = help: names with `__` in front are GraphQL's own

    error: `commentsConnection` is reserved
      --> schema/blog.graphql:15:3
       |
    15 |   commentsConnection: Int
       |   ^^^^^^^^^^^^^^^^^^
       |
       = help: the API makes a field of that name from `comments`: choose another name

    error: `id` is built in, as `id: ID!`
      --> schema/blog.graphql:16:3
       |
    16 |   id: Int
       |   ^^
       |
       = help: leave it out, or give the field another name

    error: `createdAt` is built in and takes no directives
      --> schema/blog.graphql:17:25
       |
    17 |   createdAt: DateTime! @index
       |                         ^^^^^
       |
       = help: leave the directive out

    error: syntax error: invalid Enum Value
      --> schema/blog.graphql:20:15
       |
    20 | enum Answer { true NO }
       |               ^^^^
       |
       = help: an enum value is a name, and not `true`, `false` or `null`
    ");
}

#[test]
fn names_that_grow_into_the_same_name_are_refused() {
    let drawn = mistakes(
        r#"
type News_Item @collection { a: Int }
type NewsItem @collection { a: Int }
type Person @collection { a: Int }
type Folk @collection(plural: "people") { a: Int }
type Fish @collection(plural: "fish") { a: Int }
type Odd @collection(plural: "the odd ones") { a: Int }
type Post @collection { author: User authorId: String tags: [Fish!]! }
type PostTags @collection { a: Int }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `News_Item` and `NewsItem` have the same name in the API: `newsItem`
     --> schema/blog.graphql:3:6
      |
    3 | type NewsItem @collection { a: Int }
      |      ^^^^^^^^
      |
      = help: name the lists with `@collection(plural: "...")`, or rename the type

    error: `Person` and `Folk` have the same name in the API: `people`
     --> schema/blog.graphql:5:31
      |
    5 | type Folk @collection(plural: "people") { a: Int }
      |                               ^^^^^^^^
      |
      = help: name the lists with `@collection(plural: "...")`, or rename the type

    error: one `Fish` and many of them have the same name in the API: `fish`
     --> schema/blog.graphql:6:31
      |
    6 | type Fish @collection(plural: "fish") { a: Int }
      |                               ^^^^^^
      |
      = help: name the lists with `@collection(plural: "...")`, or rename the type

    error: `the odd ones` is no name
     --> schema/blog.graphql:7:30
      |
    7 | type Odd @collection(plural: "the odd ones") { a: Int }
      |                              ^^^^^^^^^^^^^^
      |
      = help: use letters, digits and underscores, such as "people"

    error: `author` and `authorId` need the same column: `author_id`
     --> schema/blog.graphql:8:38
      |
    8 | type Post @collection { author: User authorId: String tags: [Fish!]! }
      |                                      ^^^^^^^^
      |
      = help: rename one of them

    error: `PostTags` and `Post.tags` need the same table: `post_tags`
     --> schema/blog.graphql:8:55
      |
    8 | type Post @collection { author: User authorId: String tags: [Fish!]! }
      |                                                       ^^^^
      |
      = help: rename one of them
    "#);
}

#[test]
fn names_of_what_is_written_are_reserved() {
    let drawn = mistakes(
        r#"
type Post @collection { seo: Seo body: Block states: [State!] comments: [Comment!]! mails: [Email!] }
type Seo @component { title: String }
union Block = Seo
enum State { NEW }
type PostPatch @component { a: Int }
type SeoInput @component { a: Int }
type BlockInput @component { a: Int }
type StateListUpdate @component { a: Int }
type IntUpdate @component { a: Int }
type Comment @collection { a: Int }
type CommentMany @collection { a: Int }
type EmailList @collection { a: Int }
type Note @collection(plural: "Comments") { a: Int }
type Pair @collection(plural: "Pair") { a: Int }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `PostPatch` is reserved
     --> schema/blog.graphql:6:6
      |
    6 | type PostPatch @component { a: Int }
      |      ^^^^^^^^^
      |
      = help: the API makes a type of that name from `Post`: choose another name

    error: `SeoInput` is reserved
     --> schema/blog.graphql:7:6
      |
    7 | type SeoInput @component { a: Int }
      |      ^^^^^^^^
      |
      = help: the API makes a type of that name from `Seo`: choose another name

    error: `BlockInput` is reserved
     --> schema/blog.graphql:8:6
      |
    8 | type BlockInput @component { a: Int }
      |      ^^^^^^^^^^
      |
      = help: the API makes a type of that name from `Block`: choose another name

    error: `StateListUpdate` is reserved
     --> schema/blog.graphql:9:6
      |
    9 | type StateListUpdate @component { a: Int }
      |      ^^^^^^^^^^^^^^^
      |
      = help: the API makes a type of that name from `State`: choose another name

    error: `IntUpdate` is reserved
      --> schema/blog.graphql:10:6
       |
    10 | type IntUpdate @component { a: Int }
       |      ^^^^^^^^^
       |
       = help: the API makes a type of that name from `Int`: choose another name

    error: `Comment` and `CommentMany` have types of the same name in the API: `CommentManyUpdate`
      --> schema/blog.graphql:12:6
       |
    12 | type CommentMany @collection { a: Int }
       |      ^^^^^^^^^^^
       |
       = help: choose another name for `CommentMany`

    error: `Email` and `EmailList` have types of the same name in the API: `EmailListUpdate`
      --> schema/blog.graphql:13:6
       |
    13 | type EmailList @collection { a: Int }
       |      ^^^^^^^^^
       |
       = help: choose another name for `EmailList`

    error: `Comment` and `Note` have the same name in the API: `deleteComments`
      --> schema/blog.graphql:14:31
       |
    14 | type Note @collection(plural: "Comments") { a: Int }
       |                               ^^^^^^^^^^
       |
       = help: name the lists with `@collection(plural: "...")`, or rename the type

    error: one `Pair` and many of them have the same name in the API: `deletePair`
      --> schema/blog.graphql:15:31
       |
    15 | type Pair @collection(plural: "Pair") { a: Int }
       |                               ^^^^^^
       |
       = help: name the lists with `@collection(plural: "...")`, or rename the type
    "#);
}

#[test]
fn a_name_is_declared_once() {
    let drawn = mistakes(
        r#"
type Post @collection { title: String title: Int tag(first: Int): String }
type Post @collection { body: Text }
type User @collection { name: String }
enum Role { editor }
enum Mood { HAPPY HAPPY }
extend type Mood { a: Int }
extend type Asset { alt: String }
"#,
    );
    assert_snapshot!(drawn, @"
    error: `Post` has the field `title` twice
     --> schema/blog.graphql:2:39
      |
    2 | type Post @collection { title: String title: Int tag(first: Int): String }
      |                                       ^^^^^
      |
      = help: leave one of them out

    error: the fields of a model take no arguments
     --> schema/blog.graphql:2:54
      |
    2 | type Post @collection { title: String title: Int tag(first: Int): String }
      |                                                      ^^^^^
      |
      = help: leave them out: Headwater adds those of the API

    error: `Post` is declared twice
     --> schema/blog.graphql:3:6
      |
    3 | type Post @collection { body: Text }
      |      ^^^^
      |
      = help: it is already declared in schema/blog.graphql:2: add to it with `extend type Post`

    error: `User` is built in
     --> schema/blog.graphql:4:6
      |
    4 | type User @collection { name: String }
      |      ^^^^
      |
      = help: add to it with `extend type User`

    error: `Role` is built in
     --> schema/blog.graphql:5:6
      |
    5 | enum Role { editor }
      |      ^^^^
      |
      = help: add to it with `extend enum Role`

    error: `Mood` has the value `HAPPY` twice
     --> schema/blog.graphql:6:19
      |
    6 | enum Mood { HAPPY HAPPY }
      |                   ^^^^^
      |
      = help: leave one of them out

    error: `Mood` is no type
     --> schema/blog.graphql:7:13
      |
    7 | extend type Mood { a: Int }
      |             ^^^^
      |
      = help: write `extend enum Mood`

    error: `Asset` has the field `alt` twice
     --> schema/blog.graphql:8:21
      |
    8 | extend type Asset { alt: String }
      |                     ^^^
      |
      = help: `Asset` has it already: leave it out
    ");
}

#[test]
fn only_types_are_part_of_a_model() {
    let drawn = mistakes(
        r#"
scalar Money
input PostInput { a: Int }
directive @mine on OBJECT
schema { query: Query }
query { posts { id } }
type Post @collection { title: String }
"#,
    );
    assert_snapshot!(drawn, @"
    error: a model can't define scalars
     --> schema/blog.graphql:2:8
      |
    2 | scalar Money
      |        ^^^^^
      |
      = help: use one of ID String Text Int BigInt Float Decimal Boolean DateTime Date Time JSON Email URL Slug Markdown RichText Point

    error: a model can't define input types
     --> schema/blog.graphql:3:7
      |
    3 | input PostInput { a: Int }
      |       ^^^^^^^^^
      |
      = help: Headwater makes them from the types

    error: a model can't define directives
     --> schema/blog.graphql:4:12
      |
    4 | directive @mine on OBJECT
      |            ^^^^
      |
      = help: Headwater's own directives are in the documentation

    error: a model can't define a schema
     --> schema/blog.graphql:5:1
      |
    5 | schema { query: Query }
      | ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: Headwater makes the API from the types: leave this out

    error: an operation is no part of a model
     --> schema/blog.graphql:6:1
      |
    6 | query { posts { id } }
      | ^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: send it to the API instead
    ");
}

#[test]
fn a_list_of_lists_can_not_be_stored() {
    let drawn = mistakes(
        r#"
interface Named { name: String }
type Post @collection implements Named { name: String }
type Grid @collection { grid: [[Int]] }
type Tag implements Named @collection { name: String thing: Named }
"#,
    );
    assert_snapshot!(drawn, @"
    error: syntax error: expected a definition such as `type`
     --> schema/blog.graphql:3:23
      |
    3 | type Post @collection implements Named { name: String }
      |                       ^^^^^^^^^^
      |
      = help: `implements` stands right after the type's name, before the directives

    error: a list of lists can't be stored
     --> schema/blog.graphql:4:33
      |
    4 | type Grid @collection { grid: [[Int]] }
      |                                 ^^^
      |
      = help: put the inner list into a component, or use `JSON`

    error: a field can't hold the interface `Named`
     --> schema/blog.graphql:5:61
      |
    5 | type Tag implements Named @collection { name: String thing: Named }
      |                                                             ^^^^^
      |
      = help: name a collection, or a union of components
    ");
}

#[test]
fn types_have_the_fields_of_their_interfaces() {
    let drawn = mistakes(
        r#"
interface Named { name: String! }
interface Titled implements Named { name: String! title: String }
type City implements Named @collection { name: Int }
type Town implements Named & Nmed @collection { nme: String }
type Book implements Titled & City @collection { name: String! title: String! }
"#,
    );
    assert_snapshot!(drawn, @"
    error: `name` must be `String!`, as `Named` says
     --> schema/blog.graphql:4:48
      |
    4 | type City implements Named @collection { name: Int }
      |                                                ^^^
      |
      = help: write `name: String!`

    error: `Town` lacks the field `name` of `Named`
     --> schema/blog.graphql:5:22
      |
    5 | type Town implements Named & Nmed @collection { nme: String }
      |                      ^^^^^
      |
      = help: add `name: String!`

    error: unknown interface `Nmed`
     --> schema/blog.graphql:5:30
      |
    5 | type Town implements Named & Nmed @collection { nme: String }
      |                              ^^^^
      |
      = help: did you mean `Named`?

    error: `Book` must implement `Named`, because `Titled` does
     --> schema/blog.graphql:6:22
      |
    6 | type Book implements Titled & City @collection { name: String! title: String! }
      |                      ^^^^^^
      |
      = help: write `implements Named & Titled`

    error: `City` is no interface
     --> schema/blog.graphql:6:31
      |
    6 | type Book implements Titled & City @collection { name: String! title: String! }
      |                               ^^^^
      |
      = help: only an `interface` can be implemented
    ");
}

#[test]
fn a_union_has_components() {
    let drawn = mistakes(
        r#"
union Block = Prose | Post | Proze | Prose
type Prose @component { text: RichText }
type Post @collection { blocks: [Block!]! }
"#,
    );
    assert_snapshot!(drawn, @"
    error: `Post` is no component
     --> schema/blog.graphql:2:23
      |
    2 | union Block = Prose | Post | Proze | Prose
      |                       ^^^^
      |
      = help: the members of a union are stored inside records: mark `Post` with `@component`

    error: unknown type `Proze`
     --> schema/blog.graphql:2:30
      |
    2 | union Block = Prose | Post | Proze | Prose
      |                              ^^^^^
      |
      = help: did you mean `Prose`?

    error: `Prose` is named twice
     --> schema/blog.graphql:2:38
      |
    2 | union Block = Prose | Post | Proze | Prose
      |                                      ^^^^^
      |
      = help: leave one of them out
    ");
}

#[test]
fn a_component_can_not_have_to_hold_itself() {
    let drawn = mistakes(
        r#"
type A @component { b: B! }
type B @component { a: A! c: [B!]! }
type C @component { c: C }
"#,
    );
    assert_snapshot!(drawn, @"
    error: `A` would have to hold itself: A.b -> B.a
     --> schema/blog.graphql:3:21
      |
    3 | type B @component { a: A! c: [B!]! }
      |                     ^
      |
      = help: leave the `!` of `B.a` out, or make it a list
    ");
}

#[test]
fn filters_are_checked_against_the_model() {
    let drawn = mistakes(
        r#"
type Post @collection
  @check(where: {titel: {eq: "a"}, views: {gt: "a", contains: "b"}, or: [{author: {name: "Ada"}}]}, message: "no")
  @check(where: {tags: {any: {}, count: {gt: "b"}}, mood: {in: [HAPPY, HAPY]}, at: {near: {lat: 1}}})
  @check(where: {words: {eq: "a"}, data: {path: {eq: 1}}, blocks: {some: {prose: {txt: {isNull: "no"}}}}})
  @check(min: 3) {
  title: String
  views: Int
  mood: Mood
  author: User
  tags: [Tag!]!
  at: Point
  words: [String!]
  data: JSON
  blocks: [Block!]!
}
type Tag @collection { label: String }
enum Mood { HAPPY SAD }
union Block = Prose
type Prose @component { text: String }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `Post` has no field `titel`
     --> schema/blog.graphql:3:18
      |
    3 |   @check(where: {titel: {eq: "a"}, views: {gt: "a", contains: "b"}, or: [{author: {name: "Ada"}}]}, message: "no")
      |                  ^^^^^
      |
      = help: did you mean `title`?

    error: a value of `views` must be a whole number
     --> schema/blog.graphql:3:48
      |
    3 |   @check(where: {titel: {eq: "a"}, views: {gt: "a", contains: "b"}, or: [{author: {name: "Ada"}}]}, message: "no")
      |                                                ^^^
      |
      = help: `views` is of type `Int`

    error: `contains` is no operator of `views`
     --> schema/blog.graphql:3:53
      |
    3 |   @check(where: {titel: {eq: "a"}, views: {gt: "a", contains: "b"}, or: [{author: {name: "Ada"}}]}, message: "no")
      |                                                     ^^^^^^^^
      |
      = help: its operators are eq ne in notIn lt lte gt gte between isNull

    error: `name` needs an operator
     --> schema/blog.graphql:3:90
      |
    3 |   @check(where: {titel: {eq: "a"}, views: {gt: "a", contains: "b"}, or: [{author: {name: "Ada"}}]}, message: "no")
      |                                                                                          ^^^^^
      |
      = help: write it as an operator: `name: {eq: ...}`

    error: `any` says nothing about a list
     --> schema/blog.graphql:4:25
      |
    4 |   @check(where: {tags: {any: {}, count: {gt: "b"}}, mood: {in: [HAPPY, HAPY]}, at: {near: {lat: 1}}})
      |                         ^^^
      |
      = help: ask for `some`, `every`, `none` or the `count` of its items

    error: `count` must be a whole number
     --> schema/blog.graphql:4:46
      |
    4 |   @check(where: {tags: {any: {}, count: {gt: "b"}}, mood: {in: [HAPPY, HAPY]}, at: {near: {lat: 1}}})
      |                                              ^^^
      |
      = help: `count` is of type `Int`

    error: `Mood` has no value `HAPY`
     --> schema/blog.graphql:4:72
      |
    4 |   @check(where: {tags: {any: {}, count: {gt: "b"}}, mood: {in: [HAPPY, HAPY]}, at: {near: {lat: 1}}})
      |                                                                        ^^^^
      |
      = help: did you mean `HAPPY`?

    error: `lng` is missing
     --> schema/blog.graphql:4:91
      |
    4 |   @check(where: {tags: {any: {}, count: {gt: "b"}}, mood: {in: [HAPPY, HAPY]}, at: {near: {lat: 1}}})
      |                                                                                           ^^^^^^^^
      |
      = help: it takes lat lng meters

    error: `eq` is no operator of `words`
     --> schema/blog.graphql:5:26
      |
    5 |   @check(where: {words: {eq: "a"}, data: {path: {eq: 1}}, blocks: {some: {prose: {txt: {isNull: "no"}}}}})
      |                          ^^
      |
      = help: its operators are has hasEvery hasSome isEmpty isNull

    error: `at` is missing
     --> schema/blog.graphql:5:49
      |
    5 |   @check(where: {words: {eq: "a"}, data: {path: {eq: 1}}, blocks: {some: {prose: {txt: {isNull: "no"}}}}})
      |                                                 ^^^^^^^
      |
      = help: name the place, such as `at: "author.name"`

    error: `Prose` has no field `txt`
     --> schema/blog.graphql:5:83
      |
    5 |   @check(where: {words: {eq: "a"}, data: {path: {eq: 1}}, blocks: {some: {prose: {txt: {isNull: "no"}}}}})
      |                                                                                   ^^^
      |
      = help: did you mean `text`?

    error: `@check` on a type needs `where`
     --> schema/blog.graphql:6:4
      |
    6 |   @check(min: 3) {
      |    ^^^^^
      |
      = help: write `@check(where: {...}, message: "...")`

    error: `min` belongs to the `@check` of a field
     --> schema/blog.graphql:6:10
      |
    6 |   @check(min: 3) {
      |          ^^^
      |
      = help: a type is checked with `where`
    "#);
}

#[test]
fn rules_are_checked_against_the_model() {
    let drawn = mistakes(
        r#"
type Post @collection
  @allow(to: [], do: READ)
  @allow(to: user, do: "READ", where: {authr: {id: {eq: "$user.id"}}})
  @allow(to: user, do: UPDATE, where: {author: {id: {eq: "$usr.id"}}}, fields: ["titel"], except: ["title"])
  @allow(to: user, do: CREATE, set: {author: "$user.nme", views: "$now", tags: [], version: 3, title: 5})
  @allow(to: user, do: READ, where: {at: {lt: "$now(-15 minutes)"}, views: {eq: "$user.email"}, title: {eq: "$$5"}})
  @allow(to: user, do: READ, where: {at: {gt: "$now(-15m)"}, title: {eq: "$claims.x"}, author: {roles: {has: admin}}}) {
  title: String
  views: Int
  at: DateTime @allow(to: user, do: READ, set: {views: 1})
  author: User
  tags: [Tag!]!
  seo: String @ui(showIf: {titel: {isNull: true}})
}
type Tag @collection { label: String }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `to` is empty
     --> schema/blog.graphql:3:14
      |
    3 |   @allow(to: [], do: READ)
      |              ^^
      |
      = help: this line allows nothing: name somebody and something

    error: `READ` is a name here, and no text
     --> schema/blog.graphql:4:24
      |
    4 |   @allow(to: user, do: "READ", where: {authr: {id: {eq: "$user.id"}}})
      |                        ^^^^^^
      |
      = help: write `READ` without quotes

    error: `Post` has no field `authr`
     --> schema/blog.graphql:4:40
      |
    4 |   @allow(to: user, do: "READ", where: {authr: {id: {eq: "$user.id"}}})
      |                                        ^^^^^
      |
      = help: did you mean `author`?

    error: unknown variable `$usr.id`
     --> schema/blog.graphql:5:58
      |
    5 |   @allow(to: user, do: UPDATE, where: {author: {id: {eq: "$usr.id"}}}, fields: ["titel"], except: ["title"])
      |                                                          ^^^^^^^^^
      |
      = help: there are `$user.id`, `$user.roles`, `$user.<field>`, `$claims.x`, `$now`, `$now(-15m)` and `$request.ip`; a literal dollar is `$$`

    error: `Post` has no field `titel`
     --> schema/blog.graphql:5:81
      |
    5 |   @allow(to: user, do: UPDATE, where: {author: {id: {eq: "$usr.id"}}}, fields: ["titel"], except: ["title"])
      |                                                                                 ^^^^^^^
      |
      = help: did you mean `title`?

    error: `fields` and `except` exclude each other
     --> schema/blog.graphql:5:99
      |
    5 |   @allow(to: user, do: UPDATE, where: {author: {id: {eq: "$usr.id"}}}, fields: ["titel"], except: ["title"])
      |                                                                                                   ^^^^^^^^^
      |
      = help: keep one of them

    error: `User` has no field `nme`
     --> schema/blog.graphql:6:46
      |
    6 |   @allow(to: user, do: CREATE, set: {author: "$user.nme", views: "$now", tags: [], version: 3, title: 5})
      |                                              ^^^^^^^^^^^
      |
      = help: did you mean `name`?

    error: `$now` does not fit `views`
     --> schema/blog.graphql:6:66
      |
    6 |   @allow(to: user, do: CREATE, set: {author: "$user.nme", views: "$now", tags: [], version: 3, title: 5})
      |                                                                  ^^^^^^
      |
      = help: `$now` is a `DateTime`; for the text itself write `$$now`

    error: `tags` can't be set by a rule
     --> schema/blog.graphql:6:74
      |
    6 |   @allow(to: user, do: CREATE, set: {author: "$user.nme", views: "$now", tags: [], version: 3, title: 5})
      |                                                                          ^^^^
      |
      = help: a rule sets single values

    error: `version` can't be set by a rule
     --> schema/blog.graphql:6:84
      |
    6 |   @allow(to: user, do: CREATE, set: {author: "$user.nme", views: "$now", tags: [], version: 3, title: 5})
      |                                                                                    ^^^^^^^
      |
      = help: Headwater writes it itself

    error: a value of `title` must be text
     --> schema/blog.graphql:6:103
      |
    6 |   @allow(to: user, do: CREATE, set: {author: "$user.nme", views: "$now", tags: [], version: 3, title: 5})
      |                                                                                                       ^
      |
      = help: `title` is of type `String`

    error: unknown variable `$now(-15 minutes)`
     --> schema/blog.graphql:7:47
      |
    7 |   @allow(to: user, do: READ, where: {at: {lt: "$now(-15 minutes)"}, views: {eq: "$user.email"}, title: {eq: "$$5"}})
      |                                               ^^^^^^^^^^^^^^^^^^^
      |
      = help: there are `$user.id`, `$user.roles`, `$user.<field>`, `$claims.x`, `$now`, `$now(-15m)` and `$request.ip`; a literal dollar is `$$`

    error: `$user.email` does not fit `views`
     --> schema/blog.graphql:7:81
      |
    7 |   @allow(to: user, do: READ, where: {at: {lt: "$now(-15 minutes)"}, views: {eq: "$user.email"}, title: {eq: "$$5"}})
      |                                                                                 ^^^^^^^^^^^^^
      |
      = help: `$user.email` is a `Email`; for the text itself write `$$user.email`

    error: `set` belongs to the `@allow` of a type
      --> schema/blog.graphql:11:43
       |
    11 |   at: DateTime @allow(to: user, do: READ, set: {views: 1})
       |                                           ^^^
       |
       = help: on a field `@allow` narrows what the type's lines grant: leave it out

    error: `Post` has no field `titel`
      --> schema/blog.graphql:14:28
       |
    14 |   seo: String @ui(showIf: {titel: {isNull: true}})
       |                            ^^^^^
       |
       = help: did you mean `title`?
    "#);
}

#[test]
fn titles_orders_and_slugs_name_fields() {
    let drawn = mistakes(
        r#"
type Post @collection(title: "tags", orderBy: [{views: DSC}, {tags: ASC}, {creatdAt: ASC}]) {
  views: Int
  slug: Slug @slug(from: "views")
  handle: String @slug(from: "titel")
  tags: [Tag!]!
  cover: Tag @asset(accept: "image/*")
  body: Text @richText(marks: ["bold"])
}
type Tag @collection(title: "nme") { name: String }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: `tags` can't be a title
     --> schema/blog.graphql:2:30
      |
    2 | type Post @collection(title: "tags", orderBy: [{views: DSC}, {tags: ASC}, {creatdAt: ASC}]) {
      |                              ^^^^^^
      |
      = help: name a field that holds text, a number, a date or an enum value

    error: no such direction
     --> schema/blog.graphql:2:56
      |
    2 | type Post @collection(title: "tags", orderBy: [{views: DSC}, {tags: ASC}, {creatdAt: ASC}]) {
      |                                                        ^^^
      |
      = help: did you mean `DESC`?

    error: lists can't be ordered by `tags`
     --> schema/blog.graphql:2:63
      |
    2 | type Post @collection(title: "tags", orderBy: [{views: DSC}, {tags: ASC}, {creatdAt: ASC}]) {
      |                                                               ^^^^
      |
      = help: name a field that holds text, a number, a date or an enum value

    error: `Post` has no field `creatdAt`
     --> schema/blog.graphql:2:76
      |
    2 | type Post @collection(title: "tags", orderBy: [{views: DSC}, {tags: ASC}, {creatdAt: ASC}]) {
      |                                                                            ^^^^^^^^
      |
      = help: did you mean `createdAt`?

    error: a slug can't be made from `views`
     --> schema/blog.graphql:4:26
      |
    4 |   slug: Slug @slug(from: "views")
      |                          ^^^^^^^
      |
      = help: name a field that holds text

    error: `@slug` does not fit `handle`
     --> schema/blog.graphql:5:19
      |
    5 |   handle: String @slug(from: "titel")
      |                   ^^^^
      |
      = help: it belongs on a field of type `Slug`

    error: `Post` has no field `titel`
     --> schema/blog.graphql:5:30
      |
    5 |   handle: String @slug(from: "titel")
      |                              ^^^^^^^
      |
      = help: its fields are id createdAt updatedAt createdBy updatedBy version views slug handle tags cover body

    error: `@asset` does not fit `cover`
     --> schema/blog.graphql:7:15
      |
    7 |   cover: Tag @asset(accept: "image/*")
      |               ^^^^^
      |
      = help: it belongs on a relation to `Asset`

    error: `@richText` does not fit `body`
     --> schema/blog.graphql:8:15
      |
    8 |   body: Text @richText(marks: ["bold"])
      |               ^^^^^^^^
      |
      = help: it belongs on a field of type `RichText`

    error: `Tag` has no field `nme`
      --> schema/blog.graphql:10:29
       |
    10 | type Tag @collection(title: "nme") { name: String }
       |                             ^^^^^
       |
       = help: did you mean `name`?
    "#);
}

#[test]
fn locales_fall_back_to_locales() {
    let drawn = mistakes(
        r#"
extend enum Locale { en @fallback(to: de) fr @fallback(to: fr) de @fallback(to: en) pt @fallback(to: es) }
enum Mood { HAPPY @fallback(to: en) }
"#,
    );
    assert_snapshot!(drawn, @"
    error: the fallbacks of `en` go round in a circle
     --> schema/blog.graphql:2:22
      |
    2 | extend enum Locale { en @fallback(to: de) fr @fallback(to: fr) de @fallback(to: en) pt @fallback(to: es) }
      |                      ^^
      |
      = help: let the last of them have no `@fallback`

    error: `fr` falls back to itself
     --> schema/blog.graphql:2:60
      |
    2 | extend enum Locale { en @fallback(to: de) fr @fallback(to: fr) de @fallback(to: en) pt @fallback(to: es) }
      |                                                            ^^
      |
      = help: name another locale

    error: unknown locale `es`
     --> schema/blog.graphql:2:102
      |
    2 | extend enum Locale { en @fallback(to: de) fr @fallback(to: fr) de @fallback(to: en) pt @fallback(to: es) }
      |                                                                                                      ^^
      |
      = help: did you mean `en`?

    error: `@fallback` belongs to the values of `Locale`
     --> schema/blog.graphql:3:20
      |
    3 | enum Mood { HAPPY @fallback(to: en) }
      |                    ^^^^^^^^
      |
      = help: leave it out
    ");
}

#[test]
fn old_names_are_gone() {
    let drawn = mistakes(
        r#"
type Post @collection @oldName(is: "Tag") {
  title: String @oldName(is: "name")
  name: String
}
type Tag @collection { label: String }
enum Mood { HAPPY @oldName(is: "SAD") SAD }
"#,
    );
    assert_snapshot!(drawn, @r#"
    error: the model still has a type `Tag`
     --> schema/blog.graphql:2:36
      |
    2 | type Post @collection @oldName(is: "Tag") {
      |                                    ^^^^^
      |
      = help: `@oldName` is for a name that the model no longer has

    error: `Post` still has a field `name`
     --> schema/blog.graphql:3:30
      |
    3 |   title: String @oldName(is: "name")
      |                              ^^^^^^
      |
      = help: `@oldName` is for a name that the model no longer has

    error: `Mood` still has the value `SAD`
     --> schema/blog.graphql:7:32
      |
    7 | enum Mood { HAPPY @oldName(is: "SAD") SAD }
      |                                ^^^^^
      |
      = help: `@oldName` is for a name that the model no longer has
    "#);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_damage_is_reported_and_drawn(at in any::<proptest::sample::Index>(), cut in 0..40_usize, put in "[ -~{}()@\"é\\n]{0,6}") {
        let example = include_str!("../../../tests/it/prelude/example.graphql");
        let start = example.floor_char_boundary(at.index(example.len()));
        let end = example.ceil_char_boundary(start + cut);
        let text = format!("{}{put}{}", &example[..start], &example[end..]);
        let sources = [SourceFile { path: "schema/blog.graphql".into(), text }];
        let found = match load(&sources) {
            Ok(loaded) => loaded.warnings,
            Err(found) => found,
        };
        assert!(found.iter().all(|diagnostic| diagnostic.hint.is_some()));
        render(&found, &sources, false);
    }
}
