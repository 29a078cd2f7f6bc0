//! Builds what the binary embeds: the pages of `admin-ui/`, as one folder for `src/http/admin_ui.rs`.
//!
//! The bundle is made in `OUT_DIR` when it is missing or its sources changed; only `node_modules` is written
//! beside the sources. Where Node or the packages can't be had, a page that says so is embedded instead. A bundle
//! that doesn't compile stops the build. `HEADWATER_SKIP_ADMIN_UI=1` embeds the notice and asks for no Node.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    process::{Command, Output, exit},
};

/// What the bundle is made of. Cargo runs this script again when one of them changes.
const SOURCES: [&str; 10] = [
    "chunks.ts",
    "codegen.mjs",
    "index.html",
    "mantine-styles.ts",
    "package.json",
    "package-lock.json",
    "schema.graphql",
    "src",
    "tsconfig.json",
    "vite.config.ts",
];

/// The oldest Node that Vite runs on.
const OLDEST_NODE: (u32, u32) = (20, 19);

enum Embedded {
    /// The bundle.
    Pages(PathBuf),
    /// A page that says why there is no bundle.
    Notice(String),
}

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let ui = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("admin-ui");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=HEADWATER_SKIP_ADMIN_UI");

    let embedded = build(&ui, &out).unwrap_or_else(|error| {
        eprintln!("the admin UI can't be embedded: {error}");
        exit(1);
    });
    let folder = match embedded {
        Embedded::Pages(folder) => folder,
        Embedded::Notice(reason) => write_notice(&out, &reason).unwrap_or_else(|error| {
            eprintln!("the notice in place of the admin UI can't be written: {error}");
            exit(1);
        }),
    };
    println!("cargo:rustc-env=HEADWATER_ADMIN_UI={}", folder.display());
}

fn build(ui: &Path, out: &Path) -> io::Result<Embedded> {
    if env::var("HEADWATER_SKIP_ADMIN_UI").is_ok_and(|value| !value.is_empty() && value != "0") {
        return Ok(Embedded::Notice("HEADWATER_SKIP_ADMIN_UI was set when it was built".to_owned()));
    }
    if !ui.join("package.json").is_file() {
        return Ok(Embedded::Notice("the folder `admin-ui` was not there when it was built".to_owned()));
    }
    for source in SOURCES {
        println!("cargo:rerun-if-changed=admin-ui/{source}");
    }
    let pages = out.join("admin-ui");
    let stamp = out.join("admin-ui.stamp");
    let sources = hash_of(ui, &SOURCES)?;
    if pages.join("index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
        return Ok(Embedded::Pages(pages));
    }
    if let Err(reason) = check_node() {
        return Ok(without_node(reason));
    }
    if let Err(reason) = install_packages(ui)? {
        return Ok(without_node(reason));
    }
    bundle(ui, &pages)?;
    fs::write(stamp, sources)?;
    Ok(Embedded::Pages(pages))
}

/// Embeds the notice, and has cargo run this script again once something is installed in a folder of `PATH`.
fn without_node(reason: String) -> Embedded {
    println!("cargo:warning=the admin UI is not built: {reason}");
    println!("cargo:rerun-if-env-changed=PATH");
    for folder in env::split_paths(&env::var_os("PATH").unwrap_or_default()).filter(|folder| folder.is_dir())
    {
        println!("cargo:rerun-if-changed={}", folder.display());
    }
    Embedded::Notice(reason)
}

fn check_node() -> Result<(), String> {
    let (major, minor) = OLDEST_NODE;
    let output = Command::new("node").arg("--version").output();
    let found = match &output {
        Ok(output) => String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        Err(_) => return Err(format!("it needs Node {major}.{minor} or newer, and `node` is not installed")),
    };
    let mut numbers = found.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < OLDEST_NODE {
        return Err(format!("it needs Node {major}.{minor} or newer, and `node` is {found}"));
    }
    npm(Path::new("."), &["--version"]).map_err(|_| "`npm` is not installed".to_owned())?;
    Ok(())
}

/// Installs what `package-lock.json` lists, unless that was done before. The outer error is ours, the inner npm's.
fn install_packages(ui: &Path) -> io::Result<Result<(), String>> {
    let stamp = ui.join("node_modules/.headwater-stamp");
    let listed = hash_of(ui, &["package-lock.json"])?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == listed) {
        return Ok(Ok(()));
    }
    println!("cargo:warning=installing the admin UI's packages with npm, once");
    let output = npm(ui, &["ci", "--no-audit", "--no-fund", "--include=dev"])?;
    if !output.status.success() {
        return Ok(Err(format!("npm could not install its packages ({})", npm_error(&output))));
    }
    fs::write(stamp, listed)?;
    Ok(Ok(()))
}

fn bundle(ui: &Path, pages: &Path) -> io::Result<()> {
    let folder = pages.to_string_lossy();
    let output = npm(ui, &["run", "build", "--", "--outDir", &folder, "--emptyOutDir"])?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("`npm run build` failed in admin-ui\n{}", last_lines(&output, 60))))
}

fn npm(ui: &Path, arguments: &[&str]) -> io::Result<Output> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    Command::new(program).args(arguments).current_dir(ui).output()
}

/// The first words of what npm complains about, on one line.
fn npm_error(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let words: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("npm error ")).take(3).collect();
    words.join(", ")
}

fn last_lines(output: &Output, count: usize) -> String {
    let text = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// One hash of the names and contents of these files and folders.
fn hash_of(root: &Path, names: &[&str]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for name in names {
        hash_path(&root.join(name), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_path(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if !path.is_dir() {
        path.file_name().hash(hasher);
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut children = fs::read_dir(path)?.map(|child| Ok(child?.path())).collect::<io::Result<Vec<_>>>()?;
    children.sort();
    children.iter().try_for_each(|child| hash_path(child, hasher))
}

fn write_notice(out: &Path, reason: &str) -> io::Result<PathBuf> {
    let folder = out.join("admin-ui-notice");
    fs::create_dir_all(&folder)?;
    let reason = reason.replace('&', "&amp;").replace('<', "&lt;");
    fs::write(folder.join("index.html"), NOTICE.replace("{reason}", &reason))?;
    Ok(folder)
}

const NOTICE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Headwater</title>
<style>
body { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; font: 16px/1.6 system-ui, sans-serif; }
h1 { font-size: 1.25rem; }
code { font: 0.92em ui-monospace, monospace; }
.reason { opacity: 0.7; white-space: pre-wrap; }
</style>
</head>
<body>
<h1>This Headwater was built without its pages</h1>
<p>The API works: send GraphQL to <a href="/graphql"><code>/graphql</code></a>.</p>
<p>To get the admin UI and the API explorer, install Node 20.19 or newer and run <code>cargo build</code> again.</p>
<p class="reason">Why it is missing: {reason}.</p>
</body>
</html>
"#;
