//! One socket from its opening to its end: a task that reads what the client says and sends what operations
//! have, one message at a time. Nothing is queued: while a client takes nothing, its operations rest.
//!
//! Read [`Connection::run`] first.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{self, WebSocket};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value as Json};
use tokio::time::{Sleep, sleep, timeout};

use super::clock::{Clock, Due, Phase};
use super::close::Close;
use super::message::{self, Message};
use super::operations::{Operations, Step};
use crate::error::{Error, report};
use crate::graphql::answer::RequestId;
use crate::graphql::executor::Origin;
use crate::graphql::subscription::Payloads;
use crate::http::ServerState;
use crate::http::actor::Told;
use crate::http::connections::Ending;
use crate::http::credentials::{Credentials, shown_in_payload};
use crate::http::graphql::find;
use crate::http::request::wanted;
use crate::http::speaker::{Speaker, Verdict, is_final, lost_role, unauthenticated};

/// How long a client may take to say goodbye, and to take its last message when the server stops.
const GOODBYE: Duration = Duration::from_secs(1);

/// What the request for the socket showed and told.
#[derive(Debug)]
pub struct Opening {
    /// What it showed, for clients that show nothing in `connection_init`.
    pub credentials: Credentials,
    /// What else it told.
    pub told: Told,
    /// Its name in the log.
    pub request_id: RequestId,
}

/// A socket that is open.
pub struct Connection {
    state: Arc<ServerState>,
    socket: WebSocket,
    opening: Opening,
    /// None until the connection is acknowledged.
    speaker: Option<Speaker>,
    operations: Operations,
    ending: BoxFuture<'static, Ending>,
    clock: Clock,
    /// Wakes when something is due. It is set anew only when that is another moment.
    timer: Pin<Box<Sleep>>,
    /// How many operations there were.
    started: usize,
}

