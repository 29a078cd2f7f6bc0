//! Those who watch: connected, listening, and asked at the end what they have heard.

use std::cell::{Cell, RefCell};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::deliveries::Deliveries;
use super::socket::{Socket, number_of};
use super::watched::Watched;
use crate::bench::data::Counts;

/// So many connect at a time.
const AT_ONCE: usize = 64;
/// The operations of one socket, where it is only about their number.
const OPERATIONS: usize = 100;
const FIRST_ANSWERS: Duration = Duration::from_secs(120);

/// Those who watch something.
pub struct Audience {
    pub watched: Watched,
    pub heard: Rc<[Heard]>,
    listening: JoinSet<Result<()>>,
}

/// What one of them has heard.
#[derive(Default)]
pub struct Heard {
    /// The newest result.
    pub newest: RefCell<Utf8Bytes>,
    /// The number of the newest write.
    pub number: Cell<u64>,
    /// Events of a stream.
    pub events: Cell<u64>,
    /// Of the events' cursors, in order.
    pub cursors: Cell<u64>,
}

impl Audience {
    /// Connects so many, each with a socket of its own, and waits for the first result of each. A stream has none: it
    /// begins behind the cursor, which is that of the last write.
    pub async fn gather(
        (watched, size): (Watched, usize),
        (address, counts): (&str, &Counts),
        (cursor, last): (&str, u64),
        deliveries: &Rc<RefCell<Rc<Deliveries>>>,
    ) -> Result<Self> {
        let heard: Rc<[Heard]> = (0..size).map(|_| Heard::default()).collect();
        let mut listening = JoinSet::new();
        let mut connecting = JoinSet::new();
        let mut sockets = Vec::with_capacity(size);
        for subscriber in 0..size {
            let address = address.to_owned();
            let variables = watched.variables(subscriber, counts, cursor);
            connecting.spawn_local(async move {
                let mut socket = Socket::open(&address).await?;
                let document = format!("subscription {}", watched.document());
                socket.subscribe("1", &document, &variables).await?;
                let first = match watched {
                    Watched::Stream => Utf8Bytes::default(),
                    _ => socket.next().await?,
                };
                Ok::<_, anyhow::Error>((subscriber, socket, first))
            });
            if connecting.len() >= AT_ONCE {
                sockets.extend(joined(&mut connecting).await?);
            }
        }
        while !connecting.is_empty() {
            sockets.extend(joined(&mut connecting).await?);
        }
        for (subscriber, socket, first) in sockets {
            heard[subscriber].number.set(number_of(&first, VIEWS).unwrap_or(last));
            heard[subscriber].newest.replace(first);
            let (heard, deliveries) = (heard.clone(), deliveries.clone());
            listening.spawn_local(listen(watched, (subscriber, size), socket, heard, deliveries));
        }
        Ok(Self { watched, heard, listening })
    }

    /// Waits until everybody has heard of everything, or nobody has heard of more for that long, and returns how
    /// much is missing.
    pub async fn settle(&mut self, deliveries: &Deliveries, patience: Duration) -> Result<u64> {
        let expected = self.expected(deliveries);
        let mut last = (deliveries.heard.get(), Instant::now());
        while deliveries.heard.get() < expected {
            if deliveries.heard.get() > last.0 {
                last = (deliveries.heard.get(), Instant::now());
            }
            if last.1.elapsed() > patience {
                break;
            }
            self.rest(Duration::from_millis(20)).await?;
        }
        Ok(expected - deliveries.heard.get().min(expected))
    }

    /// How often somebody must hear of a write.
    fn expected(&self, deliveries: &Deliveries) -> u64 {
        let writes = deliveries.count();
        match self.watched {
            Watched::QueriesOneChanged => writes,
            Watched::Nothing => 0,
            Watched::OneQuery | Watched::QueriesAllChanged | Watched::Stream => {
                writes * self.heard.len() as u64
            }
        }
    }

