//! Channels in the API: `channel`, `broadcast`, `setPresence`.
//!
//! What the schema says of them is in `types/channel.rs`. Read [`answer`] first.

use std::sync::Arc;

use futures_util::stream::{self, StreamExt};
use serde_json::{Value as Json, json};

use super::handlers::{Call, Events, Handlers};
use super::subscription::Standing;
use super::system::Root;
use crate::channel::{Channels, Event, Happened, Member, Membership, Told};
use crate::error::Error;
use crate::model::Value;

/// Adds the handlers.
pub fn answer(channels: &Channels, handlers: &mut Handlers) {
    let shared = channels.clone();
    handlers.on_subscription("channel", move |call| join(shared.clone(), call));
    let shared = channels.clone();
    handlers.on(Root::Mutation, "broadcast", move |call| broadcast(shared.clone(), call));
    let shared = channels.clone();
    handlers.on(Root::Mutation, "setPresence", move |call| {
        let channels = shared.clone();
        async move { set_presence(&channels, call) }
    });
}

/// A subscriber: the place in the channel, and whom it is for.
struct Watching {
    membership: Membership,
    standing: Standing,
}

async fn join(channels: Channels, mut call: Call) -> Result<Events, Error> {
    let state = call.arguments.shift_remove("state").unwrap_or_default();
    let standing = call.standing.take().unwrap_or_else(|| Standing::fixed(call.actor.clone()));
    let membership = channels.join(Arc::new(call.actor.clone()), text(&call, "name"), state).await?;
    let watching = Watching { membership, standing };
    // After an error there is nothing more, and the place is free.
    Ok(stream::unfold(Some(watching), |watching| async move {
        let mut watching = watching?;
        match watching.next().await {
            Ok(told) => Some((Ok(shown(&told)), Some(watching))),
            Err(error) => Some((Err(error), None)),
        }
    })
    .boxed())
}

impl Watching {
    async fn next(&mut self) -> Result<Told, Error> {
        loop {
            let actor = tokio::select! {
                biased;
                actor = self.standing.changed() => actor,
                told = self.membership.next() => return told,
            };
            self.membership.speak_for(actor);
        }
    }
}

async fn broadcast(channels: Channels, mut call: Call) -> Result<Json, Error> {
    let payload = call.arguments.shift_remove("payload").unwrap_or_default();
    channels.broadcast(&call.actor, text(&call, "channel"), payload).await?;
    Ok(true.into())
}

fn set_presence(channels: &Channels, mut call: Call) -> Result<Json, Error> {
    let state = call.arguments.shift_remove("state").unwrap_or_default();
    channels.set_presence(&call.actor, text(&call, "channel"), text(&call, "member"), state)?;
    Ok(true.into())
}

fn text<'a>(call: &'a Call, name: &str) -> &'a str {
    call.arguments.get(name).and_then(Json::as_str).unwrap_or_default()
}

fn shown(told: &Told) -> Json {
    match told {
        Told::Here { members, member: own, at } => json!({
            "kind": "HERE",
            "members": members.iter().map(member).collect::<Vec<_>>(),
            "member": member(own),
            "at": Value::DateTime(*at).to_json(),
        }),
        Told::Event(event) => happened(event),
    }
}

fn happened(event: &Event) -> Json {
    let (kind, about, payload, sender) = match &event.happened {
        Happened::Joined(about) => ("JOINED", Some(about), None, None),
        Happened::Changed(about) => ("CHANGED", Some(about), None, None),
        Happened::Left(about) => ("LEFT", Some(about), None, None),
        Happened::Message { payload, sender } => ("MESSAGE", None, Some(&**payload), sender.as_deref()),
    };
    json!({
        "kind": kind,
        "members": [],
        "member": about.map(member),
        "payload": payload,
        "sender": sender,
        "at": Value::DateTime(event.at).to_json(),
    })
}

fn member(member: &Member) -> Json {
    json!({
        "id": &*member.id,
        "user": member.user.as_deref(),
        "state": &*member.state,
        "since": Value::DateTime(member.since).to_json(),
    })
}
