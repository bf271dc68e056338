//! What a page says of itself in its head, and which block is its title.

use super::dom::Dom;
use super::stats::{Step, walk};
use crate::document::BlockKind;
use crate::document::draft::{Draft, Inline};
use crate::text::{Text, is_han};
use scraper::Node;
use std::collections::BTreeMap;
use std::ops::Range;

/// Names of meta elements, and the key each stands for; the first that is there wins.
const NAMES: &[(&str, &str)] = &[
    ("og:title", "title"),
    ("twitter:title", "title"),
    ("author", "author"),
    ("article:author", "author"),
    ("og:article:author", "author"),
    ("sailthru.author", "author"),
    ("parsely-author", "author"),
    ("dc.creator", "author"),
    ("dcterms.creator", "author"),
    ("citation_author", "author"),
    ("byl", "author"),
    ("contentsource", "source"),
    ("source", "source"),
    ("date", "date"),
    ("article:published_time", "date"),
    ("publishdate", "date"),
    ("pubdate", "date"),
    ("dc.date", "date"),
    ("datepublished", "date"),
    ("weibo:article:create_at", "date"),
    ("publish-date", "date"),
    ("publish_date", "date"),
    ("publication_date", "date"),
    ("datecreated", "date"),
    ("dc.date.issued", "date"),
    ("dcterms.date", "date"),
    ("dcterms.created", "date"),
    ("dcterms.issued", "date"),
    ("citation_publication_date", "date"),
    ("parsely-pub-date", "date"),
    ("sailthru.date", "date"),
    ("bytedance:published_time", "date"),
    ("og:published_time", "date"),
    ("article:modified_time", "updated"),
    ("datemodified", "updated"),
    ("dateupdate", "updated"),
    ("og:updated_time", "updated"),
    ("bytedance:updated_time", "updated"),
    ("dcterms.modified", "updated"),
    ("last-modified", "updated"),
    ("og:locale", "lang"),
    ("genre", "genre"),
];

/// Title, author, dates and language, as the page gives them.
pub fn collect(dom: &Dom) -> BTreeMap<String, String> {
    let mut meta = BTreeMap::new();
    let mut rank: BTreeMap<&str, usize> = BTreeMap::new();
    walk(dom.html.tree.root(), |step| {
        let Step::Enter(node) = step else { return true };
        let Node::Element(element) = node.value() else { return true };
        match element.name() {
            "html" => {
                if let Some(lang) = element.attr("lang").filter(|lang| !lang.trim().is_empty()) {
                    meta.insert("lang".to_owned(), lang.trim().to_owned());
                    rank.insert("lang", 0);
                }
            }
            "meta" => {
                let name = element.attr("property").or(element.attr("name")).or(element.attr("itemprop"));
                let (Some(name), Some(content)) = (name, element.attr("content")) else { return true };
                let found = NAMES.iter().position(|(known, _)| known.eq_ignore_ascii_case(name.trim()));
                if let Some(at) = found
                    && !content.trim().is_empty()
                    && rank.get(NAMES[at].1).is_none_or(|best| at < *best)
                {
                    rank.insert(NAMES[at].1, at);
                    meta.insert(NAMES[at].1.to_owned(), content.trim().to_owned());
                }
            }
            _ => {}
        }
        true
    });
    meta
}

/// Finds the title: the heading that `<title>` or `og:title` repeats, `<h1>` before others; else the
/// first `<h1>` in the article; else a line that the page's names for itself begin with; else the text of
/// `<title>` without the name of the site, as a block of its own.
pub fn title(dom: &Dom, meta: &mut BTreeMap<String, String>, drafts: &mut Vec<Draft>) -> Option<usize> {
    let headings: Vec<usize> = (0..drafts.len()).filter(|&i| drafts[i].level > 0).collect();
    let head = head_title(dom);
    let named = [meta.get("title").map(|t| squeeze(t)), head.as_ref().map(|t| squeeze(t.text.as_str()))];
    let repeated = |i: usize, least: usize| {
        let text = squeeze(drafts[i].text.as_str());
        let mut names = named.iter().flatten();
        text.chars().count() >= least
            && names.any(|n| n.contains(&text) || (n.len() > 8 && text.contains(n.as_str())))
    };
    let h1 = |i: usize| drafts[i].level == 1;
    let found = |is: &dyn Fn(usize) -> bool| headings.iter().copied().find(|&i| is(i));
    let best = found(&|i| h1(i) && repeated(i, 4) && drafts[i].kind == BlockKind::Heading)
        .or_else(|| found(&|i| h1(i) && repeated(i, 6)))
        .or_else(|| found(&|i| h1(i) && drafts[i].kind == BlockKind::Heading))
        .or_else(|| found(&|i| drafts[i].level < 4 && repeated(i, 6)));
    if let Some(i) = best {
        drafts[i].kind = BlockKind::Title;
        drafts[i].level = 1;
        return Some(i);
    }
    let names = [meta.get("title").map(String::as_str), head.as_ref().map(|t| t.text.as_str())];
    if let Some(i) = shown_title(&names, drafts) {
        return Some(i);
    }
    let head = head.filter(|_| !drafts.is_empty())?;
    let range = own_part(head.text.as_str());
    let block = head.part(range)?;
    meta.entry("title".to_owned()).or_insert_with(|| block.text.as_str().to_owned());
    drafts.insert(0, block);
    Some(0)
}

