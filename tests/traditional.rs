//! An article in traditional characters is understood like the same one in simplified characters.

mod common;

use claimlint::check::{DocumentReport, check};
use claimlint::document::{Hint, read};
use claimlint::evidence::{Library, read_csl};
use claimlint::knowledge::Knowledge;
use claimlint::rules::{Settings, registry};
use common::{files, fixtures};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn check_text(text: &str, name: &str, folder: Option<&Path>) -> DocumentReport {
    let knowledge = Knowledge::builtin().unwrap();
    let mut library = Library::default();
    if let Some(csl) = folder.and_then(|f| fs::read_to_string(f.join("library.json")).ok()) {
        library.add("library.json", &read_csl("library.json", &csl).unwrap().0, knowledge);
    }
    let document =
        read(text.as_bytes(), &Hint { name: Some(name.into()), ..Hint::default() }, knowledge).unwrap();
    check(name, &document, knowledge, &library, registry().unwrap(), &Settings::default())
}

/// Rule and bytes of each finding, bytes of each claim and dose.
fn told(report: &DocumentReport) -> Vec<(String, usize, usize)> {
    let findings = report.findings.iter().map(|f| (f.rule.clone(), f.span.start, f.span.end));
    let claims =
        report.claims.iter().map(|c| &c.claim.quote).map(|q| ("claim".into(), q.span.start, q.span.end));
    let doses = report.doses.iter().map(|d| ("dose".into(), d.quote.span.start, d.quote.span.end));
    findings.chain(claims).chain(doses).collect()
}

/// Simplified characters and the traditional ones of the table, each in turn.
struct Writer(BTreeMap<char, Vec<char>>);

impl Writer {
    fn new() -> Writer {
        let table = include_str!("../src/text/traditional.txt");
        let groups = table.lines().filter(|l| !l.starts_with('#')).flat_map(|l| l.split(' '));
        Writer(groups.map(|g| (g.chars().next().unwrap(), g.chars().skip(1).collect())).collect())
    }

    fn traditional(&self, text: &str) -> String {
        let turn = |(at, c): (usize, char)| self.0.get(&c).map_or(c, |forms| forms[at % forms.len()]);
        text.char_indices().map(turn).collect()
    }
}

#[test]
fn every_fixture_says_the_same_in_traditional_characters() {
    let writer = Writer::new();
    let articles = fixtures().join("articles");
    let folders = fs::read_dir(articles).unwrap().map(|f| f.unwrap().path());
    let mut seen = 0;
    for path in folders.flat_map(|f| files(&f, "article")).chain(files(&fixtures().join("clean"), "zh-")) {
        let text = fs::read_to_string(&path).unwrap();
        let traditional = writer.traditional(&text);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let [simplified, traditional] = [&text, &traditional].map(|t| check_text(t, &name, path.parent()));
        assert_eq!(told(&traditional), told(&simplified), "{}", path.display());
        seen += usize::from(text != writer.traditional(&text));
    }
    assert!(seen >= 10, "only {seen} articles have characters to write");
}

#[test]
fn an_article_written_in_taiwan_is_found_out_like_one_from_the_mainland() {
    let simplified = "# 苦瓜胶囊与血糖\n\n本疗法保证根治牛皮癣，无效退款。\n\n成人每日服用２粒，饭后服用，服药期间不需就诊。\n\n小鼠实验证明它能治愈肾脏发炎。\n";
    let traditional = "# 苦瓜膠囊與血糖\n\n本療法保證根治牛皮癬，無效退款。\n\n成人每日服用２粒，飯後服用，服藥期間不需就診。\n\n小鼠實驗證明它能治癒腎臟發炎。\n";
    let [simplified, traditional] = [simplified, traditional].map(|t| check_text(t, "a.md", None));
    assert!(simplified.findings.len() >= 2, "{:#?}", simplified.findings);
    assert_eq!(told(&traditional), told(&simplified));
    assert!(traditional.findings.iter().any(|f| f.text.contains("保證根治")), "{:#?}", traditional.findings);
}
