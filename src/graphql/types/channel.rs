//! What happens in channels: `ChannelEvent`, `ChannelEventKind`, `ChannelMember`.

use crate::graphql::names;

use super::document::{Document, enum_value, field};

/// Writes the types of the field `channel`.
pub fn write_channels(document: &mut Document) {
    let member = names::CHANNEL_MEMBER;
    let fields = vec![
        field("What happened.", "kind", &format!("{}!", names::CHANNEL_EVENT_KIND)),
        field(
            "Of `HERE`: everybody who is there, in the order in which they came. Else nobody.",
            "members",
            &format!("[{member}!]!"),
        ),
        field("Of `HERE`: oneself. Else who came, changed or went; null for a message.", "member", member),
        field("Of a message: what was said.", "payload", "JSON"),
        field("Of a message: the id of the user who said it; null when nobody is signed in.", "sender", "ID"),
        field("When it happened.", "at", "DateTime!"),
    ];
    document.plain_object("Something that happened in a channel.", names::CHANNEL_EVENT, fields);
    let values = vec![
        enum_value(
            "Who is there. The first event, and again after events were left out for a slow reader.",
            "HERE",
            None,
        ),
        enum_value("Somebody came.", "JOINED", None),
        enum_value("Somebody says something else of themselves.", "CHANGED", None),
        enum_value("Somebody went.", "LEFT", None),
        enum_value("Somebody said something.", "MESSAGE", None),
    ];
    document.enumeration("What may happen in a channel.", names::CHANNEL_EVENT_KIND, values);
    let fields = vec![
        field("Its id. Each subscription is a member of its own.", "id", "ID!"),
        field("The id of the user; null when nobody is signed in.", "user", "ID"),
        field("What it says of itself.", "state", "JSON"),
        field("Since when it is there.", "since", "DateTime!"),
    ];
    document.plain_object("Somebody who is in a channel.", member, fields);
}
