//! Whole articles: what an editor must be told is told, what is careful stays quiet, and the same
//! article says the same in every layout.

mod common;

use claimlint::check::{DocumentReport, check};
use claimlint::document::{Hint, read};
use claimlint::evidence::Library;
use claimlint::knowledge::Knowledge;
use claimlint::rules::{Settings, Severity, registry};
use common::{check_file, files, fixtures, words};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How often the long line repeats its faults.
const FAULTS: usize = 2000;

#[derive(Deserialize)]
struct Expected {
    #[serde(default)]
    must: Vec<Label>,
    #[serde(default)]
    quiet: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    rule: String,
    quote: String,
}

/// Every article with labels, with each of its layouts.
fn labelled() -> Vec<(PathBuf, Expected)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(fixtures().join("articles")).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(labels) = fs::read_to_string(folder.join("expected.toml")) else { continue };
        let layouts: Vec<PathBuf> =
            files(&folder, "").into_iter().filter(|p| is_article(p.as_path())).collect();
        for layout in layouts {
            found.push((layout, toml::from_str(&labels).unwrap()));
        }
    }
    assert!(!found.is_empty());
    found
}

fn is_article(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    name != "README.md" && [".md", ".txt", ".html"].iter().any(|e| name.ends_with(e))
}

/// The places a rule speaks of, attached findings included: words and severity.
fn told(report: &DocumentReport, rule: &str) -> Vec<(String, Severity)> {
    let mut found = Vec::new();
    for finding in &report.findings {
        if rule == "*" || finding.rule == rule {
            found.push((words(&finding.text), finding.severity));
        }
        let near = finding.also.iter().filter(|n| rule == "*" || n.rule == rule);
        found.extend(near.map(|n| (words(&n.text), finding.severity)));
    }
    found
}

/// Rules about what is absent: their finding may stand on any claim or dose of the article.
const ABSENCE: &[&str] = &["SA001", "SA002", "SA003", "DI001", "CI004"];

/// Least number of letters that two quotes of one place share, where none holds the other.
const SHARED: usize = 8;

