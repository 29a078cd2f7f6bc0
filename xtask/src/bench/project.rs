//! A project that is measured: its model and settings in a folder, and its rows in a database.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, ensure};

use super::data::{self, Counts};
use super::options::Options;
use super::process::Server;
use super::programs::Programs;
use crate::command;

/// The blog's model.
pub const BLOG: &str = include_str!("../../bench/schema/blog.graphql");

/// Who shows it to Headwater is an admin.
pub const ADMIN_TOKEN: &str = "the-admin-of-the-benchmark-shows-this-token";

/// Tells Headwater the database, which may hold a password, so that it is no argument.
const DATABASE_URL: &str = "HEADWATER_DATABASE_URL";

/// What a project is made of. The same parameters make the same project.
#[derive(Debug, Clone)]
pub struct Parameters {
    /// The folder's name.
    pub name: String,
    /// The model.
    pub sdl: String,
    pub counts: Counts,
}

/// A project with its rows loaded.
#[derive(Debug)]
pub struct Project {
    pub folder: PathBuf,
    pub database_url: String,
    pub counts: Counts,
}

impl Parameters {
    /// The blog with so many times the rows.
    pub fn blog(factor: u64) -> Self {
        Self { name: format!("blog-x{factor}"), sdl: BLOG.to_owned(), counts: Counts::times(factor) }
    }

    /// What must be the same for a loaded database to be used again. Another Headwater may make other
    /// indexes.
    fn stamp(&self, headwater: &Path) -> Result<String> {
        let counts = serde_json::to_string(&self.counts)?;
        let binary =
            fs::metadata(headwater).with_context(|| format!("can't find {}", headwater.display()))?;
        let built = binary.modified()?.duration_since(UNIX_EPOCH)?.as_millis();
        Ok(format!("rows {}: {counts}\nheadwater: {} {built}\n\n{}", data::VERSION, binary.len(), self.sdl))
    }
}

impl Project {
    /// The project on an SQLite file in its folder, loaded by an earlier run or now.
    pub fn on_sqlite(parameters: &Parameters, programs: &Programs, options: &Options) -> Result<Self> {
        let folder = programs.bench.join(&parameters.name);
        let stamp_file = folder.join("loaded");
        let file = folder.join("data").join("headwater.db");
        let project = Self {
            database_url: format!("sqlite://{}", file.display()),
            counts: parameters.counts,
            folder: folder.clone(),
        };
        let stamp = parameters.stamp(&programs.headwater)?;
        if !options.is_fresh && fs::read_to_string(&stamp_file).is_ok_and(|loaded| loaded == stamp) {
            println!("{}: this Headwater has loaded it in an earlier run", folder.display());
            return Ok(project);
        }
        remove_folder(&folder)?;
        project.load(parameters, programs)?;
        fs::write(&stamp_file, stamp)?;
        Ok(project)
    }

    /// The project on an SQLite file that is there to be changed.
    pub fn to_write(parameters: &Parameters, programs: &Programs) -> Result<Self> {
        let folder = programs.bench.join(format!("{}-writes", parameters.name));
        remove_folder(&folder)?;
        let file = folder.join("data").join("headwater.db");
        let database_url = format!("sqlite://{}", file.display());
        let project = Self { database_url, counts: parameters.counts, folder };
        project.load(parameters, programs)?;
        Ok(project)
    }

    /// The project on an empty PostgreSQL database.
    pub fn on_postgres(parameters: &Parameters, programs: &Programs, url: &str) -> Result<Self> {
        let folder = programs.bench.join(format!("{}-postgres", parameters.name));
        remove_folder(&folder)?;
        let project = Self { database_url: url.to_owned(), counts: parameters.counts, folder };
        project.load(parameters, programs)?;
        Ok(project)
    }

    /// The same rows by another model, which needs the same tables.
    pub fn with_model(&self, name: &str, sdl: &str) -> Result<Self> {
        let folder = self.folder.join(name);
        let schema = folder.join("schema");
        fs::create_dir_all(&schema).with_context(|| format!("can't make {}", schema.display()))?;
        fs::write(schema.join("blog.graphql"), sdl)?;
        fs::write(folder.join("headwater.toml"), "# Headwater's own settings.\n")?;
        Ok(Self { folder, database_url: self.database_url.clone(), counts: self.counts })
    }

    /// Starts Headwater on it, with its settings as they are.
    pub fn serve(&self, headwater: &Path) -> Result<Server> {
        let mut command = self.headwater(headwater, "serve");
        Server::start(&mut command, self.folder.join("headwater.log"))
    }

    /// Starts the yardstick on its database.
    pub fn serve_yardstick(&self, yardstick: &Path) -> Result<Server> {
        let mut command = Command::new(yardstick);
        command.env(DATABASE_URL, &self.database_url).arg("--answers").arg(self.answers());
        Server::start(&mut command, self.folder.join("yardstick.log"))
    }

    /// The folder of the answers that the yardstick has ready.
    pub fn answers(&self) -> PathBuf {
        self.folder.join("answers")
    }

    fn load(&self, parameters: &Parameters, programs: &Programs) -> Result<()> {
        let schema = self.folder.join("schema");
        fs::create_dir_all(&schema).with_context(|| format!("can't make {}", schema.display()))?;
        fs::write(schema.join("blog.graphql"), &parameters.sdl)?;
        fs::write(self.folder.join("headwater.toml"), "# Headwater's own settings.\n")?;
        let rows = programs.bench.join(format!("rows-v{}-{}", data::VERSION, self.counts.posts));
        let files = data::write(&self.counts, &rows)?;
        command::run(self.headwater(&programs.headwater, "import").args(["--log", "error"]).args(files))
            .context("can't load the rows")
    }

    fn headwater(&self, program: &Path, subcommand: &str) -> Command {
        let mut command = Command::new(program);
        // What is set where this runs is no part of what is measured.
        for (name, _) in env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"HEADWATER_"))
        {
            command.env_remove(name);
        }
        command.arg(subcommand).arg("--project").arg(&self.folder).env(DATABASE_URL, &self.database_url);
        command.env("HEADWATER_SERVER_ADMIN_TOKEN", ADMIN_TOKEN);
        command
    }
}

fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        ensure!(!folder.is_symlink(), "{} is a link: remove it yourself", folder.display());
        fs::remove_dir_all(folder).with_context(|| format!("can't remove {}", folder.display()))?;
    }
    Ok(())
}
