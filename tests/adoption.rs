//! Adopting claimlint where there are many old articles: silence with a reason, a baseline, changed
//! lines only, thresholds. All through the built binary.

use assert_cmd::Command;
use claimlint::rules::{Scope, registry};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with articles, under git if a test says so.
struct Site(TempDir);

impl Site {
    fn new() -> Site {
        Site(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn git(&self, args: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=editor", "-c", "user.email=editor@example.org"]).args(args);
        git.current_dir(&self.0).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        git.assert().success();
    }

    fn commit(&self) {
        self.git(&["init", "-q", "-b", "main"]);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "articles"]);
    }

    fn claimlint(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("claimlint").unwrap();
        command.current_dir(&self.0).args(args).env("RUST_BACKTRACE", "0");
        command
    }

    fn stdout(&self, args: &[&str], code: i32) -> String {
        let done = self.claimlint(args).assert().code(code);
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    }

    fn stderr(&self, args: &[&str], code: i32) -> String {
        let done = self.claimlint(args).assert().code(code);
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    }

    /// The report of `check` as JSON.
    fn check(&self, args: &[&str], code: i32) -> Value {
        let args = [&["check", "--format", "json", "--as-of", "2026-11-23"], args].concat();
        serde_json::from_str(&self.stdout(&args, code)).unwrap()
    }
}

/// Path, rule and words of every finding of a report in JSON.
fn findings(report: &Value) -> Vec<(String, String, String)> {
    let documents = report["documents"].as_array().unwrap().iter();
    let told = documents.flat_map(|d| d["findings"].as_array().unwrap().iter().map(move |f| (d, f)));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    told.map(|(d, f)| (text(&d["path"]), text(&f["rule"]), text(&f["text"]))).collect()
}

/// Findings that the baseline of a run knew.
fn known(report: &Value) -> u64 {
    let documents = report["documents"].as_array().unwrap().iter();
    documents.map(|d| d["left_out"]["known"].as_u64().unwrap()).sum()
}

/// Numbers that look drawn by lot and are the same every time.
struct Lot(u64);

impl Lot {
    fn draw<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from[(self.0 >> 33) as usize % from.len()]
    }
}

const QUIET_ZH: &[&str] = &[
    "本文先介绍背景，再说明研究做了什么。",
    "每天散步半小时，心情会好一些。",
    "门诊里常有人问到饮食和睡眠。",
];
const LOUD_ZH: &[&str] = &[
    "本疗法保证根治{}，无效退款。",
    "这种新药已被证实能彻底治愈{}。",
    "许多研究表明这种新药能减少{}发作。",
    "甲氨蝶呤每天50mg，每天两次，连用三个月，可以治疗{}。",
    "研究显示这种新药降低了{}的发作次数[9]。",
];
const QUIET_EN: &[&str] = &[
    "This article first gives the background, then tells what the study did.",
    "A walk of half an hour a day lifts the mood of many people.",
    "Readers often ask about food and sleep.",
];
const LOUD_EN: &[&str] = &[
    "We guarantee that this therapy cures {}.",
    "The new drug is a miracle breakthrough for people with {}.",
    "Many studies show that the new drug reduces {} attacks.",
    "Take methotrexate 50 mg a day, twice a day, for three months to treat {}.",
    "A study found that the new drug reduced {} attacks [9].",
];

