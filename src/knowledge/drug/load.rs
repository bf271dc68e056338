//! Loads `claims/drugs`, and refuses a fact without a document, a figure without a quote, and a fact told twice.

use super::{
    Atc, Caution, Drug, Drugs, Harms, Label, Limit, NotFor, OffLabel, Risk, SelfUse, Status, WeeklyUse,
};
use crate::knowledge::concept::Concepts;
use crate::knowledge::pack::{PackError, PackFile};
use crate::knowledge::words::ConceptKind;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Units a limit may have, by itself or by weight.
const UNITS: &[&str] = &["g", "mg", "ug", "IU"];
/// Most days that a label lets people treat themselves.
const MOST_DAYS: f64 = 366.0;
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
    atc: Option<Atc>,
    status: Vec<Status>,
    risk: Option<Risk>,
    labels: Vec<Label>,
    not_for: Vec<NotFor>,
    off_label: Vec<OffLabel>,
    unchecked: Vec<String>,
    cautions: Vec<Caution>,
    harms: Option<Harms>,
    weekly: Option<WeeklyUse>,
    max: Vec<Limit>,
    self_use: Vec<SelfUse>,
}

/// What every fact has.
struct Row<'a> {
    source: &'a mut String,
    quote: &'a Option<String>,
    reviewed: &'a mut String,
    quote_needed: bool,
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
                let name_documents = entry.name_documents(&parsed.documents, &parsed.reviewed, &mut used);
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
        let key = |o: &OffLabel| (o.jurisdiction, o.uses.clone(), o.route.clone());
        append(&mut self.off_label, &entry.off_label, key).ok_or("`off_label`")?;
        append(&mut self.unchecked, &entry.unchecked, String::clone).ok_or("an unchecked use")?;
        append(&mut self.cautions, &entry.cautions, |c| (c.population, c.jurisdiction)).ok_or("a caution")?;
        let key = |l: &Limit| (l.jurisdiction, l.scope, l.patients, l.route.clone(), l.per, l.unit.clone());
        append(&mut self.max, &entry.max, key).ok_or("a limit")?;
        let key = |u: &SelfUse| (u.jurisdiction, u.uses.clone(), u.route.clone());
        append(&mut self.self_use, &entry.self_use, key).ok_or("`self_use`")?;
        put(&mut self.atc, entry.atc.as_ref()).ok_or("the ATC code")?;
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
        reviewed: &str,
        used: &mut BTreeSet<String>,
    ) -> Result<(), Fault> {
        for Row { source: key, reviewed: date, .. } in self.rows() {
            reviewed.clone_into(date);
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

    /// Every fact.
    fn rows(&mut self) -> Vec<Row<'_>> {
        let mut rows = Vec::new();
        macro_rules! each {
            ($facts:expr, |$f:ident| $needed:expr) => {
                for $f in $facts.iter_mut() {
                    let quote_needed = $needed;
                    rows.push(Row {
                        source: &mut $f.source,
                        quote: &$f.quote,
                        reviewed: &mut $f.reviewed,
                        quote_needed,
                    });
                }
            };
        }
        each!(self.atc, |f| false);
        each!(self.status, |f| false);
        each!(self.risk, |f| true);
        each!(self.labels, |f| f.complete);
        each!(self.not_for, |f| true);
        each!(self.off_label, |f| true);
        each!(self.cautions, |f| true);
        each!(self.harms, |f| false);
        each!(self.weekly, |f| true);
        each!(self.max, |f| true);
        each!(self.self_use, |f| true);
        rows
    }

    fn check(&mut self, concepts: &Concepts) -> Result<(), Fault> {
        if self.rows().is_empty() {
            return Err((format!("{:?} has no fact", self.ids), "give one, or remove the entry"));
        }
        for Row { source, quote, quote_needed, .. } in self.rows() {
            let empty = quote.as_ref().is_some_and(|q| q.trim().is_empty());
            if empty || quote_needed && quote.is_none() {
                let reason = format!("a fact from `{source}` has no quote");
                return Err((reason, "quote the passage it rests on, or leave the fact out"));
            }
        }
        let uses = self.labels.iter().map(|l| &l.uses).chain(self.not_for.iter().map(|n| &n.uses));
        let uses =
            uses.chain(self.off_label.iter().map(|o| &o.uses)).chain(self.self_use.iter().map(|u| &u.uses));
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
        self.check_figures()
    }

    /// Routes, units, amounts, days and codes are of the right form.
    fn check_figures(&self) -> Result<(), Fault> {
        let routes = self.weekly.iter().map(|w| &w.route).chain(self.max.iter().map(|l| &l.route));
        let routes = routes.chain(self.self_use.iter().map(|u| &u.route));
        let mut routes = routes.chain(self.off_label.iter().filter_map(|o| o.route.as_ref()));
        if let Some(route) = routes.find(|r| !ROUTES.contains(&r.as_str())) {
            return Err((format!("`{route}` is no route"), "write it as doses do: oral, topical, sc …"));
        }
        let unknown = |unit: &&String| !UNITS.contains(&unit.strip_suffix("/kg").unwrap_or(unit));
        if let Some(unit) = self.max.iter().map(|l| &l.unit).find(unknown) {
            return Err((
                format!("`{unit}` is no unit of a limit"),
                "use g, mg, ug or IU, with /kg if by weight",
            ));
        }
        if self.max.iter().any(|l| !(l.amount > 0.0 && l.amount.is_finite())) {
            return Err(("a limit is not above zero".into(), "give the amount that the quote gives"));
        }
        if self.self_use.iter().any(|u| !(u.days > 0.0 && u.days <= MOST_DAYS)) {
            return Err(("days are not between 1 and 366".into(), "give the days that the quote gives"));
        }
        let codes = self.atc.iter().flat_map(|a| &a.codes);
        match codes.into_iter().find(|c| !is_atc(c)) {
            Some(code) => Err((format!("`{code}` is no ATC code"), "write it as A10BA02")),
            None => Ok(()),
        }
    }
}

/// Whether it has the form of an ATC code of the fourth or fifth level: A10BA, A10BA02.
fn is_atc(code: &str) -> bool {
    let form = ["A", "0", "0", "A", "A", "0", "0"];
    let fits = |(c, kind): (char, &str)| match kind {
        "A" => c.is_ascii_uppercase(),
        _ => c.is_ascii_digit(),
    };
    matches!(code.len(), 5 | 7) && code.chars().zip(form).all(fits)
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
