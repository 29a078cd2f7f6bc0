//! One mutation: what it wants is done, judged as a whole, and its answer read.
//!
//! Read [`Run::step`] first.

use std::collections::{HashMap, HashSet};

use super::PlannedMutation;
use super::answer::{Answers, MOST};
use super::authorize::{Refused, Wanted};
use super::data::{Command, Data, Key};
use super::fault::{self, Stop};
use super::run::{Done, Run, concerned, given};
use crate::access::Action;
use crate::error::{Code, Error};
use crate::model::{Collection, Value};
use crate::query::Variables;
use crate::query::mutation::Mutation;

impl<'a> Run<'a, '_> {
    /// Does the mutation and reads its answer.
    pub(super) async fn step(
        &mut self,
        planned: &PlannedMutation,
        command: &Command,
        variables: &Variables,
    ) -> Done<String> {
        let Mutation { collection, .. } = &planned.mutation;
        let Some(collection) = self.model.collections.get(collection) else { return Err(Stop::Faults) };
        self.find_all(collection, command).await?;
        let mut answers = Answers { planned, variables };
        match command {
            Command::Create(records) => {
                let mut ids = Vec::with_capacity(records.len());
                for data in records {
                    ids.push(self.create(collection, data, None).await?);
                }
                self.settle().await?;
                answers.read(self, &ids).await
            }
            Command::Update(key, data, expected) => {
                let id = self.named(collection, key).await?;
                let image = self.image(collection, &id, data).await?;
                let image = image.ok_or_else(|| fault::not_found(collection, &id))?;
                let fields: Vec<&'a str> = given(collection, data).collect();
                let wanted = Wanted { action: Action::Update, fields: &fields, path: &data.path };
                let refused = self.authorize(collection, std::slice::from_ref(&id), wanted).await?;
                Self::check_refused(collection, Action::Update, &refused)?;
                Self::check_version(collection, &image, *expected)?;
                self.update_image(collection, &image, data).await?;
                self.settle().await?;
                answers.read(self, &[id]).await
            }
            Command::UpdateMatching(data) => {
                let mut ids = self.matching(planned, variables).await?;
                let fields: Vec<&'a str> = given(collection, data).collect();
                let wanted = Wanted { action: Action::Update, fields: &fields, path: &data.path };
                let refused = self.authorize(collection, &ids, wanted).await?;
                leave_out(&mut ids, &refused);
                self.update_all(collection, &ids, data).await?;
                self.settle().await?;
                ids.retain(|id| !self.tx.has_deleted(collection, id));
                answers.read(self, &ids).await
            }
            Command::Upsert(upsert) => {
                let id = self.upsert(collection, upsert, None).await?;
                self.settle().await?;
                answers.read(self, &[id]).await
            }
            Command::UpdateOnly(data, expected) => {
                let id = self.update_only(collection, data, *expected).await?;
                self.settle().await?;
                answers.read(self, &[id]).await
            }
            Command::Delete(key, expected) => {
                let id = self.named(collection, key).await?;
                let images = self.images(collection, std::slice::from_ref(&id), &[]).await?;
                let image = images.first().ok_or_else(|| fault::not_found(collection, &id))?;
                let refused = self.undeletable(collection, std::slice::from_ref(&id)).await?;
                Self::check_refused(collection, Action::Delete, &refused)?;
                Self::check_version(collection, image, *expected)?;
                let answer = answers.read(self, std::slice::from_ref(&id)).await?;
                self.remove(collection, &[id], "id").await?;
                self.settle().await?;
                Ok(answer)
            }
            Command::DeleteMatching => {
                let mut ids = self.matching(planned, variables).await?;
                let refused = self.undeletable(collection, &ids).await?;
                leave_out(&mut ids, &refused);
                let answer = answers.read(self, &ids).await?;
                self.remove(collection, &ids, "where").await?;
                self.settle().await?;
                Ok(answer)
            }
            Command::DeleteOnly(expected) => {
                let Some(image) = self.only(collection, &[]).await? else { return answers.nothing() };
                let refused = self.undeletable(collection, std::slice::from_ref(&image.id)).await?;
                Self::check_refused(collection, Action::Delete, &refused)?;
                Self::check_version(collection, &image, *expected)?;
                let answer = answers.read(self, std::slice::from_ref(&image.id)).await?;
                self.remove(collection, std::slice::from_ref(&image.id), "").await?;
                self.settle().await?;
                Ok(answer)
            }
        }
    }

    /// Sends everything to the database, and judges it as a whole.
    pub(super) async fn settle(&mut self) -> Done<()> {
        self.tx.flush().await?;
        self.check_faults()?;
        self.judge_written().await?;
        self.check_lengths().await?;
        self.check_types().await?;
        self.check_faults()
    }

    pub(super) async fn named(&mut self, collection: &'a Collection, key: &Key) -> Done<String> {
        match &key.value {
            Value::Text(id) => Ok(id.clone()),
            _ => Err(Stop::Refused(fault::not_found(collection, ""))),
        }
    }

    /// The ids of the records that pass the mutation's filter.
    async fn matching(&mut self, planned: &PlannedMutation, variables: &Variables) -> Done<Vec<String>> {
        let Some(matching) = &planned.matching else { return Ok(Vec::new()) };
        let most = self.writer.most_matching;
        let mut variables = variables.clone();
        variables.insert(MOST.to_owned(), (u64::from(most) + 1).into());
        let ids = self.select_ids(matching, &variables).await?;
        if ids.len() > most as usize {
            return Err(Stop::Refused(Error::limit(format!(
                "more than {most} records pass the filter (setting `limits.rows`): narrow it, and repeat the mutation until `count` is 0"
            ))));
        }
        let Some(collection) = self.model.collections.get(&planned.mutation.collection) else {
            return Ok(ids);
        };
        // Another transaction may have changed them before they were locked: only those count that
        // pass now.
        let locked = self.images(collection, &ids, &[]).await?;
        if !self.writer.tables.dialect.writes_side_by_side() || locked.is_empty() {
            return Ok(ids);
        }
        let still = self.select_ids(matching, &variables).await?;
        let still: HashSet<String> = still.into_iter().collect();
        let locked: HashSet<String> = locked.into_iter().map(|image| image.id).collect();
        Ok(ids.into_iter().filter(|id| still.contains(id) && locked.contains(id)).collect())
    }

    /// Refuses a mutation of one record that may not be written.
    fn check_refused(collection: &Collection, action: Action, refused: &[(String, Refused)]) -> Done<()> {
        match refused.first() {
            None => Ok(()),
            Some((id, Refused::Unseen)) => Err(Stop::Refused(fault::not_found(collection, id))),
            Some((_, reason @ Refused::Forbidden)) => {
                let (_, message) = fault::refusal(collection, action, *reason);
                Err(Stop::Refused(Error::new(Code::Forbidden, message)))
            }
        }
    }

    async fn update_all(&mut self, collection: &'a Collection, ids: &[String], data: &Data) -> Done<()> {
        let fields = concerned(collection, data);
        if data.relations.is_empty() && data.embedded.is_empty() {
            let images = self.images(collection, ids, &fields).await?;
            let mut images: HashMap<_, _> =
                images.into_iter().map(|image| (image.id.clone(), image)).collect();
            for image in ids.iter().filter_map(|id| images.remove(id)) {
                self.update_image(collection, &image, data).await?;
            }
            return Ok(());
        }
        // What is written inside one may change, or delete, the next.
        for id in ids {
            if let Some(image) = self.images(collection, std::slice::from_ref(id), &fields).await?.first() {
                self.update_image(collection, image, data).await?;
            }
        }
        Ok(())
    }

    /// Changes a singleton's record, or makes it.
    async fn update_only(
        &mut self,
        collection: &'a Collection,
        data: &Data,
        expected: Option<i64>,
    ) -> Done<String> {
        let fields = concerned(collection, data);
        match self.only(collection, &fields).await? {
            Some(image) => {
                let written: Vec<&'a str> = given(collection, data).collect();
                let wanted = Wanted { action: Action::Update, fields: &written, path: &data.path };
                let refused = self.authorize(collection, std::slice::from_ref(&image.id), wanted).await?;
                Self::check_refused(collection, Action::Update, &refused)?;
                Self::check_version(collection, &image, expected)?;
                self.update_image(collection, &image, data).await?;
                Ok(image.id)
            }
            None => {
                let made = self.made_of(collection, data);
                let id = Value::Text(collection.singular.clone());
                self.found.expect_new(&made.path, "id", &id);
                self.create(collection, &made, None).await
            }
        }
    }
}

/// Leaves out the records that may not be written.
fn leave_out(ids: &mut Vec<String>, refused: &[(String, Refused)]) {
    let refused: HashSet<&str> = refused.iter().map(|(id, _)| id.as_str()).collect();
    ids.retain(|id| !refused.contains(id.as_str()));
}