/// Two hundred drafts, Chinese and English, in Markdown, HTML and text; what they say wrong differs.
fn two_hundred_drafts(site: &Site) {
    let mut lot = Lot(7);
    for number in 0..200 {
        let chinese = number % 2 == 0;
        let (quiet, loud, diseases) = match chinese {
            true => (QUIET_ZH, LOUD_ZH, ["偏头痛", "牛皮癣", "高血压"]),
            false => (QUIET_EN, LOUD_EN, ["migraine", "psoriasis", "asthma"]),
        };
        let title = format!("{} {number}", if chinese { "健康话题" } else { "Health topic" });
        let mut paragraphs = Vec::new();
        for _ in 0..3 {
            paragraphs.push(lot.draw(quiet).to_owned());
            paragraphs.push(lot.draw(loud).replace("{}", lot.draw(&diseases)));
        }
        let folder = lot.draw(&["2016 年", "archive", "a b"]);
        let (ending, text) = match number % 3 {
            0 => ("md", format!("# {title}\n\n{}\n", paragraphs.join("\n\n"))),
            1 => ("html", page(&title, &paragraphs)),
            _ => ("txt", format!("{title}\n\n{}\n", paragraphs.join("\n\n"))),
        };
        site.write(&format!("drafts/{folder}/{number:03}.{ending}"), &text);
    }
}

/// A page with enough text to be an article.
fn page(title: &str, paragraphs: &[String]) -> String {
    let filler =
        "<p>The editors read every letter, and answer most of them within a week or two.</p>\n".repeat(4);
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!DOCTYPE html>\n<html><body><article>\n<h1>{title}</h1>\n{body}{filler}</article></body></html>\n"
    )
}

/// The first draft with an ending, and its text.
fn draft(site: &Site, ending: &str, holds: &str) -> (String, String) {
    let mut folders: Vec<_> = fs::read_dir(site.path("drafts")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    let mut files: Vec<_> =
        folders.iter().flat_map(|f| fs::read_dir(f).unwrap().map(|e| e.unwrap().path())).collect();
    files.sort();
    let found = files.into_iter().find_map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let fits = path.extension().unwrap() == ending && text.contains(holds);
        fits.then(|| (path.strip_prefix(site.0.path()).unwrap().to_string_lossy().into_owned(), text))
    });
    found.unwrap()
}

/// Puts a paragraph in front of a line that holds some words.
fn insert_above(text: &str, words: &str, paragraph: &str) -> String {
    let line = text[..text.find(words).unwrap()].rfind('\n').unwrap() + 1;
    format!("{}{paragraph}\n\n{}", &text[..line], &text[line..])
}

const NEW: &str = "本疗法保证治好失眠。";

/// The edits of a working day: a bad sentence, a quiet paragraph above an old finding, a renamed file.
/// Gives the file with the bad sentence.
fn edit(site: &Site) -> String {
    let (bad, text) = draft(site, "md", "健康话题");
    site.write(&bad, &format!("{text}\n{NEW}\n"));
    let (moved, text) = draft(site, "txt", "许多研究");
    site.write(&moved, &insert_above(&text, "许多研究", "编辑部每周都会收到很多来信。"));
    let (html, text) = draft(site, "html", "Many studies");
    site.write(&html, &insert_above(&text, "<p>Many studies", "<p>The letters come from all over.</p>"));
    let (renamed, _) = draft(site, "md", "Health topic");
    fs::create_dir_all(site.path("drafts/新的 folder")).unwrap();
    site.git(&["mv", &renamed, "drafts/新的 folder/re \"named\".md"]);
    bad
}

/// Gives the path and rule of every finding that a report tells.
type Read = fn(&str) -> Vec<(String, String)>;

/// Ways to report, each with how it is read.
const FORMATS: &[(&str, Read)] = &[
    ("json", in_json),
    ("jsonl", in_jsonl),
    ("concise", in_concise),
    ("github", in_github),
    ("sarif", in_sarif),
    ("junit", in_junit),
    ("gitlab", in_gitlab),
];

fn in_json(out: &str) -> Vec<(String, String)> {
    findings(&serde_json::from_str(out).unwrap()).into_iter().map(|(path, rule, _)| (path, rule)).collect()
}

fn in_jsonl(out: &str) -> Vec<(String, String)> {
    let lines = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let found = lines.map(|line| findings(&serde_json::json!({"documents": [line["document"]]})));
    found.flatten().map(|(path, rule, _)| (path, rule)).collect()
}

