//! Who is in which channel: the members of this node, and those of the others as far as they told. Read [`Rooms`]
//! first.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use super::event::{Event, Happened, Member};
use super::queue::Queue;

/// Every channel that somebody is in.
#[derive(Debug)]
pub(super) struct Rooms {
    rooms: HashMap<Arc<str>, Room>,
    nodes: HashMap<Arc<str>, Node>,
    /// The most events that wait for a member.
    queue: usize,
}

/// A channel, by the ids of its members.
type Room = HashMap<Arc<str>, Seat>;

#[derive(Debug)]
struct Seat {
    member: Member,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Here(Arc<Queue>),
    /// With another node, which told so in that round.
    There(Arc<str>, u64),
}

/// Another node.
#[derive(Debug)]
struct Node {
    heard: Instant,
    /// Counts how often it told everything.
    round: u64,
}

impl Rooms {
    pub fn new(queue: usize) -> Self {
        Self { rooms: HashMap::new(), nodes: HashMap::new(), queue }
    }

    /// Somebody comes to this node.
    pub fn enter(&mut self, channel: &Arc<str>, member: Member, queue: Arc<Queue>) {
        self.tell(channel, &Event::now(Happened::Joined(member.clone())));
        let room = self.rooms.entry(channel.clone()).or_default();
        room.insert(member.id.clone(), Seat { member, place: Place::Here(queue) });
    }

    /// Somebody goes, from wherever they were. Answers whether they were there.
    pub fn leave(&mut self, channel: &str, id: &str) -> bool {
        let Some(seat) = self.rooms.get_mut(channel).and_then(|room| room.remove(id)) else { return false };
        if self.rooms.get(channel).is_some_and(HashMap::is_empty) {
            self.rooms.remove(channel);
        }
        self.tell(channel, &Event::now(Happened::Left(seat.member)));
        true
    }

    /// Changes what a member of this node says of itself, and who it is. Answers the member if that is something else.
    pub fn change(&mut self, channel: &str, id: &str, change: impl FnOnce(&mut Member)) -> Option<Member> {
        let seat = self.rooms.get_mut(channel)?.get_mut(id)?;
        let Place::Here(_) = seat.place else { return None };
        let before = seat.member.clone();
        change(&mut seat.member);
        let member = seat.member.clone();
        (member != before).then(|| {
            self.tell(channel, &Event::now(Happened::Changed(member.clone())));
            member
        })
    }

    /// Tells the members of this node what happened.
    pub fn tell(&self, channel: &str, event: &Arc<Event>) {
        for seat in self.rooms.get(channel).into_iter().flat_map(HashMap::values) {
            if let Place::Here(queue) = &seat.place {
                queue.push(event, self.queue);
            }
        }
    }

    /// The member of that id, and whether it is with this node.
    pub fn find(&self, channel: &str, id: &str) -> Option<(&Member, bool)> {
        let seat = self.rooms.get(channel)?.get(id)?;
        Some((&seat.member, matches!(seat.place, Place::Here(_))))
    }

    /// Everybody who is in the channel, in the order in which they came.
    pub fn members(&self, channel: &str) -> Vec<Member> {
        let seats = self.rooms.get(channel).into_iter().flat_map(HashMap::values);
        let mut members: Vec<Member> = seats.map(|seat| seat.member.clone()).collect();
        members.sort_unstable_by(|left, right| (left.since, &left.id).cmp(&(right.since, &right.id)));
        members
    }

    /// The channels and ids of the members of this node.
    pub fn own(&self) -> Vec<(Arc<str>, Arc<str>)> {
        let seats = self.rooms.iter().flat_map(|(channel, room)| {
            let own = room.values().filter(|seat| matches!(seat.place, Place::Here(_)));
            own.map(|seat| (channel.clone(), seat.member.id.clone()))
        });
        seats.collect()
    }

    /// How many members this node has.
    pub fn own_count(&self) -> usize {
        let seats = self.rooms.values().flat_map(HashMap::values);
        seats.filter(|seat| matches!(seat.place, Place::Here(_))).count()
    }

    // What other nodes tell.

    /// The node says something.
    pub fn hear(&mut self, node: &Arc<str>) {
        let heard = Instant::now();
        self.nodes.entry(node.clone()).or_insert(Node { heard, round: 0 }).heard = heard;
    }

    /// The node begins to tell everything.
    pub fn begin_round(&mut self, node: &Arc<str>) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.round += 1;
        }
    }

    /// The node has told everything: those whom it did not name are gone.
    pub fn end_round(&mut self, node: &Arc<str>) {
        let current = self.round(node);
        self.drop_seats(|place| matches!(place, Place::There(of, round) if of == node && *round != current));
    }

    /// The node tells of a member.
    pub fn learn(&mut self, node: &Arc<str>, channel: &str, member: Member) {
        let round = self.round(node);
        let place = Place::There(node.clone(), round);
        let known = self.rooms.get_mut(channel).and_then(|room| room.get_mut(&*member.id));
        let happened = match known {
            // A node speaks of its own members only.
            Some(Seat { place: Place::Here(_), .. }) => return,
            Some(seat) => {
                let is_changed = seat.member != member;
                *seat = Seat { member: member.clone(), place };
                is_changed.then(|| Happened::Changed(member))
            }
            None => {
                let room = self.rooms.entry(channel.into()).or_default();
                room.insert(member.id.clone(), Seat { member: member.clone(), place });
                Some(Happened::Joined(member))
            }
        };
        if let Some(happened) = happened {
            self.tell(channel, &Event::now(happened));
        }
    }

    /// The node tells that a member went.
    pub fn unlearn(&mut self, channel: &str, id: &str) {
        if self.find(channel, id).is_some_and(|(_, is_here)| !is_here) {
            self.leave(channel, id);
        }
    }

    /// How many members the node has, as far as it told.
    pub fn count(&self, node: &Arc<str>) -> usize {
        let seats = self.rooms.values().flat_map(HashMap::values);
        seats.filter(|seat| matches!(&seat.place, Place::There(of, _) if of == node)).count()
    }

    /// The node is gone, and its members with it.
    pub fn forget(&mut self, node: &Arc<str>) {
        self.nodes.remove(node);
        self.drop_seats(|place| matches!(place, Place::There(of, _) if of == node));
    }

    /// Forgets the nodes that said nothing for so long.
    pub fn forget_silent(&mut self, patience: Duration) {
        let silent = self.nodes.iter().filter(|(_, node)| node.heard.elapsed() > patience);
        let silent: Vec<Arc<str>> = silent.map(|(name, _)| name.clone()).collect();
        for node in silent {
            self.forget(&node);
        }
    }

    /// Nobody could be heard for a while: the others get as much time again.
    pub fn forgive(&mut self) {
        let now = Instant::now();
        self.nodes.values_mut().for_each(|node| node.heard = now);
    }

    fn round(&self, node: &Arc<str>) -> u64 {
        self.nodes.get(node).map_or(0, |node| node.round)
    }

    fn drop_seats(&mut self, is_gone: impl Fn(&Place) -> bool) {
        let seats = self.rooms.iter().flat_map(|(channel, room)| {
            let gone = room.values().filter(|seat| is_gone(&seat.place));
            gone.map(|seat| (channel.clone(), seat.member.id.clone()))
        });
        let gone: Vec<_> = seats.collect();
        for (channel, id) in gone {
            self.leave(&channel, &id);
        }
    }
}

/// Sets what a member says of itself.
pub(super) fn set_state(state: Json) -> impl FnOnce(&mut Member) {
    move |member| member.state = Arc::new(state)
}
