//! `headwater init`: makes a new project.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::model;

/// Arguments of `headwater init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to make
    pub dir: PathBuf,
}

/// Every file of a new project.
fn files() -> [(&'static str, &'static str); 4] {
    [
        ("headwater.toml", include_str!("starter/headwater.toml")),
        ("schema/blog.graphql", include_str!("starter/blog.graphql")),
        ("schema/.headwater.graphql", model::prelude()),
        (".gitignore", include_str!("starter/gitignore")),
    ]
}

/// Makes a new project, unless the folder holds one.
///
/// # Errors
///
/// When the folder has settings or a model already, or a file can't be written. Nothing is ever overwritten.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    refuse_to_overwrite(&args.dir)?;
    for (path, text) in files() {
        let path = args.dir.join(path);
        // A folder under version control may have a `.gitignore` of its own.
        if !path.exists() {
            write(&path, text)?;
        }
    }
    print_next_steps(&args.dir);
    Ok(ExitCode::SUCCESS)
}

fn refuse_to_overwrite(dir: &Path) -> anyhow::Result<()> {
    for path in ["headwater.toml", "schema"].map(|name| dir.join(name)) {
        if path.exists() {
            anyhow::bail!(
                "nothing was written: `{}` is there already; choose another folder",
                path.display()
            );
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("can't make the folder `{}`", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("can't write `{}`", path.display()))
}

fn print_next_steps(dir: &Path) {
    let dir = dir.display();
    println!("made a project in {dir}");
    for (path, _) in files() {
        println!("  {dir}/{path}");
    }
    println!();
    println!("Next: write your content model in {dir}/schema, and run");
    println!("  headwater dev --project {dir}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{self, Flags};
    use crate::model::SourceFile;
    use crate::model::diagnostics::render;

    #[test]
    fn a_new_project_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("blog");
        run(&Args { dir: dir.clone() }).unwrap();
        config::load(&dir, &Flags::default()).unwrap();
        let sources = [SourceFile {
            path: "schema/blog.graphql".into(),
            text: fs::read_to_string(dir.join("schema/blog.graphql")).unwrap(),
        }];
        let loaded =
            model::load(&sources).unwrap_or_else(|found| panic!("{}", render(&found, &sources, false)));
        assert_eq!(loaded.model.collections.len(), 5);
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("schema")).unwrap();
        let refused = run(&Args { dir: folder.path().to_owned() }).unwrap_err();
        assert!(refused.to_string().starts_with("nothing was written"), "{refused}");
        assert!(!folder.path().join("headwater.toml").exists());
    }
}
