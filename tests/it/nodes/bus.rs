//! Small messages between nodes.

use headwater::store::bus::{Heard, MOST_BYTES};
use headwater::store::{Store, StoreOptions};

use super::{Node, cut, cut_oldest, heard, heard_up_to, let_in, message};
use crate::support::postgres::TestDatabase;

#[tokio::test]
async fn messages_arrive_everywhere_once_and_in_order() {
    let database = TestDatabase::create().await;
    let [one, two, three] = [
        Node::start(&database.url).await,
        Node::start(&database.url).await,
        Node::start(&database.url).await,
    ];
    let mut topics = [&one, &two, &three].map(|node| node.store.bus().subscribe("talk"));
    let mut other = two.store.bus().subscribe("other");
    for number in 0..500 {
        one.store.bus().publish("talk", format!("{number}"));
    }
    one.store.bus().publish("other", "the end");
    for topic in &mut topics {
        for number in 0..500 {
            let Heard::Message(heard) = heard(topic).await else { panic!("nothing is missed") };
            assert_eq!((&*heard.payload, &heard.node), (&*number.to_string(), one.store.bus().node()));
        }
    }
    assert_eq!(message(&mut other).await, "the end", "topics are heard apart");
    for node in [one, two, three] {
        node.end().await;
    }
}

#[tokio::test]
async fn messages_of_every_size_arrive_whole() {
    let database = TestDatabase::create().await;
    let [one, two] = [Node::start(&database.url).await, Node::start(&database.url).await];
    let mut topic = two.store.bus().subscribe("talk");
    let sizes = [0, 1, 7_599, 7_600, 7_601, 8_001, 100_000, 1_000_000];
    for size in sizes {
        // Characters of two bytes, so that parts end between them.
        one.store.bus().publish("talk", format!("x{}", "é".repeat(size)));
    }
    for size in sizes {
        assert!(message(&mut topic).await == format!("x{}", "é".repeat(size)), "{size}");
    }
    // More than fits is told to nobody, here either.
    let mut own = one.store.bus().subscribe("talk");
    one.store.bus().publish("talk", "x".repeat(MOST_BYTES + 1));
    one.store.bus().publish("talk", "last");
    assert_eq!(message(&mut own).await, "last");
    assert_eq!(message(&mut topic).await, "last");
    one.end().await;
    two.end().await;
}

#[tokio::test]
async fn lost_connection_is_made_again_and_what_may_be_missed_is_told() {
    let database = TestDatabase::create().await;
    let [one, two] = [Node::start(&database.url).await, Node::start(&database.url).await];
    let mut topics = [&one, &two].map(|node| node.store.bus().subscribe("talk"));
    let mut wakes = two.store.bus().wakes();
    wakes.mark_unchanged();
    assert_eq!(cut(&one.store).await, 2, "one connection for each node");
    for topic in &mut topics {
        assert!(matches!(heard(topic).await, Heard::Missed));
    }
    assert!(wakes.has_changed().unwrap(), "who reads the log looks again");
    // Both are back: nothing is missed from now on.
    one.store.bus().publish("talk", "again");
    for topic in &mut topics {
        assert_eq!(message(topic).await, "again");
    }
    one.end().await;
    two.end().await;
}

#[tokio::test]
async fn what_is_said_while_the_connection_is_gone_is_said_when_it_is_back() {
    let database = TestDatabase::create().await;
    let [one, two] = [Node::start(&database.url).await, Node::start(&database.url).await];
    let mut topic = two.store.bus().subscribe("talk");
    let_in(&database, false).await;
    assert_eq!(cut_oldest(&one.store).await, 1);
    for number in 0..3 {
        one.store.bus().publish("talk", format!("{number}"));
    }
    let_in(&database, true).await;
    for number in 0..3 {
        let Heard::Message(heard) = heard(&mut topic).await else { panic!("nothing is missed") };
        assert_eq!(*heard.payload, number.to_string());
    }
    one.end().await;
    two.end().await;
}

#[tokio::test]
async fn database_that_is_gone_for_a_while_ends_nothing() {
    let database = TestDatabase::create().await;
    let [one, two] = [Node::start(&database.url).await, Node::start(&database.url).await];
    let mut topics = [&one, &two].map(|node| node.store.bus().subscribe("talk"));
    let_in(&database, false).await;
    assert_eq!(cut(&one.store).await, 2);
    one.store.bus().publish("talk", "early");
    assert_eq!(message(&mut topics[0]).await, "early", "nobody waits for the others");
    let_in(&database, true).await;
    for topic in &mut topics {
        assert!(matches!(heard(topic).await, Heard::Missed));
    }
    one.store.bus().publish("talk", "late");
    // Who came back later did not hear all of it, and knows.
    let said = heard_up_to(&mut topics[1], "late").await;
    assert!(said == ["late"] || said == ["early", "late"] || said == ["!", "late"], "{said:?}");
    one.end().await;
    two.end().await;
}

#[tokio::test]
async fn single_node_hears_itself() {
    let folder = tempfile::tempdir().unwrap();
    let url = "sqlite://data/headwater.db";
    let store = Store::connect(url, folder.path(), &StoreOptions::default()).await.unwrap();
    let mut topic = store.bus().subscribe("talk");
    store.bus().publish("talk", "alone");
    assert_eq!(message(&mut topic).await, "alone");
}

#[tokio::test]
async fn who_does_not_listen_for_long_is_told_that_something_was_missed() {
    let folder = tempfile::tempdir().unwrap();
    let url = "sqlite://data/headwater.db";
    let store = Store::connect(url, folder.path(), &StoreOptions::default()).await.unwrap();
    let mut topic = store.bus().subscribe("talk");
    for number in 0..10_000 {
        store.bus().publish("talk", format!("{number}"));
    }
    assert!(matches!(heard(&mut topic).await, Heard::Missed));
    let next: u64 = message(&mut topic).await.parse().unwrap();
    assert!(next > 5_000, "the newest are there: {next}");
}
