//! The report of a run: for a terminal, as JSON, as Markdown, and as one HTML file without script.

mod html;
mod markdown;
mod terminal;

use super::news::{ArticleNews, FindingNews, RunNews};
use super::words::RunWords;
use crate::check::DocumentReport;
use crate::report::safe::one_line;
use crate::report::{json, schema};
use crate::text::Language;
use jiff::Timestamp;
use schemars::Schema;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How the report of a run is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// For people at a terminal, in colour or not.
    Terminal {
        /// Whether to use colours.
        colour: bool,
    },
    /// JSON, schema `claimlint-run/1`.
    Json,
    /// Markdown for a comment or an issue.
    Markdown,
    /// One HTML file without script.
    Html,
}

/// A run, and its articles checked again, where they are to be shown whole.
#[derive(Clone, Copy, Debug)]
pub struct RunReport<'a> {
    /// What the run came to.
    pub news: &'a RunNews,
    /// Reports on articles from their snapshots, by address (`path`), with `reading`; those of pages that
    /// could not be read are left out.
    pub documents: &'a [DocumentReport],
}

impl RunReport<'_> {
    /// Writes the report; `language` is that of captions.
    pub fn write(&self, format: Format, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let words = RunWords::of(language);
        match format {
            Format::Terminal { colour } => terminal::write(self, &words, colour, out),
            Format::Json => json::pretty(self.news, out),
            Format::Markdown => markdown::write(self, &words, out),
            Format::Html => html::write(self, &words, language, out),
        }
    }

    /// The articles, those of the gravest verdict and the most that is new first.
    pub fn by_risk(&self) -> Vec<&ArticleNews> {
        let mut articles: Vec<&ArticleNews> = self.news.articles.iter().collect();
        let new = |a: &ArticleNews| a.new_findings().map(|f| f.severity).collect::<super::news::Counts>();
        articles.sort_by_key(|a| (Reverse(a.now), Reverse(new(a)), Reverse(a.open)));
        articles
    }

    /// The reports on articles by address.
    fn documents(&self) -> BTreeMap<&str, &DocumentReport> {
        self.documents.iter().map(|document| (document.path.as_str(), document)).collect()
    }
}

/// The JSON Schema of the report of a run.
pub fn schema() -> Schema {
    schema::of::<RunNews>()
}

/// The JSON Schema of what a webhook gets.
pub fn message_schema() -> Schema {
    schema::of::<super::notify::Body>()
}

/// Title and address of an article, or the address alone.
fn name(article: &ArticleNews) -> String {
    one_line(article.title.as_deref().filter(|t| !t.trim().is_empty()).unwrap_or(&article.address))
}

/// What is said of a run as a whole: a caption, and what stands behind it.
fn facts(news: &RunNews, words: &RunWords) -> Vec<(&'static str, String)> {
    let minute = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M UTC").to_string();
    let ended = news.ended.map_or_else(|| words.unfinished().to_owned(), minute);
    let source = |s: &super::news::SourceNews| match &s.owner {
        Some(owner) => format!("{} {} ({}: {})", one_line(&s.name), s.found, words.owner(), one_line(owner)),
        None => format!("{} {}", one_line(&s.name), s.found),
    };
    let sources: Vec<String> = news.sources.iter().map(source).collect();
    let mut facts = vec![
        (words.run(), format!("{} · {} – {ended}", one_line(&news.run), minute(news.begun))),
        (words.sources(), sources.join(" · ")),
        (words.page_caption(), words.pages(&news.pages)),
        (words.fresh(), words.counts(news.findings.new)),
        (words.fixed(), words.counts(news.findings.fixed)),
        (words.open(), words.counts(news.findings.open)),
    ];
    if news.rule_changes.articles > 0 {
        let changes = news.rule_changes;
        facts.push((words.rules(), words.rule_changes(changes.articles, changes.new, changes.fixed)));
    }
    facts
}

/// Where an article comes from, and what came of its page.
fn about(article: &ArticleNews, words: &RunWords) -> String {
    let mut parts = vec![one_line(&article.source)];
    parts.extend(article.owner.as_deref().map(one_line));
    parts.push(words.state(article.state).to_owned());
    parts.extend(article.error.as_deref().map(one_line));
    told(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What is new about a finding: since when, and why.
fn badge(finding: &FindingNews, caption: &'static str, words: &RunWords) -> String {
    let again = if finding.again { words.again() } else { "" };
    told(&[caption, words.because_of(finding.why), again])
}

/// What there is of some parts.
fn told(parts: &[&str]) -> String {
    let some = parts.iter().copied().filter(|part| !part.is_empty());
    some.collect::<Vec<_>>().join(" · ")
}