/// Annotations: `::error file=a.md,line=3,…,title=AD002 …::message`.
fn in_github(out: &str) -> Vec<(String, String)> {
    let told = out.lines().filter(|line| !line.starts_with("::notice title=")).map(|line| {
        let (properties, _) = line.strip_prefix("::error ").unwrap().split_once("::").unwrap();
        let of = |key: &str| properties.split(',').find_map(|p| p.strip_prefix(key)).unwrap().to_owned();
        (of("file="), of("title=").split(' ').next().unwrap().to_owned())
    });
    told.collect()
}

fn in_sarif(out: &str) -> Vec<(String, String)> {
    let log: Value = serde_json::from_str(out).unwrap();
    let told = log["runs"][0]["results"].as_array().unwrap().iter().map(|result| {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        let path = percent_encoding::percent_decode_str(uri).decode_utf8().unwrap();
        (path.into_owned(), result["ruleId"].as_str().unwrap().to_owned())
    });
    told.collect()
}

/// Failures: `<testcase classname="a.md" name="AD002 …"><failure …`.
fn in_junit(out: &str) -> Vec<(String, String)> {
    let told = out.split("<testcase ").skip(1).filter(|case| case.contains("<failure")).map(|case| {
        let of = |key: &str| case.split(&format!("{key}=\"")).nth(1).unwrap().split('"').next().unwrap();
        (of("classname").to_owned(), of(" name").split(' ').next().unwrap().to_owned())
    });
    told.collect()
}

fn in_gitlab(out: &str) -> Vec<(String, String)> {
    let issues: Value = serde_json::from_str(out).unwrap();
    let of = |issue: &Value| {
        (
            issue["location"]["path"].as_str().unwrap().to_owned(),
            issue["check_name"].as_str().unwrap().split(' ').next().unwrap().to_owned(),
        )
    };
    let told = issues.as_array().unwrap().iter().map(of);
    told.filter(|(_, check)| check != "not-checked").collect()
}

fn in_concise(out: &str) -> Vec<(String, String)> {
    let told = out.lines().map(|line| {
        let (place, rest) = line.split_once(": ").unwrap();
        let rule = rest.split(['[', ']']).nth(1).unwrap();
        (place.split(':').next().unwrap().to_owned(), rule.to_owned())
    });
    told.collect()
}

#[test]
fn with_a_baseline_only_the_new_finding_is_told() {
    let site = Site::new();
    two_hundred_drafts(&site);
    site.commit();
    site.stdout(&["baseline", "write", "drafts"], 0);
    let baseline: Value =
        serde_json::from_str(&fs::read_to_string(site.path("claimlint-baseline.json")).unwrap()).unwrap();
    let entries = baseline["entries"].as_array().unwrap();
    let of = |key: &str| entries.iter().map(|e| e[key].as_str().unwrap()).collect::<BTreeSet<_>>();
    let (rules, paths) = (of("rule"), of("path"));
    assert!(entries.len() > 400 && rules.len() >= 6 && paths.len() == 200, "{} of {rules:?}", entries.len());

    let by_baseline = ["drafts", "--baseline", "claimlint-baseline.json"];
    let adopted = site.check(&[&by_baseline[..], &["--fail-on", "info"]].concat(), 0);
    assert_eq!((findings(&adopted), known(&adopted)), (vec![], entries.len() as u64));

    let bad = edit(&site);
    for (format, told) in FORMATS {
        for narrowed in [by_baseline, ["drafts", "--diff-base", "HEAD"]] {
            let out = site.stdout(&[&["check", "--format", format][..], &narrowed].concat(), 1);
            assert_eq!(told(&out), [(bad.clone(), "AD002".to_owned())], "{format} {narrowed:?}");
            if *format == "json" {
                assert_eq!(findings(&serde_json::from_str(&out).unwrap())[0].2, NEW);
            }
        }
    }
}

