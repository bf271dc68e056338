//! Who is said to have written an article, and whether a day is given.

use super::day::{has_date, is_day, without_day};
use super::name::is_somebody;
use crate::document::{Block, BlockKind, Place};
use crate::extract::notice::Notice;
use crate::knowledge::NoticeKind;
use crate::rules::Context;
use std::ops::Range;

/// The rule whose phrases are names that name nobody.
const RULE: &str = "author-or-source-missing";

/// Blocks at either end of an article in which a line may name its author or its day.
const ENDS: usize = 6;

/// Longest line of authorship, in characters.
const LONGEST: usize = 160;

/// Longest line that is searched for names and days, which may stand in several short sentences.
const LONGEST_LINE: usize = 200;

/// Longest paragraph below the title that tells who wrote and reviewed the article and when, in characters.
const LONGEST_BYLINE: usize = 420;

/// Blocks below the title among which it stands.
const OPENING: usize = 3;

/// What an article says of its author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Author {
    /// A person or institution.
    Named,
    /// A name that names nobody: 小编, admin, a first name.
    Nobody(Place),
    /// Nothing.
    Missing,
}

/// Who wrote the article, who reviewed it, or where it was taken from.
pub fn author(cx: &Context) -> Author {
    let accepted = cx.settings.accepted_notices.contains(&NoticeKind::Author);
    let meta = ["author", "authors", "byline", "account", "source", "reviewer", "reviewed_by", "publisher"];
    let told = meta.iter().filter_map(|key| cx.document.meta.get(*key));
    if accepted || told.into_iter().any(|value| is_somebody(cx, bare(value))) {
        return Author::Named;
    }
    let mut nobody = None;
    for (place, value) in named(cx) {
        if is_somebody(cx, bare(&value)) {
            return Author::Named;
        }
        nobody.get_or_insert(place);
    }
    nobody.map_or(Author::Missing, Author::Nobody)
}

/// Whether a day of writing, publishing or reviewing is given.
pub fn is_dated(cx: &Context) -> bool {
    let accepted = cx.settings.accepted_notices.contains(&NoticeKind::Date);
    let meta =
        ["date", "updated", "published", "pubdate", "reviewed", "lastmod", "last_reviewed", "modified"];
    accepted
        || meta.iter().any(|key| cx.document.meta.contains_key(*key))
        || cx.facts.notices.iter().any(is_dated_notice)
        || lines(cx).any(|(index, block)| {
            !block.kind.is_body() && has_date(block.as_str())
                || has_day(block)
                || tells_day(cx, index) && credits(cx, index)
        })
}

/// Whether a line, or one of its segments, says little more than a day.
fn has_day(block: &Block) -> bool {
    is_label(block) && has_date(block.as_str()) || segments(block.as_str()).any(is_day)
}

/// The parts of a line of authorship, which stand between marks.
fn segments(line: &str) -> impl Iterator<Item = &str> {
    let marks = |c: char| matches!(c, '|' | '·' | '•' | ';' | '。' | '\t' | '\n' | '*' | '/');
    let parts = line.split(marks).flat_map(sentences).flat_map(|part| part.split("  "));
    parts
        .map(|part| part.trim_matches(|c: char| c.is_whitespace() || c == '.'))
        .filter(|part| !part.is_empty())
}

