//! The report of a run for a terminal: what came of it, then what is new and what is fixed, article by article.

use super::{RunReport, about, badge, facts, name};
use crate::report::safe::{self, one_line};
use crate::rules::Severity;
use crate::scan::news::{ArticleNews, FindingNews};
use crate::scan::words::RunWords;
use std::io::{self, Write};

pub(super) fn write(
    report: &RunReport,
    words: &RunWords,
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    for article in report.by_risk() {
        let has_news = article.new_findings().next().is_some() || !article.fixed.is_empty();
        if has_news || article.error.is_some() {
            tell(article, words, colour, out)?;
        }
    }
    for (caption, fact) in facts(report.news, words) {
        writeln!(out, "{}{fact}", words.as_text(caption))?;
    }
    for trouble in &report.news.troubles {
        let (source, at, error) = (&trouble.source, &trouble.at, &trouble.error);
        let told = format!("{} {}: {}", one_line(source), safe::path(at), one_line(error));
        writeln!(out, "{}{told}", words.as_text(words.troubles()))?;
    }
    Ok(())
}

fn tell(article: &ArticleNews, words: &RunWords, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let name = name(article);
    let shown = if name.trim_start().starts_with("::") { format!("./{name}") } else { name };
    writeln!(out, "{}", painted(&shown, "1", colour))?;
    writeln!(out, "  {}", safe::path(&article.address))?;
    writeln!(out, "  {}", about(article, words))?;
    let turn = words.turn(article.before, article.now);
    if !turn.is_empty() {
        writeln!(out, "  {turn} ({} {})", words.open(), words.counts(article.open))?;
    }
    for card in &article.cards {
        writeln!(out, "  {}", words.piece_of_work(card.card, card.findings.len(), card.severity))?;
        card.findings.iter().try_for_each(|f| finding(f, words, colour, out))?;
    }
    article.loose.iter().try_for_each(|f| finding(f, words, colour, out))?;
    for finding in &article.fixed {
        let told =
            format!("{} {}: {}", badge(finding, words.fixed(), words), finding.rule, one_line(&finding.text));
        writeln!(out, "    {}", painted(&told, "32", colour))?;
    }
    writeln!(out)
}

fn finding(finding: &FindingNews, words: &RunWords, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let paint = match finding.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info => "1;34",
    };
    let severity = painted(words.severity(finding.severity), paint, colour);
    let (badge, line) = (badge(finding, words.fresh(), words), words.line(finding.line));
    writeln!(out, "    {severity} {} ({badge}) {line}: {}", finding.rule, one_line(&finding.message))?;
    writeln!(out, "      {}", words.help_line(&finding.help))?;
    match &finding.evidence {
        Some(source) => writeln!(out, "      {}", words.source_line(source)),
        None => Ok(()),
    }
}

fn painted(text: &str, code: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
