//! Nothing but files of the model is written, whatever the path says.

use serde_json::json;

use super::{APPLY, PLAN, POST, Workbench, code, given, message};

#[tokio::test]
async fn paths_never_lead_out_of_the_folder() {
    let bench = Workbench::start(POST, "dev", None);
    let outside = tempfile::tempdir().unwrap();
    let absolute = outside.path().join("a.graphql").display().to_string();
    let paths = [
        "headwater.toml",
        "schema/../headwater.toml",
        "schema/../a.graphql",
        "../a.graphql",
        "/etc/a.graphql",
        &absolute,
        "schema/./../a.graphql",
        "schema/a/../../../a.graphql",
        "schema//a.graphql",
        "schema\\..\\a.graphql",
        "schema/..\\a.graphql",
        "schema/a.toml",
        "schema/a.graphql\0.toml",
        "schema/.headwater.graphql",
        "schema/",
        "a.graphql",
        "",
    ];
    for path in paths {
        let files = json!({ "files": given(&[("schema/model.graphql", POST), (path, "type Tag @collection { label: String! }")]) });
        for document in [PLAN, APPLY] {
            let answer = bench.ask(document, files.clone()).await;
            assert_eq!(code(&answer), "BAD_REQUEST", "{path:?}: {answer}");
            assert!(answer["data"].is_null(), "{answer}");
        }
    }
    let twice = json!({ "files": given(&[("schema/model.graphql", POST), ("schema/model.graphql", POST)]) });
    assert!(message(&bench.ask(APPLY, twice).await).contains("given twice"));
    assert_eq!(bench.names(), ["model.graphql"]);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_not_followed() {
    let bench = Workbench::start(POST, "dev", None);
    let outside = tempfile::tempdir().unwrap();
    let tag = "type Tag @collection { label: String! }";
    std::fs::write(outside.path().join("tag.graphql"), tag).unwrap();
    let schema = bench.project.path().join("schema");
    std::os::unix::fs::symlink(outside.path(), schema.join("folder")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("tag.graphql"), schema.join("link.graphql")).unwrap();
    let other = "type Other @collection { label: String! }";
    // Through a folder, through a file, and by leaving a file out.
    let attempts: [&[(&str, &str)]; 3] = [
        &[("schema/model.graphql", POST), ("schema/folder/new.graphql", other)],
        &[("schema/model.graphql", POST), ("schema/link.graphql", other)],
        &[("schema/model.graphql", POST)],
    ];
    for files in attempts {
        let answer = bench.ask(APPLY, json!({ "files": given(files) })).await;
        assert_eq!(code(&answer), "BAD_REQUEST", "{answer}");
        assert!(message(&answer).contains("is a link"), "{answer}");
    }
    let found = std::fs::read_dir(outside.path()).unwrap().count();
    assert_eq!(
        (found, std::fs::read_to_string(outside.path().join("tag.graphql")).unwrap().as_str()),
        (1, tag)
    );
    assert!(schema.join("link.graphql").is_symlink());
}
