//! A PostgreSQL database for each test.
//!
//! `cargo xtask test` starts a server and names it in `HEADWATER_TEST_POSTGRES_URL`. Without that
//! variable the first test starts one from the installed programs, and all tests of this machine
//! share it from then on: starting takes seconds, and every test is a process of its own. It stays
//! up for the next run.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use sea_orm::sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const VARIABLE: &str = "HEADWATER_TEST_POSTGRES_URL";
const DEBIAN: &str = "/usr/lib/postgresql";

/// An empty database, dropped with this.
pub struct TestDatabase {
    /// Where it is.
    pub url: String,
    name: String,
    server: String,
}

impl TestDatabase {
    /// Makes one on the shared server.
    pub async fn create() -> Self {
        let server = server_url();
        let name = format!("headwater_{}", uuid::Uuid::new_v4().simple());
        run(&server, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        let (start, _) = server.rsplit_once('/').expect("the server's url names a database");
        Self { url: format!("{start}/{name}"), name, server }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, sql) = (self.server.clone(), format!("DROP DATABASE {} WITH (FORCE)", self.name));
        // A test's own runtime can't wait here.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(run(&server, sql));
        });
        let _ = dropped.join();
    }
}

async fn run(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.expect("the test server answers");
    connection.execute(AssertSqlSafe(sql)).await.expect("the test server obeys");
    let _ = connection.close().await;
}

/// The server's url, of the database `postgres`.
fn server_url() -> String {
    if let Ok(url) = std::env::var(VARIABLE) {
        return url;
    }
    let user = fs::metadata("/proc/self").expect("who runs this").uid();
    let folder = PathBuf::from(format!("/tmp/headwater-test-postgres-{user}"));
    fs::create_dir_all(&folder).expect("a folder for the test server");
    let lock = File::create(folder.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let url = folder.join("url");
    if !is_up(&folder) {
        fs::write(&url, start(&folder, user)).expect("the url's file");
    }
    fs::read_to_string(url).expect("the url's file")
}

fn is_up(folder: &Path) -> bool {
    let pid = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap_or_default();
    let pid = pid.lines().next().unwrap_or_default();
    !pid.is_empty() && Path::new("/proc").join(pid).exists() && folder.join("url").exists()
}

fn start(folder: &Path, user: u32) -> String {
    let programs = programs();
    let account = (user == 0).then(postgres_account);
    if let Some((uid, gid)) = account {
        // PostgreSQL refuses to run as root.
        chown(folder, Some(uid), Some(gid)).expect("root can give folders away");
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("the folder's permissions");
    let _ = fs::remove_dir_all(folder.join("data"));
    let data = folder.join("data").display().to_string();
    let port =
        TcpListener::bind(("127.0.0.1", 0)).expect("a free port").local_addr().expect("its number").port();
    let options = format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
         -c full_page_writes=off -c synchronous_commit=off -c max_connections=300 \
         -c max_locks_per_transaction=256"
    );
    let log = folder.join("log").display().to_string();
    let initdb = [
        "-D",
        &data,
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ];
    let pg_ctl = ["-D", &data, "-l", &log, "-o", &options, "-w", "start"];
    execute(&programs.join("initdb"), &initdb, account);
    execute(&programs.join("pg_ctl"), &pg_ctl, account);
    format!("postgres://postgres@127.0.0.1:{port}/postgres")
}

fn execute(program: &Path, arguments: &[&str], account: Option<(u32, u32)>) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir("/").stdout(std::process::Stdio::null());
    if let Some((uid, gid)) = account {
        command.uid(uid).gid(gid);
    }
    let status = command.status().expect("postgresql's programs run");
    assert!(status.success(), "{} failed: {status}", program.display());
}

/// The newest of Debian's folders, or the folder that `initdb` is found in.
fn programs() -> PathBuf {
    let debian = fs::read_dir(DEBIAN).into_iter().flatten().filter_map(|entry| {
        let path = entry.ok()?.path();
        Some((path.file_name()?.to_str()?.parse::<u32>().ok()?, path.join("bin")))
    });
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut on_path = std::env::split_paths(&on_path).filter(|folder| folder.join("initdb").is_file());
    debian.max().map(|(_, folder)| folder).or_else(|| on_path.next()).unwrap_or_else(|| {
        panic!("these tests need PostgreSQL: set {VARIABLE}, or install the package `postgresql`")
    })
}

fn postgres_account() -> (u32, u32) {
    let accounts = fs::read_to_string("/etc/passwd").expect("the accounts");
    let line = accounts.lines().find(|line| line.starts_with("postgres:"));
    let mut fields =
        line.expect("an account `postgres`: postgresql refuses to run as root").split(':').skip(2);
    let mut number = || fields.next().and_then(|field| field.parse().ok()).expect("the account's number");
    (number(), number())
}
