//! Writing to an SQLite file: one lane, a thread with the one connection that writes.
//!
//! Writes that wait together share one commit, and so one wait for the disk: each runs behind a
//! savepoint of its own, and all are answered when the commit is durable. Readers never wait for the
//! lane. Read [`Lane::write`] first, then [`Group::run`].

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use super::super::transaction::{On, Transaction};
use super::super::{StoreError, StoreOptions, WriteError};
use super::connection::WriteConnection;
use super::job::{Asked, Ended, Job};

/// The most writes that share a commit.
const GROUP_SIZE: usize = 256;
/// How long a group takes in others. The first to come waits for the last.
const GROUP_TIME: Duration = Duration::from_millis(20);
/// The longest that a group waits for those that it expects.
const LONGEST_PATIENCE: Duration = Duration::from_millis(2);
/// Between two looks at the queue while it waits.
const BETWEEN_LOOKS: Duration = Duration::from_micros(20);

/// Where writes wait for their turn.
#[derive(Debug)]
pub(in crate::store) struct Lane {
    path: PathBuf,
    /// None once the lane is closed.
    queue: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    commits: Arc<AtomicU64>,
}

impl Lane {
    /// Starts the thread. Its connection is opened with the first write.
    pub(super) fn start(path: PathBuf, options: &StoreOptions) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(options.write_queue.max(1));
        let commits = Arc::new(AtomicU64::new(0));
        let worker = Worker {
            path: path.clone(),
            statement_timeout: options.statement_timeout,
            jobs,
            tx: None,
            habit: Habit::default(),
            commits: commits.clone(),
        };
        let runtime = Handle::current();
        let thread = std::thread::Builder::new().name("headwater-writes".to_owned());
        let thread = thread.spawn(move || runtime.block_on(worker.run()))?;
        Ok(Self { path, queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)), commits })
    }

    /// Queues the work and waits until it is durable or refused.
    pub(in crate::store) async fn write<T, E, F>(
        &self,
        work: F,
        place: OwnedSemaphorePermit,
    ) -> Result<T, WriteError<E>>
    where
        F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        let (sender, answer) = oneshot::channel();
        self.queue(Box::new(Asked::new(work, sender, place)))?;
        answer.await.unwrap_or_else(|_| Err(closed().into()))
    }

    fn queue(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        match queue.as_ref().map(|queue| queue.try_send(job)) {
            Some(Ok(())) => Ok(()),
            Some(Err(mpsc::error::TrySendError::Full(_))) => Err(StoreError::Busy),
            Some(Err(mpsc::error::TrySendError::Closed(_))) | None => Err(closed()),
        }
    }

    /// A transaction beside the lane, which waits as long as it lasts.
    pub(in crate::store) async fn begin_import(&self) -> Result<Transaction, StoreError> {
        let path = self.path.clone();
        // Begins when the lane, or another process, is done with its group.
        let begun = tokio::task::spawn_blocking(move || {
            let connection = WriteConnection::for_import(&path)?;
            connection.execute("BEGIN IMMEDIATE", &[])?;
            connection.execute("PRAGMA defer_foreign_keys = ON", &[])?;
            Ok(Transaction::new(On::Sqlite(connection)))
        });
        begun.await.map_err(|error| StoreError::Other(error.to_string()))?
    }

    pub(in crate::store) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Finishes what waits, and ends the thread.
    pub(in crate::store) async fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // The thread catches what jobs do; there is nothing to learn from how it ended.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the database is closed".to_owned())
}

/// What the lane's thread owns.
struct Worker {
    path: PathBuf,
    statement_timeout: Duration,
    jobs: mpsc::Receiver<Box<dyn Job>>,
    /// The connection. It has a transaction open while a group runs.
    tx: Option<Transaction>,
    habit: Habit,
    commits: Arc<AtomicU64>,
}

impl Worker {
    async fn run(mut self) {
        while let Some(first) = self.jobs.recv().await {
            self.run_group(first, GROUP_SIZE).await;
        }
    }

    async fn run_group(&mut self, first: Box<dyn Job>, size: usize) {
        let tx = match self.connection() {
            Ok(tx) => tx,
            Err(error) => return fail_all([first], &error),
        };
        let mut group = Group::new(tx, first, size, self.habit);
        let ended = group.run(&mut self.jobs).await;
        let Group { tx, waiting, done, committing, .. } = group;
        self.habit = Habit { size: done.len(), committing };
        // One that can't even be rolled back is of no use any more.
        self.tx = rolled_back(tx).await;
        match ended {
            Ok(()) if done.is_empty() => {}
            Ok(()) => {
                self.commits.fetch_add(1, Ordering::Relaxed);
                done.into_iter().for_each(Job::answer);
            }
            Err(error @ StoreError::Constraint { .. }) => self.run_apart(done, error).await,
            Err(error) => {
                let queued = std::iter::from_fn(|| self.jobs.try_recv().ok());
                fail_all(done.into_iter().chain(waiting).chain(queued), &error);
            }
        }
    }

