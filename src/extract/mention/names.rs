//! Names that the entries of a list bring with them, so that the text can be searched for them:
//! authors, organisations, named trials and journals.

use super::journal::Journal;
use crate::extract::pattern::folded_regex;
use crate::extract::reference::{Fields, Reference};
use crate::knowledge::{Knowledge, Matcher};
use crate::text::{fold, is_han};
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a name of an entry is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum NameKind {
    /// An author, by family name, or full name in Chinese.
    Person,
    /// A body that wrote or issued the work.
    Organisation,
    /// A trial or cohort with a name of its own: LIGHT-1.
    Study,
    /// The journal.
    Journal,
}

/// The names of a list, ready to be found.
pub(super) struct Names {
    matcher: Matcher<(NameKind, String)>,
}

/// A name in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub range: Range<usize>,
    pub kind: NameKind,
    pub name: String,
}

impl Names {
    /// The names of a list.
    pub fn of(references: &[Reference], knowledge: &Knowledge) -> Names {
        let mut names: BTreeMap<(NameKind, String), ()> = BTreeMap::new();
        for fields in references.iter().map(|r| &r.fields) {
            let people = fields.authors_family.iter().filter(|f| is_person(f));
            let listed = people
                .map(|f| (NameKind::Person, f))
                .chain(organisations(fields).map(|o| (NameKind::Organisation, o)));
            names.extend(listed.map(|(kind, name)| ((kind, fold(name).as_str().to_owned()), ())));
            names.extend(study_names(&fields.title, knowledge).map(|name| ((NameKind::Study, name), ())));
            let journal = Journal::named(&fields.container, knowledge).filter(|j| !j.is_known());
            names.extend(
                journal.map(|_| ((NameKind::Journal, fold(&fields.container).as_str().to_owned()), ())),
            );
        }
        let phrase = |(kind, name): (NameKind, String)| (format!("={name}"), (kind, name));
        Names { matcher: Matcher::new(names.into_keys().map(phrase)) }
    }

    /// The names in a folded text.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let found = self.matcher.find(text).into_iter();
        found.map(|m| Found { range: m.range, kind: m.value.0, name: m.value.1.clone() }).collect()
    }
}

/// Whether an author is a person, by the length of the name.
fn is_person(name: &str) -> bool {
    match name.chars().next() {
        Some(c) if is_han(c) => (2..=4).contains(&name.chars().count()),
        Some(c) => c.is_uppercase() && name.chars().count() > 2 && name.split(' ').count() <= 3,
        None => false,
    }
}

/// The authors of an entry that are no persons: names without initials, of several words.
pub(crate) fn organisations(fields: &Fields) -> impl Iterator<Item = &String> {
    let both = fields.authors.iter().zip(&fields.authors_family);
    both.filter(|(full, family)| full == family).map(|(_, family)| family).filter(|name| {
        match name.chars().next() {
            Some(c) if is_han(c) => name.chars().count() > 4,
            _ => name.split(' ').count() > 1,
        }
    })
}

/// A name in capitals before a word for a study, or before a colon at the start.
static STUDY_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?P<name>[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)*(?: \d{1,2})?)(?:\)|:|\s+(?:[A-Za-z\-]+\s+){0,3}(?:trials?|study|cohort)(?-u:\b)|\s*(?:随机|队列|临床)?(?:对照)?(?:试验|研究))",
    )
});

/// The names that a title gives its study; abbreviations of things are none.
pub(crate) fn study_names(title: &str, knowledge: &Knowledge) -> impl Iterator<Item = String> {
    let folded = fold(title);
    let found: Vec<String> = STUDY_NAME
        .as_ref()
        .map(|p| p.captures_iter(folded.as_str()).map(|c| c["name"].to_owned()).collect())
        .unwrap_or_default();
    found.into_iter().filter(|name| {
        let whole = 0..name.len();
        knowledge.concepts.find(name).iter().all(|n| n.range != whole)
            && knowledge.lexicon.find(name).iter().all(|t| t.range() != whole)
    })
}