/// How a connection ends.
enum End {
    /// The server closes it.
    Close(Close),
    /// The client closed it.
    Left,
    /// The client is not there any more.
    Gone(&'static str),
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

/// What a connection waits for.
enum Event {
    Received(Option<Result<ws::Message, axum::Error>>),
    Sends(Arc<str>, Step),
    /// The speaker is to be judged again.
    Judge,
    /// It is time for something.
    Due(Due),
    Ends(Ending),
}

impl Connection {
    /// The connection of a socket that was opened just now.
    pub fn new(state: Arc<ServerState>, socket: WebSocket, opening: Opening) -> Self {
        let (ending, clock) = (state.connections.ending(&state.executor), Clock::start());
        let (operations, timer) = (Operations::default(), Box::pin(sleep(Duration::ZERO)));
        Self { state, socket, opening, speaker: None, operations, ending, clock, timer, started: 0 }
    }

    /// Serves the connection to its end.
    pub async fn run(mut self) {
        let end = match self.socket.protocol() {
            Some(_) => match self.serve().await {
                Ok(never) => match never {},
                Err(end) => end,
            },
            None => Close::SUBPROTOCOL.into(),
        };
        // What ran is stopped before anybody is waited for.
        let ran = self.operations.stop_all().len();
        let (code, reason) = match &end {
            End::Close(close) => (Some(close.code), &*close.reason),
            End::Left => (None, "the client left"),
            End::Gone(reason) => (None, *reason),
        };
        tracing::info!(
            code,
            reason,
            operations = self.started,
            ran,
            seconds = self.clock.opened.elapsed().as_secs(),
            request_id = &*self.opening.request_id.0,
            "socket closed"
        );
        match end {
            End::Close(close) => self.close(&close).await,
            End::Left => self.hear_out().await,
            End::Gone(_) => {}
        }
    }

    async fn serve(&mut self) -> Result<Infallible, End> {
        loop {
            match self.event().await {
                Event::Received(received) => self.receive(received).await?,
                Event::Sends(id, step) => self.pass_on(&id, step).await?,
                Event::Judge | Event::Due(Due::Judge) => Box::pin(self.judge_again()).await?,
                Event::Due(Due::Ask) => {
                    self.clock.ask();
                    self.send_frame(ws::Message::Ping(Default::default())).await?;
                }
                Event::Due(Due::Silent) => return Err(End::Gone("the client does not answer")),
                Event::Due(Due::Idle) => return Err(Close::IDLE.into()),
                Event::Due(Due::Init) => return Err(Close::INIT_TIMEOUT.into()),
                Event::Ends(Ending::Stop) => return Err(Close::GOING_AWAY.into()),
                Event::Ends(Ending::Replaced) => return Err(Close::RESTART.into()),
            }
        }
    }

    /// Whatever is first. Nothing is lost of what is not.
    async fn event(&mut self) -> Event {
        let due = self.clock.due(&self.state.config.realtime, self.phase());
        let heard = async {
            match &mut self.speaker {
                Some(speaker) => speaker.changed().await,
                None => std::future::pending().await,
            }
        };
        let clock = async {
            match due {
                Some((moment, due)) => {
                    if self.timer.deadline() != moment {
                        self.timer.as_mut().reset(moment);
                    }
                    self.timer.as_mut().await;
                    due
                }
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            received = self.socket.recv() => Event::Received(received),
            (id, step) = self.operations.next() => Event::Sends(id, step),
            () = heard => Event::Judge,
            due = clock => Event::Due(due),
            ending = &mut self.ending => Event::Ends(ending),
        }
    }

    async fn receive(&mut self, received: Option<Result<ws::Message, axum::Error>>) -> Result<(), End> {
        let limit = self.state.config.realtime.message_bytes;
        self.clock.hear();
        match received {
            Some(Ok(ws::Message::Text(text))) if text.len() > limit => Err(Close::too_large(limit).into()),
            Some(Ok(ws::Message::Text(text))) => {
                let message = message::read(&text)?;
                drop(text);
                Box::pin(self.answer(message)).await
            }
            Some(Ok(ws::Message::Binary(_))) => Err(Close::BINARY.into()),
            // A ping is answered by itself.
            Some(Ok(ws::Message::Ping(_) | ws::Message::Pong(_))) => Ok(()),
            Some(Ok(ws::Message::Close(_))) => Err(End::Left),
            Some(Err(error)) => Err(broken(error, limit)),
            None => Err(End::Gone("the connection broke")),
        }
    }

    async fn answer(&mut self, message: Message) -> Result<(), End> {
        match message {
            Message::Init(_) if self.speaker.is_some() => Err(Close::TOO_MANY_INITS.into()),
            Message::Init(payload) => self.introduce(&payload).await,
            Message::Ping(payload) => self.send(message::pong(payload)).await,
            Message::Pong => Ok(()),
            Message::Subscribe { id, request } => self.subscribe(&id, request).await,
            Message::Complete { id } => {
                self.operations.stop(&id);
                self.clock.rest();
                Ok(())
            }
        }
    }

    /// Whoever shows something in the message itself is who that says, whatever the request's headers said.
    async fn introduce(&mut self, payload: &Map<String, Json>) -> Result<(), End> {
        let credentials = std::mem::replace(&mut self.opening.credentials, Credentials::none());
        let introduced = async {
            let credentials = shown_in_payload(&self.state, credentials, payload)?;
            Speaker::introduce(self.state.clone(), credentials).await
        };
        let introduced = introduced.await.map_err(|error| End::from(self.refused(error)))?;
        self.speaker = Some(introduced);
        self.clock.rest();
        self.send(message::ACK.to_owned()).await
    }

    async fn subscribe(&mut self, id: &str, request: Map<String, Json>) -> Result<(), End> {
        let Some(speaker) = &mut self.speaker else { return Err(Close::UNAUTHORIZED.into()) };
        if self.operations.has(id) {
            return Err(Close::duplicate(id).into());
        }
        let limit = self.state.config.realtime.operations;
        if self.operations.count() >= limit {
            let message = format!(
                "{limit} operations run on this connection, and no more are allowed (setting `realtime.operations`)"
            );
            return self.fail(id, vec![Error::limit(message)]).await;
        }
        let judged = speaker.judge().await;
        if let Err(error) = &judged {
            self.fail(id, vec![unauthenticated(error.clone())]).await?;
        }
        match judged {
            Ok(verdict) => self.obey(verdict).await?,
            Err(error) => return self.give_up_if(error).await,
        }
        match self.start(request) {
            Ok(payloads) => {
                self.operations.add(id, payloads);
                self.started += 1;
                Ok(())
            }
            Err(errors) => self.fail(id, errors).await,
        }
    }

    /// The results of the operation that is asked for, as the speaker sees them.
    fn start(&self, request: Map<String, Json>) -> Result<Payloads, Vec<Error>> {
        let Some(speaker) = &self.speaker else { return Err(Vec::new()) };
        let wanted = wanted(request).map_err(|malformed| vec![malformed.error])?;
        let origin = Origin {
            request_id: Some(RequestId::generate()),
            idempotency_key: None,
            exchange: self.opening.told.exchange(),
        };
        let ready = find(&self.state, &speaker.actor(), wanted, origin)?;
        Ok(speaker.results(ready))
    }

    async fn pass_on(&mut self, id: &str, step: Step) -> Result<(), End> {
        let shown = Json::from(id).to_string();
        if !matches!(step, Step::Next(_)) {
            self.clock.rest();
        }
        match step {
            Step::Next(payload) => self.send(message::next(&shown, &payload.0)).await,
            Step::Complete => self.send(message::complete(&shown)).await,
            Step::Failed(errors) => self.fail(id, errors).await,
        }
    }

    async fn fail(&mut self, id: &str, mut errors: Vec<Error>) -> Result<(), End> {
        report(&mut errors, &self.opening.request_id.0);
        self.send(message::error(&Json::from(id).to_string(), &errors)).await
    }

    async fn judge_again(&mut self) -> Result<(), End> {
        let Some(speaker) = &mut self.speaker else { return Ok(()) };
        match speaker.judge().await {
            Ok(verdict) => self.obey(verdict).await,
            Err(error) => self.give_up_if(error).await,
        }
    }

    async fn obey(&mut self, verdict: Verdict) -> Result<(), End> {
        match verdict {
            // Operations that last hear of it by the speaker's standing.
            Verdict::Same | Verdict::Changed => Ok(()),
            Verdict::LostRole => self.fail_all(&lost_role()).await,
        }
    }

    /// Ends everything if the token does not count any more.
    async fn give_up_if(&mut self, error: Error) -> Result<(), End> {
        if !is_final(&error) {
            return Ok(());
        }
        self.fail_all(&unauthenticated(error.clone())).await?;
        Err(self.refused(error).into())
    }

    async fn fail_all(&mut self, error: &Error) -> Result<(), End> {
        for id in self.operations.stop_all() {
            self.fail(&id, vec![error.clone()]).await?;
        }
        self.clock.rest();
        Ok(())
    }

    /// Why nobody is spoken for, with what lies behind it in the log.
    fn refused(&self, error: Error) -> Close {
        let mut errors = [error];
        report(&mut errors, &self.opening.request_id.0);
        let [error] = errors;
        Close::refused(&error)
    }

    fn phase(&self) -> Phase {
        match &self.speaker {
            None => Phase::Begins,
            Some(speaker) if self.operations.is_empty() => Phase::Rests(speaker.due()),
            Some(speaker) => Phase::Works(speaker.due()),
        }
    }

    async fn send(&mut self, text: String) -> Result<(), End> {
        self.send_frame(ws::Message::Text(text.into())).await
    }

    /// Sends one message. Who takes nothing for a long time is not there.
    async fn send_frame(&mut self, message: ws::Message) -> Result<(), End> {
        let limit = self.state.config.realtime.send_timeout();
        let connections = &self.state.connections;
        let stopped = async {
            connections.stopping().await;
            sleep(GOODBYE).await;
        };
        tokio::select! {
            // First, so that nothing else is waited for where it is done at once.
            biased;
            sent = timeout(limit, self.socket.send(message)) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(End::Gone("the connection broke")),
                Err(_elapsed) => Err(End::Gone("the client takes nothing")),
            },
            () = stopped => Err(End::Gone("the server stopped before the client took its last message")),
        }
    }

    /// Says goodbye, and waits a moment for the client's.
    async fn close(mut self, close: &Close) {
        let goodbye = self.socket.send(ws::Message::Close(Some(close.frame())));
        if let Ok(Ok(())) = timeout(GOODBYE, goodbye).await {
            self.hear_out().await;
        }
    }

    /// Reads on until the client has ended its side, so that it gets to read what it was sent last.
    async fn hear_out(&mut self) {
        let rest = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        // A client that goes on sending has had its time.
        let _ = timeout(GOODBYE, rest).await;
    }
}

/// What the client sent is no WebSocket message, or nothing came any more.
fn broken(error: axum::Error, limit: usize) -> End {
    Close::broken(&*error.into_inner(), limit).map_or(End::Gone("the connection broke"), End::Close)
}
