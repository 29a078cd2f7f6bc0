//! `headwater generate`: writes code from the model.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::app::Project;
use crate::generate::GeneratedFile;
use crate::generate::entities::{HEADER, entities};

/// Arguments of `headwater generate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to write
    #[command(subcommand)]
    pub what: What,
}

/// What to write.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// SeaORM entity modules of the collections, for Rust programs that embed Headwater
    Entities {
        /// Folder for the modules [default: entity/ in the project's folder]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

/// Writes code from the project's model.
pub fn run(project: &Project, args: &Args) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::Entities { out } => {
            let files = entities(&project.load_model()?.model)?;
            let folder = out.clone().unwrap_or_else(|| project.dir.join("entity"));
            let written = write_all(&folder, &files);
            written.with_context(|| format!("can't write to `{}`", folder.display()))?;
            println!("{} modules in {}", files.len(), folder.display());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Writes the files, and removes those of an earlier run that the model has no more.
fn write_all(folder: &Path, files: &[GeneratedFile]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_ours = |path: &Path| fs::read_to_string(path).is_ok_and(|text| text.contains(HEADER));
        let is_known = files.iter().any(|file| path.ends_with(&file.name));
        if !is_known && path.extension().is_some_and(|extension| extension == "rs") && is_ours(&path) {
            fs::remove_file(path)?;
        }
    }
    files.iter().try_for_each(|file| fs::write(folder.join(&file.name), &file.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_of_removed_collections_go_and_other_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| GeneratedFile { name: name.to_owned(), text: text.to_owned() };
        let generated = format!("//! {HEADER}\n");
        write_all(folder.path(), &[file("post.rs", &generated), file("tag.rs", &generated)]).unwrap();
        fs::write(folder.path().join("own.rs"), "//! Written by hand.\n").unwrap();

        write_all(folder.path(), &[file("post.rs", "//! new\n")]).unwrap();
        let text = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        assert_eq!(text("post.rs").as_deref(), Some("//! new\n"));
        assert_eq!(text("tag.rs"), None);
        assert_eq!(text("own.rs").as_deref(), Some("//! Written by hand.\n"));
    }
}