/// Whether two quotes are of one place: one holds the other, or they share most of the shorter.
fn overlap(a: &str, b: &str) -> bool {
    if a.contains(b) || b.contains(a) {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut longest = 0;
    let mut row = vec![0; b.len() + 1];
    for &x in &a {
        let mut diagonal = 0;
        for (j, &y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { 0 };
            longest = longest.max(row[j + 1]);
            diagonal = above;
        }
    }
    longest >= SHARED && longest * 5 >= a.len().min(b.len()) * 3
}

/// Least share of what an editor must be told that is told.
const FOUND: f64 = 0.9;

#[test]
fn labelled_articles_are_read_as_their_editor_read_them() {
    let (mut missed, mut loud, mut of) = (Vec::new(), Vec::new(), 0);
    for (path, expected) in labelled() {
        let report = check_file(&path);
        let name = path.strip_prefix(fixtures()).unwrap().display().to_string();
        for label in &expected.must {
            of += 1;
            let absent = ABSENCE.contains(&label.rule.as_str());
            if !told(&report, &label.rule)
                .iter()
                .any(|(text, _)| absent || overlap(text, &words(&label.quote)))
            {
                missed.push(format!("{name}: {} on {}", label.rule, label.quote));
            }
        }
        for label in &expected.quiet {
            let speaks = |(text, severity): &(String, Severity)| {
                *severity > Severity::Info && overlap(text, &words(&label.quote))
            };
            if told(&report, &label.rule).iter().any(speaks) {
                loud.push(format!("{name}: {} on {}", label.rule, label.quote));
            }
        }
    }
    let summary = format!("{} of {of} missed, {} false alarms", missed.len(), loud.len());
    let found = 1.0 - missed.len() as f64 / f64::from(of);
    assert!(
        found >= FOUND && loud.is_empty(),
        "{summary}\nmissed:\n{}\nloud:\n{}",
        missed.join("\n"),
        loud.join("\n")
    );
}

#[test]
fn an_article_says_the_same_in_every_layout() {
    let folder = fixtures().join("articles/rescue");
    let findings = |path: &PathBuf| -> BTreeSet<(String, String)> {
        let report = check_file(path);
        let of_the_draft = |rule: &str| rule == "TX001"; // a published page has its furniture by right
        let told = report.findings.iter().filter(|f| !of_the_draft(&f.rule));
        told.map(|f| (f.rule.clone(), words(&f.text))).collect()
    };
    let layouts: Vec<PathBuf> = files(&folder, "").into_iter().filter(|p| is_article(p.as_path())).collect();
    assert_eq!(layouts.len(), 5);
    let first = findings(&layouts[0]);
    assert!(!first.is_empty());
    for layout in &layouts[1..] {
        let other = findings(layout);
        let only = |a: &BTreeSet<(String, String)>, b: &BTreeSet<(String, String)>| {
            a.difference(b).map(|(rule, text)| format!("{rule} {text}")).collect::<Vec<_>>().join("\n  ")
        };
        let (here, there) = (only(&other, &first), only(&first, &other));
        assert!(
            other == first,
            "{}\nonly here:\n  {here}\nonly in {}:\n  {there}",
            layout.display(),
            layouts[0].display()
        );
    }
}

#[test]
fn findings_claims_and_doses_stand_at_their_bytes() {
    for (path, _) in labelled() {
        let report = check_file(&path);
        let source = fs::read(&path).unwrap();
        let at = |start: usize, end: usize| plain(&String::from_utf8_lossy(&source[start..end]));
        let name = path.display();
        for f in &report.findings {
            assert_eq!(at(f.span.start, f.span.end), words(&f.text), "{name}: {}", f.rule);
        }
        for c in &report.claims {
            let quote = &c.claim.quote;
            assert_eq!(at(quote.span.start, quote.span.end), words(&quote.text), "{name}");
        }
        for d in &report.doses {
            assert_eq!(at(d.quote.span.start, d.quote.span.end), words(&d.quote.text), "{name}");
        }
    }
}

/// The words of a piece of source, tags gone and entities decoded by an independent parser.
fn plain(source: &str) -> String {
    words(&scraper::Html::parse_fragment(source).root_element().text().collect::<String>())
}

#[test]
fn ordinary_articles_stay_quiet() {
    let mut loud = Vec::new();
    let corpus = files(&fixtures().join("clean"), "");
    assert!(corpus.len() >= 10);
    for path in corpus {
        for finding in check_file(&path).findings.iter().filter(|f| f.severity > Severity::Info) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            loud.push(format!(
                "{name}:{} {} {}: {}",
                finding.span.line, finding.rule, finding.message, finding.text
            ));
        }
    }
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}

/// Thousands of faults on one line: work that grew with the square of its length would keep this test
/// busy for minutes.
#[test]
fn one_very_long_line_is_checked_to_its_end() {
    let faults = "In mice, the extract cut wrinkles by 30%, so your wrinkles will disappear too. Bleeding did not \
                  differ significantly, which proves that aspirin is safe. ";
    let text = format!("# Collagen and skin\n\n{}\n", faults.repeat(FAULTS));
    let knowledge = Knowledge::builtin().unwrap();
    let hint = Hint { name: Some("long.md".to_owned()), ..Hint::default() };
    let document = read(text.as_bytes(), &hint, knowledge).unwrap();
    let report = check(
        "long.md",
        &document,
        knowledge,
        &Library::default(),
        registry().unwrap(),
        &Settings::default(),
    );
    let last = report.findings.iter().filter(|f| f.rule == "ST003").max_by_key(|f| f.span.start).unwrap();
    assert_eq!(last.span.line, 3);
    assert!(last.span.end + faults.len() > text.len());
}