    /// A reference that is judged at the end does not hold: one of them is to blame, the others are not.
    async fn run_apart(&mut self, jobs: Vec<Box<dyn Job>>, error: StoreError) {
        match <[Box<dyn Job>; 1]>::try_from(jobs) {
            Ok([job]) => job.fail(error),
            Err(jobs) => {
                for job in jobs {
                    Box::pin(self.run_group(job, 1)).await;
                }
            }
        }
    }

    fn connection(&mut self) -> Result<Transaction, StoreError> {
        match self.tx.take() {
            Some(tx) => Ok(tx),
            None => {
                let connection = WriteConnection::for_lane(&self.path, self.statement_timeout)?;
                Ok(Transaction::new(On::Sqlite(connection)))
            }
        }
    }
}

/// The connection without a transaction.
async fn rolled_back(mut tx: Transaction) -> Option<Transaction> {
    if !has_ended(&tx) {
        tx.control("ROLLBACK").await.ok()?;
    }
    Some(tx)
}

fn has_ended(tx: &Transaction) -> bool {
    match &tx.on {
        On::Sqlite(connection) => connection.has_no_transaction(),
        On::Postgres(_) => false,
    }
}

fn fail_all(jobs: impl IntoIterator<Item = Box<dyn Job>>, error: &StoreError) {
    for job in jobs {
        job.fail(StoreError::Unavailable(error.to_string()));
    }
}

/// What the last group was like: those who were answered together often ask again together.
#[derive(Debug, Clone, Copy, Default)]
struct Habit {
    size: usize,
    /// How long its commit took.
    committing: Duration,
}

/// Writes that share a commit.
struct Group {
    tx: Transaction,
    /// What is to run before more is taken from the queue.
    waiting: VecDeque<Box<dyn Job>>,
    /// What ran well, to be answered once it is committed.
    done: Vec<Box<dyn Job>>,
    /// The most that it takes in.
    size: usize,
    habit: Habit,
    began: Instant,
    /// How long the commit took.
    committing: Duration,
}

impl Group {
    fn new(tx: Transaction, first: Box<dyn Job>, size: usize, habit: Habit) -> Self {
        let (waiting, done) = (VecDeque::from([first]), Vec::new());
        Self { tx, waiting, done, size, habit, began: Instant::now(), committing: Duration::ZERO }
    }

    /// Runs the jobs that wait, and those that come meanwhile, and commits what they wrote.
    async fn run(&mut self, queue: &mut mpsc::Receiver<Box<dyn Job>>) -> Result<(), StoreError> {
        self.tx.control("BEGIN IMMEDIATE").await?;
        while let Some(job) = self.next(queue) {
            self.run_job(job).await?;
        }
        let began = Instant::now();
        let committed = self.tx.control("COMMIT").await;
        self.committing = began.elapsed();
        committed
    }

    fn next(&mut self, queue: &mut mpsc::Receiver<Box<dyn Job>>) -> Option<Box<dyn Job>> {
        let may_grow = self.done.len() < self.size && self.began.elapsed() < GROUP_TIME;
        match self.waiting.pop_front() {
            None if may_grow => self.wait_for(queue),
            waiting => waiting,
        }
    }

    /// The next in the queue. While fewer have come than the last time, it waits for others, though no
    /// longer than the commit that they would otherwise wait for.
    fn wait_for(&self, queue: &mut mpsc::Receiver<Box<dyn Job>>) -> Option<Box<dyn Job>> {
        let patience = self.habit.committing.min(LONGEST_PATIENCE);
        let began = Instant::now();
        loop {
            let next = queue.try_recv().ok();
            let expects = self.done.len() < self.habit.size.min(self.size);
            if next.is_some() || !expects || began.elapsed() >= patience {
                return next;
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }

    async fn run_job(&mut self, mut job: Box<dyn Job>) -> Result<(), StoreError> {
        if job.is_abandoned() {
            return Ok(());
        }
        if let Err(error) = self.tx.control("SAVEPOINT job").await {
            self.waiting.push_front(job);
            return Err(error);
        }
        let ended = job.run(&mut self.tx).await;
        self.tx.reset();
        if has_ended(&self.tx) {
            return self.begin_again(job).await;
        }
        if ended == Ended::Well && !job.is_abandoned() {
            self.done.push(job);
        } else {
            self.undo(job, ended).await?;
        }
        self.tx.control("RELEASE SAVEPOINT job").await
    }

    async fn undo(&mut self, job: Box<dyn Job>, ended: Ended) -> Result<(), StoreError> {
        let undone = self.tx.control("ROLLBACK TO SAVEPOINT job").await;
        match ended {
            Ended::Again => self.waiting.push_front(job),
            Ended::Well | Ended::Badly => job.answer(),
        }
        undone
    }

    /// SQLite has ended the transaction in the middle of that job: those before it run again, in another.
    async fn begin_again(&mut self, failed: Box<dyn Job>) -> Result<(), StoreError> {
        failed.answer();
        let mut again: VecDeque<_> = self.done.drain(..).collect();
        again.append(&mut self.waiting);
        self.waiting = again;
        self.tx.control("BEGIN IMMEDIATE").await
    }
}
