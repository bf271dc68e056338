//! What the page shows, ready to be filled in: every text disarmed, every caption in one language.

use super::text::{Piece, pieces};
use crate::check::{ClaimRow, DocumentReport};
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

/// An article of a page.
pub(crate) struct Article {
    pub(crate) number: usize,
    pub(crate) path: String,
    /// What its name leads to.
    pub(crate) link: Option<String>,
    pub(crate) title: String,
    /// What else is said of it, line by line.
    pub(crate) about: Vec<String>,
    pub(crate) lang: &'static str,
    pub(crate) verdict: String,
    pub(crate) because: String,
    pub(crate) compared: String,
    /// Errors, warnings, infos, each with its caption.
    pub(crate) counts: Vec<(&'static str, usize)>,
    pub(crate) risk: &'static str,
    pub(crate) unread: bool,
    pub(crate) cards: Vec<Card>,
    pub(crate) loose: Vec<Item>,
    pub(crate) blocks: Vec<Shown>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) references: Vec<(u32, String)>,
    pub(crate) gaps: Vec<String>,
    /// Findings that are no more.
    pub(crate) fixed: Vec<String>,
}

/// A piece of work.
pub(crate) struct Card {
    pub(crate) title: String,
    pub(crate) items: Vec<Item>,
}

/// A finding.
pub(crate) struct Item {
    pub(crate) number: usize,
    /// Since when it is there, where that is known.
    pub(crate) badge: String,
    /// Whether it is new.
    pub(crate) is_new: bool,
    pub(crate) rule: String,
    pub(crate) url: Option<String>,
    pub(crate) class: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) line: String,
    pub(crate) message: String,
    pub(crate) help: String,
    pub(crate) source: Option<String>,
    pub(crate) sureness: &'static str,
}

/// A block of the article as it was read.
pub(crate) struct Shown {
    /// What it is in the page: h, li, row, caption, alt, reference, notice, residue, p.
    pub(crate) class: &'static str,
    pub(crate) pieces: Vec<Piece>,
}

/// A claim beside its sources.
pub(crate) struct Claim {
    pub(crate) text: String,
    pub(crate) strength: &'static str,
    /// Its sources: number, what the claim comes to beside it, and its words.
    pub(crate) sources: Vec<Beside>,
}

/// A source of a claim.
pub(crate) struct Beside {
    pub(crate) number: u32,
    pub(crate) title: String,
    pub(crate) verdict: &'static str,
    pub(crate) quote: String,
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
    pub(crate) fn of(number: usize, document: &DocumentReport, words: &Words) -> Article {
        let in_cards = document.cards.iter().flat_map(|card| document.folded(card));
        let findings = (1..).zip(in_cards.chain(document.loose()));
        let numbers: BTreeMap<&str, (usize, &Finding)> =
            findings.map(|(n, f)| (f.id.as_str(), (n, f))).collect();
        let item = |f: &Finding| Item::of(numbers.get(f.id.as_str()).map_or(0, |(n, _)| *n), f, words);
        let blocks = document.reading.iter().flat_map(|reading| &reading.blocks);
        Article {
            number,
            path: safe::path(&document.path),
            link: None,
            about: Vec::new(),
            fixed: Vec::new(),
            title: document.title.as_deref().map(one_line).unwrap_or_default(),
            lang: code(document.lang),
            verdict: words.verdict(document.verdict).to_owned(),
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
            claims: document.asserted().map(|row| Claim::of(row, words)).collect(),
            references: document.references.iter().map(|r| (r.index, one_line(&r.quote.text))).collect(),
            gaps: words.gaps(&document.coverage),
        }
    }
}

impl Item {
    fn of(number: usize, finding: &Finding, words: &Words) -> Item {
        Item {
            number,
            badge: String::new(),
            is_new: false,
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

impl Claim {
    fn of(row: &ClaimRow, words: &Words) -> Claim {
        let sources = row.leans_on.iter().map(|leaning| Beside {
            number: leaning.reference,
            title: leaning.compared.title.as_deref().map(one_line).unwrap_or_default(),
            verdict: words.agreement(&leaning.compared),
            quote: leaning.compared.quote.as_deref().map(|quote| words.quoted(quote)).unwrap_or_default(),
        });
        Claim {
            text: one_line(&row.claim.quote.text),
            strength: words.strength(row.claim.strength),
            sources: sources.collect(),
        }
    }
}

fn counts(document: &DocumentReport) -> [usize; 3] {
    [Severity::Error, Severity::Warning, Severity::Info]
        .map(|severity| document.findings.iter().filter(|f| f.severity == severity).count())
}

pub(crate) fn class(severity: Severity) -> &'static str {
    severity.as_str()
}

pub(crate) fn code(language: Language) -> &'static str {
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
