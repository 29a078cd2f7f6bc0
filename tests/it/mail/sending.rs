//! Mails arrive at a real mail server, once, and are tried again when it was not there.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use headwater::mail::SenderOptions;
use sea_orm::ConnectionTrait;

use super::{Mails, message, nobody_listens, quick};
use crate::support::process::eventually;
use crate::support::smtp::Sink;

#[tokio::test]
async fn committed_mails_arrive_at_once_in_text_and_html() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        let url = format!("smtp://post:s3cret%2F1@127.0.0.1:{}", sink.port);
        let running = mails.start(Some(&url), quick());
        mails.queue("ann@example.org").await;
        let mail = sink.take("ann@example.org").await;
        assert_eq!(mail.subject(), "Set a new password");
        assert_eq!(mail.user.as_deref(), Some("post"));
        assert_eq!(mail.header("from"), "Magazine <post@magazine.example>");
        assert_eq!(mail.header("to"), "ann@example.org");
        assert_eq!(mail.header("reply-to"), "help@magazine.example");
        assert_eq!(mail.header("auto-submitted"), "auto-generated");
        assert_eq!(mail.token(), "T0ken");
        assert!(mail.text.contains("within 1 hour"), "{}", mail.text);
        let link = "href=\"https://magazine.example/#action=resetPassword&amp;token=T0ken\"";
        // The slash is an entity in HTML: the same link to who reads it.
        assert!(mail.html.replace("&#x2f;", "/").contains(link), "{}", mail.html);
        let sent = mails.become_all("SENT").await.remove(0);
        assert_eq!(mail.header("message-id"), format!("<{}@magazine.example>", sent.id));
        assert_eq!((sent.tries, sent.error, sent.data), (1, None, None));
        running.stop().await;
    })
    .await;
}

#[tokio::test]
async fn mail_of_a_transaction_that_was_undone_is_never_sent() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        let running = mails.start(Some(&sink.url()), quick());
        assert!(!mails.queue_or_refuse(&[message("undone@example.org")], true).await);
        mails.queue("done@example.org").await;
        sink.take("done@example.org").await;
        assert_eq!(mails.become_all("SENT").await.len(), 1);
        assert!(sink.mails().is_empty());
        running.stop().await;
    })
    .await;
}

#[tokio::test]
async fn links_wait_sealed() {
    Mails::on_each(async |mails| {
        mails.queue("ann@example.org").await;
        let waiting = mails.list().await.remove(0);
        assert!(!waiting.data.as_ref().unwrap().contains("T0ken"));
        assert!(!format!("{waiting:?}").contains("magazine.example"));
    })
    .await;
}

#[tokio::test]
async fn mail_server_that_was_away_gets_the_mails_when_it_is_back() {
    Mails::on_each(async |mails| {
        let (port, url) = nobody_listens().await;
        let options = SenderOptions { tries: 1000, longest_wait: Duration::from_millis(50), ..quick() };
        let running = mails.start(Some(&url), options);
        mails.queue("ann@example.org").await;
        let failed = eventually(Duration::from_secs(20), "some tries", async || {
            mails.list().await.into_iter().find(|mail| mail.tries > 2)
        });
        let failed = failed.await;
        assert_eq!(failed.status, "WAITING");
        assert!(failed.error.as_ref().is_some_and(|error| error.contains("onnect")), "{failed:?}");
        let sink = Sink::start_at(port);
        sink.take("ann@example.org").await;
        let sent = mails.become_all("SENT").await.remove(0);
        assert_eq!(sent.error, None);
        assert!(sink.mails().is_empty(), "it is sent once");
        running.stop().await;
    })
    .await;
}

#[tokio::test]
async fn waits_grow_and_the_last_try_is_the_end() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        let long = SenderOptions { first_wait: Duration::from_secs(100), ..quick() };
        let running = mails.start(Some(&sink.url()), long.clone());
        mails.queue("busy@example.org").await;
        let first = eventually(Duration::from_secs(20), "the first try", async || {
            mails.list().await.into_iter().find(|mail| mail.error.is_some())
        });
        let first = first.await;
        let wait = first.next_attempt_at - Utc::now();
        assert!(wait > TimeDelta::seconds(80) && wait <= TimeDelta::seconds(100), "{wait}");
        running.stop().await;
        now_due(&mails).await;
        let running = mails.start(Some(&sink.url()), long);
        let second =
            eventually(Duration::from_secs(20), "the second try", async || {
                mails.list().await.into_iter().find(|mail| {
                    mail.tries == 2 && mail.next_attempt_at > Utc::now() + TimeDelta::seconds(200)
                })
            });
        assert!(second.await.next_attempt_at - Utc::now() > TimeDelta::seconds(380));
        running.stop().await;
        now_due(&mails).await;
        let running = mails.start(Some(&sink.url()), quick());
        let failed = mails.become_all("FAILED").await.remove(0);
        // What it says is kept: somebody may have it tried again.
        assert_eq!((failed.tries, failed.data.is_some()), (3, true));
        assert!(failed.error.unwrap().contains("try again later"));
        running.stop().await;
    })
    .await;
}

