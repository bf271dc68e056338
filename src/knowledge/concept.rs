//! The concept table: one entry a thing, with its Chinese and English names. A pack of the user's own
//! may add names to a thing that is known.

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
    /// Loads concept files. Two concepts may not share a name: which is meant could not be told. An
    /// entry of the user's own under an id of another file adds its names and links there.
    pub fn load(files: &[&PackFile]) -> Result<Concepts, PackError> {
        let mut loading = Loading::default();
        for file in files {
            let parsed: ConceptFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            loading.names.extend(parsed.fixed.iter().map(|f| (fold(f).as_str().to_owned(), None)));
            for spanned in parsed.concept {
                let at = spanned.span().start;
                loading.add(file, at, parsed.kind, spanned.into_inner())?;
            }
        }
        for (file, at, linked) in &loading.links {
            if let Some(missing) = linked.iter().find(|id| !loading.by_id.contains_key(*id)) {
                return Err(file.error(
                    *at,
                    format!("`{missing}` is no concept"),
                    "add it, or remove the link",
                ));
            }
        }
        let Loading { all, by_id, mut names, .. } = loading;
        let known: BTreeSet<String> = names.iter().map(|(name, _)| name.to_lowercase()).collect();
        names.extend(
            plurals(&all)
                .filter(|(name, _)| !known.contains(&name.to_lowercase()))
                .map(|(name, at)| (name, Some(at))),
        );
        Ok(Concepts { all, by_id, names: Matcher::new(names) })
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

/// Last words of English names that are said of several as well: prostate cancers, heart attacks.
const SEVERAL: [&str; 18] = [
    "cancer",
    "attack",
    "disease",
    "infection",
    "fracture",
    "stroke",
    "tumour",
    "tumor",
    "ulcer",
    "seizure",
    "syndrome",
    "disorder",
    "headache",
    "migraine",
    "rate",
    "level",
    "score",
    "failure",
];

/// The plurals of the names of diseases and outcomes, with the concept that each is of.
fn plurals(all: &[Concept]) -> impl Iterator<Item = (String, usize)> + '_ {
    let matters = |c: &Concept| matches!(c.kind, ConceptKind::Condition | ConceptKind::Outcome);
    all.iter().enumerate().filter(move |(_, c)| matters(c)).flat_map(|(at, concept)| {
        let several =
            |name: &&String| name.split_whitespace().next_back().is_some_and(|last| SEVERAL.contains(&last));
        concept.en.iter().filter(several).map(move |name| (fold(&format!("{name}s")).as_str().to_owned(), at))
    })
}

/// Names that are the same to the matcher have the same key.
pub(super) fn name_key(name: &str) -> String {
    fold(name).as_str().to_lowercase()
}

/// What is known of the files read so far.
#[derive(Default)]
struct Loading<'f> {
    all: Vec<Concept>,
    by_id: HashMap<String, usize>,
    /// The file that each concept comes from.
    files: Vec<&'f PackFile>,
    taken: HashMap<String, usize>,
    names: Vec<(String, Option<usize>)>,
    links: Vec<(&'f PackFile, usize, Vec<String>)>,
}

impl<'f> Loading<'f> {
    /// Adds an entry at a byte of a file, or what it says to the concept of its id.
    fn add(
        &mut self,
        file: &'f PackFile,
        at: usize,
        kind: ConceptKind,
        entry: ConceptEntry,
    ) -> Result<(), PackError> {
        let ConceptEntry { id, zh, en, is_a, look_alike } = entry;
        let index = match self.by_id.get(&id) {
            Some(&index) => {
                let known = &self.all[index];
                let first = self.files[index];
                // The packs of `claims/` are one work: there an id twice is a slip.
                if first.path == file.path || first.pack().is_empty() && file.pack().is_empty() {
                    return Err(file.error(at, format!("the id `{id}` is taken"), "join the two entries"));
                }
                if known.kind != kind {
                    let reason = format!("`{id}` is a {}, not a {}", known.kind.as_str(), kind.as_str());
                    let mend = "add its names in a file of its kind, or give this thing an id of its own";
                    return Err(file.error(at, reason, mend));
                }
                index
            }
            None => {
                let none = Vec::new;
                let (is_a, look_alike) = (none(), none());
                let concept = Concept { id: id.clone(), kind, zh: none(), en: none(), is_a, look_alike };
                self.all.push(concept);
                self.files.push(file);
                self.by_id.insert(id.clone(), self.all.len() - 1);
                self.all.len() - 1
            }
        };
        if zh.is_empty() && en.is_empty() {
            return Err(file.error(at, format!("`{id}` has no name"), "give `zh` or `en`"));
        }
        for name in zh.iter().chain(&en) {
            let folded = fold(name);
            match self.taken.insert(folded.as_str().to_lowercase(), index) {
                None => self.names.push((folded.as_str().to_owned(), Some(index))),
                Some(same) if same == index => {}
                Some(other) => {
                    let reason = format!("`{name}` names both `{}` and `{id}`", self.all[other].id);
                    let mend = "keep it with the one that articles mean by it";
                    return Err(file.error(at, reason, mend));
                }
            }
        }
        self.links.push((file, at, is_a.iter().chain(&look_alike).cloned().collect()));
        let concept = &mut self.all[index];
        let lists = [
            (&mut concept.zh, zh),
            (&mut concept.en, en),
            (&mut concept.is_a, is_a),
            (&mut concept.look_alike, look_alike),
        ];
        for (list, more) in lists {
            for one in more {
                if !list.contains(&one) {
                    list.push(one);
                }
            }
        }
        Ok(())
    }
}