    /// Waits, unless somebody's subscription ends.
    pub async fn rest(&mut self, time: Duration) -> Result<()> {
        match tokio::time::timeout(time, self.listening.join_next()).await {
            Err(_elapsed) => Ok(()),
            Ok(Some(ended)) => ended?.and_then(|()| bail!("a subscription ended early")),
            Ok(None) => {
                tokio::time::sleep(time).await;
                Ok(())
            }
        }
    }
}

const VIEWS: &str = r#""views":"#;

async fn joined<T: 'static>(tasks: &mut JoinSet<Result<T>>) -> Result<Option<T>> {
    let next = tokio::time::timeout(FIRST_ANSWERS, tasks.join_next());
    let joined = next.await.context("subscribers wait too long for a first result")?;
    joined.map(|joined| joined?).transpose()
}

async fn listen(
    watched: Watched,
    (subscriber, size): (usize, usize),
    mut socket: Socket,
    heard: Rc<[Heard]>,
    deliveries: Rc<RefCell<Rc<Deliveries>>>,
) -> Result<()> {
    let own = &heard[subscriber];
    loop {
        let text = socket.next().await?;
        let deliveries = deliveries.borrow().clone();
        if watched == Watched::Stream {
            // Writes come one after the other, and so do their events.
            let cursor = cursor_of(&text)?;
            let mut hasher = DefaultHasher::new();
            (own.cursors.get(), cursor).hash(&mut hasher);
            own.cursors.set(hasher.finish());
            own.events.set(own.events.get() + 1);
            deliveries.hear(own.number.replace(own.number.get() + 1) + 1);
            continue;
        }
        let number = number_of(&text, VIEWS).context("a result has no number")?;
        let before = own.number.replace(number);
        // A result stands for all writes before it.
        let fresh = (before + 1).max(deliveries.first())..=number;
        fresh
            .filter(|write| watched.concerns(*write, subscriber, size))
            .for_each(|write| deliveries.hear(write));
        own.newest.replace(text);
    }
}

/// The cursor of a stream's event.
pub fn cursor_of(text: &str) -> Result<&str> {
    let (_, cursor) = text.split_once(r#""cursor":""#).context("an event has no cursor")?;
    Ok(cursor.split('"').next().unwrap_or_default())
}

/// Sockets that stay open and on which nothing is expected.
pub struct Silent {
    listening: JoinSet<Result<()>>,
}

impl Silent {
    /// So many operations that no write changes, many on each socket.
    pub async fn gather(operations: usize, (address, counts): (&str, &Counts)) -> Result<Self> {
        let mut listening = JoinSet::new();
        for first in (0..operations).step_by(OPERATIONS) {
            let mut socket = Socket::open(address).await?;
            let here = first..operations.min(first + OPERATIONS);
            for number in here.clone() {
                let document = format!("subscription {}", Watched::Nothing.document());
                let variables = Watched::Nothing.variables(number, counts, "");
                socket.subscribe(&number.to_string(), &document, &variables).await?;
            }
            for _ in here {
                socket.next().await?;
            }
            listening.spawn_local(async move {
                let text = socket.next().await?;
                bail!("a query that does not change is answered again: {text}")
            });
        }
        Ok(Self { listening })
    }

    /// Whether nobody has heard anything.
    pub fn check(&mut self) -> Result<()> {
        match self.listening.try_join_next() {
            None => Ok(()),
            Some(ended) => ended?,
        }
    }
}

/// Whether all streams have the same events.
pub fn check_streams(heard: &[Heard], events: u64) -> Result<()> {
    let first = heard.first().map(|heard| heard.cursors.get());
    for one in heard {
        ensure!(one.events.get() == events, "a stream has {} events of {events}", one.events.get());
        ensure!(Some(one.cursors.get()) == first, "two streams have other events, or in another order");
    }
    Ok(())
}
