//! What files of the model lead to: what is wrong with them, and what is done to the database.
//!
//! Read [`Proposal`] first, then [`Steps`].

use std::path::Path;

use serde_json::{Value as Json, json};

use super::files::Replacement;
use crate::app::project::is_prelude;
use crate::app::{LoadedModel, Project};
use crate::channel::Rules;
use crate::graphql::{self, system};
use crate::model::diagnostics::Severity;
use crate::model::{Diagnostic, SourceFile};
use crate::store::sync::{MigrationPlan, PlanStep, StepKind};

/// Files as somebody wants them, judged.
pub(super) struct Proposal {
    /// The model that they say, if nothing is wrong with it.
    pub(super) loaded: Option<LoadedModel>,
    /// How the files become what is wanted.
    pub(super) replacement: Replacement,
    diagnostics: Vec<Json>,
}

impl Proposal {
    /// Judges the given files together with those that tools of others read.
    pub(super) fn new(
        project: &Project,
        given: Vec<SourceFile>,
        prelude: Vec<SourceFile>,
        replacement: Replacement,
    ) -> Self {
        let mut sources = given;
        sources.extend(prelude);
        // In the order in which they are read from disk.
        sources.sort_by(|one, other| Path::new(&one.path).cmp(Path::new(&other.path)));
        if sources.iter().all(is_prelude) {
            let problem = error("the project has no model: none of the files is left", None);
            return Self { loaded: None, replacement, diagnostics: vec![problem] };
        }
        match LoadedModel::of(sources.clone()) {
            Err(invalid) => {
                let diagnostics = shown_all(&invalid.diagnostics, &sources);
                Self { loaded: None, replacement, diagnostics }
            }
            Ok(loaded) => {
                let mut diagnostics = shown_all(&loaded.warnings, &sources);
                let problems = problems(project, &loaded);
                let loaded = problems.is_empty().then_some(loaded);
                diagnostics.extend(problems);
                Self { loaded, replacement, diagnostics }
            }
        }
    }

    /// The answer.
    pub(super) fn shown(&self, steps: &Steps, applied: bool, basis: &str) -> Json {
        let diagnostics: Vec<&Json> = self.diagnostics.iter().chain(&steps.diagnostics).collect();
        json!({
            "diagnostics": diagnostics,
            "steps": steps.steps.iter().map(step).collect::<Vec<_>>(),
            "destructive": steps.are_destructive(),
            "applied": applied,
            "basis": basis,
        })
    }
}

/// What keeps a model that is right in itself from being used here.
fn problems(project: &Project, loaded: &LoadedModel) -> Vec<Json> {
    let made = graphql::build(&loaded.model, system::FIELDS);
    let made = made.err().map(|clash| error(&clash.to_string(), None));
    let rules = Rules::read(&project.config.channel, &loaded.model).err();
    let rules = rules.into_iter().flat_map(|invalid| invalid.problems);
    let rules = rules.map(|problem| error(&format!("headwater.toml: {problem}"), None));
    made.into_iter().chain(rules).collect()
}

/// What is done to the database.
#[derive(Default)]
pub(super) struct Steps {
    steps: Vec<PlanStep>,
    diagnostics: Vec<Json>,
}

impl Steps {
    pub(super) fn of(plan: MigrationPlan) -> Self {
        let refused = plan.steps.iter().filter_map(|step| match &step.kind {
            StepKind::Refused { reason, hint } => {
                Some(error(&format!("can't {}: {reason}", step.words), Some(hint)))
            }
            StepKind::Additive | StepKind::Safe | StepKind::Destructive { .. } => None,
        });
        let by_hand = plan.drift.iter().map(|difference| {
            let message = format!("the database was changed by hand: {}", difference.words);
            placeless("WARNING", &message, None)
        });
        let diagnostics = refused.chain(by_hand).collect();
        Self { steps: plan.steps, diagnostics }
    }

    /// Whether something of it can't be done.
    pub(super) fn are_refused(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.kind, StepKind::Refused { .. }))
    }

    /// Whether something is lost.
    pub(super) fn are_destructive(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.kind, StepKind::Destructive { .. }))
    }
}

fn step(step: &PlanStep) -> Json {
    let lost = match &step.kind {
        StepKind::Destructive { rows, why } => Some((rows, why)),
        StepKind::Additive | StepKind::Safe | StepKind::Refused { .. } => None,
    };
    json!({
        "words": step.words,
        "sql": step.sql,
        "destructive": lost.is_some(),
        "rows": lost.map(|(rows, _)| rows.to_string()),
        "why": lost.map(|(_, why)| why),
    })
}

fn error(message: &str, hint: Option<&str>) -> Json {
    placeless("ERROR", message, hint)
}

fn placeless(severity: &str, message: &str, hint: Option<&str>) -> Json {
    json!({
        "severity": severity,
        "message": message,
        "hint": hint,
        "file": null,
        "line": null,
        "column": null,
        "endLine": null,
        "endColumn": null,
    })
}

fn shown_all(diagnostics: &[Diagnostic], sources: &[SourceFile]) -> Vec<Json> {
    diagnostics.iter().map(|diagnostic| shown(diagnostic, sources)).collect()
}

fn shown(diagnostic: &Diagnostic, sources: &[SourceFile]) -> Json {
    let severity = match diagnostic.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
    };
    let (message, hint) = (&diagnostic.message, diagnostic.hint.as_deref());
    let Some(source) = sources.iter().find(|source| source.path == diagnostic.file) else {
        return placeless(severity, message, hint);
    };
    let (end_line, end_column) = place(&source.text, diagnostic.span.end);
    json!({
        "severity": severity,
        "message": message,
        "hint": hint,
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// The line of a byte and its character there, both counted from 1.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset)];
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}
