//! What admins are told of mails, and what nobody is.

use std::sync::Arc;
use std::time::Duration;

use headwater::access::Actor;
use headwater::changes::Log;
use headwater::config::Config;
use headwater::graphql::content::Content;
use headwater::graphql::executor::{Api, Asked, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::{build, mails, system};
use serde_json::{Map, Value};

use super::{Mails, quick};
use crate::support::process::{ProjectDir, Server, eventually};
use crate::support::smtp::Sink;

fn executor(mails: &Mails, has_server: bool) -> Executor {
    let schema = build(&mails.content.model, system::FIELDS).unwrap();
    let mut handlers = Handlers::built_in();
    let mut told = mails.told.clone();
    told.has_server = has_server;
    let (store, model, config) =
        (told.store.clone(), Arc::new(mails.content.model.clone()), Config::default());
    let content = Content::new(store.clone(), Log::new(store), model, &config.limits, &config.graphql);
    mails::Mails { told, rows: 1000, writer: content.writer().clone() }.answer(&mut handlers);
    Executor::new(Api::new(schema.apollo, handlers, None, Arc::new(Config::default())))
}

async fn ask(executor: &Executor, actor: &Actor, document: &str) -> Value {
    let answer = executor.ready(Asked::new(actor, document, Map::new())).unwrap().run().await;
    serde_json::from_str(&answer.into_json()).unwrap()
}

#[tokio::test]
async fn without_a_mail_server_mails_are_listed_with_what_they_say() {
    Mails::on_each(async |mails| {
        mails.queue("ann@example.org").await;
        let running = mails.start(None, quick());
        mails.become_all("LOGGED").await;
        running.stop().await;
        let document = "{ mails { to template locale status tries error nextAttemptAt subject text html } }";
        let answer = ask(&executor(&mails, false), &Actor::admin(), document).await;
        let mail = &answer["data"]["mails"][0];
        assert_eq!((&mail["to"], &mail["status"]), (&"ann@example.org".into(), &"LOGGED".into()));
        assert_eq!(mail["subject"], "Set a new password");
        assert!(mail["text"].as_str().unwrap().contains("token=T0ken"));
        assert!(mail["html"].as_str().unwrap().contains("T0ken"));
        // Once there is a server nobody reads them here any more.
        let answer = ask(&executor(&mails, true), &Actor::admin(), document).await;
        assert_eq!(answer["data"]["mails"][0]["text"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn admins_see_what_became_of_mails_but_not_the_links() {
    Mails::on_each(async |mails| {
        let sink = Sink::start();
        for to in ["ann@example.org", "nobody@example.org", "ben@example.org"] {
            mails.queue(to).await;
        }
        let executor = executor(&mails, true);
        let waiting =
            ask(&executor, &Actor::admin(), "{ mails(status: WAITING) { text subject nextAttemptAt } }")
                .await;
        assert_eq!(waiting["data"]["mails"].as_array().unwrap().len(), 3);
        assert_eq!(waiting["data"]["mails"][0]["text"], Value::Null);
        assert!(waiting["data"]["mails"][0]["nextAttemptAt"].is_string());
        let running = mails.start(Some(&sink.url()), quick());
        sink.take("ben@example.org").await;
        sink.take("ann@example.org").await;
        eventually(Duration::from_secs(20), "the end", async || {
            mails.list().await.iter().all(|mail| mail.status != "WAITING").then_some(())
        })
        .await;
        running.stop().await;
        let document = "{ mails { id to status tries error subject text html } }";
        let all = ask(&executor, &Actor::admin(), document).await;
        let all = all["data"]["mails"].as_array().unwrap();
        let shown: Vec<_> =
            all.iter().map(|mail| (mail["to"].as_str().unwrap(), mail["status"].as_str().unwrap())).collect();
        assert_eq!(
            shown,
            [("ben@example.org", "SENT"), ("nobody@example.org", "FAILED"), ("ann@example.org", "SENT")]
        );
        assert!(all[1]["error"].as_str().unwrap().contains("no such mailbox"));
        assert!(!Value::from(all.clone()).to_string().contains("T0ken"));
        let page = format!("{{ mails(limit: 1, before: {}) {{ to }} }}", all[0]["id"]);
        let page = ask(&executor, &Actor::admin(), &page).await;
        assert_eq!(page["data"]["mails"], serde_json::json!([{ "to": "nobody@example.org" }]));
        let one =
            ask(&executor, &Actor::admin(), "{ mails(to: \"ann@example.org\", status: SENT) { tries } }")
                .await;
        assert_eq!(one["data"]["mails"], serde_json::json!([{ "tries": 1 }]));
        for actor in [Actor::public(), Actor::user(Default::default(), ["editor"])] {
            let refused = ask(&executor, &actor, "{ mails { id } }").await;
            assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
        }
    })
    .await;
}

#[tokio::test]
async fn developers_find_links_in_the_log_and_others_do_not() {
    let sign_up = "mutation { signUp(email: \"ann@example.org\", password: \"correct horse battery\") { session { expiresAt } } }";
    for (command, is_shown) in [("dev", true), ("serve", false)] {
        let project = ProjectDir::new("type Tag @collection { label: String }");
        let server = Server::start(&project, &[command]);
        server.ask(sign_up).await;
        let line = eventually(Duration::from_secs(20), "a word about the mail", async || {
            server.log().lines().find(|line| line.contains("a mail was not sent")).map(str::to_owned)
        });
        let line = line.await;
        assert!(line.contains("verify-email"), "{line}");
        assert!(!line.contains("ann@example.org"), "{line}");
        assert_eq!(line.contains("/auth/link#action=verifyEmail&token="), is_shown, "{line}");
        assert_eq!(line.contains(&server.url.replace("127.0.0.1", "localhost")), is_shown, "{line}");
    }
}
