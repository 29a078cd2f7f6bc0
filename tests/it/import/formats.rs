//! What the three formats hold, and what becomes of each kind of value.

use headwater::import::Options;

use super::mapped;
use crate::support::content::Content;

const KINDS: &str = "
    enum Colour { RED GREEN }
    type Thing @collection(title: \"text\") @allow(to: public, do: READ) {
      text: String
      int: Int
      big: BigInt
      float: Float
      decimal: Decimal
      flag: Boolean
      moment: DateTime
      day: Date
      hour: Time
      any: JSON
      mail: Email
      link: URL
      slug: Slug
      rich: RichText
      place: Point
      colour: Colour
      colours: [Colour!]
      numbers: [Int]
      amounts: [Decimal!]!
    }";

const COLUMNS: &str = "SELECT text, CAST(\"int\" AS text), CAST(big AS text), CAST(\"float\" AS text), \
    CAST(\"decimal\" AS text), CAST(\"any\" AS text), CAST(rich AS text), CAST(place AS text), mail, link, slug, \
    colour, CAST(colours AS text), CAST(numbers AS text), CAST(amounts AS text), id FROM thing ORDER BY id";

#[tokio::test]
async fn every_kind_of_value_is_kept_from_json() {
    let content = Content::new(KINDS).await;
    let file = r#"{"id": 1, "text": "Grüße 🎷 \"q\"", "int": -7, "big": 9223372036854775807, "float": 1.5, "decimal": 12345678901234567890.123456, "flag": true, "moment": "2021-01-01 00:00:00", "day": "1962-02-18 00:00:00", "hour": "10:00", "any": {"b": [1, null, "x"], "a": {}}, "mail": "a@b.example", "link": "https://a.example/", "slug": "a-b", "rich": {"type": "doc"}, "place": {"lng": 13.4, "lat": 52.5}, "colour": "RED", "colours": ["RED", "GREEN"], "numbers": [1, null], "amounts": ["1.50", 2]}
{"id": "two"}
{"id": 3, "text": null, "int": null, "any": null, "numbers": []}
"#;
    insta::assert_snapshot!(content.import(&[("Thing.jsonl", file)], &Options::default()).await, @"Thing.jsonl: 3 rows, 0 links");
    insta::assert_snapshot!(content.rows(COLUMNS).await, @r#"
    Grüße 🎷 "q" | -7 | 9223372036854775807 | 1.5 | 12345678901234567890.123456 | {"b":[1,null,"x"],"a":{}} | {"type":"doc"} | {"lat":52.5,"lng":13.4} | a@b.example | https://a.example/ | a-b | RED | ["RED","GREEN"] | [1,null] | ["1.5","2"] | 1
    null | null | null | null | null | null | null | null | null | null | null | null | null | [] | [] | 3
    null | null | null | null | null | null | null | null | null | null | null | null | null | null | [] | two
    "#);
}

#[tokio::test]
async fn tables_hold_the_same_as_json() {
    let content = Content::new(KINDS).await;
    let file = "id,text,int,big,float,decimal,flag,moment,day,hour,any,mail,link,slug,rich,place,colour,colours,numbers,amounts\n\
        1,\"Grüße 🎷 \"\"q\"\"\",-7,9223372036854775807,1.5,12345678901234567890.123456,yes,2021-01-01 00:00:00,1962-02-18,10:00,\"{\"\"b\"\":[1,null,\"\"x\"\"],\"\"a\"\":{}}\",a@b.example,https://a.example/,a-b,<p>x</p>,\"{\"\"lat\"\":52.5,\"\"lng\"\":13.4}\",RED,RED|GREEN,\"[1,null]\",1.50|2\n\
        two,,,,,,,,,,,,,,,,,,,\n";
    insta::assert_snapshot!(content.import(&[("Thing.csv", file)], &Options::default()).await, @"Thing.csv: 2 rows, 0 links");
    insta::assert_snapshot!(content.rows(COLUMNS).await, @r#"
    Grüße 🎷 "q" | -7 | 9223372036854775807 | 1.5 | 12345678901234567890.123456 | {"b":[1,null,"x"],"a":{}} | "<p>x</p>" | {"lat":52.5,"lng":13.4} | a@b.example | https://a.example/ | a-b | RED | ["RED","GREEN"] | [1,null] | ["1.5","2"] | 1
    null | null | null | null | null | null | null | null | null | null | null | null | null | null | [] | two
    "#);
}

#[tokio::test]
async fn lists_are_read_element_by_element() {
    let content = Content::new(KINDS).await;
    let file = "[{\"id\": 1, \"text\": \"a\"},\n {\"id\": 2, \"text\": \"b\"}]";
    insta::assert_snapshot!(content.import(&[("Thing.json", file)], &Options::default()).await, @"Thing.json: 2 rows, 0 links");
    insta::assert_snapshot!(content.rows("SELECT id, text FROM thing ORDER BY id").await, @r#"
    1 | a
    2 | b
    "#);
}

#[tokio::test]
async fn columns_are_found_by_field_column_or_map() {
    let sdl = "type Person @collection(title: \"firstName\") @allow(to: public, do: READ) {
      firstName: String! lastName: String boss: Person note: String
    }";
    let content = Content::new(sdl).await;
    let file = "nr,first_name,Nachname,boss_id,junk\nx1,Ada,Lovelace,,1\nx2,Bob,,x1,2\n";
    let mut options = mapped(&[("Nachname", "lastName"), ("junk", "")]);
    options.id = "nr".to_owned();
    insta::assert_snapshot!(content.import(&[("Person.csv", file)], &options).await, @"Person.csv: 2 rows, 0 links");
    let rows = content.rows("SELECT id, first_name, last_name, boss_id FROM person ORDER BY id").await;
    insta::assert_snapshot!(rows, @r#"
    x1 | Ada | Lovelace | null
    x2 | Bob | null | x1
    "#);
}

#[tokio::test]
async fn defaults_and_built_in_fields_are_filled() {
    let sdl = "type Post @collection(title: \"title\") @drafts @allow(to: public, do: READ) {
      title: String! views: Int! @default(value: 3) tags: [String!]! done: Boolean! @default(value: false)
    }";
    let content = Content::new(sdl).await;
    let file = "{\"title\": \"a\", \"createdAt\": \"2020-02-02T00:00:00Z\"}\n\
        {\"title\": \"b\", \"status\": \"PUBLISHED\", \"version\": 4, \"views\": 0}\n";
    insta::assert_snapshot!(content.import(&[("Post.jsonl", file)], &Options::default()).await, @"Post.jsonl: 2 rows, 0 links");
    let sql = "SELECT title, CAST(views AS text), CAST(version AS text), status, CAST(tags AS text), \
        CAST(length(id) AS text), substr(CAST(created_at AS text), 1, 2) FROM post ORDER BY title";
    insta::assert_snapshot!(content.rows(sql).await, @r#"
    a | 3 | 1 | DRAFT | [] | 36 | 20
    b | 0 | 4 | PUBLISHED | [] | 36 | 20
    "#);
}

#[tokio::test]
async fn thousands_of_rows_and_odd_names_arrive() {
    let content = Content::new(
        "type Thing @collection(title: \"text\") @allow(to: public, do: READ) { text: String n: Int }",
    )
    .await;
    let lines = (0..5_000).map(|n| format!("{{\"id\": {n}, \"text\": \"名前 {n} ’\", \"n\": {n}}}\n"));
    let summary = content.import(&[("Thing.jsonl", &lines.collect::<String>())], &Options::default()).await;
    insta::assert_snapshot!(summary, @"Thing.jsonl: 5000 rows, 0 links");
    let rows =
        content.rows("SELECT CAST(count(*) AS text), CAST(sum(n) AS text), max(text) FROM thing").await;
    insta::assert_snapshot!(rows, @"5000 | 12497500 | 名前 999 ’");
}