#[test]
fn a_baseline_is_sorted_one_line_an_entry_and_the_same_from_every_folder() {
    let site = Site::new();
    site.write("b/one.md", "# 甲\n\n本疗法保证根治牛皮癣。\n\n许多研究表明该药能减少偏头痛发作。\n");
    site.write("a two.md", "# 乙\n\n本疗法保证根治牛皮癣。\n");
    site.stdout(&["baseline", "write", "b", "a two.md"], 0);
    let written = fs::read_to_string(site.path("claimlint-baseline.json")).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[..3], ["{", "\"schema\": \"claimlint-baseline/1\",", "\"entries\": ["]);
    let entry = |line: &str| -> Value { serde_json::from_str(line.trim_end_matches(',')).unwrap() };
    let paths: Vec<Value> = lines[3..6].iter().map(|l| entry(l)["path"].clone()).collect();
    assert_eq!(
        (paths, &lines[6..]),
        (vec!["a two.md".into(), "b/one.md".into(), "b/one.md".into()], &["]", "}"][..])
    );
    let mut below = site.claimlint(&[
        "baseline",
        "write",
        ".",
        "../a two.md",
        "--baseline",
        "../claimlint-baseline.json",
    ]);
    below.current_dir(site.path("b")).assert().code(0);
    assert_eq!(fs::read_to_string(site.path("claimlint-baseline.json")).unwrap(), written);
}

#[test]
fn findings_of_a_baseline_are_counted_not_numbered() {
    let site = Site::new();
    let claim = "本疗法保证根治牛皮癣。";
    let check = |code| findings(&site.check(&[".", "--baseline", "claimlint-baseline.json"], code));
    site.write("old.md", &format!("# 甲\n\n{claim}\n\n每天散步半小时。\n\n{claim}\n"));
    site.stdout(&["baseline", "write", "."], 0);
    site.write("old.md", &format!("# 甲\n\n{claim}\n\n{claim}\n\n每天散步半小时。\n\n{claim}\n"));
    assert_eq!(check(1).len(), 1);
    site.write("old.md", &format!("# 甲\n\n{claim}\n"));
    assert_eq!(check(0).len(), 0);

    // A copy is new while the old file is there; the same file under another name is not.
    site.write("copy.md", &format!("# 甲\n\n{claim}\n"));
    assert_eq!(check(1), [("copy.md".into(), "AD002".into(), claim.into())]);
    fs::remove_file(site.path("old.md")).unwrap();
    assert_eq!(check(0), []);

    let entries =
        || fs::read_to_string(site.path("claimlint-baseline.json")).unwrap().matches("\"rule\"").count();
    assert_eq!(entries(), 2);
    assert!(site.stdout(&["baseline", "prune", "."], 0).contains("1 findings dropped, 1 left"));
    assert_eq!(entries(), 1);
    assert!(
        fs::read_to_string(site.path("claimlint-baseline.json")).unwrap().contains("\"path\":\"copy.md\"")
    );
    assert_eq!(check(0), []);
}

#[test]
fn pruning_keeps_what_was_not_looked_at_and_adds_nothing() {
    let site = Site::new();
    site.write("a.md", "# 甲\n\n本疗法保证根治牛皮癣。\n");
    site.write("b.md", "# 乙\n\n本疗法保证根治哮喘。\n");
    site.stdout(&["baseline", "write", "."], 0);
    let written = fs::read_to_string(site.path("claimlint-baseline.json")).unwrap();
    site.write("a.md", "# 甲\n\n本疗法保证根治牛皮癣。\n\n本疗法保证根治偏头痛。\n");
    site.stdout(&["baseline", "prune", "a.md"], 0);
    assert_eq!(fs::read_to_string(site.path("claimlint-baseline.json")).unwrap(), written);
}

#[test]
fn a_baseline_that_cannot_be_used_says_what_to_do() {
    let site = Site::new();
    site.write("a.md", "# 甲\n\n每天散步半小时。\n");
    let said = || site.stderr(&["check", "a.md", "--baseline", "known.json"], 2);
    assert!(said().contains("claimlint baseline write"));
    site.write("known.json", "<<<<<<< ours\n");
    assert!(said().contains("known.json") && said().contains("line 1"));
    site.write("known.json", "{\"schema\": \"claimlint-baseline/9\", \"entries\": []}");
    assert!(said().contains("claimlint-baseline/9"));
    site.write("known.json", "{\"schema\": \"claimlint-baseline/1\", \"entries\": [{\"path\": 1}]}");
    assert!(said().contains("claimlint baseline write"));
    let diff = site.stderr(&["baseline", "write", "a.md", "--diff-base", "HEAD"], 2);
    assert!(diff.contains("--diff-base"));
}

