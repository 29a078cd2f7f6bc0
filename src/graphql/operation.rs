//! From the text of a document to an operation that may run: parsed, judged strictly against the
//! schema, measured against the limits.
//!
//! Nothing here knows a request's values. Read [`check`] first.

use apollo_compiler::executable::Operation;
use apollo_compiler::parser::{Parser, SourceMap, SourceSpan};
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Node, Schema, introspection};

use super::input::Judge;
use super::{limits, literals};
use crate::config::{Graphql, Limits};
use crate::error::{Error, Location};

/// More errors than this help nobody.
const MOST_ERRORS: usize = 20;

/// An operation that fits the schema and the limits.
#[derive(Debug)]
pub struct Checked {
    /// The document that the operation stands in, with its fragments.
    pub document: Valid<ExecutableDocument>,
    /// The operation itself.
    pub operation: Node<Operation>,
}

/// Parses the document, checks it against the schema and picks the operation.
///
/// # Errors
///
/// Everything that is wrong with the document, or the limits that the operation passes.
pub fn check(
    schema: &Valid<Schema>,
    text: &str,
    operation_name: Option<&str>,
    limits: &Limits,
    settings: &Graphql,
) -> Result<Checked, Vec<Error>> {
    let document = parse(schema, text, limits)?;
    let operation = pick(&document, operation_name)?.clone();
    limits::check(&document, &operation, limits)?;
    literals::check(Judge { schema, limits }, &document, &operation).map_err(|error| vec![error])?;
    check_introspection(&document, &operation, settings)?;
    Ok(Checked { document, operation })
}

fn parse(
    schema: &Valid<Schema>,
    text: &str,
    limits: &Limits,
) -> Result<Valid<ExecutableDocument>, Vec<Error>> {
    // Levels of fields, of fragments between them, and of values all count.
    let nesting = 2 * limits.depth + limits.input_depth + 20;
    let mut parser = Parser::new().token_limit(limits.tokens).recursion_limit(nesting);
    let parsed = parser.parse_executable(schema, text, "operation");
    if parser.tokens_reached() > limits.tokens {
        let limit = limits.tokens;
        return Err(vec![Error::limit(format!(
            "the document has more than {limit} tokens (setting `limits.tokens`)"
        ))]);
    }
    if parser.recursion_reached() > nesting {
        return Err(vec![Error::limit(format!(
            "the document is nested more than {nesting} levels deep (settings `limits.depth` and `limits.input_depth`)"
        ))]);
    }
    let document = parsed.map_err(|invalid| errors_of(&invalid.errors))?;
    document.validate(schema).map_err(|invalid| errors_of(&invalid.errors))
}

fn errors_of(diagnostics: &DiagnosticList) -> Vec<Error> {
    let errors = diagnostics.iter().map(|diagnostic| {
        let range = diagnostic.line_column_range();
        let location = range.map(|range| Location::new(range.start.line, range.start.column));
        Error::bad_request(diagnostic.error.to_string()).at_location(location)
    });
    errors.take(MOST_ERRORS).collect()
}

/// GetOperation of the GraphQL specification, section 6.1.
fn pick<'doc>(
    document: &'doc ExecutableDocument,
    operation_name: Option<&str>,
) -> Result<&'doc Node<Operation>, Vec<Error>> {
    let operations = &document.operations;
    let message = match (operation_name, operations.len()) {
        (_, 0) => "the document holds no operation".to_owned(),
        (Some(name), _) => match operations.named.get(name) {
            Some(operation) => return Ok(operation),
            None => format!("the document has no operation named `{name}`"),
        },
        (None, 1) => {
            return operations
                .get(None)
                .map_err(|error| vec![Error::bad_request(error.message().to_string())]);
        }
        (None, _) => "the document holds several operations: say which with `operationName`".to_owned(),
    };
    Err(vec![Error::bad_request(message)])
}

fn check_introspection(
    document: &Valid<ExecutableDocument>,
    operation: &Operation,
    settings: &Graphql,
) -> Result<(), Vec<Error>> {
    let asked =
        operation.root_fields(document).find(|field| matches!(field.name.as_str(), "__schema" | "__type"));
    match asked {
        Some(field) if !settings.introspection => {
            let message = format!("`{}` is not answered: introspection is turned off", field.name);
            let location = location(field.name.location(), &document.sources);
            Err(vec![Error::bad_request(message).at_location(location)])
        }
        _ => introspection::check_max_depth(document, operation).map_err(|error| {
            let location = location(error.location(), &document.sources);
            vec![Error::limit("introspection is nested too deeply").at_location(location)]
        }),
    }
}

/// Where a part of the document begins.
pub(super) fn location(span: Option<SourceSpan>, sources: &SourceMap) -> Option<Location> {
    let start = span?.line_column(sources)?;
    Some(Location::new(start.line, start.column))
}
