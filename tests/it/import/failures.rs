//! Everything that can be wrong with a file: named by file, line and field, and nothing is written.

use headwater::import::{Options, Progress, Source, import, write_rejects};

use super::skipping;
use crate::support::content::Content;

const SHOP: &str = "
    enum Size { SMALL LARGE }
    type Product @collection(title: \"name\") @index(fields: [\"shop\", \"code\"], unique: true) @allow(to: public, do: READ) {
      name: String! @check(minLength: 2, maxLength: 10)
      price: Decimal! @check(min: 0, max: 100)
      code: String @check(pattern: \"[A-Z]{2}[0-9]+\", message: \"must look like AB12\")
      size: Size
      stock: Int @check(min: 0)
      sku: String @unique
      shop: Shop!
      rival: Product
      tags: [String!]! @check(maxLength: 2)
      box: Box
      parts: [Part!]!
      kin: [Product!]! @relation(max: 2)
      sales: [Sale!]! @inverse(of: \"product\")
    }
    type Sale @collection @allow(to: public, do: READ) { product: Product! n: Int! }
    type Shop @collection(title: \"name\") @allow(to: public, do: READ) { name: String! @unique }
    type Box @component { width: Int! @check(min: 1) label: String }
    type Screw @component { size: Int! }
    union Part = Screw | Box
    type Settings @singleton @allow(to: public, do: READ) { title: String! }";

const SHOPS: (&str, &str) = ("Shop.jsonl", "{\"id\": 1, \"name\": \"one\"}\n");
const NONE: &str = "SELECT CAST((SELECT count(*) FROM product) + (SELECT count(*) FROM shop) AS text)";

#[tokio::test]
async fn every_problem_is_named_and_nothing_is_written() {
    let content = Content::new(SHOP).await;
    let products = r#"{"id": 1, "name": "good", "price": "1", "shop": 1}
{"id": 2, "name": "x", "price": -1, "shop": 1, "code": "ab", "size": "SMAL", "stock": "many"}
{"id": 3, "name": "too long a name", "price": "1e9", "shop": 9, "rival": "nobody"}
{"id": 4, "price": null}
{"id": 5, "name": "nul \u0000", "price": "abc", "shop": {"town": 1}}
{"id": 1, "name": "twice", "price": 1, "shop": 1}
{"id": {}, "name": "object", "price": 1, "shop": 1}
{"id": 8, "name": "box", "price": 1, "shop": 1, "box": {"width": 0, "colour": 1}, "parts": [{"size": 1}, {"__typename": "Nail"}, {"__typename": "Screw"}], "tags": ["a", "b", "c"], "kin": [1, 1, 2]}
not json
[1]
{"id": 11, "nmae": "typo", "price": 1, "shop": 1, "sales": [1]}
"#;
    let report = content.import(&[SHOPS, ("Product.jsonl", products)], &Options::default()).await;
    insta::assert_snapshot!(report, @r#"
    Product.jsonl:2: `name` must have at least 2 characters, not 1
    Product.jsonl:2: `price` must be at least 0, not -1
    Product.jsonl:2: `code` must look like AB12
    Product.jsonl:2: `size` must be a value of Size, not `SMAL`
      hint: did you mean `SMALL`?
    Product.jsonl:2: `stock` must be a whole number, not `"many"`
    Product.jsonl:3: `name` must have at most 10 characters, not 15
    Product.jsonl:3: `price` must be at most 100, not 1000000000
    Product.jsonl:3: `shop` names a Shop that does not exist: `9`
      hint: import the Shop first, or together with this file in one command
    Product.jsonl:3: `rival` names a Product that does not exist: `nobody`
      hint: import the Product first, or together with this file in one command
    Product.jsonl:4: `name` is required
    Product.jsonl:4: `price` is required
    Product.jsonl:4: `shop` is required
    Product.jsonl:5: `name` must not contain the character U+0000, not `"nul \u0000"`
    Product.jsonl:5: `price` must be a decimal number such as `"19.99"`, not `"abc"`
    Product.jsonl:5: `shop` must give the `id` or a unique field of Shop
    Product.jsonl:6: `id` stands on two rows: `1` is also on Product.jsonl:1
    Product.jsonl:7: `id` must be text, not `{}`
    Product.jsonl:8: `tags` must have at most 2 items, not 3
    Product.jsonl:8: `box.colour` is not a field of Box
    Product.jsonl:8: `box.width` must be at least 1, not 0
    Product.jsonl:8: `parts.0` needs a `__typename` that says which component of Part it is
      hint: the components are Screw, Box
    Product.jsonl:8: `parts.1` has a `__typename` that is not one of Part: `Nail`
      hint: the components are Screw, Box
    Product.jsonl:8: `parts.2.size` is required
    Product.jsonl:8: `kin` holds 3 records, and at most 2 are allowed
    Product.jsonl:8: `kin.1` names `1` a second time
    Product.jsonl:9: is not valid JSON: expected ident at column 2
    Product.jsonl:10: must be a JSON object such as `{"id": 1}`
    Product.jsonl:11: `nmae` is not a field of Product
      hint: did you mean `name`? Say which field it is with `--map nmae=field`
    Product.jsonl:11: `sales` is kept by `Sale.product`, the other end of the relation
      hint: import `product` with the records of Sale; leave this column out with `--map sales=`
    Product.jsonl:11: `name` is required
    "#);
    assert_eq!(content.rows(NONE).await, "0");
}

#[tokio::test]
async fn values_that_must_be_unique_are_named() {
    let content = Content::new(SHOP).await;
    let products = r#"{"id": 1, "name": "aa", "price": 1, "shop": 1, "sku": "s", "code": "AA1"}
{"id": 2, "name": "bb", "price": 1, "shop": 1, "sku": "s"}
{"id": 3, "name": "cc", "price": 1, "shop": 1, "code": "AA1"}
"#;
    let report = content.import(&[SHOPS, ("Product.jsonl", products)], &Options::default()).await;
    insta::assert_snapshot!(report, @r#"
    Product.jsonl:2: `sku` must be unique, and another Product has `s`
    Product.jsonl:3: `shop`, `code` must be unique together, and another Product has `1`, `AA1`
    "#);
    assert_eq!(content.rows(NONE).await, "0");
}

#[tokio::test]
async fn records_that_are_there_are_named_by_their_ids() {
    let content = Content::new(SHOP).await;
    content.import(&[SHOPS], &Options::default()).await;
    insta::assert_snapshot!(content.import(&[SHOPS], &Options::default()).await, @r#"
    Shop.jsonl:1: `id` is the id of a Shop that is there already: `1`
      hint: `--upsert` puts the row in its place
    "#);
    insta::assert_snapshot!(content.import(&[SHOPS], &super::replacing()).await, @"Shop.jsonl: 1 rows, 0 links");
}

#[tokio::test]
async fn unknown_column_is_reported_once() {
    let content = Content::new(SHOP).await;
    let shops = "id,nmae,junk\n1,one,1\n2,two,2\n";
    insta::assert_snapshot!(content.import(&[("Shop.csv", shops)], &Options::default()).await, @r#"
    Shop.csv:2: `nmae` is not a field of Shop
      hint: did you mean `name`? Say which field it is with `--map nmae=field`
    Shop.csv:2: `junk` is not a field of Shop
      hint: say which field it is with `--map junk=field`, or leave it out with `--map junk=`
    Shop.csv:2: `name` is required
    Shop.csv:3: `name` is required
    "#);
}

#[tokio::test]
async fn bad_rows_can_be_left_out() {
    let content = Content::new(SHOP).await;
    let products = r#"{"id": 1, "name": "aa", "price": 1, "shop": 1}
{"id": 2, "name": "b", "price": 1, "shop": 1}
{"id": 3, "name": "cc", "price": 1, "shop": 1, "rival": 2}
{"id": 4, "name": "dd", "price": 1, "shop": 1, "rival": 3}
{"id": 5, "name": "ee", "price": 1, "shop": 1, "rival": 1}
{broken
"#;
    let sales = "product,n\n1,1\n2,2\n5,3\n5,x\n";
    let files = [("Sale.csv", sales), ("Product.jsonl", products), SHOPS];
    insta::assert_snapshot!(content.import(&files, &skipping()).await, @r#"
    Sale.csv: 2 rows, 0 links
    Product.jsonl: 2 rows, 0 links
    Shop.jsonl: 1 rows, 0 links
    Sale.csv:3: `product` names a Product that does not exist: `2`
      hint: import the Product first, or together with this file in one command
    Sale.csv:5: `n` must be a whole number, not `"x"`
    Product.jsonl:2: `name` must have at least 2 characters, not 1
    Product.jsonl:3: `rival` names a Product that does not exist: `2`
      hint: import the Product first, or together with this file in one command
    Product.jsonl:4: `rival` names a Product that does not exist: `3`
      hint: import the Product first, or together with this file in one command
    Product.jsonl:6: is not valid JSON: key must be a string at column 2
    "#);
    insta::assert_snapshot!(content.rows("SELECT id, rival_id FROM product ORDER BY id").await, @r#"
    1 | null
    5 | 1
    "#);
    insta::assert_snapshot!(content.rows("SELECT product_id, CAST(n AS text) FROM sale ORDER BY n").await, @r#"
    1 | 1
    5 | 3
    "#);
}

#[tokio::test]
async fn rejected_rows_are_written_with_reasons() {
    let content = Content::new(SHOP).await;
    let path = content.file("Shop.csv", "id,name\n1,one\n2,\n3,one\n");
    let sources = [Source::new(&content.model, &path, None, None).unwrap()];
    for store in &content.stores {
        let summary =
            import(store, &content.model, &sources, &skipping(), &mut |_: Progress| {}).await.unwrap();
        assert!(summary.is_committed);
        let written = write_rejects(&sources, &summary.rejected).unwrap();
        assert_eq!(written, [path.with_extension("csv.rejects.jsonl")]);
        insta::allow_duplicates! {
            insta::assert_snapshot!(std::fs::read_to_string(&written[0]).unwrap(), @r#"
            {"line":3,"problems":["`name` is required"],"row":{"id":"2","name":""}}
            {"line":4,"problems":["`name` must be unique, and another Shop has `one`"],"row":{"id":"3","name":"one"}}
            "#);
        }
    }
}

#[tokio::test]
async fn broken_file_is_never_half_imported() {
    let content = Content::new(SHOP).await;
    let report = content.import(&[("Shop.json", "[{\"name\": \"a\"}, {\"name\": \"b\"")], &skipping()).await;
    insta::assert_snapshot!(report, @"Shop.json: the file ends inside the value that begins on line 1");
    let report = content.import(&[("Shop.csv", "id,name\n1,\"a\n2,b\n")], &Options::default()).await;
    insta::assert_snapshot!(report, @"Shop.csv: the file ends inside a quoted value that begins on line 2 or below");
    assert_eq!(content.rows(NONE).await, "0");
}

#[tokio::test]
async fn singleton_holds_one_record() {
    let content = Content::new(SHOP).await;
    let two = [("Settings.json", "[{\"title\": \"a\"}, {\"title\": \"b\"}]")];
    insta::assert_snapshot!(content.import(&two, &Options::default()).await, @"Settings.json:1 (row 2): Settings is one record, and row 1 has it");
    let one = [("Settings.json", "{\"id\": \"s\", \"title\": \"a\"}")];
    insta::assert_snapshot!(content.import(&one, &Options::default()).await, @"Settings.json: 1 rows, 0 links");
    let other = [("Settings.json", "{\"id\": \"t\", \"title\": \"b\"}")];
    insta::assert_snapshot!(content.import(&other, &Options::default()).await, @r#"
    Settings.json:1: Settings is one record, and it is there already
      hint: give the row the id `s` and use `--upsert`
    "#);
    let again = [("Settings.json", "{\"title\": \"c\"}")];
    insta::assert_snapshot!(content.import(&again, &super::replacing()).await, @"Settings.json: 1 rows, 0 links");
    insta::assert_snapshot!(content.rows("SELECT id, title FROM settings").await, @"s | c");
}

#[tokio::test]
async fn unknown_files_and_collections_are_named() {
    let content = Content::new(SHOP).await;
    let refusal = |name: &str, collection: Option<&str>| {
        Source::new(&content.model, &content.file(name, ""), collection, None).unwrap_err().to_string()
    };
    assert!(refusal("Shop.xml", None).contains("say what it is with `--format`"));
    insta::assert_snapshot!(refusal("Shops.csv", None), @"`Shops` is not a collection of the model: did you mean `Shop`?; say which one with `--collection`");
    insta::assert_snapshot!(refusal("x.csv", Some("Warehouse")), @"`Warehouse` is not a collection of the model; say which one with `--collection`");
    insta::assert_snapshot!(refusal("x.csv", Some("Product.shop")), @"`Product.shop` is not a many-to-many field of the model");
}
