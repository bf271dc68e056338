//! What the page shows, ready to be filled in: every text disarmed, every caption in one language.

use super::text::{Piece, pieces};
use crate::check::DocumentReport;
use crate::document::BlockKind;
use crate::finding::Finding;
use crate::report::safe::{self, one_line};
use crate::report::words::Words;
use crate::report::{Report, absolute};
use crate::rules::Severity;
use crate::text::Language;
use askama::Template;
use std::cmp::Reverse;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "page.html", config = "src/report/html/askama.toml")]
pub(super) struct Page {
    words: Words,
    lang: &'static str,
    as_of: String,
    version: &'static str,
    verdict: &'static str,
    errors: Vec<(String, String)>,
    articles: Vec<Article>,
}

struct Article {
    number: usize,
    path: String,
    title: String,
    lang: &'static str,
    verdict: &'static str,
    because: String,
    compared: String,
    /// Errors, warnings, infos, each with its caption.
    counts: Vec<(&'static str, usize)>,
    risk: &'static str,
    unread: bool,
    cards: Vec<Card>,
    loose: Vec<Item>,
    blocks: Vec<Shown>,
    /// Its words, its strength, how it stands to its sources.
    claims: Vec<[String; 3]>,
    references: Vec<(u32, String)>,
    gaps: Vec<String>,
}

struct Card {
    title: String,
    items: Vec<Item>,
}

/// A finding.
struct Item {
    number: usize,
    rule: String,
    url: Option<String>,
    class: &'static str,
    severity: &'static str,
    line: String,
    message: String,
    help: String,
    source: Option<String>,
    sureness: &'static str,
}

struct Shown {
    /// What it is in the page: h, li, row, caption, alt, reference, notice, residue, p.
    class: &'static str,
    pieces: Vec<Piece>,
}

impl Page {
    pub(super) fn of(report: &Report, language: Language) -> Page {
        let words = Words::of(language);
        let worst = report.documents.iter().map(|d| d.verdict).max();
        let mut documents: Vec<&DocumentReport> = report.documents.iter().collect();
        documents.sort_by_key(|d| (Reverse(d.verdict), Reverse(counts(d))));
        Page {
            lang: code(language),
            as_of: report.as_of.to_string(),
            version: report.version,
            verdict: worst.map_or("", |v| words.verdict(v)),
            errors: report.errors.iter().map(|e| (safe::path(&e.path), one_line(&e.message))).collect(),
            articles: (1..).zip(documents).map(|(number, d)| Article::of(number, d, &words)).collect(),
            words,
        }
    }
}

impl Article {
    fn of(number: usize, document: &DocumentReport, words: &Words) -> Article {
        let in_cards = document.cards.iter().flat_map(|card| document.folded(card));
        let findings = (1..).zip(in_cards.chain(document.loose()));
        let numbers: BTreeMap<&str, (usize, &Finding)> =
            findings.map(|(n, f)| (f.id.as_str(), (n, f))).collect();
        let item = |f: &Finding| Item::of(numbers.get(f.id.as_str()).map_or(0, |(n, _)| *n), f, words);
        let blocks = document.reading.iter().flat_map(|reading| &reading.blocks);
        Article {
            number,
            path: safe::path(&document.path),
            title: document.title.as_deref().map(one_line).unwrap_or_default(),
            lang: code(document.lang),
            verdict: words.verdict(document.verdict),
            because: words.because(document),
            compared: words.compared(document.claims_compared, document.claims_of),
            counts: words.counted().into_iter().zip(counts(document)).collect(),
            risk: document.findings.iter().map(|f| f.severity).max().map_or("", class),
            unread: document.unread.is_some(),
            cards: document
                .cards
                .iter()
                .map(|card| Card {
                    title: words.card(card),
                    items: document.folded(card).map(item).collect(),
                })
                .collect(),
            loose: document.loose().map(item).collect(),
            blocks: blocks.map(|b| Shown { class: tag(b.kind), pieces: pieces(b, &numbers) }).collect(),
            claims: document.claims.iter().map(|row| words.claim(row)).collect(),
            references: document.references.iter().map(|r| (r.index, one_line(&r.quote.text))).collect(),
            gaps: words.gaps(&document.coverage),
        }
    }
}

impl Item {
    fn of(number: usize, finding: &Finding, words: &Words) -> Item {
        Item {
            number,
            rule: finding.rule.clone(),
            url: absolute(&finding.doc_url).map(str::to_owned),
            class: class(finding.severity),
            severity: words.severity(finding.severity),
            line: words.line(finding.span.line),
            message: one_line(&finding.message),
            help: words.help_line(&finding.help),
            source: finding.evidence.as_ref().map(|source| words.source_line(source)),
            sureness: words.sureness(finding.confidence),
        }
    }
}

fn counts(document: &DocumentReport) -> [usize; 3] {
    [Severity::Error, Severity::Warning, Severity::Info]
        .map(|severity| document.findings.iter().filter(|f| f.severity == severity).count())
}

fn class(severity: Severity) -> &'static str {
    severity.as_str()
}

fn code(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh",
        Language::En => "en",
    }
}

fn tag(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Heading => "heading",
        BlockKind::ListItem => "item",
        BlockKind::TableRow => "row",
        BlockKind::Caption | BlockKind::AltText => "caption",
        BlockKind::Reference => "reference",
        BlockKind::Notice => "notice",
        BlockKind::Residue => "residue",
        BlockKind::Paragraph => "paragraph",
    }
}
