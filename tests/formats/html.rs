//! The HTML report: one file without script, in which an article is shown and nothing of it runs.

use super::hostile::written;
use crate::{check, claimlint, fixtures, stdout};
use claimlint::report::Format;
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

#[test]
fn nothing_but_its_own_elements_and_links_within_the_page() {
    let own = [
        "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "h4", "p", "section",
        "nav", "table", "thead", "tbody", "tr", "th", "td", "br", "span", "a", "article", "div", "ul", "li",
        "code", "strong", "mark", "details", "summary",
    ];
    for page in [written(Format::Html), fixtures("html")] {
        let page = Html::parse_document(&page);
        for element in select(&page, "*") {
            assert!(own.contains(&element.value().name()), "{}", element.html());
            for (name, value) in element.value().attrs() {
                let known = ["lang", "charset", "name", "content", "http-equiv", "class", "id", "href"];
                assert!(known.contains(&name), "{name}={value}");
                assert!(name != "href" || value.starts_with('#'), "{value}");
            }
        }
    }
}

#[test]
fn every_finding_is_marked_in_the_article_and_every_link_leads_somewhere() {
    let page = Html::parse_document(&fixtures("html"));
    let ids: Vec<&str> = select(&page, "[id]").iter().filter_map(|e| e.value().id()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id stands twice");
    let findings = select(&page, "li.finding");
    assert!(findings.len() > 100);
    for link in select(&page, "a[href]") {
        let to = link.attr("href").unwrap().trim_start_matches('#');
        // A finding about a directive stands in no block that is shown.
        assert!(known.contains(to) || to.starts_with('p'), "nothing is at {to}");
    }
    let numbered = select(&page, ".read a.number").len();
    assert!(numbered * 10 >= findings.len() * 9, "{numbered} of {} findings are marked", findings.len());
}

#[test]
fn the_article_is_shown_as_it_was_read_with_the_words_of_findings_marked() {
    let report = stdout(&mut check(&["--format", "html", "--select", "OV008,AD002"]), 3);
    let page = Html::parse_document(&report);
    let text = |element: &scraper::ElementRef| element.text().collect::<String>();
    let marked: Vec<String> = select(&page, "mark").iter().map(text).collect();
    assert!(marked.iter().any(|words| words.contains("cure")), "{marked:?}");
    let read = select(&page, ".read p").iter().map(text).collect::<Vec<_>>().join("\n");
    assert!(read.lines().count() > 5, "{read}");
}

#[test]
fn a_cache_does_not_keep_the_article_out_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let run = || {
        let mut command = claimlint();
        command.args([
            "check",
            "tests/formats/ginger.md",
            "--as-of",
            "2026-11-23",
            "--fail-on",
            "never",
            "--format",
            "html",
        ]);
        stdout(command.arg("--cache").arg(folder.path()), 0)
    };
    assert_eq!(run(), run());
    assert!(run().contains("class=\"read\""));
}

/// Needs Chromium.
#[test]
#[ignore = "needs Chromium"]
fn a_browser_runs_nothing_of_a_hostile_article_and_prints_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("hostile.html");
    let hostile = "<title>疗法</title><article><h1>本疗法保证根治&lt;/style&gt;&lt;script&gt;document.title='owned'&lt;/script&gt;</h1>\
        <p>&lt;/p&gt;&lt;img src=x onerror=&quot;document.title='owned'&quot;&gt;&lt;svg onload=document.title='owned'&gt; 每天两次，每次5毫克，保证根治。</p>";
    std::fs::write(&article, format!("{hostile}<p>{}</p></article>", "散步对心情有好处。".repeat(40)))
        .unwrap();
    let page = folder.path().join("report.html");
    let mut command = claimlint();
    command.args(["check", "fixtures/articles/rescue/article.md", "--fail-on", "never"]).arg(&article);
    command.arg("--format").arg(format!("html={}", page.display())).assert().code(0);
    let dom = String::from_utf8(browser(&page, &["--dump-dom"]).stdout).unwrap();
    let dom = Html::parse_document(&dom);
    assert!(select(&dom, "title")[0].text().collect::<String>().starts_with("claimlint "));
    assert!(select(&dom, "script, img, svg").is_empty());
    assert!(select(&dom, "li.finding").len() > 10);
    let printed = folder.path().join("report.pdf");
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