#[test]
fn changed_lines_are_those_since_the_branch_began() {
    let site = Site::new();
    site.write("文 章/a.md", "# 甲\n\n本疗法保证根治牛皮癣。\n");
    site.write("quoted \"b\".md", "# 乙\n\n每天散步半小时。\n");
    site.commit();
    site.git(&["checkout", "-q", "-b", "work"]);
    site.write("quoted \"b\".md", "# 乙\n\n每天散步半小时。\n\n本疗法保证根治哮喘。\n");
    site.git(&["commit", "-q", "-a", "-m", "more"]);
    site.git(&["checkout", "-q", "main"]);
    site.write("文 章/a.md", "# 甲\n\n本疗法保证根治偏头痛。\n");
    site.git(&["commit", "-q", "-a", "-m", "elsewhere"]);
    site.git(&["checkout", "-q", "work"]);
    let found = |rev: &str, code| findings(&site.check(&[".", "--diff-base", rev], code));
    assert_eq!(found("main", 1), [("quoted \"b\".md".into(), "AD002".into(), "本疗法保证根治哮喘。".into())]);
    assert_eq!(found("HEAD", 0), []);
    let report = site.check(&["文 章/a.md", "--diff-base", "HEAD"], 0);
    assert_eq!(report["documents"][0]["left_out"]["unchanged"], 1);
    site.write("untracked.txt", "丙\n\n本疗法保证根治痛风。\n");
    assert_eq!(found("HEAD", 1), [("untracked.txt".into(), "AD002".into(), "本疗法保证根治痛风。".into())]);
}

#[test]
fn what_an_article_lacks_is_no_matter_of_changed_lines() {
    let site = Site::new();
    let filler =
        "本文先介绍背景，再说明研究做了什么、看到了什么，最后谈谈这些结果对读者意味着什么。".repeat(14);
    let cited = "该药减少了复发[1]。";
    let list = "## 参考文献\n\n[1] 甲某. 一种药[J]. 某刊, 2020, 1(1): 1-5.\n\n[2] 乙某. 另一种药[J]. 某刊, 2021, 2(1): 6-9.\n";
    site.write("a.md", &format!("# 一种药的新研究\n\n{filler}\n\n{cited}\n"));
    site.commit();
    site.write("a.md", &format!("# 一种药的新研究\n\n{filler}\n\n{cited}\n\n{list}"));
    let rules = |args: &[&str]| -> Vec<String> {
        findings(&site.check(&[&["a.md", "--fail-on", "never"], args].concat(), 0))
            .into_iter()
            .map(|f| f.1)
            .collect()
    };
    assert!(rules(&[]).contains(&"CI004".to_owned()));
    assert!(!rules(&["--diff-base", "HEAD"]).contains(&"CI004".to_owned()));
    for code in ["SA001", "SA002", "SA003", "DI001", "DI002", "CI004"] {
        let rule = registry().unwrap().iter().find(|r| r.doc.code == code).unwrap();
        assert_eq!(rule.doc.scope, Scope::Article, "{code}");
    }
}

