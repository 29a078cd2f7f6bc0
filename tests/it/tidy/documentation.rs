//! The documentation names what exists, and what exists is documented.

use apollo_compiler::ExecutableDocument;
use headwater::graphql::{self, system};
use headwater::model;

use super::{SourceFile, assert_none, files_below, repository};

/// The pages that people read: those at the root and those in `docs/`.
fn pages() -> Vec<SourceFile> {
    files_below("", "md")
        .into_iter()
        .filter(|page| !page.path.contains('/') || page.path.starts_with("docs/"))
        .collect()
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut complaints = Vec::new();
    for page in pages() {
        let folder = repository().join(&page.path).parent().unwrap().to_owned();
        for target in links(&page.text) {
            let file = target.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains("://") && !folder.join(file).exists() {
                complaints.push(format!("{}: {target}", page.path));
            }
        }
    }
    assert_none("links that lead nowhere", complaints);
}

/// What stands in the parentheses of `[text](target)`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

#[test]
fn every_directive_is_documented_with_its_arguments() {
    let page = read("docs/model.md");
    let prelude = read("src/model/prelude.graphql");
    let mut complaints = Vec::new();
    for definition in prelude.split("directive @").skip(1) {
        let (signature, _) = definition.split_once(" on ").unwrap();
        let (name, arguments) = signature.split_once('(').unwrap_or((signature, ""));
        let name = name.trim_end_matches(" repeatable").trim();
        let documented = page.lines().filter(|line| line.contains(&format!("@{name}"))).collect::<String>();
        if documented.is_empty() {
            complaints.push(format!("@{name}"));
        }
        let arguments = arguments.split([',', '\n', ')']).filter_map(|argument| argument.split_once(':'));
        let names = arguments.map(|(argument, _)| argument.trim()).filter(|argument| is_name(argument));
        let missing = names.filter(|argument| !documented.contains(*argument));
        complaints.extend(missing.map(|argument| format!("@{name}({argument})")));
    }
    assert_none("directives, or arguments of them, that docs/model.md does not name", complaints);
}

#[test]
fn model_and_query_of_the_readme_fit_together() {
    let page = read("README.md");
    let blocks: Vec<&str> =
        page.split("```graphql\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [sdl, query] = blocks[..] else { panic!("a model and a query, and no other GraphQL") };
    let source = model::SourceFile { path: "schema/music.graphql".to_owned(), text: sdl.to_owned() };
    let model = model::load(&[source]).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    assert!(
        model.warnings.iter().all(|warning| warning.message.contains("`@allow`")),
        "{:#?}",
        model.warnings
    );
    let schema = graphql::build(&model.model, system::FIELDS).unwrap();
    ExecutableDocument::parse_and_validate(&schema.apollo, query, "README.md").unwrap();
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap()
}