async fn now_due(mails: &Mails) {
    let sql = "UPDATE hw_mail SET next_attempt_at = created_at";
    mails.log.store().connection().execute_unprepared(sql).await.unwrap();
}

#[tokio::test]
async fn address_without_a_mailbox_is_not_tried_again() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        let running = mails.start(Some(&sink.url()), SenderOptions { tries: 1000, ..quick() });
        for to in ["nobody@example.org", "no address"] {
            mails.queue(to).await;
        }
        let failed = mails.become_all("FAILED").await;
        assert!(failed[0].error.as_ref().unwrap().contains("no such mailbox"), "{failed:?}");
        assert_eq!(failed.iter().map(|mail| mail.tries).collect::<Vec<_>>(), [1, 1]);
        running.stop().await;
    })
    .await;
}

#[tokio::test]
async fn mail_that_says_what_holds_no_more_is_not_sent() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        let late = message("late@example.org").useful_for(TimeDelta::seconds(-1));
        mails.queue_or_refuse(&[late], false).await;
        let running = mails.start(Some(&sink.url()), quick());
        let failed = mails.become_all("FAILED").await.remove(0);
        assert!(failed.error.unwrap().contains("held no longer"));
        mails.queue("ann@example.org").await;
        sink.take("ann@example.org").await;
        assert!(sink.mails().is_empty());
        running.stop().await;
    })
    .await;
}

#[tokio::test]
async fn mail_whose_sender_died_before_sending_is_sent_by_the_next_one() {
    Mails::on_each(async |mails| {
        // Queued, committed, and nobody is there.
        mails.queue("ann@example.org").await;
        let sink = Sink::start();
        let running = mails.start(Some(&sink.url()), quick());
        sink.take("ann@example.org").await;
        mails.become_all("SENT").await;
        running.stop().await;
        // Claimed by somebody who is gone: left alone until the claim has ended.
        mails.queue("ben@example.org").await;
        let claimed = "UPDATE hw_mail SET tries = 1, next_attempt_at = '2999-01-01T00:00:00.000Z' WHERE status = 'WAITING'";
        mails.log.store().connection().execute_unprepared(claimed).await.unwrap();
        let running = mails.start(Some(&sink.url()), quick());
        mails.queue("eve@example.org").await;
        sink.take("eve@example.org").await;
        assert!(sink.mails().is_empty());
        running.stop().await;
        now_due(&mails).await;
        let running = mails.start(Some(&sink.url()), quick());
        sink.take("ben@example.org").await;
        assert_eq!(mails.become_all("SENT").await[1].tries, 2);
        running.stop().await;
    })
    .await;
}

#[tokio::test]
async fn mail_that_may_have_been_taken_is_sent_once_more_under_the_same_id() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        let running = mails.start(Some(&sink.url()), SenderOptions { tries: 2, ..quick() });
        mails.queue("hangup@example.org").await;
        mails.become_all("FAILED").await;
        let taken = sink.mails_to("hangup@example.org");
        assert_eq!(taken.len(), 2);
        assert_eq!(taken[0].header("message-id"), taken[1].header("message-id"));
        running.stop().await;
    })
    .await;
}

#[tokio::test]
async fn many_nodes_send_every_mail_once() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        let Some(url) = mails.content.url_of(mails.log.store()) else { return };
        let messages: Vec<_> = (0..60).map(|number| message(&format!("user{number}@example.org"))).collect();
        mails.queue_or_refuse(&messages, false).await;
        let mut running = Vec::new();
        for _ in 0..3 {
            let node = mails.other_node(&url).await;
            running.push(mails.start_on(&node, Some(&sink.url()), quick()));
        }
        mails.become_all("SENT").await;
        for running in running {
            running.stop().await;
        }
        let mut arrived: Vec<_> = sink.mails().into_iter().map(|mail| mail.to).collect();
        arrived.sort();
        arrived.dedup();
        assert_eq!((arrived.len(), sink.mails().len()), (60, 60));
    })
    .await;
}

#[tokio::test]
async fn mails_that_were_done_with_long_ago_are_forgotten() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        let running = mails.start(Some(&sink.url()), quick());
        mails.queue("old@example.org").await;
        mails.queue("new@example.org").await;
        mails.become_all("SENT").await;
        running.stop().await;
        let age =
            "UPDATE hw_mail SET done_at = '2020-01-01T00:00:00.000Z' WHERE recipient = 'old@example.org'";
        mails.log.store().connection().execute_unprepared(age).await.unwrap();
        let running = mails.start(Some(&sink.url()), quick());
        let kept = eventually(Duration::from_secs(20), "one mail", async || {
            let kept = mails.list().await;
            (kept.len() == 1).then_some(kept)
        });
        assert_eq!(kept.await[0].recipient, "new@example.org");
        running.stop().await;
    })
    .await;
}