#[test]
fn git_that_cannot_answer_says_why() {
    let site = Site::new();
    site.write("a.md", "# 甲\n\n每天散步半小时。\n");
    let said = |site: &Site, args: &[&str]| site.stderr(&[&["check"], args].concat(), 2);
    let mut outside = site.claimlint(&["check", "a.md", "--diff-base", "HEAD"]);
    let outside = outside.env("GIT_CEILING_DIRECTORIES", site.0.path().parent().unwrap()).assert().code(2);
    assert!(String::from_utf8_lossy(&outside.get_output().stderr).contains("needs a git repository"));
    site.commit();
    assert!(said(&site, &["a.md", "--diff-base", "no-such"]).contains("no revision no-such"));
    assert!(said(&site, &["a.md", "--diff-base=--output=x"]).contains("no revision --output=x"));
    assert!(said(&site, &["-", "--diff-base", "HEAD"]).contains("standard input"));
    let other = Site::new();
    other.write("b.md", "text");
    let path = other.path("b.md").display().to_string();
    assert!(said(&site, &[&path, "--diff-base", "HEAD"]).contains("outside the repository"));
    let mut without = site.claimlint(&["check", "a.md", "--diff-base", "HEAD"]);
    let without = without.env("PATH", "/nowhere").assert().code(2);
    assert!(String::from_utf8_lossy(&without.get_output().stderr).contains("cannot run git"));
}

/// A text whose directives are checked: what is told, each with its exact words, and what is silenced.
struct Silenced {
    name: &'static str,
    text: &'static str,
    told: &'static [(&'static str, &'static str)],
    silenced: &'static [(&'static str, &'static str, &'static str)],
}

const CLAIM: &str = "本疗法保证根治牛皮癣。";

const SILENCED: &[Silenced] = &[
    Silenced {
        name: "a.md",
        text: "# 甲\n\n<!-- claimlint-disable-next AD002: 引用广告原文 -->\n本疗法保证根治牛皮癣。\n\n本疗法保证根治牛皮癣。\n\n[//]: # (claimlint-disable-next guarantee-of-cure：引用广告原文)\n\n本疗法保证根治牛皮癣。\n",
        told: &[("AD002", CLAIM)],
        silenced: &[
            ("AD002", "引用广告原文", "<!-- claimlint-disable-next AD002: 引用广告原文 -->"),
            ("AD002", "引用广告原文", "[//]: # (claimlint-disable-next guarantee-of-cure：引用广告原文)"),
        ],
    },
    Silenced {
        name: "section.md",
        text: "# 甲\n\n<!-- claimlint-disable AD: 导语 -->\n\n本疗法保证根治牛皮癣。\n\n## 一\n\n本疗法保证根治牛皮癣。\n\n<!-- claimlint-disable AD: 反例 -->\n## 二\n\n本疗法保证根治牛皮癣。\n\n### 二之一\n\n本疗法保证根治牛皮癣。\n\n## 三\n\n本疗法保证根治牛皮癣。\n",
        told: &[("AD002", CLAIM), ("AD002", CLAIM)],
        silenced: &[
            ("AD002", "导语", "<!-- claimlint-disable AD: 导语 -->"),
            ("AD002", "反例", "<!-- claimlint-disable AD: 反例 -->"),
            ("AD002", "反例", "<!-- claimlint-disable AD: 反例 -->"),
        ],
    },
    Silenced {
        name: "wrong.md",
        text: "# 甲\n\n<!-- claimlint-disable-next AD002 -->\n本疗法保证根治牛皮癣。\n\n每天散步<!-- claimlint-disable-next AD999, AD002: 理由 -->半小时。\n\n<!-- claimlint-enable AD002 -->\n\n[//]: # (claimlint-disable-next OV008, AD002: 没有这些)\n\n每天散步。\n\n<!-- claimlint-disable-file SU: 不听 -->\n",
        told: &[
            ("SU001", "<!-- claimlint-disable-next AD002 -->"),
            ("AD002", CLAIM),
            ("SU001", "AD999"),
            ("SU001", "claimlint-enable"),
            ("SU002", "OV008"),
            ("SU002", "AD002"),
            ("SU001", "SU"),
        ],
        silenced: &[],
    },
    Silenced {
        name: "a.txt",
        text: "甲\n\nclaimlint-disable-next AD002：引用广告原文\n本疗法保证根治牛皮癣。\n\n  claimlint-disable-next AD002:\n\n本疗法保证根治牛皮癣。\n\nclaimlint-disable-file OV008: 没有\n",
        told: &[("SU001", "claimlint-disable-next AD002:"), ("AD002", CLAIM), ("SU002", "OV008")],
        silenced: &[("AD002", "引用广告原文", "claimlint-disable-next AD002：引用广告原文")],
    },
    Silenced {
        name: "a.html",
        text: "<!DOCTYPE html>\n<!-- claimlint-disable-file AD002 -->\n<html><body><article><h1>甲</h1>\n<p>本疗法保证根治牛皮癣。</p>\n<!-- claimlint-disable-next\n  AD002: 引用\n  广告原文 --><p>本疗法保证根治牛皮癣。</p><table><!--claimlint-disable-next OV008: 没有--><tr><td>一<td>二</table>\n<h2>二</h2><ul><!-- claimlint-disable AD002: 反例 --><li>本疗法保证根治牛皮癣。</li></ul><h3>三</h3><p>本疗法保证根治牛皮癣。</p>\n<h2>四</h2><p>我们在本文中先介绍背景，再说明研究做了什么、看到了什么，最后谈谈这些结果对读者意味着什么；读者来信常常问到饮食、睡眠和运动，编辑部每周都会挑选几封来回答，也会请医生审读，欢迎大家继续来信，告诉我们您想读到哪些内容，还有哪些地方没有讲清楚，我们会在以后的文章里逐一说明，并且注明资料从哪里来、什么时候查到，方便您自己去核对，也方便您拿去和医生商量。</p></article></body></html>\n",
        told: &[("SU001", "<!-- claimlint-disable-file AD002 -->"), ("AD002", CLAIM), ("SU002", "OV008")],
        silenced: &[
            ("AD002", "引用 广告原文", "<!-- claimlint-disable-next\n  AD002: 引用\n  广告原文 -->"),
            ("AD002", "反例", "<!-- claimlint-disable AD002: 反例 -->"),
            ("AD002", "反例", "<!-- claimlint-disable AD002: 反例 -->"),
        ],
    },
];

