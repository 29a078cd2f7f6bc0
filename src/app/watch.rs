//! Follows the model's files: what is saved is live at once.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::{EventKind, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use super::{App, Reload};

/// Editors save a file in several steps: this long nothing may happen before it is read.
const QUIET: Duration = Duration::from_millis(40);

/// Reloads the model whenever its files change, until the task is dropped.
///
/// # Errors
///
/// When the folder can't be watched.
pub async fn follow(app: App) -> anyhow::Result<()> {
    // One place is enough: whoever finds it taken knows that a reload is about to happen.
    let (sender, mut changes) = mpsc::channel(1);
    let folder = app.project().schema_dir();
    let _watcher = watch(&folder, sender).with_context(|| format!("can't watch `{}`", folder.display()))?;
    // What was saved between opening the project and watching it.
    let mut refused = reload(&app, None).await;
    while changes.recv().await.is_some() {
        while let Ok(Some(())) = tokio::time::timeout(QUIET, changes.recv()).await {}
        refused = reload(&app, refused).await;
    }
    Ok(())
}

fn watch(folder: &Path, sender: mpsc::Sender<()>) -> notify::Result<notify::RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            // Full means that a reload is waiting already.
            let _ = sender.try_send(());
        }
    })?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Reloads and tells what became of it. Returns why it was refused, so that the same reason is not
/// told twice.
async fn reload(app: &App, refused_before: Option<String>) -> Option<String> {
    let began = Instant::now();
    match app.reload().await {
        Reload::Unchanged if refused_before.is_some() => {
            eprintln!("the model is as it was: its API answers");
            None
        }
        Reload::Unchanged => None,
        Reload::Live => {
            eprintln!("the changed model is live after {} ms", began.elapsed().as_millis());
            None
        }
        Reload::Refused(error) => {
            let reason = format!("{error:#}");
            if refused_before.as_ref() != Some(&reason) {
                eprintln!("error: {reason}\nthe API of the model before keeps answering");
            }
            Some(reason)
        }
    }
}
