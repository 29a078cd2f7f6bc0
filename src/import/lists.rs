//! Members of many-to-many lists that come one by one, from rows that don't own the list: gathered, so
//! that each list is written once, and noted in the log once.
//!
//! Read [`Lists::write`] first. A member takes twelve bytes here, beside the ids.

use indexmap::{IndexMap, IndexSet};

use crate::changes::{Failure, ImportTx, Link, LinkField, Tx, by_source};
use crate::model::{JOIN_SOURCE, Value};
use crate::query::dialect::write::Lock;

/// How many lists are changed together.
const LISTS_AT_ONCE: usize = 200;
/// How many members make up as many lists as are changed together.
const MEMBERS_AT_ONCE: usize = 20_000;

/// What is to become of lists.
#[derive(Debug, Default)]
pub struct Lists<'m>(IndexMap<&'m str, Gathered<'m>>);

/// What is to become of the lists of one field.
#[derive(Debug)]
struct Gathered<'m> {
    list: LinkField<'m>,
    /// The ids of both ends.
    ids: IndexSet<String>,
    steps: Vec<Step>,
}

/// One member of one list. Ids are places in [`Gathered::ids`].
#[derive(Debug, Clone, Copy)]
struct Step {
    owner: u32,
    member: u32,
    change: Change,
}

/// What becomes of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It comes to stand at the end of the list, unless the list has it.
    Join,
    /// It is taken out of the list.
    Leave,
}

impl<'m> Lists<'m> {
    /// Gathers a change of the owner's list.
    pub fn add(&mut self, list: LinkField<'m>, owner: &str, member: &str, change: Change) {
        let gathered = self.0.entry(list.table);
        let gathered = gathered.or_insert_with(|| Gathered { list, ids: IndexSet::new(), steps: Vec::new() });
        let step = Step { owner: gathered.place_of(owner), member: gathered.place_of(member), change };
        gathered.steps.push(step);
    }

    /// How many changes wait.
    pub fn len(&self) -> usize {
        self.0.values().map(|gathered| gathered.steps.len()).sum()
    }

    /// Writes everything that was gathered. All owners are there by now, or will never be.
    pub async fn write(&mut self, tx: &mut ImportTx) -> Result<(), Failure> {
        for (_, mut gathered) in self.0.drain(..) {
            gathered.steps.sort_by_key(|step| step.owner);
            for steps in chunks(&gathered.steps) {
                tx.begin_batch().await?;
                gathered.write(&mut tx.tx(), steps).await?;
                tx.end_batch().await?;
            }
        }
        Ok(())
    }
}

impl Gathered<'_> {
    fn place_of(&mut self, id: &str) -> u32 {
        let place = match self.ids.get_index_of(id) {
            Some(place) => place,
            None => self.ids.insert_full(id.to_owned()).0,
        };
        // Four billion ids would not fit into memory.
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    fn id(&self, place: u32) -> &str {
        self.ids.get_index(place as usize).map(String::as_str).unwrap_or_default()
    }

    /// Changes the lists of these steps, which are sorted by owner.
    async fn write(&self, tx: &mut Tx<'_>, steps: &[Step]) -> Result<(), Failure> {
        let LinkField { collection, table, .. } = self.list;
        let Some(id) = collection.fields.get("id") else { return Ok(()) };
        let by_owner: IndexMap<&str, &[Step]> =
            steps.chunk_by(same_owner).map(|steps| (self.id(steps[0].owner), steps)).collect();
        let ids: Vec<Value> = by_owner.keys().map(|owner| Value::Text((*owner).to_owned())).collect();
        let owners = tx.images(collection, &[], id, ids.clone(), Lock::Update).await?;
        tx.recall(collection, &ids).await?;
        let mut lists = by_source(tx.links(table, JOIN_SOURCE, ids).await?);
        for owner in &owners {
            let before = lists.remove(&owner.id).unwrap_or_default();
            let steps = by_owner.get(owner.id.as_str()).copied().unwrap_or_default();
            tx.relink(self.list, owner, &before, &self.after(&before, steps)).await?;
        }
        Ok(())
    }

    fn after(&self, before: &[Link], steps: &[Step]) -> Vec<String> {
        let mut members: IndexSet<&str> = before.iter().map(|link| link.target.as_str()).collect();
        for step in steps {
            let member = self.id(step.member);
            match step.change {
                Change::Join => drop(members.insert(member)),
                Change::Leave => drop(members.shift_remove(member)),
            }
        }
        members.into_iter().map(str::to_owned).collect()
    }
}

fn same_owner(one: &Step, other: &Step) -> bool {
    one.owner == other.owner
}

/// The steps in parts that hold whole lists.
fn chunks(steps: &[Step]) -> Vec<&[Step]> {
    let mut chunks = Vec::new();
    let (mut start, mut end, mut lists) = (0, 0, 0);
    for list in steps.chunk_by(same_owner) {
        if lists == LISTS_AT_ONCE || end - start >= MEMBERS_AT_ONCE {
            chunks.push(&steps[start..end]);
            (start, lists) = (end, 0);
        }
        (end, lists) = (end + list.len(), lists + 1);
    }
    chunks.push(&steps[start..end]);
    chunks
}
