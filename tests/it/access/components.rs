//! Rules on the fields of components.

use headwater::access::Actor;
use serde_json::json;

use super::Blog;

const SDL: &str = r#"
    type Page @collection @allow(to: public, do: ALL) { title: String seo: Seo }
    type Seo @component { title: String note: String @allow(to: admin, do: [READ, UPDATE]) inner: Inner }
    type Inner @component { text: String mark: String @allow(to: admin, do: [READ, UPDATE]) }
"#;

const CONTENT: &str = r#"mutation {
    createPage(data: { id: "p", title: "P", seo: { title: "s", note: "n", inner: { text: "t", mark: "m" } } }) { id }
}"#;

#[tokio::test]
async fn a_component_keeps_what_its_writer_may_not_write() {
    let (site, public) = (Blog::of(SDL, CONTENT).await, Actor::public());
    for refused in [
        "{ pages { seo { note } } }",
        "{ pages { seo { inner { mark } } } }",
        "{ pages(where: { seo: { note: { eq: \"n\" } } }) { id } }",
        "{ pages(orderBy: [{ seo: { note: ASC } }]) { id } }",
        "mutation { updatePage(id: \"p\", data: { seo: { title: \"x\", note: \"x\" } }) { id } }",
    ] {
        let answer = site.ask(&public, refused).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused}: {answer}");
    }
    let change =
        "mutation { updatePage(id: \"p\", data: { seo: { title: \"new\", inner: { text: \"u\" } } }) {
        seo { title inner { text } } } }";
    let changed = site.data(&public, change).await;
    assert_eq!(changed["updatePage"]["seo"], json!({ "title": "new", "inner": { "text": "u" } }));
    let kept =
        site.data(&Actor::admin(), "{ page(id: \"p\") { seo { title note inner { text mark } } } }").await;
    let expected = json!({ "title": "new", "note": "n", "inner": { "text": "u", "mark": "m" } });
    assert_eq!(kept["page"]["seo"], expected);
}
