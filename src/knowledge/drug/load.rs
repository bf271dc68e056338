//! Loads `claims/drugs`, and refuses a fact without a document, a figure without a quote, and a fact told twice.

use super::{Caution, Drug, Drugs, Harms, Label, Limit, NotFor, Risk, Status, WeeklyUse};
use crate::knowledge::concept::Concepts;
use crate::knowledge::pack::{PackError, PackFile};
use crate::knowledge::words::ConceptKind;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Units a limit may have.
const UNITS: &[&str] = &["g", "mg", "ug", "IU"];
/// Routes a limit may have, as doses write them.
const ROUTES: &[&str] =
    &["oral", "sublingual", "topical", "inhaled", "nasal", "rectal", "vaginal", "iv", "im", "sc"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DrugFile {
    source: String,
    reviewed: String,
    /// Documents by the key that facts name them with.
    documents: BTreeMap<String, Spanned<String>>,
    drug: Vec<Spanned<Entry>>,
}

/// Facts that hold for each of `ids`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    ids: Vec<String>,
    status: Vec<Status>,
    risk: Option<Risk>,
    labels: Vec<Label>,
    not_for: Vec<NotFor>,
    unchecked: Vec<String>,
    cautions: Vec<Caution>,
    harms: Option<Harms>,
    weekly: Option<WeeklyUse>,
    max: Vec<Limit>,
}

/// What is wrong with an entry, and what to do.
type Fault = (String, &'static str);

impl Drugs {
    /// Loads drug files; ids must be concepts of `concepts`.
    pub fn load(files: &[&PackFile], concepts: &Concepts) -> Result<Drugs, PackError> {
        let mut drugs = Drugs::default();
        for file in files {
            let parsed: DrugFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            let mut used = BTreeSet::new();
            for spanned in parsed.drug {
                let at = spanned.span().start;
                let mut entry = spanned.into_inner();
                let name_documents = entry.name_documents(&parsed.documents, &mut used);
                name_documents
                    .and_then(|()| entry.check(concepts))
                    .and_then(|()| drugs.add(&entry))
                    .map_err(|(reason, mend)| file.error(at, reason, mend))?;
            }
            if let Some((key, document)) = parsed.documents.iter().find(|(key, _)| !used.contains(*key)) {
                let reason = format!("no fact was read in `{key}`");
                return Err(file.error(document.span().start, reason, "remove the document"));
            }
        }
        Ok(drugs)
    }

    fn add(&mut self, entry: &Entry) -> Result<(), Fault> {
        for id in &entry.ids {
            let drug = self.by_id.entry(id.clone()).or_default();
            drug.merge(entry).map_err(|fact| {
                (format!("{fact} of `{id}` is told twice"), "keep the one with the better document")
            })?;
        }
        Ok(())
    }
}

impl Drug {
    /// Takes over the facts of an entry, or says which it already has.
    fn merge(&mut self, entry: &Entry) -> Result<(), &'static str> {
        append(&mut self.status, &entry.status, |s| s.jurisdiction).ok_or("the status")?;
        append(&mut self.labels, &entry.labels, |l| (l.jurisdiction, l.source.clone())).ok_or("a label")?;
        append(&mut self.not_for, &entry.not_for, |n| (n.jurisdiction, n.uses.clone())).ok_or("`not_for`")?;
        append(&mut self.unchecked, &entry.unchecked, String::clone).ok_or("an unchecked use")?;
        append(&mut self.cautions, &entry.cautions, |c| (c.population, c.jurisdiction)).ok_or("a caution")?;
        let key = |l: &Limit| (l.jurisdiction, l.scope, l.patients, l.route.clone(), l.per, l.unit.clone());
        append(&mut self.max, &entry.max, key).ok_or("a limit")?;
        put(&mut self.risk, entry.risk.as_ref()).ok_or("the risk")?;
        put(&mut self.harms, entry.harms.as_ref()).ok_or("`harms`")?;
        put(&mut self.weekly, entry.weekly.as_ref()).ok_or("`weekly`")
    }
}

/// Appends, unless two of the facts would have the same key.
fn append<T: Clone, K: Ord>(facts: &mut Vec<T>, more: &[T], key: impl Fn(&T) -> K) -> Option<()> {
    facts.extend_from_slice(more);
    let mut seen = BTreeSet::new();
    facts.iter().all(|f| seen.insert(key(f))).then_some(())
}

