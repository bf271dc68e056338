//! The concept table: one entry a thing, with its Chinese and English names.

use super::matcher::Matcher;
use super::pack::{PackError, PackFile};
use super::words::ConceptKind;
use crate::text::fold;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use toml::Spanned;

/// A drug, condition, outcome or other thing that articles and sources name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Concept {
    /// Its id: `ciclosporin`.
    pub id: String,
    /// What it is.
    pub kind: ConceptKind,
    /// Chinese names, the preferred one first.
    pub zh: Vec<String>,
    /// English names, the preferred one first.
    pub en: Vec<String>,
    /// Ids of the wider concepts it is a kind of.
    pub is_a: Vec<String>,
    /// Ids of concepts it is taken for by mistake.
    pub look_alike: Vec<String>,
}

/// A concept named in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named<'a> {
    /// Where, in the folded text.
    pub range: Range<usize>,
    /// What is named.
    pub concept: &'a Concept,
}

/// Every concept, and a matcher over their names.
#[derive(Debug)]
pub struct Concepts {
    all: Vec<Concept>,
    by_id: HashMap<String, usize>,
    names: Matcher<Option<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptFile {
    source: String,
    reviewed: String,
    kind: ConceptKind,
    /// Longer terms in which a name means something else: 心理安慰剂, cold chain.
    #[serde(default)]
    fixed: Vec<String>,
    concept: Vec<Spanned<ConceptEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptEntry {
    id: String,
    #[serde(default)]
    zh: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    is_a: Vec<String>,
    #[serde(default)]
    look_alike: Vec<String>,
}

impl Concepts {
    /// Loads concept files. Two concepts may not share a name: which is meant could not be told.
    pub fn load(files: &[&PackFile]) -> Result<Concepts, PackError> {
        let (mut all, mut names) = (Vec::new(), Vec::new());
        let (mut by_id, mut taken) = (HashMap::new(), HashMap::<String, usize>::new());
        let mut links = Vec::new();
        for file in files {
            let parsed: ConceptFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            names.extend(parsed.fixed.iter().map(|f| (fold(f).as_str().to_owned(), None)));
            for spanned in parsed.concept {
                let at = spanned.span().start;
                let entry = spanned.into_inner();
                let index = all.len();
                if by_id.insert(entry.id.clone(), index).is_some() {
                    return Err(file.error(
                        at,
                        format!("the id `{}` is taken", entry.id),
                        "join the two entries",
                    ));
                }
                for name in entry.zh.iter().chain(&entry.en) {
                    let folded = fold(name).as_str().to_owned();
                    match taken.insert(folded.to_lowercase(), index) {
                        None => names.push((folded, Some(index))),
                        Some(same) if same == index => {}
                        Some(other) => {
                            let other: &Concept = &all[other];
                            let reason = format!("`{name}` names both `{}` and `{}`", other.id, entry.id);
                            let mend = "keep it with the one that articles mean by it";
                            return Err(file.error(at, reason, mend));
                        }
                    }
                }
                if entry.zh.is_empty() && entry.en.is_empty() {
                    return Err(file.error(at, format!("`{}` has no name", entry.id), "give `zh` or `en`"));
                }
                links.push((*file, at, entry.is_a.clone(), entry.look_alike.clone()));
                let ConceptEntry { id, zh, en, is_a, look_alike } = entry;
                all.push(Concept { id, kind: parsed.kind, zh, en, is_a, look_alike });
            }
        }
        for (file, at, is_a, look_alike) in links {
            if let Some(missing) = is_a.iter().chain(&look_alike).find(|id| !by_id.contains_key(*id)) {
                return Err(file.error(
                    at,
                    format!("`{missing}` is no concept"),
                    "add it, or remove the link",
                ));
            }
        }
        let names = Matcher::new(names);
        Ok(Concepts { all, by_id, names })
    }

    /// The concepts named in a folded text, in order, none overlapping another.
    pub fn find(&self, text: &str) -> Vec<Named<'_>> {
        let found = self.names.find(text).into_iter();
        found.filter_map(|m| m.value.map(|i| Named { range: m.range, concept: &self.all[i] })).collect()
    }

    /// The concept of an id.
    pub fn get(&self, id: &str) -> Option<&Concept> {
        self.by_id.get(id).map(|&i| &self.all[i])
    }

    /// Every concept, in the order of the packs.
    pub fn iter(&self) -> impl Iterator<Item = &Concept> {
        self.all.iter()
    }

    /// Whether `id` is `ancestor` or a kind of it.
    pub fn is_a(&self, id: &str, ancestor: &str) -> bool {
        if id == ancestor {
            return true;
        }
        let parents = |id: &str| self.get(id).map_or(&[][..], |concept| &concept.is_a);
        let (mut open, mut seen) = (parents(id).iter().collect::<Vec<_>>(), BTreeSet::new());
        while let Some(next) = open.pop() {
            if next == ancestor {
                return true;
            }
            if seen.insert(next) {
                open.extend(parents(next));
            }
        }
        false
    }
}
