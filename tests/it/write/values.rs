//! What becomes of values: the same in answers, in JSON columns and in the log.

use serde_json::json;

use super::Both;

#[tokio::test]
async fn big_integers_are_text_wherever_they_stand() {
    let both = Both::new(
        "type Post @collection { code: BigInt @unique codes: [BigInt!] size: Size }
         type Size @component { bytes: BigInt all: [BigInt!] }",
    )
    .await;
    let created = both
        .ask(
            r#"mutation { createPost(data: { id: "1", code: "15", codes: ["9007199254740993"],
                 size: { bytes: "9007199254740993", all: ["9007199254740993"] } }) { code codes size { bytes all } } }"#,
            &json!({}),
        )
        .await;
    insta::assert_snapshot!(created, @r#"{"data":{"createPost":{"code":"15","codes":["9007199254740993"],"size":{"bytes":"9007199254740993","all":["9007199254740993"]}}}}"#);
    insta::assert_snapshot!(both.log(0).await[0].after, @r#"{"code":"15","codes":["9007199254740993"],"size":{"bytes":"9007199254740993","all":["9007199254740993"]}}"#);
    let found =
        both.ask(r#"{ posts(where: { codes: { has: "9007199254740993" } }) { id } }"#, &json!({})).await;
    insta::assert_snapshot!(found, @r#"{"data":{"posts":[{"id":"1"}]}}"#);
    let same = both.ask(r#"mutation { updatePost(id: "1", data: { code: "15", codes: { append: ["1"], remove: ["9007199254740993"] } }) { codes version } }"#, &json!({})).await;
    insta::assert_snapshot!(same, @r#"{"data":{"updatePost":{"codes":["1"],"version":2}}}"#);
    insta::assert_snapshot!(both.log(1).await[0].after, @r#"{"codes":["1"]}"#);
    let taken = both.ask(r#"mutation { createPost(data: { code: "15" }) { id } }"#, &json!({})).await;
    insta::assert_snapshot!(taken["errors"][0]["message"], @r#""`data.code`: must be unique, and another Post has `15`""#);
}

#[tokio::test]
async fn every_digit_of_a_float_is_kept() {
    let both =
        Both::new("type Post @collection { score: Float size: Size } type Size @component { width: Float }")
            .await;
    let document = "mutation($data: PostCreate!) { createPost(data: $data) { score size { width } } }";
    let data = json!({ "id": "1", "score": 22.739175257731958, "size": { "width": 0.9259259259259259 } });
    let created = both.ask(document, &json!({ "data": data })).await;
    insta::assert_snapshot!(created, @r#"{"data":{"createPost":{"score":22.739175257731958,"size":{"width":0.9259259259259259}}}}"#);
    insta::assert_snapshot!(both.log(0).await[0].after, @r#"{"score":22.739175257731958,"size":{"width":0.9259259259259259}}"#);
    let found = both
        .ask(
            "query($score: Float!) { posts(where: { score: { eq: $score } }) { id } }",
            &json!({ "score": 22.739175257731958 }),
        )
        .await;
    insta::assert_snapshot!(found, @r#"{"data":{"posts":[{"id":"1"}]}}"#);
}
