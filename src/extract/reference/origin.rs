//! What kind of source an entry is, where that is none that was reviewed: told by its own fields, by
//! names and hosts of `claims/sources`.

use super::{Fields, Reference, ReferenceType};
use crate::knowledge::{Knowledge, SourceKind, Term};
use crate::text::fold;

/// The kind of source that an entry says it is; none for a paper, a book, a guideline or a public body.
pub fn origin(reference: &Reference, knowledge: &Knowledge) -> Option<SourceKind> {
    let fields = &reference.fields;
    let names = |text: &str| -> Vec<SourceKind> {
        knowledge.sources.find(fold(text).as_str()).iter().map(|t| t.is).collect()
    };
    let preprint = |text: &str| names(text).contains(&SourceKind::Preprint);
    if preprint(&fields.doi) || preprint(&fields.container) {
        return Some(SourceKind::Preprint);
    }
    if is_paper(fields) {
        return None;
    }
    let mut said = names(&fields.url);
    said.extend(names(&fields.container));
    said.extend(fields.authors.iter().flat_map(|author| names(author)));
    said.extend(at_edge(&fields.title, knowledge));
    said.extend(names(&beside_title(reference)));
    if said.contains(&SourceKind::Official) {
        return None;
    }
    said.into_iter().min().or(match fields.kind {
        ReferenceType::Newspaper => Some(SourceKind::News),
        ReferenceType::Thesis => Some(SourceKind::Thesis),
        ReferenceType::Conference => Some(SourceKind::ConferenceAbstract),
        _ => None,
    })
}

/// Whether an entry has its place in a journal or a book: what its title speaks of does not count.
fn is_paper(fields: &Fields) -> bool {
    let placed = fields.volume.is_some() || fields.issue.is_some();
    let published =
        matches!(fields.kind, ReferenceType::Book | ReferenceType::Chapter | ReferenceType::Standard);
    (fields.kind == ReferenceType::Article && !fields.container.is_empty() && placed)
        || published && fields.url.is_empty()
}

/// The kinds named at an end of a title and parted from the rest: `姜黄素_百度百科`, `Turmeric - Wikipedia`;
/// words for what it is itself need no such mark: 某片产品介绍.
fn at_edge(title: &str, knowledge: &Knowledge) -> Vec<SourceKind> {
    let folded = fold(title);
    let text = folded.as_str();
    let parts = |c: char| !c.is_alphanumeric();
    let stands = |term: &&Term<SourceKind>| {
        let (before, after) = (&text[..term.start], &text[term.end..]);
        let first = before.trim().is_empty() && (after.is_empty() || after.trim_start().starts_with(parts));
        let itself =
            matches!(term.is, SourceKind::Shop | SourceKind::PressRelease | SourceKind::ConferenceAbstract);
        let last = after.chars().all(parts) && (itself || before.trim_end().ends_with(parts));
        first || last
    };
    knowledge.sources.find(text).iter().filter(stands).map(|t| t.is).collect()
}

/// The words of an entry that are not its title; nothing where the title is not written in one piece.
fn beside_title(reference: &Reference) -> String {
    let (text, title) = (&reference.quote.text, &reference.fields.title);
    if title.is_empty() {
        return text.clone();
    }
    text.split_once(title.as_str()).map_or(String::new(), |(before, after)| format!("{before} \n {after}"))
}
