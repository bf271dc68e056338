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
    if names(&fields.doi).contains(&SourceKind::Preprint) || is_on_server(&fields.container, knowledge) {
        return Some(SourceKind::Preprint);
    }
    if is_paper(fields) {
        return None;
    }
    let mut said = names(&fields.url);
    said.extend(names(&fields.container));
    said.extend(fields.authors.iter().flat_map(|author| names(author)));
    said.extend(at_edge(&fields.title, knowledge));
    let (before, after) = beside_title(reference);
    said.extend(names(before));
    said.extend(behind_title(after, knowledge));
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

/// Whether a container is a server of preprints; a journal before the name of the server has published
/// the work: `Example Lett. 36 (2014), arXiv`.
fn is_on_server(container: &str, knowledge: &Knowledge) -> bool {
    let folded = fold(container);
    let text = folded.as_str();
    let found = knowledge.sources.find(text);
    let server = found.iter().find(|t| t.is == SourceKind::Preprint);
    server.is_some_and(|t| !text[..t.start].contains(|c: char| c.is_ascii_digit() || ".,;，。".contains(c)))
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

/// The words of an entry before and after its title; nothing where the title is not written in one piece.
fn beside_title(reference: &Reference) -> (&str, &str) {
    let (text, title) = (reference.quote.text.as_str(), reference.fields.title.as_str());
    if title.is_empty() { (text, "") } else { text.split_once(title).unwrap_or_default() }
}

/// The kinds named behind a title; a server of preprints behind a year is where a paper is kept as well.
fn behind_title(words: &str, knowledge: &Knowledge) -> Vec<SourceKind> {
    let folded = fold(words);
    let text = folded.as_str();
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let dated = |end: usize| text[..end].split(|c: char| !c.is_ascii_digit()).any(is_year);
    let found = knowledge.sources.find(text);
    found.iter().filter(|t| t.is != SourceKind::Preprint || !dated(t.start)).map(|t| t.is).collect()
}