/// The parts between full stops; one behind a title or initial, as in Dr. or J., ends nothing.
fn sentences(part: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(part);
    std::iter::from_fn(move || {
        let text = rest?;
        let abridged = |before: &str| {
            let word = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
            word.starts_with(|c: char| c.is_ascii_uppercase()) && word.len() <= LONGEST_TITLE
        };
        let end = text.match_indices(". ").map(|(at, _)| at).find(|at| !abridged(&text[..*at]));
        rest = end.map(|at| &text[at + 2..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// Letters of the longest title that ends with a full stop: Prof.
const LONGEST_TITLE: usize = 4;

/// Whether a line of the text is no sentence, but names something: 心内科 李明 主任医师.
fn is_label(block: &Block) -> bool {
    let text = block.as_str().trim();
    let sentence = text.ends_with(['。', '.', '!', '?', ':']) || text.contains('。');
    let chars = text.chars().count();
    let chinese = text.chars().any(crate::text::is_han);
    !sentence && (!chinese || !text.contains(',')) && chars <= if chinese { 36 } else { LONGEST }
}

fn is_dated_notice(notice: &Notice) -> bool {
    let (says, text) = (|kind| notice.says.contains(&kind), &notice.quote.text);
    says(NoticeKind::Date) && text.chars().any(|c| c.is_ascii_digit())
        || says(NoticeKind::Author) && has_date(text)
}

/// The names that lines of authorship give, with their places.
fn named(cx: &Context) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    for notice in cx.facts.notices.iter().filter(|n| n.says.contains(&NoticeKind::Author)) {
        let place = &notice.quote.place;
        let text = &cx.document.blocks[place.block].as_str()[place.range()];
        for term in cx.knowledge.notices.find(text).iter().filter(|t| t.is == NoticeKind::Author) {
            let rest = text[term.end..].split('\n').next().unwrap_or_default();
            found.push((place.clone(), value_of(&rest[..next_label(cx, rest)]).to_owned()));
        }
    }
    found.retain(|(_, value)| value.chars().any(char::is_alphabetic));
    found.extend(labelled(cx));
    for (index, block) in lines(cx) {
        let text = block.as_str().trim();
        let place = || Place::new(index, 0..block.as_str().len());
        let signed = cx.phrases(RULE, index);
        found.extend(by(text).map(|name| (place(), name.to_owned())));
        let says = |is: &str| signed.iter().any(|p| p.is == is);
        if says("supplied") && says("institution") {
            found.push((place(), text.to_owned()));
        } else if has_day(block) {
            // A line with a day names who published it: 口腔科 王医生 | 2026-02-26.
            let names = segments(text).flat_map(|part| part.split(',')).map(without_day);
            found.extend(
                names.filter(|name| !name.is_empty()).map(|name| (place(), value_of(name).to_owned())),
            );
        } else if let Some(name) = says("credential").then(|| labels(text)).flatten() {
            found.push((place(), name.to_owned()));
        } else if is_label(block) && says("credential")
            || heads(cx, index) && signed.iter().any(|p| p.is == "institution" && closes(block, p.end))
        {
            found.push((place(), text.to_owned()));
        } else if let Some(sign) = signed.iter().find(|p| p.is == "sign").filter(|p| opens(block, p.start)) {
            found.push((place(), value_of(&block.as_str()[sign.end..]).to_owned()));
        }
    }
    found
}

/// Where the next label of a line begins, or a count of readers: 来源：网络 责编：小北 阅读 12万.
fn next_label(cx: &Context, rest: &str) -> usize {
    let labels = cx.knowledge.notices.find(rest).into_iter().filter(|t| t.is == NoticeKind::Author);
    let counts = cx.knowledge.phrases.find(RULE, rest).into_iter().filter(|p| p.is == "count");
    let starts = labels.map(|t| t.start).chain(counts.map(|p| p.start));
    starts.filter(|at| *at > 0 && rest[..*at].ends_with([' ', '|', ','])).min().unwrap_or(rest.len())
}

/// What stands behind the label of a line that is no sentence: 食谱：贺知味，注册营养师.
fn labels(line: &str) -> Option<&str> {
    let (label, name) = line.split_once([':', '：'])?;
    let short = |part: &str, most: usize| (1..=most).contains(&part.trim().chars().count());
    let sentence = line.ends_with(['。', '.', '!', '?', '！', '？']) || line.contains(['。', '“', '"']);
    (!sentence && short(label, LONGEST_LABEL) && short(name, LONGEST_CREDIT)).then(|| name.trim())
}

/// Longest label of a line that names somebody, and longest name with title and place of work, in characters.
const LONGEST_LABEL: usize = 8;
const LONGEST_CREDIT: usize = 40;

/// Whether nothing but marks stands before an offset of a line that is no sentence.
fn opens(block: &Block, at: usize) -> bool {
    is_label(block) && !block.as_str()[..at].contains(char::is_alphanumeric)
}

/// Whether an offset is the end of a line that is no sentence.
fn closes(block: &Block, at: usize) -> bool {
    is_label(block) && !block.as_str()[at..].contains(char::is_alphanumeric)
}

/// Whether a block is the first below the title, and no heading.
fn heads(cx: &Context, index: usize) -> bool {
    let blocks = &cx.document.blocks;
    let apart = |b: &Block| matches!(b.kind, BlockKind::Residue | BlockKind::Notice);
    let below = |title: usize| (title + 1..index).all(|i| apart(&blocks[i]));
    blocks[index].kind == BlockKind::Paragraph && cx.document.title.is_some_and(|t| t < index && below(t))
}

/// What stands in the line behind one that is but a label: From: | Medicines Safety Authority.
fn labelled(cx: &Context) -> Vec<(Place, String)> {
    let blocks = &cx.document.blocks;
    let alone = |index: usize| {
        let text = blocks[index].as_str();
        let spoken = |range: Range<usize>| {
            ![&text[..range.start], &text[range.end..]].iter().any(|t| t.contains(char::is_alphanumeric))
        };
        cx.phrases(RULE, index).iter().any(|p| p.is == "label" && spoken(p.range()))
    };
    let next = |(index, _): (usize, &Block)| {
        let value = blocks.get(index + 1).filter(|b| is_label(b) && alone(index))?;
        Some((Place::new(index + 1, 0..value.as_str().len()), value.as_str().trim().to_owned()))
    };
    lines(cx).filter_map(next).collect()
}

/// Whether a block gives a day, or says on which one the article was published or reviewed.
fn tells_day(cx: &Context, index: usize) -> bool {
    let block = &cx.document.blocks[index];
    let done = || cx.phrases(RULE, index).iter().any(|p| p.is == "dated");
    has_day(block) || has_date(block.as_str()) && done()
}

/// Whether a block names somebody of the profession or an institution.
fn credits(cx: &Context, index: usize) -> bool {
    let told = |n: &Notice| n.quote.place.block == index && n.says.contains(&NoticeKind::Author);
    cx.facts.notices.iter().any(told)
        || cx.phrases(RULE, index).iter().any(|p| matches!(p.is.as_str(), "credential" | "institution"))
}

/// Short lines at the ends of the article, titles left out, and those that the page sets apart.
fn lines<'a>(cx: &Context<'a>) -> impl Iterator<Item = (usize, &'a Block)> {
    let blocks = &cx.document.blocks;
    let own: Vec<usize> = (0..blocks.len())
        .filter(|&i| !matches!(blocks[i].kind, BlockKind::Reference | BlockKind::Residue | BlockKind::Title))
        .collect();
    let ends = own.iter().take(ENDS).chain(own.iter().rev().take(ENDS));
    let ends: Vec<usize> = ends.copied().collect();
    let kept = move |i: &usize| {
        let apart = matches!(blocks[*i].kind, BlockKind::Notice | BlockKind::Residue);
        let length = blocks[*i].text.as_str().chars().count();
        let opening = own.iter().take(OPENING).any(|o| o == i) && length <= LONGEST_BYLINE;
        (apart || ends.contains(i)) && length <= LONGEST_LINE
            || opening && tells_day(cx, *i) && credits(cx, *i)
    };
    (0..blocks.len()).filter(kept).map(move |i| (i, &blocks[i]))
}

/// The name behind "by" in a line: by Hannah Lowe, answers by the clinic.
fn by(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    let at = lower.find("by ").filter(|at| !lower[..*at].ends_with(|c: char| c.is_ascii_alphanumeric()))?;
    let name = segments(&line[at + 3..]).next()?;
    let name = name.split(',').next().unwrap_or(name);
    // By Bramble in Ears & Hearing: the section is no part of the name.
    let name =
        [" on ", " in "].iter().fold(name, |name, mark| name.split(mark).next().unwrap_or(name)).trim();
    // By noon, by the time: no name is written small.
    let first = name.strip_prefix("the ").or(name.strip_prefix("our ")).unwrap_or(name);
    let small = line.trim_end().ends_with('.') && first.starts_with(|c: char| c.is_ascii_lowercase());
    (name.len() <= LONGEST / 2 && !small && !name.contains(['?', '!'])).then_some(name)
}

/// The name at the start of what a label says, up to the next label or mark.
fn value_of(rest: &str) -> &str {
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '|' | '/' | '@'));
    let end = rest.find("  ").or_else(|| rest.find(['|', '。', ';', '\t', '\n', '·'])).unwrap_or(rest.len());
    let value = rest[..end].trim();
    let first = value.split([',', '.']).next().unwrap_or(value).trim();
    if value.is_ascii() && first.contains(' ') { first } else { value }
}

/// A value without the words that announce it.
fn bare(value: &str) -> &str {
    let value = value.trim();
    let opened = [
        "posted by ",
        "written by ",
        "words by ",
        "text by ",
        "story by ",
        "by ",
        "作者：",
        "作者:",
        "文/",
        "来源：",
    ];
    let lower = value.to_ascii_lowercase();
    let lead = opened.iter().find(|lead| lower.starts_with(**lead)).map_or(0, |lead| lead.len());
    value.get(lead..).unwrap_or(value).trim()
}
