//! Markdown for a comment on a change: what to do, a table of the articles, then each article with
//! its findings. It stays below what GitHub takes in one comment; what is left out is counted.

use super::safe::{self, one_line};
use super::words::Words;
use super::{Report, absolute};
use crate::check::DocumentReport;
use crate::finding::Finding;
use crate::rules::Severity;
use crate::text::Language;
use std::cmp::Reverse;
use std::io::{self, Write};

/// Characters of a comment; GitHub takes 65,536.
const LONGEST: usize = 60_000;

pub(super) fn write(report: &Report, language: Option<Language>, out: &mut dyn Write) -> io::Result<()> {
    let first = report.documents.first().map_or(Language::En, |d| d.lang);
    let words = Words::of(language.unwrap_or(first));
    let mut page = Page::default();
    let worst = report.documents.iter().map(|d| d.verdict).max();
    let verdict = worst.map_or("", |v| words.verdict(v));
    page.add(&format!("## claimlint: {verdict}\n\n"), 0);
    if !report.errors.is_empty() {
        page.add(&format!("**{}**\n\n", words.unreadable()), 0);
        for error in &report.errors {
            page.add(&format!("- {}: {}\n", code(&safe::path(&error.path)), escaped(&error.message)), 1);
        }
        page.add("\n", 0);
    }
    if !report.documents.is_empty() {
        table(report, &words, &mut page);
    }
    let mut documents: Vec<&DocumentReport> = report.documents.iter().collect();
    documents.sort_by_key(|d| Reverse(d.verdict));
    for document in documents {
        article(document, &Words::of(language.unwrap_or(document.lang)), &mut page);
    }
    out.write_all(page.ended(&words).as_bytes())
}

/// A text that grows no longer than a comment may be.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
    characters: usize,
    is_full: bool,
    left_out: usize,
}

impl Page {
    /// The whole text, with how much is left out.
    pub(crate) fn ended(mut self, words: &Words) -> String {
        if self.left_out > 0 {
            self.text.push_str(&format!("\n{}\n", words.left_out(self.left_out)));
        }
        self.text
    }

    /// Adds a piece that stands by itself, or counts the things it tells of as left out.
    pub(crate) fn add(&mut self, piece: &str, things: usize) {
        self.characters += piece.chars().count();
        self.is_full |= self.characters > LONGEST;
        if self.is_full {
            self.left_out += things;
        } else {
            self.text.push_str(piece);
        }
    }
}

fn table(report: &Report, words: &Words, page: &mut Page) {
    let [article, verdict, compared] = words.columns();
    let [errors, warnings, infos] = SEVERITIES.map(|s| words.severities(s));
    let head = format!("| {article} | {verdict} | {errors} | {warnings} | {infos} | {compared} |\n");
    let mut rows = format!("{head}|---|---|--:|--:|--:|--:|\n");
    for document in &report.documents {
        let count = |s| document.findings.iter().filter(|f| f.severity == s).count().to_string();
        let counts = SEVERITIES.map(count).join(" | ");
        let (path, verdict) = (code(&safe::path(&document.path)), words.verdict(document.verdict));
        let compared = format!("{}/{}", document.claims_compared, document.claims_of);
        let row = format!("| {path} | {verdict} | {counts} | {compared} |\n");
        if rows.chars().count() + row.chars().count() > LONGEST / 2 {
            page.left_out += 1;
        } else {
            rows.push_str(&row);
        }
    }
    page.add(&rows, 0);
}

/// Severities, gravest first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

fn article(document: &DocumentReport, words: &Words, page: &mut Page) {
    page.add(&format!("\n### {}\n\n", code(&safe::path(&document.path))), 0);
    if document.unread.is_some() {
        page.add(&format!("{}\n\n", words.unread()), 0);
    }
    page.add(&format!("{}\n", escaped(&words.because(document))), 0);
    for (number, card) in (1..).zip(&document.cards) {
        page.add(&format!("\n**{number}. {}**\n\n", escaped(&words.card(card))), 0);
        document.folded(card).for_each(|f| page.add(&item(f, words), 1));
    }
    let infos: Vec<String> = document.loose().map(|f| item(f, words)).collect();
    page.add(&details(words.severities(Severity::Info), &infos), infos.len());
    let rows = document.asserted().map(|row| words.claim(row));
    let mut claims: Vec<String> =
        rows.map(|[text, strength, stands]| line([escaped(&text), strength, escaped(&stands)])).collect();
    if let Some(first) = claims.first_mut() {
        *first = format!("{}|---|---|---|\n{first}", line(words.claim_columns().map(str::to_owned)));
    }
    page.add(&details(words.claims(), &claims), 0);
    let gaps = words.gaps(&document.coverage);
    let gaps: Vec<String> = gaps.iter().map(|gap| format!("- {}\n", escaped(gap))).collect();
    page.add(&details(words.not_checked(), &gaps), gaps.len());
}

/// A row of a table.
fn line(cells: [String; 3]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// A list that opens on a click; nothing for an empty one.
pub(crate) fn details(summary: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    format!("\n<details><summary>{summary} {}</summary>\n\n{}\n</details>\n", items.len(), items.concat())
}

fn item(finding: &Finding, words: &Words) -> String {
    let rule = match absolute(&finding.doc_url) {
        Some(url) => format!("[{}]({url})", finding.rule),
        None => finding.rule.clone(),
    };
    let severity = words.severity(finding.severity);
    let (line, message) = (words.line(finding.span.line), escaped(&finding.message));
    let mut item = format!("- **{severity}** {rule} · {line}: {message}\n");
    item.push_str(&format!("  - {}\n", escaped(&words.help_line(&finding.help))));
    if let Some(source) = &finding.evidence {
        item.push_str(&format!("  - {}\n", escaped(&words.source_line(source))));
    }
    item
}

/// A path as code; a backtick would not keep a table from ending a cell at a bar.
pub(crate) fn code(path: &str) -> String {
    format!("<code>{}</code>", escaped(path))
}

/// Text on one line in which Markdown and HTML see nothing, nor GitHub and GitLab a link, a mention
/// or a number of something.
pub(crate) fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let leads_on = characters.peek().is_some_and(|next| !next.is_whitespace());
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '^' => out.extend(['\\', c]),
            // Between them and the next character they make links: www.…, http://…
            '.' | ':' if leads_on => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
        // An empty comment parts a sign from its name or number, which a backslash does not.
        if leads_on && matches!(c, '@' | '#' | '!' | '&' | '~' | '$' | '%' | '^') {
            out.push_str("<!-- -->");
        }
    }
    out
}
