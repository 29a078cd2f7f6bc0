//! Answers of the API against answers computed from the raw files. Every query runs on both
//! databases, which must answer the same text.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::raw::{Raw, cents, data, decimal, pick, sorted, text};
use super::{loaded_sample, sample_model};
use crate::support::content::Content;

struct Case {
    query: String,
    expected: String,
}

#[tokio::test]
async fn answers_are_those_of_the_raw_data() {
    let content = loaded_sample(sample_model()).await;
    let raw = Raw::read();
    let cases: Vec<Case> =
        [filters(&raw), relations(&raw), orders(&raw), aggregates(&raw), groups(&raw), editorial(&raw)]
            .into_iter()
            .flatten()
            .collect();
    assert!(cases.len() >= 25);
    let wrong = wrong_answers(&content, &cases).await;
    assert!(wrong.is_empty(), "{} of {} answers are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

async fn wrong_answers(content: &Content, cases: &[Case]) -> Vec<String> {
    let mut wrong = Vec::new();
    for case in cases {
        let answer = content.query(&case.query).await;
        if answer != case.expected {
            let cut = |text: &str| text.chars().take(600).collect::<String>();
            wrong.push(format!(
                "{}\n  got      {}\n  expected {}",
                case.query,
                cut(&answer),
                cut(&case.expected)
            ));
        }
    }
    wrong
}

fn case(query: impl Into<String>, name: &str, expected: Value) -> Case {
    Case { query: query.into(), expected: data(name, expected) }
}

fn ids(records: &[&Value]) -> Value {
    pick(records, &["id"])
}

fn by_name(records: Vec<&Value>) -> Vec<&Value> {
    sorted(records, |record| text(&record["name"]).to_owned())
}

fn filters(raw: &Raw) -> Vec<Case> {
    let tracks = |passes: &dyn Fn(&Value) -> bool| {
        by_name(raw.filter("Track", passes)).into_iter().take(1_000).collect::<Vec<_>>()
    };
    let long = tracks(&|track| track["milliseconds"].as_i64() > Some(2_600_000));
    let nobody = tracks(&|track| track["composer"].is_null() && text(&track["unitPrice"]) == "1.99");
    let love = tracks(&|track| text(&track["name"]).to_lowercase().contains("love"));
    let between = tracks(&|track| (200_000..=201_000).contains(&track["milliseconds"].as_i64().unwrap()));
    let big = tracks(&|track| text(&track["bytes"]).parse::<i64>().unwrap() >= 700_000_000);
    let odd = tracks(&|track| text(&track["name"]).contains(['%', '_', '*']));
    let either = tracks(&|track| {
        let name = text(&track["name"]);
        (name.starts_with("The ") || name.ends_with("Blues")) && text(&track["genre"]) != "1"
    });
    let in_list =
        raw.filter("Artist", |artist| ["AC/DC", "Motörhead", "nobody"].contains(&text(&artist["name"])));
    let no_state =
        raw.filter("Customer", |customer| customer["state"].is_null() && !customer["company"].is_null());
    let not_null = raw.filter("Customer", |customer| {
        text(&customer["company"]) != "Apple Inc." && !customer["company"].is_null()
    });
    let in_2022 = raw.filter("Invoice", |invoice| text(&invoice["invoiceDate"]).starts_with("2022-03"));
    let born = raw.filter("Employee", |employee| text(&employee["birthDate"]) < "1965-01-01");
    vec![
        case(
            "{ tracks(where: {milliseconds: {gt: 2600000}}, orderBy: [{name: ASC}], limit: 1000) { id } }",
            "tracks",
            ids(&long),
        ),
        case(
            "{ tracks(where: {composer: {isNull: true}, unitPrice: {eq: \"1.990\"}}, orderBy: {name: ASC}, limit: 1000) { id } }",
            "tracks",
            ids(&nobody),
        ),
        case(
            "{ tracks(where: {name: {contains: \"LOVE\", mode: INSENSITIVE}}, orderBy: {name: ASC}, limit: 1000) { id name } }",
            "tracks",
            pick(&love, &["id", "name"]),
        ),
        case(
            "{ tracks(where: {milliseconds: {between: [200000, 201000]}}, orderBy: {name: ASC}) { id } }",
            "tracks",
            ids(&between),
        ),
        case(
            "{ tracks(where: {bytes: {gte: \"700000000\"}}, orderBy: {name: ASC}) { id bytes } }",
            "tracks",
            pick(&big, &["id", "bytes"]),
        ),
        case(
            "{ tracks(where: {or: [{name: {contains: \"%\"}}, {name: {contains: \"_\"}}, {name: {contains: \"*\"}}]}, orderBy: {name: ASC}) { id } }",
            "tracks",
            ids(&odd),
        ),
        case(
            "{ tracks(where: {or: [{name: {startsWith: \"The \"}}, {name: {endsWith: \"Blues\"}}], not: {genre: {id: {eq: 1}}}}, orderBy: {name: ASC}, limit: 1000) { id } }",
            "tracks",
            ids(&either),
        ),
        case(
            "{ artists(where: {name: {in: [\"Motörhead\", \"AC/DC\", \"nobody\"]}}) { id name } }",
            "artists",
            pick(&by_name(in_list), &["id", "name"]),
        ),
        case(
            "{ customers(where: {state: {eq: null}, company: {ne: null}}, orderBy: {id: ASC}) { id company } }",
            "customers",
            pick(&sorted(no_state, |_| ()), &["id", "company"]),
        ),
        case(
            "{ customers(where: {company: {ne: \"Apple Inc.\"}}, orderBy: {id: ASC}) { id } }",
            "customers",
            ids(&sorted(not_null, |_| ())),
        ),
        case(
            "{ invoices(where: {invoiceDate: {gte: \"2022-03-01T00:00:00Z\", lt: \"2022-04-01T00:00:00Z\"}}, orderBy: {id: ASC}) { id } }",
            "invoices",
            ids(&sorted(in_2022, |_| ())),
        ),
        case(
            "{ employees(where: {birthDate: {lt: \"1965-01-01\"}}, orderBy: {id: ASC}) { id birthDate } }",
            "employees",
            pick(&sorted(born, |_| ()), &["id", "birthDate"]),
        ),
    ]
}

fn relations(raw: &Raw) -> Vec<Case> {
    let albums_of = raw.by("Album", "artist");
    let count = |artist: &Value| albums_of.get(text(&artist["id"])).map_or(0, Vec::len);
    let tracks_of = raw.by("Track", "album");
    let prolific = by_name(raw.filter("Artist", |artist| count(artist) >= 10));
    let without = by_name(raw.filter("Artist", |artist| count(artist) == 0));
    let with_jazz =
        raw.filter("Album", |album| tracks_of[text(&album["id"])].iter().any(|track| track["genre"] == "2"));
    let with_jazz = sorted(with_jazz, |album| text(&album["title"]).to_owned());
    let all_long = raw.filter("Album", |album| {
        tracks_of[text(&album["id"])].iter().all(|track| track["milliseconds"].as_i64() > Some(500_000))
    });
    let all_long = sorted(all_long, |album| text(&album["title"]).to_owned());
    let grunge = raw.all("Playlist").iter().find(|playlist| playlist["name"] == "Grunge").unwrap();
    let grunge: Vec<Value> = grunge["tracks"].as_array().unwrap().iter().map(|id| {
        let track = raw.get("Track", id);
        let album = raw.get("Album", &track["album"]);
        json!({"name": track["name"], "album": {"title": album["title"], "artist": {"name": raw.get("Artist", &album["artist"])["name"]}}})
    }).collect();
    let chain = raw.get("Employee", &json!("8"));
    let boss = raw.get("Employee", &chain["reportsTo"]);
    let influenced: Vec<&Value> =
        raw.filter("Artist", |artist| artist["influences"].as_array().unwrap().contains(&json!("12")));
    let sold_twice = {
        let mut sales: BTreeMap<&str, usize> = BTreeMap::new();
        for line in raw.all("InvoiceLine") {
            *sales.entry(text(&line["track"])).or_default() += 1;
        }
        raw.filter("Track", |track| {
            text(&track["genre"]) == "3" && sales.get(text(&track["id"])).is_some_and(|count| *count > 1)
        })
    };
    vec![
        case(
            "{ artists(where: {albums: {count: {gte: 10}}}) { name albumsAggregate { count } } }",
            "artists",
            prolific
                .iter()
                .map(|artist| json!({"name": artist["name"], "albumsAggregate": {"count": count(artist)}}))
                .collect(),
        ),
        case("{ artists(where: {albums: {none: {}}}, limit: 1000) { id } }", "artists", ids(&without)),
        case(
            "{ albums(where: {tracks: {some: {genre: {name: {eq: \"Jazz\"}}}}}, limit: 1000) { id } }",
            "albums",
            ids(&with_jazz),
        ),
        case(
            "{ albums(where: {tracks: {every: {milliseconds: {gt: 500000}}}}, limit: 1000) { id } }",
            "albums",
            ids(&all_long),
        ),
        case(
            "{ playlists(where: {name: {eq: \"Grunge\"}}) { tracks { name album { title artist { name } } } } }",
            "playlists",
            json!([{ "tracks": grunge }]),
        ),
        case(
            "{ employee(id: 8) { lastName reportsTo { lastName reportsTo { lastName reportsTo { lastName } } reports { lastName } } } }",
            "employee",
            json!({"lastName": chain["lastName"], "reportsTo": {
                "lastName": boss["lastName"],
                "reportsTo": {"lastName": raw.get("Employee", &boss["reportsTo"])["lastName"], "reportsTo": null},
                "reports": sorted(raw.filter("Employee", |employee| employee["reportsTo"] == boss["id"]), |employee| text(&employee["lastName"]).to_owned())
                    .iter().map(|employee| json!({"lastName": employee["lastName"]})).collect::<Vec<_>>(),
            }}),
        ),
        case(
            "{ artist(slug: \"black-sabbath\") { influenced(orderBy: {name: ASC}) { name } } }",
            "artist",
            json!({"influenced": pick(&by_name(influenced), &["name"])}),
        ),
        case(
            "{ tracks(where: {genre: {id: {eq: 3}}, invoiceLines: {count: {gt: 1}}}, orderBy: {name: ASC}, limit: 1000) { id } }",
            "tracks",
            ids(&by_name(sold_twice)),
        ),
    ]
}

fn orders(raw: &Raw) -> Vec<Case> {
    let albums_of = raw.by("Album", "artist");
    let mut by_count: Vec<&Value> = raw.all("Artist").iter().collect();
    by_count.sort_by_key(|artist| {
        let count = albums_of.get(text(&artist["id"])).map_or(0, Vec::len);
        (Reverse(count), text(&artist["name"]))
    });
    let artist_name = |album: &Value| text(&raw.get("Artist", &album["artist"])["name"]).to_owned();
    let mut by_artist: Vec<&Value> = raw.all("Album").iter().collect();
    by_artist.sort_by_key(|album| {
        (Reverse(artist_name(album)), text(&album["title"]).to_owned(), text(&album["id"]).to_owned())
    });
    let mut by_state: Vec<&Value> = raw.all("Customer").iter().collect();
    by_state.sort_by_key(|customer| {
        // Nulls are smallest: last when descending.
        (Reverse(customer["state"].as_str().map(str::to_owned)), text(&customer["id"]).to_owned())
    });
    let mut nulls_last: Vec<&Value> = raw.all("Customer").iter().collect();
    nulls_last.sort_by_key(|customer| {
        (customer["state"].is_null(), text(&customer["state"]), text(&customer["id"]))
    });
    let mut by_price: Vec<&Value> = raw.all("Invoice").iter().collect();
    by_price.sort_by_key(|invoice| (Reverse(cents(&invoice["total"])), text(&invoice["id"])));
    let totals: Vec<Value> = by_price[20..30]
        .iter()
        .map(|invoice| json!({"id": invoice["id"], "total": decimal(cents(&invoice["total"]))}))
        .collect();
    vec![
        case(
            "{ artists(orderBy: [{albums: {count: DESC}}, {name: ASC}], limit: 12) { id } }",
            "artists",
            ids(&by_count[..12]),
        ),
        case(
            "{ albums(orderBy: [{artist: {name: DESC}}, {title: ASC}], limit: 25, offset: 50) { id } }",
            "albums",
            ids(&by_artist[50..75]),
        ),
        case(
            "{ customers(orderBy: [{state: DESC}], limit: 100) { id state } }",
            "customers",
            pick(&by_state, &["id", "state"]),
        ),
        case(
            "{ customers(orderBy: [{state: ASC_NULLS_LAST}], limit: 100) { id } }",
            "customers",
            ids(&nulls_last),
        ),
        case(
            "{ invoices(orderBy: {total: DESC}, limit: 10, offset: 20) { id total } }",
            "invoices",
            totals.into(),
        ),
    ]
}

fn aggregates(raw: &Raw) -> Vec<Case> {
    let tracks = raw.all("Track");
    let lengths = tracks.iter().map(|track| track["milliseconds"].as_i64().unwrap());
    let bytes: i64 = tracks.iter().map(|track| text(&track["bytes"]).parse::<i64>().unwrap()).sum();
    let composers: std::collections::BTreeSet<&str> =
        tracks.iter().filter_map(|track| track["composer"].as_str()).collect();
    let total: i64 = raw.all("Invoice").iter().map(|invoice| cents(&invoice["total"])).sum();
    let greatest = raw.all("Invoice").iter().map(|invoice| cents(&invoice["total"])).max().unwrap();
    let dates: Vec<&str> = raw.all("Invoice").iter().map(|invoice| text(&invoice["invoiceDate"])).collect();
    let full = |date: &str| date.replace('Z', ".000Z");
    vec![
        case(
            "{ tracksAggregate { count countDistinct { composer genre } sum { bytes } min { milliseconds } max { milliseconds name } } }",
            "tracksAggregate",
            json!({"count": tracks.len(), "countDistinct": {"composer": composers.len(), "genre": 25},
                "sum": {"bytes": bytes.to_string()}, "min": {"milliseconds": lengths.clone().min()},
                "max": {"milliseconds": lengths.max(), "name": tracks.iter().map(|track| text(&track["name"])).max()}}),
        ),
        case(
            "{ invoicesAggregate { count sum { total } max { total invoiceDate } min { invoiceDate } } }",
            "invoicesAggregate",
            json!({"count": 412, "sum": {"total": decimal(total)}, "max": {"total": decimal(greatest), "invoiceDate": full(dates.iter().max().unwrap())},
                "min": {"invoiceDate": full(dates.iter().min().unwrap())}}),
        ),
        case(
            "{ tracksAggregate(where: {composer: {eq: \"nobody at all\"}}) { count sum { bytes } max { name } } }",
            "tracksAggregate",
            json!({"count": 0, "sum": {"bytes": null}, "max": {"name": null}}),
        ),
    ]
}

fn groups(raw: &Raw) -> Vec<Case> {
    let mut genres: Vec<(String, usize, i64)> = raw
        .by("Track", "genre")
        .into_iter()
        .map(|(genre, tracks)| {
            (
                genre,
                tracks.len(),
                tracks.iter().map(|track| track["milliseconds"].as_i64().unwrap()).max().unwrap(),
            )
        })
        .filter(|(_, count, _)| *count > 50)
        .collect();
    genres.sort_by(|left, right| (Reverse(left.1), &left.0).cmp(&(Reverse(right.1), &right.0)));
    let genres: Vec<Value> = genres.iter().map(|(id, count, longest)| {
        json!({"key": {"genre": {"name": raw.get("Genre", &json!(id))["name"]}}, "count": count, "max": {"milliseconds": longest}})
    }).collect();
    let mut countries: Vec<(String, i64)> = raw
        .by("Invoice", "billingCountry")
        .into_iter()
        .map(|(country, invoices)| (country, invoices.iter().map(|invoice| cents(&invoice["total"])).sum()))
        .collect();
    countries.sort_by(|left, right| (Reverse(left.1), &left.0).cmp(&(Reverse(right.1), &right.0)));
    let countries: Vec<Value> = countries
        .iter()
        .take(8)
        .map(
            |(country, total)| json!({"key": {"billingCountry": country}, "sum": {"total": decimal(*total)}}),
        )
        .collect();
    let mut years: BTreeMap<String, (usize, i64)> = BTreeMap::new();
    for invoice in raw.all("Invoice") {
        let year =
            years.entry(format!("{}-01-01T00:00:00.000Z", &text(&invoice["invoiceDate"])[..4])).or_default();
        year.0 += 1;
        year.1 += cents(&invoice["total"]);
    }
    let years: Vec<Value> = years.iter()
        .map(|(year, (count, total))| json!({"key": {"invoiceDate": year}, "count": count, "sum": {"total": decimal(*total)}}))
        .collect();
    vec![
        case(
            "{ tracksAggregate { groups(by: [{field: genre}], having: {count: {gt: 50}}, orderBy: [{count: DESC}]) { key { genre { name } } count max { milliseconds } } } }",
            "tracksAggregate",
            json!({"groups": genres}),
        ),
        case(
            "{ invoicesAggregate { groups(by: [{field: billingCountry}], orderBy: [{sum: {total: DESC}}, {key: {billingCountry: ASC}}], limit: 8) { key { billingCountry } sum { total } } } }",
            "invoicesAggregate",
            json!({"groups": countries}),
        ),
        case(
            "{ invoicesAggregate { groups(by: [{field: invoiceDate, bucket: YEAR}], orderBy: [{key: {invoiceDate: ASC}}]) { key { invoiceDate } count sum { total } } } }",
            "invoicesAggregate",
            json!({"groups": years}),
        ),
    ]
}

fn editorial(raw: &Raw) -> Vec<Case> {
    let article = raw.get("Article", &json!("four-cellos-and-a-wall-of-amps"));
    let album = |reference: &Value| {
        raw.all("Album")
            .iter()
            .find(|album| album["slug"] == *reference || album["id"] == *reference)
            .unwrap()
    };
    let blocks: Vec<Value> = article["blocks"].as_array().unwrap().iter().map(|block| {
        let typename = &block["__typename"];
        match text(typename) {
            "Prose" => json!({"__typename": typename, "heading": block["heading"], "text": block["text"]}),
            "AlbumCard" => json!({"__typename": typename, "album": {"title": album(&block["album"])["title"],
                "artist": {"name": raw.get("Artist", &album(&block["album"])["artist"])["name"]}}, "note": block["note"]}),
            _ => json!({"__typename": typename}),
        }
    }).collect();
    let tracks = raw.get("Article", &json!("one-chord-held"))["blocks"].as_array().unwrap().iter()
        .filter(|block| block["__typename"] == "Mixtape")
        .map(|block| json!({"tracks": block["tracks"].as_array().unwrap().iter().map(|id| json!({"name": raw.get("Track", id)["name"]})).collect::<Vec<_>>()}))
        .collect::<Vec<_>>();
    let about = raw
        .filter("Article", |article| article["artists"].as_array().unwrap().contains(&json!("led-zeppelin")));
    let about = sorted(about, |article| text(&article["title"]).to_owned());
    vec![
        case(
            "{ article(slug: \"four-cellos-and-a-wall-of-amps\") { blocks { __typename ... on Prose { heading text } ... on AlbumCard { album { title artist { name } } note } } } }",
            "article",
            json!({"blocks": blocks}),
        ),
        case(
            "{ articles(where: {artists: {some: {slug: {eq: \"led-zeppelin\"}}}}, orderBy: {title: ASC}) { title form status } }",
            "articles",
            pick(&about, &["title", "form", "status"]),
        ),
        Case {
            query: "{ article(id: \"one-chord-held\") { blocks { ... on Mixtape { tracks { name } } } } }"
                .to_owned(),
            expected: data(
                "article",
                json!({"blocks": raw.get("Article", &json!("one-chord-held"))["blocks"].as_array().unwrap().iter()
                .map(|block| if block["__typename"] == "Mixtape" { tracks[0].clone() } else { json!({}) }).collect::<Vec<_>>()}),
            ),
        },
    ]
}

/// Walks a connection forwards and backwards; the pages together are the whole list.
#[tokio::test]
async fn pages_of_a_connection_are_the_whole_list() {
    let content = loaded_sample(sample_model()).await;
    let raw = Raw::read();
    let mut all: Vec<&Value> = raw.filter("Track", |track| track["genre"] == "2");
    all.sort_by_key(|track| {
        (track["composer"].as_str(), Reverse(track["milliseconds"].as_i64()), text(&track["id"]))
    });
    let expected: Vec<String> = all.iter().map(|track| text(&track["id"]).to_owned()).collect();
    for (size, near, edge, more) in
        [("first", "after", "endCursor", "hasNextPage"), ("last", "before", "startCursor", "hasPreviousPage")]
    {
        let mut seen: Vec<String> = Vec::new();
        let mut cursor = String::new();
        loop {
            let query = format!(
                "{{ tracksConnection({size}: 37{cursor}, where: {{genre: {{name: {{eq: \"Jazz\"}}}}}}, orderBy: [{{composer: ASC}}, {{milliseconds: DESC}}]) \
                 {{ totalCount nodes {{ id }} pageInfo {{ {edge} {more} }} }} }}"
            );
            let answer: Value = serde_json::from_str(&content.query(&query).await).unwrap();
            let page = &answer["data"]["tracksConnection"];
            assert_eq!(page["totalCount"], expected.len(), "{answer}");
            let ids = page["nodes"].as_array().unwrap().iter().map(|node| text(&node["id"]).to_owned());
            match size {
                "first" => seen.extend(ids),
                _ => seen = ids.chain(seen).collect(),
            }
            if page["pageInfo"][more] == false {
                break;
            }
            cursor = format!(", {near}: {}", page["pageInfo"][edge]);
        }
        assert_eq!(seen, expected, "{size}");
    }
}
