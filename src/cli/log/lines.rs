//! Lines on their way to standard error: a thread of its own writes those that have gathered.
//!
//! The thread is woken for the first line after a pause and then waits a moment for others, so that a
//! busy server pays one wake-up and one write for many lines. Nothing is dropped: when lines gather
//! faster than they can be written, whoever logs waits.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// How long lines gather.
const MOMENT: Duration = Duration::from_millis(20);
/// More bytes than this are written at once by whoever logs.
const MOST_BYTES: usize = 1024 * 1024;

/// Where lines gather. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Lines(Arc<Gathered>);

#[derive(Default)]
struct Gathered {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    bytes: Vec<u8>,
    is_over: bool,
}

/// The thread that writes. Dropped, it writes what is left.
pub(super) struct Writing {
    lines: Lines,
    thread: Option<JoinHandle<()>>,
}

impl Lines {
    /// Starts the thread.
    pub(super) fn write_beside(&self) -> io::Result<Writing> {
        let lines = self.clone();
        let thread = std::thread::Builder::new().name("log".to_owned()).spawn(move || lines.write_all())?;
        Ok(Writing { lines: self.clone(), thread: Some(thread) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_all(&self) {
        let mut spare = Vec::new();
        loop {
            let waiting =
                self.0.changed.wait_while(self.state(), |state| state.bytes.is_empty() && !state.is_over);
            let is_over = waiting.unwrap_or_else(PoisonError::into_inner).is_over;
            if !is_over {
                std::thread::sleep(MOMENT);
            }
            std::mem::swap(&mut self.state().bytes, &mut spare);
            // There is nowhere to tell that standard error can't be written.
            let _ = io::stderr().write_all(&spare);
            spare.clear();
            if is_over {
                return;
            }
        }
    }
}

impl Write for &Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut state = self.state();
        if state.is_over || state.bytes.len() > MOST_BYTES {
            let bytes = std::mem::take(&mut state.bytes);
            io::stderr().write_all(&bytes)?;
        }
        if state.is_over {
            return io::stderr().write(line);
        }
        let was_empty = state.bytes.is_empty();
        state.bytes.extend_from_slice(line);
        drop(state);
        if was_empty {
            self.0.changed.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.lines.state().is_over = true;
        self.lines.0.changed.notify_one();
        // A thread that panicked has nothing left to say.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
