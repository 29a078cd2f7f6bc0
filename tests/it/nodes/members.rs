//! What nodes know of each other's members, without transports: many of them, and while connections break.

use std::sync::Arc;
use std::time::Duration;

use headwater::access::Actor;
use headwater::channel::{Channels, Judge, Membership, Rules, Told};
use headwater::config;
use headwater::engine::read::{ReadLimits, Reader};
use headwater::model::Model;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{Node, cut};
use crate::support::generator::Random;
use crate::support::postgres::TestDatabase;
use crate::support::process::eventually;

/// A node with members.
struct Members {
    node: Node,
    channels: Channels,
    hush: CancellationToken,
    task: JoinHandle<()>,
}

impl Members {
    async fn start(url: &str) -> Self {
        let node = Node::start(url).await;
        let limits = ReadLimits { rows: 1, cost: 1 };
        let reader = Reader::new(node.store.clone(), Arc::new(Model::default()), limits, 0);
        let channels = Channels::new(node.store.bus().clone(), config::Channels::default());
        channels.judge_by(Judge::new(Rules::default(), Arc::new(reader)));
        let (hush, running) = (CancellationToken::new(), channels.clone());
        let stop = hush.clone();
        let task = tokio::spawn(async move { running.run(stop).await });
        Self { node, channels, hush, task }
    }

    async fn join(&self, channel: &str, state: Value) -> Membership {
        self.channels.join(Arc::new(Actor::admin()), channel, state).await.unwrap()
    }

    /// The states of those who are in the channel, as this node knows them, without who looks.
    async fn states(&self, channel: &str) -> Vec<String> {
        let mut looks = self.join(channel, json!("looks")).await;
        let Told::Here { members, .. } = looks.next().await.unwrap() else {
            panic!("who is here comes first")
        };
        let states = members.iter().map(|member| member.state.to_string());
        let mut states: Vec<String> = states.filter(|state| state != "\"looks\"").collect();
        states.sort();
        states
    }

    /// Waits until the node knows these members.
    async fn knows(&self, channel: &str, expected: &[String]) {
        let known = async || (self.states(channel).await == expected).then_some(());
        eventually(Duration::from_secs(60), "all members", known).await;
    }

    async fn end(self) {
        self.hush.cancel();
        self.task.await.unwrap();
        self.node.end().await;
    }
}

#[tokio::test]
async fn node_that_starts_is_told_of_many_members_with_large_states() {
    let database = TestDatabase::create().await;
    let one = Members::start(&database.url).await;
    let mut seats = Vec::new();
    let mut expected = Vec::new();
    for number in 0..400 {
        let state = json!({ "number": number, "text": "x".repeat(3_900) });
        expected.push(state.to_string());
        seats.push(one.join("big", state).await);
    }
    expected.sort();
    let two = Members::start(&database.url).await;
    two.knows("big", &expected).await;
    // A node that ends says so.
    drop(seats);
    two.knows("big", &[]).await;
    let _last = one.join("big", json!(1)).await;
    two.knows("big", &["1".to_owned()]).await;
    one.end().await;
    two.knows("big", &[]).await;
    two.end().await;
}

#[tokio::test]
async fn nodes_agree_on_who_is_there_after_everything_that_may_happen() {
    let database = TestDatabase::create().await;
    let nodes = [
        Members::start(&database.url).await,
        Members::start(&database.url).await,
        Members::start(&database.url).await,
    ];
    let mut random = Random::new();
    let mut seats: Vec<(String, String, Membership)> = Vec::new();
    for step in 0..600 {
        match random.below(10) {
            0..=4 => {
                let channel = format!("room/{}", random.below(3));
                let state = json!(step);
                let seat = nodes[random.below(3)].join(&channel, state.clone()).await;
                seats.push((channel, state.to_string(), seat));
            }
            5..=8 if !seats.is_empty() => drop(seats.swap_remove(random.below(seats.len()))),
            9 if random.chance(4) => drop(cut(&nodes[0].node.store).await),
            _ => tokio::task::yield_now().await,
        }
    }
    for room in 0..3 {
        let channel = format!("room/{room}");
        let there = seats.iter().filter(|(name, ..)| *name == channel);
        let mut expected: Vec<String> = there.map(|(_, state, _)| state.clone()).collect();
        expected.sort();
        for node in &nodes {
            node.knows(&channel, &expected).await;
        }
    }
    drop(seats);
    for node in nodes {
        node.end().await;
    }
}