#[test]
fn directives_silence_with_a_reason_and_are_told_of_where_they_do_not() {
    let site = Site::new();
    let select = "AD002,OV008,SU";
    for Silenced { name, text, told, silenced } in SILENCED {
        site.write(name, text);
        let report = site.check(&[name, "--select", select, "--fail-on", "never"], 0);
        let words = |place: &Value| {
            let at = |key: &str| place[key].as_u64().unwrap() as usize;
            text[at("start")..at("end")].to_owned()
        };
        let document = &report["documents"][0];
        let of = |finding: &Value| finding["rule"].as_str().unwrap().to_owned();
        let found: Vec<_> =
            document["findings"].as_array().unwrap().iter().map(|f| (of(f), words(&f["span"]))).collect();
        let expected: Vec<_> = told.iter().map(|(r, w)| (r.to_string(), w.to_string())).collect();
        assert_eq!(found, expected, "{name}");
        let silent = document["suppressed"].as_array().unwrap().iter();
        let found: Vec<_> = silent
            .map(|s| (of(s), s["reason"].as_str().unwrap().to_owned(), words(&s["directive"])))
            .collect();
        let expected: Vec<_> =
            silenced.iter().map(|(a, b, c)| (a.to_string(), b.to_string(), c.to_string())).collect();
        assert_eq!(found, expected, "{name}");
        for finding in document["suppressed"].as_array().unwrap() {
            assert_eq!(words(&finding["span"]), CLAIM, "{name}");
        }
    }
}

#[test]
fn what_is_silenced_does_not_count() {
    let site = Site::new();
    site.write("a.txt", "甲\n\nclaimlint-disable-next AD002: 引用广告原文\n本疗法保证根治牛皮癣。\n");
    let report = site.check(&["a.txt", "--fail-on", "warning"], 0);
    assert_eq!(findings(&report), []);
    assert_ne!(report["documents"][0]["verdict"], "block");
    let human = site.stdout(&["check", "a.txt", "--ui-lang", "en"], 0);
    // OV002 stands on the same words and goes with the finding that leads it.
    assert!(human.contains("silenced in the article, with a reason: 2"), "{human}");
    assert!(!human.contains("claimlint-disable"), "{human}");
}

