//! An API whose subscriptions send what tests want, when they want it, and say when they are let go of.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use headwater::auth::Auth;
use headwater::config::Config;
use headwater::error::{Code, Error};
use headwater::graphql::executor::{Api, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::system::Root;
use headwater::http::{Connections, Readiness, ServerState, Stage, router};
use serde_json::json;
use tokio::sync::watch;

use crate::support::socket::listen;

const SDL: &str = "
    type Query { value: Int broken: Int panics: Int }
    type Mutation { inc: Int! }
    type Subscription {
        \"1, 2, 3, and the end.\"
        three: Int
        \"What the test sends, from what it sent last.\"
        ticks: Int
        \"As much as is taken of numbers with a long text.\"
        flood(size: Int! = 100000): String
        \"Ends with an error after the first.\"
        breaks: Int
        refused: Int
        panics: Int
    }
";

/// A server of that API.
pub struct Ticking {
    pub url: String,
    pub executor: Executor,
    pub connections: Connections,
    /// What `ticks` sends.
    pub ticks: watch::Sender<i32>,
    /// How many of `ticks` and `flood` run.
    pub running: Arc<AtomicUsize>,
    /// How many results of `flood` were asked for.
    pub flooded: Arc<AtomicUsize>,
}

/// Counts for as long as it lives.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The API, made anew.
pub fn api(
    config: &Config,
    ticks: &watch::Sender<i32>,
    running: &Arc<AtomicUsize>,
    flooded: &Arc<AtomicUsize>,
) -> Api {
    let mut handlers = Handlers::default();
    handlers.on(Root::Query, "value", |_| async { Ok(json!(1)) });
    handlers.on(Root::Query, "broken", |_| async { Err(Error::new(Code::NotFound, "there is none")) });
    handlers.on(Root::Query, "panics", |_| async { panic!("this test panics") });
    handlers.on(Root::Mutation, "inc", |_| async { Ok(json!(7)) });
    handlers
        .on_subscription("three", |_| async { Ok(stream::iter([1, 2, 3].map(|n| Ok(json!(n)))).boxed()) });
    let (ticks, count) = (ticks.clone(), running.clone());
    handlers.on_subscription("ticks", move |_| {
        let (mut ticks, counted) = (ticks.subscribe(), Counted::new(&count));
        ticks.mark_changed();
        let events = stream::unfold((ticks, counted), |(mut ticks, counted)| async move {
            ticks.changed().await.ok()?;
            let tick = *ticks.borrow_and_update();
            Some((Ok(json!(tick)), (ticks, counted)))
        });
        async move { Ok(events.boxed()) }
    });
    let (count, flooded) = (running.clone(), flooded.clone());
    handlers.on_subscription("flood", move |call| {
        let (counted, flooded) = (Counted::new(&count), flooded.clone());
        let size = usize::try_from(call.arguments["size"].as_u64().unwrap()).unwrap();
        let text = json!("x".repeat(size));
        let events = stream::repeat_with(move || {
            let _counted = &counted;
            flooded.fetch_add(1, Ordering::SeqCst);
            Ok(text.clone())
        });
        async move { Ok(events.boxed()) }
    });
    handlers.on_subscription("breaks", |_| async {
        let broken = Err(Error::new(Code::Conflict, "it broke"));
        Ok(stream::iter([Ok(json!(1)), broken]).boxed())
    });
    handlers.on_subscription("refused", |_| async { Err(Error::new(Code::Forbidden, "not for you")) });
    handlers.on_subscription("panics", |_| async {
        Ok(stream::iter([1, 2])
            .map(|n| if n == 1 { Ok(json!(n)) } else { panic!("this test panics") })
            .boxed())
    });
    let schema = apollo_compiler::Schema::parse_and_validate(SDL, "test.graphql").unwrap();
    Api::new(schema, handlers, None, Arc::new(config.clone()))
}

/// Serves the API with those settings.
pub async fn serve_with(configure: impl FnOnce(&mut Config)) -> Ticking {
    let mut config = Config::default();
    configure(&mut config);
    serve_for(config, None).await
}

/// Serves the API to those who have an account there.
pub async fn serve_for(config: Config, auth: Option<Auth>) -> Ticking {
    let (ticks, running, flooded) = (watch::channel(0).0, Arc::default(), Arc::default());
    let executor = Executor::new(api(&config, &ticks, &running, &flooded));
    let readiness: Readiness = Arc::new(|| Box::pin(async { Ok(()) }));
    let connections = Connections::default();
    let state = ServerState {
        executor: executor.clone(),
        auth,
        config: Arc::new(config),
        readiness,
        stage: Stage::Production,
        connections: connections.clone(),
    };
    let url = listen(router(state)).await;
    Ticking { url, executor, connections, ticks, running, flooded }
}

/// Serves the API with the usual settings.
pub async fn serve() -> Ticking {
    serve_with(|_| {}).await
}

impl Ticking {
    /// How many operations that last run.
    pub fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }
}

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    crate::support::process::eventually(Duration::from_secs(20), what, async || is_so().then_some(())).await;
}

impl Ticking {
    /// Waits until nothing runs and nobody is connected any more.
    pub async fn is_idle(&self) {
        until("nobody is connected", || self.running() == 0 && self.connections.count() == 0).await;
    }

    /// Replaces the API by one that is the same.
    pub fn replace(&self) {
        self.executor.replace(api(&Config::default(), &self.ticks, &self.running, &self.flooded));
    }
}
