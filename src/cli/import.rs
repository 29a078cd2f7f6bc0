//! `headwater import`: loads records from files.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use super::Project;
use crate::app::LoadedModel;
use crate::import::{
    BadRows, Existing, Format, Options, Phase, Progress, Source, Summary, import, write_rejects,
};

/// Arguments of `headwater import`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files to load: .jsonl, .json, .csv or .tsv; all of them in one transaction
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Collection whose records the files hold, or many-to-many field whose links they hold; by
    /// default each file's name says it: Post.jsonl, Post.tags.csv
    #[arg(long, value_name = "TYPE")]
    pub collection: Option<String>,
    /// Field that a column holds; an empty field leaves the column out
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = mapping)]
    pub map: Vec<(String, String)>,
    /// Column that holds the id; rows without one get a new id
    #[arg(long, value_name = "COLUMN", default_value = "id")]
    pub id: String,
    /// How the files are written, if their names do not say it
    #[arg(long, value_name = "FORMAT", value_parser = ["jsonl", "json", "csv", "tsv"])]
    pub format: Option<String>,
    /// Leave out bad rows and write them to FILE.rejects.jsonl with what is wrong
    #[arg(long = "continue")]
    pub skip_bad_rows: bool,
    /// Replace records that are there already
    #[arg(long)]
    pub upsert: bool,
}

const EXAMPLES: &str = "\
Examples:
  headwater import posts.jsonl --collection Post
  headwater import Author.jsonl Post.jsonl Tag.csv
  headwater import old.csv --collection Post --id nr --map headline=title --map junk=
  headwater import pairs.csv --collection Post.tags --map post=id --map tag=tags

A relation is given as the id of a record, or as the value of a unique field of it: 7, some-slug or
{\"slug\": \"some-slug\"}. Lists are JSON, or a|b in tables. An empty value of a table is null.";

/// How many problems are printed.
const PROBLEMS_SHOWN: usize = 20;

fn mapping(text: &str) -> Result<(String, String), String> {
    let (column, field) = text.split_once('=').ok_or("write COLUMN=FIELD, such as artistId=artist")?;
    Ok((column.to_owned(), field.to_owned()))
}

/// Loads the records of the files.
pub async fn run(project: &Project, args: &Args) -> anyhow::Result<ExitCode> {
    let loaded = project.load_model()?;
    let sources = sources(&loaded, args)?;
    let store = project.connect_for(&loaded).await?;
    let mut shown = Shown::new(&sources);
    let options = options(args);
    let imported =
        import(&store, &loaded.model, &sources, &options, &mut |progress| shown.show(progress)).await;
    shown.finish();
    store.close().await?;
    report(&sources, &imported?)
}

fn sources(loaded: &LoadedModel, args: &Args) -> anyhow::Result<Vec<Source>> {
    let format = args.format.as_deref().and_then(Format::from_name);
    let sources =
        args.files.iter().map(|path| Source::new(&loaded.model, path, args.collection.as_deref(), format));
    Ok(sources.collect::<Result<_, _>>()?)
}

fn options(args: &Args) -> Options {
    Options {
        map: args.map.clone(),
        id: args.id.clone(),
        bad_rows: if args.skip_bad_rows { BadRows::Skip } else { BadRows::Refuse },
        existing: if args.upsert { Existing::Replace } else { Existing::Refuse },
    }
}

/// The progress bar on a terminal.
struct Shown {
    bar: ProgressBar,
    names: Vec<String>,
    sizes: Vec<u64>,
    file: Option<(Phase, usize)>,
    began: Instant,
}

impl Shown {
    fn new(sources: &[Source]) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{prefix:24!} {wide_bar} {percent:>3}%  {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let size = |source: &Source| std::fs::metadata(&source.path).map_or(0, |file| file.len());
        Self {
            bar,
            names: sources.iter().map(file_name).collect(),
            sizes: sources.iter().map(size).collect(),
            file: None,
            began: Instant::now(),
        }
    }

    fn show(&mut self, progress: Progress) {
        if self.file != Some((progress.phase, progress.file)) {
            self.file = Some((progress.phase, progress.file));
            self.bar.set_length(self.sizes[progress.file]);
            self.bar.set_prefix(self.names[progress.file].clone());
            self.began = Instant::now();
        }
        self.bar.set_position(progress.bytes);
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = (progress.rows as f64 / seconds) as u64;
        self.bar.set_message(match progress.phase {
            Phase::Survey => "reading ids".to_owned(),
            Phase::Write => format!("{} rows, {} rows/s", HumanCount(progress.rows), HumanCount(rate)),
        });
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn file_name(source: &Source) -> String {
    source.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn report(sources: &[Source], summary: &Summary) -> anyhow::Result<ExitCode> {
    print_problems(sources, summary);
    if !summary.is_committed {
        let count = summary.problem_count;
        let noun = if count == 1 { "problem" } else { "problems" };
        eprintln!("nothing was imported: {} {noun}; `--continue` leaves out bad rows", HumanCount(count));
        return Ok(ExitCode::FAILURE);
    }
    for (source, file) in sources.iter().zip(&summary.files) {
        let links = match file.links {
            0 => String::new(),
            links => format!(", {} links", HumanCount(links)),
        };
        println!("{}: {} rows{links}", source.path.display(), HumanCount(file.rows));
    }
    let rows: u64 = summary.files.iter().map(|file| file.rows + file.links).sum();
    let seconds = summary.elapsed.as_secs_f64();
    let rate = (rows as f64 / seconds.max(0.001)) as u64;
    println!("imported {} rows and links in {seconds:.1} s ({}/s)", HumanCount(rows), HumanCount(rate));
    for path in write_rejects(sources, &summary.rejected)? {
        println!("rejected rows are in {}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The first problems, as `file:line: field: what is wrong`.
fn print_problems(sources: &[Source], summary: &Summary) {
    let rejected =
        summary.rejected.iter().flat_map(|(place, faults)| faults.iter().map(move |fault| (*place, fault)));
    let found = summary.problems.iter().map(|problem| (problem.place, &problem.fault));
    let mut hints = Vec::new();
    for (place, fault) in rejected.chain(found).take(PROBLEMS_SHOWN) {
        let path = sources[place.file].path.display();
        eprintln!("{path}{place}: {fault}");
        // The same advice once is enough.
        if let Some(hint) = fault.hint.as_ref().filter(|hint| !hints.contains(hint)) {
            eprintln!("  hint: {hint}");
            hints.push(hint);
        }
    }
    let all =
        summary.problem_count + summary.rejected.values().map(|faults| faults.len() as u64).sum::<u64>();
    if all > PROBLEMS_SHOWN as u64 {
        eprintln!("... and {} more problems", HumanCount(all - PROBLEMS_SHOWN as u64));
    }
}
