//! One HTML file without script: what came of a run, its articles by risk, each as it was read with its
//! findings in place, what is new, still there and fixed, and claims beside their sources. It prints well.

use super::{RunReport, about, badge, facts, name, told};
use crate::check::DocumentReport;
use crate::report::absolute;
use crate::report::html::view::{Article, Card, Item, class, code};
use crate::report::safe::{self, one_line};
use crate::rules::Severity;
use crate::scan::news::{ArticleNews, Counts, FindingNews};
use crate::scan::notify::link;
use crate::scan::words::RunWords;
use crate::text::Language;
use askama::Template;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Template)]
#[template(path = "run.html", config = "src/scan/askama.toml")]
struct Page<'a> {
    words: &'a RunWords,
    lang: &'static str,
    title: String,
    version: String,
    facts: Vec<(&'static str, String)>,
    troubles: Vec<(String, String, String)>,
    rows: Vec<Row>,
    articles: Vec<Article>,
}

/// An article in the table.
struct Row {
    number: usize,
    risk: &'static str,
    name: String,
    about: String,
    verdict: String,
    /// New, fixed and open, each with its caption.
    counts: Vec<(&'static str, String)>,
    /// Whether it has a part of its own below.
    is_shown: bool,
}

pub(super) fn write(
    report: &RunReport,
    words: &RunWords,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let documents = report.documents();
    let numbered: Vec<(usize, &ArticleNews)> = (1..).zip(report.by_risk()).collect();
    let show = |(number, news): &(usize, &ArticleNews)| {
        let document = documents.get(news.address.as_str()).copied();
        is_shown(news, document).then(|| article(*number, news, document, words))
    };
    let row = |(number, news): &(usize, &ArticleNews)| {
        row(*number, news, documents.contains_key(news.address.as_str()), words)
    };
    let page = Page {
        words,
        lang: code(language),
        title: words.run_title(&report.news.findings),
        version: one_line(&report.news.version),
        facts: facts(report.news, words),
        troubles: report
            .news
            .troubles
            .iter()
            .map(|t| (one_line(&t.source), one_line(&t.at), one_line(&t.error)))
            .collect(),
        rows: numbered.iter().map(row).collect(),
        articles: numbered.iter().filter_map(show).collect(),
    };
    page.write_into(out)
}

/// Whether there is more to say of an article than its row does.
fn is_shown(news: &ArticleNews, document: Option<&DocumentReport>) -> bool {
    document.is_some() || news.new_findings().next().is_some() || !news.fixed.is_empty()
}

fn row(number: usize, news: &ArticleNews, has_document: bool, words: &RunWords) -> Row {
    let new: Counts = news.new_findings().map(|f| f.severity).collect();
    let fixed: Counts = news.fixed.iter().map(|f| f.severity).collect();
    let gravest = [Severity::Error, Severity::Warning, Severity::Info];
    let mut open = gravest.into_iter().zip(news.open.gravest_first());
    Row {
        number,
        risk: open.find(|(_, n)| *n > 0).map_or("", |(severity, _)| class(severity)),
        name: name(news),
        about: about(news, words),
        verdict: words.turn(news.before, news.now),
        counts: vec![
            (words.fresh(), words.counts(new)),
            (words.fixed(), words.counts(fixed)),
            (words.open(), words.counts(news.open)),
        ],
        is_shown: has_document || new.total() + fixed.total() > 0,
    }
}

/// An article whole, or what is new in it where it cannot be shown.
fn article(
    number: usize,
    news: &ArticleNews,
    document: Option<&DocumentReport>,
    words: &RunWords,
) -> Article {
    let mut shown = match document {
        Some(document) => Article::of(number, document, words),
        None => bare(number, news, words),
    };
    shown.path = name(news);
    shown.link = link(&news.address);
    shown.about = vec![safe::path(&news.address), about(news, words)];
    shown.verdict = words.turn(news.before, news.now);
    let new: BTreeMap<&str, &FindingNews> = news.new_findings().map(|f| (f.id.as_str(), f)).collect();
    let items = shown.cards.iter_mut().flat_map(|card| &mut card.items).chain(&mut shown.loose);
    for (item, id) in items.zip(ids(news, document)) {
        let finding = new.get(id);
        item.is_new = finding.is_some();
        item.badge =
            finding.map_or_else(|| words.still().to_owned(), |finding| badge(finding, words.fresh(), words));
    }
    let fixed = |f: &FindingNews| {
        let text = format!("{} {}: {}", words.severity(f.severity), f.rule, words.quoted(&f.text));
        told(&[&badge(f, "", words), &text])
    };
    shown.fixed = news.fixed.iter().map(fixed).collect();
    shown
}

/// The ids of the findings that are shown of an article, in their order.
fn ids<'a>(news: &'a ArticleNews, document: Option<&'a DocumentReport>) -> Vec<&'a str> {
    match document {
        Some(document) => {
            let folded = document.cards.iter().flat_map(|card| document.folded(card));
            folded.chain(document.loose()).map(|f| f.id.as_str()).collect()
        }
        None => news.new_findings().map(|f| f.id.as_str()).collect(),
    }
}

/// What is new in an article that cannot be shown.
fn bare(number: usize, news: &ArticleNews, words: &RunWords) -> Article {
    let findings = (1..).zip(news.new_findings());
    let numbers: BTreeMap<&str, usize> = findings.map(|(n, f)| (f.id.as_str(), n)).collect();
    let item = |f: &FindingNews| item(numbers.get(f.id.as_str()).copied().unwrap_or(0), f, words);
    let card = |card: &crate::scan::news::CardNews| Card {
        title: words.piece_of_work(card.card, card.findings.len(), card.severity),
        items: card.findings.iter().map(item).collect(),
    };
    Article {
        number,
        path: String::new(),
        link: None,
        title: String::new(),
        about: Vec::new(),
        lang: code(news.lang),
        verdict: String::new(),
        because: words.state(news.state).to_owned(),
        compared: String::new(),
        counts: Vec::new(),
        risk: "",
        unread: false,
        cards: news.cards.iter().map(card).collect(),
        loose: news.loose.iter().map(item).collect(),
        blocks: Vec::new(),
        claims: Vec::new(),
        references: Vec::new(),
        gaps: Vec::new(),
        fixed: Vec::new(),
    }
}

fn item(number: usize, finding: &FindingNews, words: &RunWords) -> Item {
    Item {
        number,
        badge: String::new(),
        is_new: true,
        rule: finding.rule.clone(),
        url: absolute(&finding.doc_url).map(str::to_owned),
        class: class(finding.severity),
        severity: words.severity(finding.severity),
        line: words.line(finding.line),
        message: one_line(&finding.message),
        help: words.help_line(&finding.help),
        source: finding.evidence.as_ref().map(|source| words.source_line(source)),
        sureness: words.sureness(finding.confidence),
    }
}
