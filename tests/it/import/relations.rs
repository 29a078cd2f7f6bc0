//! References between rows: by id, by unique key, forwards, to themselves, many to many.

use headwater::import::{Format, Options, Progress, Source, import};

use super::{mapped, replacing};
use crate::support::content::Content;

const MUSIC: &str = "
    type Artist @collection(title: \"name\") @allow(to: public, do: READ) {
      name: String! @unique
      slug: Slug @unique
      albums: [Album!]! @inverse(of: \"artist\")
      similar: [Artist!]!
    }
    type Album @collection(title: \"title\") @allow(to: public, do: READ) {
      title: String!
      artist: Artist!
      tags: [Tag!]!
      seo: Card
      blocks: [Block!]!
    }
    type Tag @collection(title: \"label\") @allow(to: public, do: READ) {
      label: String! @unique
      albums: [Album!]! @inverse(of: \"tags\")
    }
    type Card @component { by: Artist, note: String }
    type Row @component { of: [Artist!]! }
    union Block = Card | Row";

const ALBUMS: &str =
    "SELECT id, title, artist_id, CAST(seo AS text), CAST(blocks AS text) FROM album ORDER BY id";
const TAGS: &str =
    "SELECT source_id, target_id, CAST(position AS text) FROM album_tags ORDER BY source_id, position";

#[tokio::test]
async fn references_are_ids_unique_values_or_objects() {
    let content = Content::new(MUSIC).await;
    let files = [
        (
            "Album.jsonl",
            r#"{"id": 1, "title": "a", "artistId": 7}
{"id": 2, "title": "b", "artist": "AC/DC", "tags": ["rock", {"label": "loud"}, 5]}
{"id": 3, "title": "c", "artist": {"slug": "ac-dc"}, "seo": {"by": {"name": "AC/DC"}, "note": "x"}}
{"id": 4, "title": "d", "artist": {"id": 7, "name": "whatever"}, "blocks": [{"__typename": "Row", "of": ["ac-dc", 8]}, {"__typename": "Card"}]}
"#,
        ),
        (
            "Artist.jsonl",
            "{\"id\": 7, \"name\": \"AC/DC\", \"slug\": \"ac-dc\", \"similar\": [8]}\n{\"id\": 8, \"name\": \"7\", \"similar\": [7, 8]}\n",
        ),
        ("Tag.csv", "id,label\n5,old\n6,rock\n7,loud\n"),
    ];
    insta::assert_snapshot!(content.import(&files, &Options::default()).await, @r#"
    Album.jsonl: 4 rows, 3 links
    Artist.jsonl: 2 rows, 3 links
    Tag.csv: 3 rows, 0 links
    "#);
    insta::assert_snapshot!(content.rows(ALBUMS).await, @r#"
    1 | a | 7 | null | []
    2 | b | 7 | null | []
    3 | c | 7 | {"by":"7","note":"x"} | []
    4 | d | 7 | null | [{"__typename":"Row","of":["7","8"]},{"__typename":"Card"}]
    "#);
    insta::assert_snapshot!(content.rows(TAGS).await, @r#"
    2 | 6 | 0
    2 | 7 | 1
    2 | 5 | 2
    "#);
    let similar = "SELECT source_id, target_id FROM artist_similar ORDER BY 1, 2";
    insta::assert_snapshot!(content.rows(similar).await, @r#"
    7 | 8
    8 | 7
    8 | 8
    "#);
}

#[tokio::test]
async fn stored_records_can_be_referred_to() {
    let content = Content::new(MUSIC).await;
    let artists = "{\"id\": 7, \"name\": \"AC/DC\", \"slug\": \"ac-dc\"}\n{\"id\": 8, \"name\": \"7\"}\n";
    content.import(&[("Artist.jsonl", artists)], &Options::default()).await;
    content.import(&[("Tag.csv", "id,label\n5,old\n6,rock\n")], &Options::default()).await;
    let albums = "id,title,artist,tags\n1,a,7,rock|old\n2,b,AC/DC,\n3,c,ac-dc,\"[\"\"rock\"\"]\"\n";
    insta::assert_snapshot!(content.import(&[("Album.csv", albums)], &Options::default()).await, @"Album.csv: 3 rows, 3 links");
    insta::assert_snapshot!(content.rows("SELECT id, artist_id FROM album ORDER BY id").await, @r#"
    1 | 7
    2 | 7
    3 | 7
    "#);
    insta::assert_snapshot!(content.rows(TAGS).await, @r#"
    1 | 6 | 0
    1 | 5 | 1
    3 | 6 | 0
    "#);
}

#[tokio::test]
async fn far_end_of_a_many_to_many_can_be_given() {
    let content = Content::new(MUSIC).await;
    let files = [
        ("Artist.jsonl", "{\"id\": 7, \"name\": \"AC/DC\"}\n"),
        (
            "Album.jsonl",
            "{\"id\": 1, \"title\": \"a\", \"artist\": 7, \"tags\": [6]}\n{\"id\": 2, \"title\": \"b\", \"artist\": 7}\n",
        ),
        (
            "Tag.jsonl",
            "{\"id\": 5, \"label\": \"old\", \"albums\": [2, 1]}\n{\"id\": 6, \"label\": \"rock\", \"albums\": [1]}\n",
        ),
    ];
    insta::assert_snapshot!(content.import(&files, &Options::default()).await, @r#"
    Artist.jsonl: 1 rows, 0 links
    Album.jsonl: 2 rows, 1 links
    Tag.jsonl: 2 rows, 3 links
    "#);
    insta::assert_snapshot!(content.rows(TAGS).await, @r#"
    1 | 6 | 0
    1 | 5 | 1
    2 | 5 | 0
    "#);
}

#[tokio::test]
async fn links_may_be_a_file_of_their_own() {
    let content = Content::new(MUSIC).await;
    let files = [
        ("Artist.jsonl", "{\"id\": 7, \"name\": \"AC/DC\"}\n{\"id\": 8, \"name\": \"Accept\"}\n"),
        (
            "Album.jsonl",
            "{\"id\": 1, \"title\": \"a\", \"artist\": 7}\n{\"id\": 2, \"title\": \"b\", \"artist\": 7}\n",
        ),
        ("Tag.jsonl", "{\"id\": 5, \"label\": \"old\"}\n{\"id\": 6, \"label\": \"rock\"}\n"),
        (
            "Album.tags.jsonl",
            "{\"albumId\": 1, \"tagId\": 6}\n{\"albumId\": 1, \"tagId\": \"old\"}\n{\"albumId\": 2, \"tagId\": 6}\n",
        ),
    ];
    insta::assert_snapshot!(content.import(&files, &Options::default()).await, @r#"
    Artist.jsonl: 2 rows, 0 links
    Album.jsonl: 2 rows, 0 links
    Tag.jsonl: 2 rows, 0 links
    Album.tags.jsonl: 3 rows, 0 links
    "#);
    insta::assert_snapshot!(content.rows(TAGS).await, @r#"
    1 | 6 | 0
    1 | 5 | 1
    2 | 6 | 0
    "#);

    let path = content.file("pairs.csv", "a,b\n7,8\n8,8\n");
    let source = Source::new(&content.model, &path, Some("Artist.similar"), None).unwrap();
    for store in &content.stores {
        let options = mapped(&[("a", "id"), ("b", "similar")]);
        let summary =
            import(store, &content.model, std::slice::from_ref(&source), &options, &mut |_: Progress| {})
                .await;
        let summary = summary.unwrap();
        assert!(summary.is_committed, "{:?}", summary.problems);
    }
    let similar = "SELECT source_id, target_id FROM artist_similar ORDER BY 1, 2";
    insta::assert_snapshot!(content.rows(similar).await, @r#"
    7 | 8
    8 | 8
    "#);
    let wrong = Source::new(&content.model, &path, Some("Artist.albums"), Some(Format::Csv)).unwrap_err();
    insta::assert_snapshot!(wrong, @"`Artist.albums` is not a many-to-many field of the model");
}

#[tokio::test]
async fn hierarchy_may_stand_in_any_order() {
    let sdl = "type Item @collection(title: \"name\") @allow(to: public, do: READ) {
      name: String! parent: Item children: [Item!]! @inverse(of: \"parent\")
      root: Item! friends: [Item!]! friendOf: [Item!]! @inverse(of: \"friends\")
    }";
    let content = Content::new(sdl).await;
    let lines = (0..1_500).map(|n: u32| {
        let parent = if n == 1_499 { "null".to_owned() } else { (n + 1).to_string() };
        format!("{{\"id\": {n}, \"name\": \"n{n}\", \"parent\": {parent}, \"root\": 1499, \"friends\": [{}, {n}]}}\n", (n + 700) % 1_500)
    });
    let summary = content.import(&[("Item.jsonl", &lines.collect::<String>())], &Options::default()).await;
    insta::assert_snapshot!(summary, @"Item.jsonl: 1500 rows, 3000 links");
    let sql = "SELECT CAST(count(*) AS text), CAST(count(parent_id) AS text), min(root_id), \
        (SELECT CAST(count(*) AS text) FROM item_friends) FROM item";
    insta::assert_snapshot!(content.rows(sql).await, @"1500 | 1499 | 1499 | 3000");
}

#[tokio::test]
async fn records_that_are_there_are_replaced_when_asked() {
    let content = Content::new(MUSIC).await;
    let files = [
        ("Artist.jsonl", "{\"id\": 7, \"name\": \"AC/DC\"}\n"),
        ("Tag.jsonl", "{\"id\": 5, \"label\": \"old\"}\n{\"id\": 6, \"label\": \"rock\"}\n"),
        (
            "Album.jsonl",
            "{\"id\": 1, \"title\": \"a\", \"artist\": 7, \"tags\": [6, 5]}\n{\"id\": 2, \"title\": \"b\", \"artist\": 7, \"tags\": [6]}\n",
        ),
    ];
    content.import(&files, &Options::default()).await;
    let again = [(
        "Album.jsonl",
        "{\"id\": 1, \"title\": \"new\", \"artist\": 7, \"tags\": [5]}\n{\"id\": 3, \"title\": \"c\", \"artist\": 7}\n",
    )];
    insta::assert_snapshot!(content.import(&again, &Options::default()).await, @r#"
    Album.jsonl:1: `id` is the id of a Album that is there already: `1`
      hint: `--upsert` puts the row in its place
    "#);
    insta::assert_snapshot!(content.import(&again, &replacing()).await, @"Album.jsonl: 2 rows, 1 links");
    let sql = "SELECT id, title, CAST(version AS text) FROM album ORDER BY id";
    insta::assert_snapshot!(content.rows(sql).await, @r#"
    1 | new | 2
    2 | b | 1
    3 | c | 1
    "#);
    // What stays in a list keeps its place.
    insta::assert_snapshot!(content.rows(TAGS).await, @r#"
    1 | 5 | 1
    2 | 6 | 0
    "#);
}
