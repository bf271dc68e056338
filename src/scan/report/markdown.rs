//! The report of a run in Markdown: what came of it, a table of the articles, then what is new in each.

use super::{RunReport, about, badge, facts, name, told};
use crate::report::absolute;
use crate::report::markdown::{Page, code, escaped};
use crate::report::safe;
use crate::scan::news::{ArticleNews, FindingNews};
use crate::scan::words::RunWords;
use std::io::{self, Write};

pub(super) fn write(report: &RunReport, words: &RunWords, out: &mut dyn Write) -> io::Result<()> {
    let news = report.news;
    let mut page = Page::default();
    page.add(&format!("## {}\n\n", escaped(&words.run_title(&news.findings))), 0);
    for (caption, fact) in facts(news, words) {
        page.add(&format!("- {}{}\n", words.as_text(caption), escaped(&fact)), 0);
    }
    for trouble in &news.troubles {
        let at = code(&safe::path(&trouble.at));
        let told = format!("{} {at}: {}", escaped(&trouble.source), escaped(&trouble.error));
        page.add(&format!("- {}{told}\n", words.as_text(words.troubles())), 1);
    }
    let articles = report.by_risk();
    if !articles.is_empty() {
        let [article, verdict, _] = words.columns();
        let head =
            [article, words.sources(), verdict, words.fresh(), words.fixed(), words.open()].join(" | ");
        page.add(&format!("\n| {head} |\n|---|---|---|---|---|---|\n"), 0);
        articles.iter().for_each(|a| page.add(&row(a, words), 1));
    }
    articles.iter().for_each(|a| section(a, words, &mut page));
    out.write_all(page.ended(words).as_bytes())
}

fn row(article: &ArticleNews, words: &RunWords) -> String {
    let new = words.counts(article.new_findings().map(|f| f.severity).collect());
    let fixed = words.counts(article.fixed.iter().map(|f| f.severity).collect());
    let (open, turn) = (words.counts(article.open), words.turn(article.before, article.now));
    let cells = [escaped(&name(article)), escaped(&about(article, words)), turn, new, fixed, open];
    format!("| {} |\n", cells.join(" | "))
}

fn section(article: &ArticleNews, words: &RunWords, page: &mut Page) {
    if article.new_findings().next().is_none() && article.fixed.is_empty() {
        return;
    }
    let address = code(&safe::path(&article.address));
    page.add(&format!("\n### {}\n\n{address}\n", escaped(&name(article))), 0);
    for card in &article.cards {
        let title = words.piece_of_work(card.card, card.findings.len(), card.severity);
        page.add(&format!("\n**{}**\n\n", escaped(&title)), 0);
        card.findings.iter().for_each(|f| page.add(&item(f, words), 1));
    }
    if !article.loose.is_empty() {
        page.add("\n", 0);
    }
    article.loose.iter().for_each(|f| page.add(&item(f, words), 1));
    if !article.fixed.is_empty() {
        page.add(&format!("\n**{}**\n\n", words.fixed()), 0);
    }
    for finding in &article.fixed {
        let text = format!("{}: {}", finding.rule, words.quoted(&finding.text));
        page.add(&format!("- {}\n", escaped(&told(&[&badge(finding, "", words), &text]))), 1);
    }
}

fn item(finding: &FindingNews, words: &RunWords) -> String {
    let rule = match absolute(&finding.doc_url) {
        Some(url) => format!("[{}]({url})", finding.rule),
        None => finding.rule.clone(),
    };
    let (severity, line) = (words.severity(finding.severity), words.line(finding.line));
    let badge = escaped(&badge(finding, words.fresh(), words));
    let mut item = format!("- **{severity}** {rule} ({badge}) · {line}: {}\n", escaped(&finding.message));
    item.push_str(&format!("  - {}\n", escaped(&words.help_line(&finding.help))));
    if let Some(source) = &finding.evidence {
        item.push_str(&format!("  - {}\n", escaped(&words.source_line(source))));
    }
    item
}