/// Sets, unless it is set already.
fn put<T: Clone>(slot: &mut Option<T>, fact: Option<&T>) -> Option<()> {
    if slot.is_some() && fact.is_some() {
        return None;
    }
    *slot = slot.take().or_else(|| fact.cloned());
    Some(())
}

impl Entry {
    /// Puts the document's name for its key in every fact.
    fn name_documents(
        &mut self,
        documents: &BTreeMap<String, Spanned<String>>,
        used: &mut BTreeSet<String>,
    ) -> Result<(), Fault> {
        for (key, ..) in self.rows() {
            let Some(document) = documents.get(key.as_str()) else {
                return Err((format!("`{key}` is no document"), "add it under [documents]"));
            };
            if document.as_ref().trim().is_empty() {
                return Err((format!("the document `{key}` has no name"), "say what was opened, and where"));
            }
            used.insert(std::mem::replace(key, document.as_ref().clone()));
        }
        Ok(())
    }

    /// Every fact: its source, its quote, and whether it must have one.
    fn rows(&mut self) -> Vec<(&mut String, &Option<String>, bool)> {
        let mut rows = Vec::new();
        rows.extend(self.status.iter_mut().map(|f| (&mut f.source, &f.quote, false)));
        rows.extend(self.risk.iter_mut().map(|f| (&mut f.source, &f.quote, true)));
        rows.extend(self.labels.iter_mut().map(|f| (&mut f.source, &f.quote, f.complete)));
        rows.extend(self.not_for.iter_mut().map(|f| (&mut f.source, &f.quote, true)));
        rows.extend(self.cautions.iter_mut().map(|f| (&mut f.source, &f.quote, true)));
        rows.extend(self.harms.iter_mut().map(|f| (&mut f.source, &f.quote, false)));
        rows.extend(self.weekly.iter_mut().map(|f| (&mut f.source, &f.quote, true)));
        rows.extend(self.max.iter_mut().map(|f| (&mut f.source, &f.quote, true)));
        rows
    }

    fn check(&mut self, concepts: &Concepts) -> Result<(), Fault> {
        if self.rows().is_empty() {
            return Err((format!("{:?} has no fact", self.ids), "give one, or remove the entry"));
        }
        for (source, quote, needed) in self.rows() {
            let empty = quote.as_ref().is_some_and(|q| q.trim().is_empty());
            if empty || needed && quote.is_none() {
                let reason = format!("a fact from `{source}` has no quote");
                return Err((reason, "quote the passage it rests on, or leave the fact out"));
            }
        }
        let uses = self.labels.iter().map(|l| &l.uses).chain(self.not_for.iter().map(|n| &n.uses));
        let uses = uses.chain([&self.unchecked]).flatten();
        check_ids(&self.ids, concepts, &[ConceptKind::Drug, ConceptKind::Supplement])?;
        check_ids(uses, concepts, &[ConceptKind::Condition, ConceptKind::Procedure, ConceptKind::Outcome])?;
        if let Some(Harms { zh, en, .. }) = &self.harms
            && (zh.len() != en.len() || !(2..=4).contains(&zh.len()))
        {
            return Err((
                format!("{} harms in Chinese, {} in English", zh.len(), en.len()),
                "give the same two to four",
            ));
        }
        let mut routes = self.weekly.iter().map(|w| &w.route).chain(self.max.iter().map(|l| &l.route));
        if let Some(route) = routes.find(|r| !ROUTES.contains(&r.as_str())) {
            return Err((format!("`{route}` is no route"), "write it as doses do: oral, topical, sc …"));
        }
        if let Some(unit) = self.max.iter().map(|l| &l.unit).find(|u| !UNITS.contains(&u.as_str())) {
            return Err((format!("`{unit}` is no unit of a limit"), "use g, mg, ug or IU"));
        }
        if self.max.iter().any(|l| !(l.amount > 0.0 && l.amount.is_finite())) {
            return Err(("a limit is not above zero".into(), "give the amount that the quote gives"));
        }
        Ok(())
    }
}

fn check_ids<'a>(
    ids: impl IntoIterator<Item = &'a String>,
    concepts: &Concepts,
    kinds: &[ConceptKind],
) -> Result<(), Fault> {
    for id in ids {
        match concepts.get(id) {
            None => {
                return Err((format!("`{id}` is no concept"), "add it to claims/concepts, or correct it"));
            }
            Some(c) if !kinds.contains(&c.kind) => {
                return Err((format!("`{id}` is a {}", c.kind.as_str()), "name a concept of the right kind"));
            }
            Some(_) => {}
        }
    }
    Ok(())
}
