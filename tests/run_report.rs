//! The report of a run: what each format says, that no text is more than text in it, and that a browser
//! shows and prints it.
#![cfg(feature = "desk")]

mod common;
#[path = "common/news.rs"]
mod made;
#[path = "common/run.rs"]
mod run;

use claimlint::check::DocumentReport;
use claimlint::rules::Severity;
use claimlint::scan::news::{ArticleNews, RunNews, Why};
use claimlint::scan::report::{Format, RunReport, message_schema, schema};
use claimlint::text::Language;
use made::{HOSTILE, article, finding, hostile, news};
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const FORMATS: [Format; 4] =
    [Format::Terminal { colour: false }, Format::Json, Format::Markdown, Format::Html];

fn written(news: &RunNews, documents: &[DocumentReport], format: Format, language: Language) -> String {
    let mut out = Vec::new();
    RunReport { news, documents }.write(format, language, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn small() -> RunNews {
    let mut first = article("a", "site", vec![finding("1", Severity::Warning, Why::Article)]);
    first.now = Some(claimlint::verdict::Verdict::Revise);
    first.fixed = vec![finding("0", Severity::Error, Why::Article)];
    let mut second = article(
        "b",
        "feed",
        vec![finding("2", Severity::Error, Why::Evidence), finding("3", Severity::Info, Why::Rules)],
    );
    second.cards[0].findings[0].again = true;
    news(vec![first, second])
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: &ElementRef) -> String {
    element.text().collect()
}

#[test]
fn each_format_in_each_language() {
    for format in [Format::Terminal { colour: false }, Format::Markdown, Format::Html] {
        for language in [Language::Zh, Language::En] {
            let mut shown = written(&small(), &[], format, language);
            if let Some((head, rest)) = shown.split_once("<style>") {
                shown = format!("{head}{}", rest.split_once("</style>\n").unwrap().1);
            }
            let name = format!("{format:?}_{language:?}").to_lowercase().replace(" { colour: false }", "");
            insta::assert_snapshot!(name, shown);
        }
    }
}

#[test]
fn json_is_the_news_and_keeps_to_its_schema() {
    let (news, documents) = run::run();
    let shown: Value = serde_json::from_str(&written(&news, &documents, Format::Json, Language::Zh)).unwrap();
    assert_eq!(serde_json::from_value::<RunNews>(shown.clone()).unwrap(), news);
    let schema = jsonschema::validator_for(schema().as_value()).unwrap();
    assert_eq!(schema.iter_errors(&shown).map(|e| e.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
    assert!(jsonschema::validator_for(message_schema().as_value()).is_ok());
}

#[test]
fn the_gravest_article_with_the_most_news_comes_first() {
    for format in [Format::Terminal { colour: false }, Format::Markdown, Format::Html] {
        let shown = written(&small(), &[], format, Language::Zh);
        assert!(shown.find("文章 b").unwrap() < shown.find("文章 a").unwrap(), "{format:?}: {shown}");
    }
}

#[test]
fn each_article_is_shown_as_read_with_what_is_new_and_what_is_still_there() {
    let (news, documents) = run::run();
    let page = Html::parse_document(&written(&news, &documents, Format::Html, Language::Zh));
    let articles = select(&page, "article");
    assert_eq!(articles.len(), 4);
    assert_eq!(select(&page, "nav tbody tr").len(), 5);
    assert_eq!(select(&page, ".read").len(), 3);
    let badges: Vec<String> = select(&page, ".badge").iter().map(text).collect();
    let new: usize = news.articles.iter().map(|a: &ArticleNews| run::new_ids(a).len()).sum();
    let all: usize = documents.iter().map(|d| d.findings.len()).sum::<usize>() + 1;
    assert_eq!(badges.len(), all);
    assert_eq!(badges.iter().filter(|b| b.starts_with("新增")).count(), new);
    assert_eq!(badges.iter().filter(|b| *b == "仍在").count(), all - new);
    assert!(badges.iter().any(|b| b.contains("来源有变")) && badges.iter().any(|b| b.contains("再次出现")));
    assert_eq!(select(&page, "li.fixed").len(), 1);
    let beside: Vec<String> = select(&page, ".claims td .source").iter().map(text).collect();
    assert!(beside.iter().any(|quote| quote.len() > 20), "claims stand beside what their sources say");
    assert!(select(&page, "mark").len() > 5);
    // Every link within the page leads somewhere.
    let ids: Vec<&str> = select(&page, "[id]").iter().filter_map(|e| e.value().id()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id stands twice");
    for to in select(&page, "a").iter().filter_map(|a| a.attr("href")?.strip_prefix('#')) {
        assert!(known.contains(to) || to.starts_with('p'), "nothing is at {to}");
    }
}

#[test]
fn hostile_texts_are_text() {
    let mut news = hostile(2, 2);
    news.run = HOSTILE.to_owned();
    news.articles[1].error = Some(HOSTILE.to_owned());
    news.articles[1].fixed = vec![news.articles[0].cards[0].findings[0].clone()];
    news.articles[0].address = format!("javascript:{HOSTILE}");
    news.sources[0].name = HOSTILE.to_owned();
    news.sources[0].owner = Some(HOSTILE.to_owned());
    news.version = HOSTILE.to_owned();
    for format in FORMATS {
        let shown = written(&news, &[], format, Language::En);
        let harmful =
            |c: char| c.is_control() && c != '\n' || matches!(c, '\u{2028}' | '\u{202a}'..='\u{202e}');
        assert_eq!(shown.chars().find(|c| harmful(*c)), None, "{format:?}");
        assert!(!shown.contains("##["), "{format:?}");
        assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{format:?}: {shown}");
        assert!(shown.contains('甲'));
    }
    let page = Html::parse_document(&written(&news, &[], Format::Html, Language::En));
    assert!(select(&page, "script, img, svg, iframe, form, at").is_empty());
    for link in select(&page, "a[href]") {
        let href = link.attr("href").unwrap();
        assert!(href.starts_with('#') || href.starts_with("https://example.org/"), "{href}");
    }
    let policy = select(&page, "meta[http-equiv]")[0].attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'"));
    let markdown = written(&news, &[], Format::Markdown, Language::En);
    for event in Parser::new_ext(&markdown, Options::all()) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://example.org/rules"), "{dest_url}")
            }
            Event::Start(Tag::Image { dest_url, .. }) => panic!("an image of {dest_url}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                assert!(["<code>", "</code>", "<!-- -->"].contains(&html.trim()), "{html}");
            }
            _ => {}
        }
    }
    assert!(!markdown.contains("@everyone") && !markdown.contains("@all"));
}

#[test]
fn a_run_with_nothing_to_say_says_so() {
    for format in FORMATS {
        let shown = written(&news(Vec::new()), &[], format, Language::En);
        assert!(shown.contains("r-20261123-080000"), "{format:?}: {shown}");
    }
}

/// Needs Chromium.
#[test]
#[ignore = "needs Chromium"]
fn a_browser_runs_nothing_of_a_hostile_run_and_prints_it() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("run.html");
    let mut news = hostile(2, 3);
    let (more, documents) = run::run();
    news.articles.extend(more.articles);
    std::fs::write(&page, written(&news, &documents, Format::Html, Language::Zh)).unwrap();
    let dom = String::from_utf8(browser(&page, &["--dump-dom"]).stdout).unwrap();
    let dom = Html::parse_document(&dom);
    assert!(text(&select(&dom, "title")[0]).starts_with("claimlint "));
    assert!(select(&dom, "script, img, svg").is_empty());
    let printed = folder.path().join("run.pdf");
    browser(&page, &[&format!("--print-to-pdf={}", printed.display())]);
    assert!(std::fs::read(printed).unwrap().starts_with(b"%PDF-"));
}

fn browser(page: &Path, args: &[&str]) -> std::process::Output {
    let mut command = Command::new("chromium");
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000"]).args(args);
    let output = command.arg(format!("file://{}", page.display())).output().expect("chromium is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}
