//! The model's files on disk: which there may be, and how they are replaced so that nobody sees half of one.
//!
//! Read [`Replacement`] first.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::app::project::is_prelude;
use crate::error::Error;
use crate::model::{PRELUDE_FILE, SourceFile};

/// The folder of the model's files, as their paths begin.
const FOLDER: &str = "schema/";
/// The longest name of a file or folder, in bytes: file systems take 255, and the name while it is written is longer.
const LONGEST_NAME: usize = 200;

/// The files that the model consists of.
pub(super) fn own(files: &[SourceFile]) -> impl Iterator<Item = &SourceFile> {
    files.iter().filter(|file| !is_prelude(file))
}

/// A text that is another one whenever the model's files are.
pub(super) fn hash(files: &[SourceFile]) -> String {
    let mut digest = Sha256::new();
    for file in own(files) {
        for part in [&file.path, &file.text] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files among a request's arguments.
///
/// # Errors
///
/// A path that no file of the model can have, or that comes twice.
pub(super) fn given(arguments: &Map<String, Json>) -> Result<Vec<SourceFile>, Error> {
    let files = arguments.get("files").and_then(Json::as_array).into_iter().flatten();
    let mut known = HashSet::new();
    let mut given = Vec::new();
    for file in files {
        let text = |name: &str| file.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let file = SourceFile { path: text("path"), text: text("text") };
        check_path(&file.path)
            .map_err(|reason| Error::bad_request(format!("`{}` {reason}", file.path.escape_debug())))?;
        if !known.insert(file.path.clone()) {
            return Err(Error::bad_request(format!("`{}` is given twice", file.path)));
        }
        given.push(file);
    }
    Ok(given)
}

fn check_path(path: &str) -> Result<(), &'static str> {
    let Some(below) = path.strip_prefix(FOLDER) else {
        return Err("is no file of the model: its path must begin with `schema/`");
    };
    let is_plain = |name: &str| {
        !name.is_empty()
            && name != "."
            && name != ".."
            && name.len() <= LONGEST_NAME
            && !name.contains(|letter: char| letter == '\\' || letter == ':' || letter.is_control())
    };
    if !below.split('/').all(is_plain) {
        return Err(
            "is no path that a file of the model can have: use folders and names without `..`, `\\`, `:` and control characters",
        );
    }
    let name = Path::new(below);
    if name.extension().is_none_or(|extension| extension != "graphql") {
        return Err("is no file of the model: its name must end with `.graphql`");
    }
    if name.file_name().is_some_and(|name| name == PRELUDE_FILE) {
        return Err("is written by `headwater init` and no part of the model");
    }
    Ok(())
}

/// How the model's files become others.
#[derive(Debug, Clone)]
pub(super) struct Replacement {
    project: PathBuf,
    /// Only those that change.
    changes: Vec<Change>,
}

#[derive(Debug, Clone)]
struct Change {
    path: String,
    before: Option<String>,
    after: Option<String>,
}

impl Replacement {
    /// What must be done for the files of the project to be the given ones.
    pub(super) fn new(project: &Path, current: &[SourceFile], given: &[SourceFile]) -> Self {
        let text = |files: &[SourceFile], path: &str| {
            files.iter().find(|file| file.path == path).map(|file| file.text.clone())
        };
        let left_out = own(current).filter(|file| text(given, &file.path).is_none());
        let changes = given.iter().chain(left_out).map(|file| Change {
            path: file.path.clone(),
            before: text(current, &file.path),
            after: text(given, &file.path),
        });
        let changes = changes.filter(|change| change.before != change.after).collect();
        Self { project: project.to_owned(), changes }
    }

    /// Whether what changes is really in the model's folder.
    ///
    /// # Errors
    ///
    /// When a link leads somewhere else.
    pub(super) fn check_places(&self) -> Result<(), Error> {
        for change in &self.changes {
            // The folder itself may be a link: whoever runs the server made it one.
            let mut place = self.project.join(FOLDER);
            for name in change.path.strip_prefix(FOLDER).unwrap_or(&change.path).split('/') {
                place.push(name);
                if fs::symlink_metadata(&place).is_ok_and(|found| found.is_symlink()) {
                    let link = place.strip_prefix(&self.project).unwrap_or(&place).display();
                    return Err(Error::bad_request(format!(
                        "`{}` can't be changed here, because `{link}` is a link: change what it leads to",
                        change.path
                    )));
                }
            }
        }
        Ok(())
    }

    /// Makes the files what they are to be. All texts are on the disk before the first file is replaced.
    ///
    /// # Errors
    ///
    /// When the system does not let us, or somebody changed one meanwhile: then the files are as they were.
    pub(super) fn write(&self) -> Result<(), Error> {
        // To plan takes its time where there are many rows.
        if self.changes.iter().any(|change| self.found(change) != change.before) {
            return Err(changed_meanwhile());
        }
        let mut staged = Vec::new();
        for change in &self.changes {
            let written = change.after.as_deref().map(|text| stage(&self.place(change), text)).transpose();
            match written {
                Ok(temporary) => staged.push((change, temporary)),
                Err(error) => {
                    staged.into_iter().filter_map(|(_, temporary)| temporary).for_each(discard);
                    return Err(unwritable(&change.path, &error));
                }
            }
        }
        let mut failed = None;
        let mut done = Vec::new();
        for (change, temporary) in staged {
            if failed.is_some() {
                temporary.into_iter().for_each(discard);
                continue;
            }
            let place = self.place(change);
            let replaced = match &temporary {
                Some(temporary) => fs::rename(temporary, &place),
                None => fs::remove_file(&place),
            };
            match replaced {
                Ok(()) => done.push(change.clone()),
                Err(error) => {
                    temporary.into_iter().for_each(discard);
                    failed = Some(unwritable(&change.path, &error));
                }
            }
        }
        match failed {
            None => Ok(()),
            Some(error) => {
                Self { project: self.project.clone(), changes: done }.undo()?;
                Err(error)
            }
        }
    }

    /// Makes the files what they were. Who saved one since keeps what they saved.
    ///
    /// # Errors
    ///
    /// When the system does not let us.
    pub(super) fn undo(&self) -> Result<(), Error> {
        for change in self.changes.iter().filter(|change| self.found(change) == change.after) {
            let place = self.place(change);
            let undone = match &change.before {
                Some(text) => stage(&place, text).and_then(|temporary| fs::rename(temporary, &place)),
                None => fs::remove_file(&place).or_else(|error| match error.kind() {
                    ErrorKind::NotFound => Ok(()),
                    _ => Err(error),
                }),
            };
            undone.map_err(|error| unwritable(&change.path, &error))?;
        }
        Ok(())
    }

    /// What the file says now; none where there is no file that can be read.
    fn found(&self, change: &Change) -> Option<String> {
        fs::read_to_string(self.place(change)).ok()
    }

    fn place(&self, change: &Change) -> PathBuf {
        self.project.join(&change.path)
    }
}

/// Writes the text beside the place, under a name that is no model's, and waits until it is on the disk.
fn stage(place: &Path, text: &str) -> io::Result<PathBuf> {
    let folder = place.parent().unwrap_or(place);
    fs::create_dir_all(folder)?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}", Uuid::new_v4().simple()));
    let written = File::create_new(&temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        // Who may read the file now is who may read it then.
        if let Ok(found) = fs::metadata(place) {
            file.set_permissions(found.permissions())?;
        }
        file.sync_all()
    });
    match written {
        Ok(()) => Ok(temporary),
        Err(error) => {
            discard(temporary);
            Err(error)
        }
    }
}

