//! A project on disk: its settings and its model's files.

use std::fmt;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::config::{self, Config, Flags};
use crate::http::Stage;
use crate::model::diagnostics::render;
use crate::model::{self, Diagnostic, Model, SourceFile};

/// A project on disk with its settings.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder with `headwater.toml`, `schema/` and `data/`.
    pub dir: PathBuf,
    /// Its settings.
    pub config: Config,
}

/// A model and the text that it was read from.
#[derive(Debug, Clone)]
pub struct LoadedModel {
    /// The model.
    pub model: Model,
    /// The files of the model, one after the other.
    pub sdl: String,
    /// What is worth a second look.
    pub warnings: Vec<Diagnostic>,
    /// The files.
    pub(super) sources: Vec<SourceFile>,
}

/// The model has mistakes.
#[derive(Debug)]
pub struct InvalidModel {
    /// Every mistake.
    pub diagnostics: Vec<Diagnostic>,
    sources: Vec<SourceFile>,
}

/// The mistakes as they are drawn for people.
impl fmt::Display for InvalidModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Warnings can wait until the model can be used.
        let mistakes: Vec<_> = self.diagnostics.iter().filter(|found| found.is_error()).cloned().collect();
        let drawn = render(&mistakes, &self.sources, std::io::stderr().is_terminal());
        match mistakes.len() {
            1 => write!(formatter, "the model has a mistake\n\n{drawn}"),
            count => write!(formatter, "the model has {count} mistakes\n\n{drawn}"),
        }
    }
}

impl std::error::Error for InvalidModel {}

impl Project {
    /// Opens the project in that folder and reads its settings.
    ///
    /// # Errors
    ///
    /// When the folder does not exist, or settings are wrong.
    pub fn open(dir: impl Into<PathBuf>, flags: &Flags) -> anyhow::Result<Self> {
        let dir = dir.into();
        if !dir.is_dir() {
            anyhow::bail!("the project folder `{}` does not exist", dir.display());
        }
        let config = config::load(&dir, flags)?;
        // Messages name the folder, and `.` says little.
        let dir = dir.canonicalize().unwrap_or(dir);
        Ok(Self { dir, config })
    }

    /// The folder of the model's SDL files.
    pub fn schema_dir(&self) -> PathBuf {
        self.dir.join("schema")
    }

    /// The model's SDL files, by path.
    ///
    /// # Errors
    ///
    /// When there are none, or one can't be read.
    pub fn read_schema(&self) -> anyhow::Result<Vec<SourceFile>> {
        let folder = self.schema_dir();
        if !folder.is_dir() {
            anyhow::bail!(
                "the project has no model: `{}` does not exist; `headwater init DIR` makes a project",
                folder.display()
            );
        }
        let sources = self.read_any_schema()?;
        if sources.iter().all(is_prelude) {
            anyhow::bail!(
                "the project has no model: `{}` holds no *.graphql file; begin with an empty one such as `model.graphql`",
                folder.display()
            );
        }
        Ok(sources)
    }

    /// The same where there may be none.
    pub(super) fn read_any_schema(&self) -> anyhow::Result<Vec<SourceFile>> {
        let folder = self.schema_dir();
        let mut paths = Vec::new();
        if folder.is_dir() {
            collect(&folder, &mut paths).with_context(|| format!("can't read `{}`", folder.display()))?;
        }
        paths.sort();
        paths.iter().map(|path| self.read_source(path)).collect()
    }

    fn read_source(&self, path: &Path) -> anyhow::Result<SourceFile> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("can't read `{}`", path.display()))?;
        let shown = path.strip_prefix(&self.dir).unwrap_or(path);
        Ok(SourceFile { path: shown.display().to_string(), text })
    }

    /// The model that the files say.
    ///
    /// # Errors
    ///
    /// [`InvalidModel`] with every mistake, or a file that can't be read.
    pub fn load_model(&self) -> anyhow::Result<LoadedModel> {
        Ok(LoadedModel::of(self.read_schema()?)?)
    }
}

impl LoadedModel {
    /// The model that those files say.
    ///
    /// # Errors
    ///
    /// Every mistake.
    pub fn of(sources: Vec<SourceFile>) -> Result<Self, InvalidModel> {
        match model::load(&sources) {
            Ok(loaded) => {
                let sdl = sdl_of(&sources);
                Ok(Self { model: loaded.model, sdl, warnings: loaded.warnings, sources })
            }
            Err(diagnostics) => Err(InvalidModel { diagnostics, sources }),
        }
    }

    /// Tells the warnings: drawn with their lines to people who develop, as lines of the log in
    /// production. Those of `told` are known already.
    pub fn tell_warnings(&self, stage: Stage, told: &[Diagnostic]) {
        let is_new = |warning: &&Diagnostic| !told.iter().any(|told| told.message == warning.message);
        let warnings: Vec<_> = self.warnings.iter().filter(is_new).cloned().collect();
        match stage {
            Stage::Development => {
                eprint!("{}", render(&warnings, &self.sources, std::io::stderr().is_terminal()));
            }
            Stage::Production => {
                for warning in &warnings {
                    tracing::warn!(file = warning.file, line = warning.line, "{}", warning.message);
                }
            }
        }
    }
}

/// Whether it is the file that tools of others read, and no part of the model.
pub(super) fn is_prelude(source: &SourceFile) -> bool {
    Path::new(&source.path).file_name().is_some_and(|name| name == model::PRELUDE_FILE)
}

/// The files of a model as one text.
pub(super) fn sdl_of(sources: &[SourceFile]) -> String {
    let own = sources.iter().filter(|source| !is_prelude(source));
    own.map(|source| format!("# {}\n{}\n", source.path, source.text)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "graphql") {
            paths.push(path);
        }
    }
    Ok(())
}