/// The first line that one of the page's names for itself begins with, as a block of its own.
fn shown_title(names: &[Option<&str>], drafts: &mut Vec<Draft>) -> Option<usize> {
    let is_title = |line: &str| names.iter().flatten().any(|name| begins_with(name, line));
    let mut found: Option<(usize, Range<usize>)> = None;
    for (i, draft) in drafts.iter().enumerate() {
        let better = match (draft.kind, &found) {
            (BlockKind::Paragraph | BlockKind::Residue, None) => true,
            (BlockKind::Paragraph, Some((before, _))) => drafts[*before].kind == BlockKind::Residue,
            _ => false,
        };
        let line =
            better.then(|| lines(draft.text.as_str()).find(|l| is_title(&draft.text.as_str()[l.clone()])));
        found = line.flatten().map(|line| (i, line)).or(found);
    }
    let (i, line) = found?;
    let draft = drafts[i].clone();
    let title = draft.part(line.clone()).map(|d| Draft { kind: BlockKind::Title, level: 1, ..d });
    let parts = [draft.part(0..line.start), title, draft.part(line.end..draft.text.as_str().len())];
    drafts.splice(i..=i, parts.into_iter().flatten());
    drafts.iter().position(|d| d.kind == BlockKind::Title)
}

/// The lines of a text.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        start..start + line.len()
    })
}

/// Whether a name begins with a line of some length and goes on, if at all, behind a mark or blank.
fn begins_with(name: &str, line: &str) -> bool {
    let mut letters = line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).peekable();
    let mut count = 0;
    for c in name.chars() {
        if letters.peek().is_none() {
            return count >= 6 && !c.is_alphanumeric();
        }
        for lower in c.to_lowercase().filter(|_| c.is_alphanumeric()) {
            if letters.next() != Some(lower) {
                return false;
            }
            count += 1;
        }
    }
    count >= 6 && letters.peek().is_none()
}

/// The text of `<title>`.
fn head_title(dom: &Dom) -> Option<Draft> {
    let mut found: Option<&Text> = None;
    walk(dom.html.tree.root(), |step| {
        let Step::Enter(node) = step else { return true };
        let Node::Element(element) = node.value() else { return true };
        if element.name() == "title" && found.is_none() {
            found = node.first_child().and_then(|text| dom.places.text.get(&text.id()));
        }
        !matches!(element.name(), "body" | "svg")
    });
    let text = found?;
    let mut inline = Inline::default();
    for run in text.runs() {
        let part = &text.as_str()[run.at..run.at + run.len];
        match run.verbatim {
            true => inline.push(part, run.span.start),
            false => inline.push_decoded(part, run.span),
        }
    }
    let draft = inline.take(BlockKind::Title, 1);
    (!draft.text.is_empty()).then_some(draft)
}

/// The title without the name of the site set behind it.
fn own_part(title: &str) -> Range<usize> {
    let long = |at: &usize| title[..*at].chars().count() >= 6;
    let han = |c: Option<char>| c.is_some_and(is_han);
    let spaced = [" - ", " | ", " – ", " — ", " · "].iter().filter_map(|mark| title.rfind(mark));
    let bare = title.char_indices().filter(|&(at, c)| match c {
        '_' | '|' | '｜' => true,
        '-' => han(title[..at].chars().next_back()) && han(title[at + 1..].chars().next()),
        _ => false,
    });
    0..spaced.chain(bare.map(|(at, _)| at)).filter(long).min().unwrap_or(title.len())
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