/// What is left is no file of the model: it does no harm.
fn discard(temporary: PathBuf) {
    if let Err(error) = fs::remove_file(&temporary) {
        tracing::debug!(%error, "a temporary file can't be removed");
    }
}

/// The answer to who does not know what the files say.
pub(super) fn changed_meanwhile() -> Error {
    Error::conflict(
        "the files of the model were changed since you read them: read them again, and make your changes to what they say now",
    )
}

/// Who develops reads why, and can do something about it.
fn unwritable(path: &str, error: &io::Error) -> Error {
    Error::conflict(format!("can't write `{path}`: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_below_the_folder_belong_to_the_model() {
        let long = format!("schema/{}.graphql", "a".repeat(LONGEST_NAME));
        let refused = [
            "",
            "schema",
            "schema/",
            "model.graphql",
            "/schema/a.graphql",
            "schema//a.graphql",
            "schema/../a.graphql",
            "schema/./a.graphql",
            "schema/a/../../b.graphql",
            "schema/a.toml",
            "schema/a.graphql/",
            "schema/.graphql",
            "schema/.headwater.graphql",
            "schema/b/.headwater.graphql",
            "schema/a\\b.graphql",
            "schema/c:a.graphql",
            "schema/a\0.graphql",
            "schema/a.graphqls",
            "SCHEMA/a.graphql",
            &long,
        ];
        for path in refused {
            assert!(check_path(path).is_err(), "{path:?}");
        }
        for path in
            ["schema/a.graphql", "schema/blog/a b.graphql", "schema/größe.graphql", "schema/a.b.graphql"]
        {
            assert_eq!(check_path(path), Ok(()), "{path:?}");
        }
    }

    #[test]
    fn only_what_changes_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
        let current =
            [file("schema/a.graphql", "a"), file("schema/b.graphql", "b"), file("schema/c.graphql", "c")];
        fs::create_dir(folder.path().join("schema")).unwrap();
        for file in &current {
            fs::write(folder.path().join(&file.path), &file.text).unwrap();
        }
        let changed_at = |path: &str| fs::metadata(folder.path().join(path)).unwrap().modified().unwrap();
        let before = changed_at("schema/a.graphql");
        let given = [
            file("schema/a.graphql", "a"),
            file("schema/b.graphql", "other"),
            file("schema/d/e.graphql", "e"),
        ];
        let replacement = Replacement::new(folder.path(), &current, &given);
        replacement.write().unwrap();
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).ok();
        assert_eq!(changed_at("schema/a.graphql"), before);
        assert_eq!(read("schema/b.graphql").as_deref(), Some("other"));
        assert_eq!(read("schema/c.graphql"), None);
        assert_eq!(read("schema/d/e.graphql").as_deref(), Some("e"));
        replacement.undo().unwrap();
        assert_eq!(read("schema/b.graphql").as_deref(), Some("b"));
        assert_eq!(read("schema/c.graphql").as_deref(), Some("c"));
        assert_eq!(read("schema/d/e.graphql"), None);
    }

    #[test]
    fn what_was_saved_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("schema/a.graphql");
        let file = |text: &str| [SourceFile { path: "schema/a.graphql".to_owned(), text: text.to_owned() }];
        fs::create_dir(folder.path().join("schema")).unwrap();
        fs::write(&place, "saved").unwrap();
        let replacement = Replacement::new(folder.path(), &file("read"), &file("given"));
        let error = replacement.write().unwrap_err();
        assert!(error.message.contains("changed since you read them"), "{}", error.message);
        assert_eq!(fs::read_to_string(&place).unwrap(), "saved");
        replacement.undo().unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "saved");
    }

    #[cfg(unix)]
    #[test]
    fn link_in_a_folder_that_is_called_as_the_models_is_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("schema")).unwrap();
        fs::create_dir(folder.path().join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join("schema/schema"))
            .unwrap();
        let given = [SourceFile { path: "schema/schema/a.graphql".to_owned(), text: String::new() }];
        let error = Replacement::new(folder.path(), &[], &given).check_places().unwrap_err();
        assert!(error.message.contains("`schema/schema` is a link"), "{}", error.message);
    }

    #[test]
    fn what_can_not_be_written_leaves_the_files_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
        fs::create_dir_all(folder.path().join("schema/b.graphql/in.the.way")).unwrap();
        fs::write(folder.path().join("schema/a.graphql"), "a").unwrap();
        let current = [file("schema/a.graphql", "a")];
        let given = [file("schema/a.graphql", "other"), file("schema/b.graphql", "b")];
        let error = Replacement::new(folder.path(), &current, &given).write().unwrap_err();
        assert!(error.message.starts_with("can't write `schema/b.graphql`"), "{}", error.message);
        assert_eq!(fs::read_to_string(folder.path().join("schema/a.graphql")).unwrap(), "a");
        assert_eq!(fs::read_dir(folder.path().join("schema")).unwrap().count(), 2, "no temporary file stays");
    }
}
