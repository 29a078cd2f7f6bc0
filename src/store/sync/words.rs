//! A plan in words, as commands and logs show it.

use std::fmt;

use super::{MigrationPlan, PlanStep, StepKind};

/// What is done, and below it what it costs or what stands in its way.
impl fmt::Display for PlanStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words)?;
        match &self.kind {
            StepKind::Additive | StepKind::Safe => Ok(()),
            StepKind::Destructive { why, .. } => write!(formatter, "\n    loses data: {why}"),
            StepKind::Refused { reason, hint } => {
                write!(formatter, "\n    impossible: {reason}\n    help: {hint}")
            }
        }
    }
}

/// Every step on a line of its own: `!` loses data, `x` is impossible.
impl fmt::Display for MigrationPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            writeln!(formatter, "{} {step}", step.kind.mark())?;
        }
        for difference in &self.drift {
            writeln!(formatter, "the database was changed by hand: {}", difference.words)?;
        }
        Ok(())
    }
}

impl StepKind {
    /// One letter for the start of a line.
    pub fn mark(&self) -> char {
        match self {
            Self::Additive => '+',
            Self::Safe => '~',
            Self::Destructive { .. } => '!',
            Self::Refused { .. } => 'x',
        }
    }

    /// Whether it can't be done, or loses data.
    pub fn needs_consent(&self) -> bool {
        match self {
            Self::Additive | Self::Safe => false,
            Self::Destructive { .. } | Self::Refused { .. } => true,
        }
    }
}

impl MigrationPlan {
    /// The steps that lose data or can't be done.
    pub fn unsafe_steps(&self) -> impl Iterator<Item = &PlanStep> {
        self.steps.iter().filter(|step| step.kind.needs_consent())
    }

    /// What can be done about the steps that are not done by themselves; nothing when there are none.
    pub fn advice(&self) -> Option<&'static str> {
        let is_refused = |step: &PlanStep| matches!(step.kind, StepKind::Refused { .. });
        if self.steps.iter().any(is_refused) {
            return Some(
                "change the model or the data as the help says: nothing is changed before all of it can be",
            );
        }
        self.unsafe_steps().next()?;
        Some(
            "if the data may go, run `headwater migrate apply --allow-destructive`; to rename something, use `@oldName`",
        )
    }
}