#[test]
fn a_directive_is_unused_only_where_its_rule_looked() {
    let site = Site::new();
    site.write("a.txt", "甲\n\nclaimlint-disable-next AD002: 引用广告原文\n每天散步半小时。\n");
    let told = |args: &[&str]| findings(&site.check(&[&["a.txt"], args].concat(), 0)).len();
    assert_eq!(told(&[]), 1);
    assert_eq!(told(&["--ignore", "AD002"]), 0);
    assert_eq!(told(&["--select", "AD002"]), 0);
}

#[test]
fn too_many_directives_are_refused() {
    let site = Site::new();
    site.write("a.txt", &"claimlint-disable-next AD002: 原文\n".repeat(1001));
    let report = site.check(&["a.txt"], 3);
    assert!(report["errors"][0]["message"].as_str().unwrap().contains("1000"));
    site.write("b.txt", &format!("claimlint-disable-file{}: 原文\n", " AD002".repeat(100_000)));
    site.check(&["b.txt"], 3);
}

#[test]
fn thresholds_decide_how_a_run_ends() {
    let site = Site::new();
    site.write("a.txt", "甲\n\n许多研究表明该药能减少偏头痛发作。\n");
    let ends = |args: &[&str], code| drop(site.stdout(&[&["check", "a.txt"], args].concat(), code));
    ends(&[], 0);
    ends(&["--fail-on", "warning"], 1);
    ends(&["--fail-on", "error,not-checked"], 1);
    ends(&["--fail-on", "not-checked"], 1);
    ends(&["--fail-on", "not-checked", "--select", "AD002"], 0);
    ends(&["--fail-on", "never"], 0);
    ends(&["--fail-on", "never,warning"], 2);
    ends(&["--require-evidence", "101%"], 2);
    let lacking = site.stderr(&["check", "a.txt", "--require-evidence", "50%"], 1);
    assert!(lacking.contains("a.txt: 0 of 1 claims about interventions") && lacking.contains("50%"));
    ends(&["--require-evidence", "0"], 0);
}

#[test]
fn evidence_can_be_required() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles/sample");
    let (article, library) = (sample.join("article.md"), sample.join("library.json"));
    let site = Site::new();
    let ends = |share: &str, code| {
        let (article, library) = (article.to_str().unwrap(), library.to_str().unwrap());
        site.stderr(&["check", article, "--library", library, "--require-evidence", share], code)
    };
    assert_eq!(ends("66%", 0), "");
    assert!(ends("67%", 1).contains("2 of 3 claims"));
}

#[test]
fn statistics_count_instead_of_listing() {
    let site = Site::new();
    site.write("a.txt", "甲\n\n本疗法保证根治牛皮癣。\n\n许多研究表明该药能减少偏头痛发作。\n");
    site.write("b.txt", "乙\n\n本疗法保证根治牛皮癣。\n");
    let table = site.stdout(&["check", ".", "--statistics"], 1);
    let row = |count: &str, what: &str| {
        table.lines().any(|l| l.trim_start().starts_with(count) && l.ends_with(what))
    };
    for (count, what) in [("2", "篇文章"), ("2", "错误"), ("2", "AD002 guarantee-of-cure"), ("2", "a.txt")]
    {
        assert!(row(count, what), "{count} {what}\n{table}");
    }
    let args = ["check", ".", "--statistics", "--format", "json"];
    let counted: Value = serde_json::from_str(&site.stdout(&args, 1)).unwrap();
    assert_eq!((&counted["articles"], &counted["severities"]["error"]), (&2.into(), &2.into()));
    assert_eq!(counted["paths"][0]["path"], "a.txt");
    assert!(counted["not_checked"]["uncited"].as_u64().unwrap() > 0);
}
