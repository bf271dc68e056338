//! What is known of the source of each entry: from libraries, the lock file and a list of retractions
//! together. A library's words count before the lock's; of what is said against a work, the worse.

use super::library::Library;
use super::link::record_of;
use super::lock::{Answer, Found, fingerprint};
use super::record::Record;
use super::standing::{Said, Standing, Status, marked};
use crate::extract::reference::Reference;
use crate::knowledge::Knowledge;
use std::borrow::Cow;

/// How the lock file is named among the sources of records.
pub const LOCK: &str = "claimlint.lock";

/// What is known of the source of an entry, besides its record.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    /// What it came to when services were asked.
    pub answer: Option<Answer>,
    /// Whether the work still stands.
    pub standing: Standing,
    /// Index of the record that its identifier leads to, where that is another work than it describes.
    pub other_work: Option<usize>,
}

impl Library {
    /// The records that the entries of an article are of, and what else is known of each.
    pub(super) fn of_article(
        &self,
        references: &[Reference],
        knowledge: &Knowledge,
    ) -> (Cow<'_, Library>, Vec<Known>) {
        let linked =
            |r: &Reference, library: &Library| record_of(r, library, knowledge).map(|link| link.record);
        if self.lock.is_empty() {
            return (Cow::Borrowed(self), vec![Known::default(); references.len()]);
        }
        let mut own = Library { retractions: self.retractions.clone(), ..Library::default() };
        let mut all = Vec::with_capacity(references.len());
        for reference in references {
            let mut known = Known { answer: self.lock.answer(reference), ..Known::default() };
            let record = linked(reference, self).map(|i| self.records[i].clone());
            let id = known.answer.as_ref().and_then(|a| a.record().map(str::to_owned));
            let id = id.or_else(|| self.lock.named(reference));
            let locked = id.and_then(|id| Some((self.lock.record(&id)?, id)));
            let Some(((locked, said), id)) = locked else {
                own.records.extend(record);
                all.push(known);
                continue;
            };
            known.answer.get_or_insert_with(|| Answer::Record {
                entry: Answer::shown(reference),
                record: id.clone(),
                by: if reference.fields.doi.is_empty() { Found::Pmid } else { Found::Doi },
                no_such_id: false,
            });
            let needed = record.as_ref().is_none_or(|r| r.abstract_.is_none());
            let text = if needed { self.lock.abstract_of(&locked) } else { None };
            let item = locked.to_csl(&id, text);
            let locked = super::library::record(&item, LOCK, knowledge);
            let merged = match (record, locked) {
                (Some(own), Some(locked)) => Some(merged(own, locked)),
                (own, locked) => own.or(locked),
            };
            known.standing = said;
            if let Some(record) = merged {
                own.found.insert(fingerprint(reference), own.records.len());
                own.records.push(record);
            }
            all.push(known);
        }
        (Cow::Owned(own), all)
    }

    /// What a library, the list of retractions and the entry itself say of a work.
    pub(super) fn standing(&self, reference: &Reference, record: Option<&Record>) -> Standing {
        let mut standing = Standing::default();
        if let Some(record) = record.filter(|r| r.status != Status::Current) {
            standing.hear(Said { status: record.status, ..Said::current(&record.source) });
        }
        if let Some(status) = marked(&reference.fields.title) {
            standing.hear(Said { status, ..Said::current("title") });
        }
        let Some(list) = &self.retractions else { return standing };
        let fields = &reference.fields;
        let own = record.and_then(|r| list.find(&r.doi, &r.pmid));
        let written = list.find(&fields.doi, &fields.pmid);
        own.into_iter().chain(written).for_each(|said| standing.add(said));
        standing
    }
}

/// A library's record, completed from the lock's.
fn merged(own: Record, locked: Record) -> Record {
    let text = |own: String, locked: String| if own.is_empty() { locked } else { own };
    let abstract_is_own = own.abstract_.is_some();
    Record {
        doi: text(own.doi, locked.doi),
        pmid: text(own.pmid, locked.pmid),
        title: text(own.title, locked.title),
        container: text(own.container, locked.container),
        container_short: text(own.container_short, locked.container_short),
        volume: text(own.volume, locked.volume),
        pages: text(own.pages, locked.pages),
        year: own.year.or(locked.year),
        authors: if own.authors.is_empty() { locked.authors } else { own.authors },
        names: &own.names | &locked.names,
        acts: &own.acts | &locked.acts,
        people: if abstract_is_own { own.people } else { locked.people },
        n: if abstract_is_own { own.n.or(locked.n) } else { locked.n.or(own.n) },
        design: if abstract_is_own { own.design.or(locked.design) } else { locked.design.or(own.design) },
        model: if abstract_is_own || locked.model == crate::knowledge::Model::Unknown {
            own.model
        } else {
            locked.model
        },
        abstract_: own.abstract_.or(locked.abstract_),
        status: own.status.max(locked.status),
        kind: text(own.kind, locked.kind),
        genre: text(own.genre, locked.genre),
        publication_types: if own.publication_types.is_empty() {
            locked.publication_types
        } else {
            own.publication_types
        },
        mesh: if own.mesh.is_empty() { locked.mesh } else { own.mesh },
        language: text(own.language, locked.language),
        other_title: text(own.other_title, locked.other_title),
        id: own.id,
        source: own.source,
    }
}
