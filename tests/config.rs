//! `claimlint.toml` through the built binary: where it is found, how it is layered, and what a
//! wrong one is told.

#[path = "common/site.rs"]
mod site;

use claimlint::config::{Choice, ConfigError, Configs, Keys, TEMPLATE, schema, show};
use proptest::prelude::*;
use serde_json::Value;
use site::{GUARANTEE, HYPE, Site};
use std::fs;
use std::path::Path;

/// The template with every key taken in.
fn open_template() -> String {
    let is_key = |text: &&str| text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '[');
    let open = |line: &str| format!("{}\n", line.strip_prefix('#').filter(is_key).unwrap_or(line));
    TEMPLATE.lines().map(open).collect()
}

/// How a pack file opens.
const TERMS: &str = "source = \"the editors\"\nreviewed = \"2026-11-23\"\n";

/// What a command says on standard error of wrong settings, with a heading.
fn refusal(name: &str, site: &Site, args: &[&str]) -> String {
    let said = site.run(args);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{name}: {}", said.err);
    format!("-- {name}\n{}\n", said.err)
}

#[test]
fn wrong_settings_are_refused_with_place_and_mend() {
    let cases: [(&str, &[u8]); 24] = [
        ("unknown key", b"profile = \"editorial\"\nselct = [\"OV\"]\n"),
        ("key of the run in an override", b"[[override]]\npaths = [\"a\"]\njobs = 2\n"),
        ("override without paths", b"[[override]]\ngenre = \"qa\"\n"),
        ("unknown rule in a list", b"ignore = [\"DO001\", \"certainty-inflaton\"]\n"),
        ("unknown rule in the table", b"[rules]\nXX001 = \"off\"\n"),
        ("misspelt severity", b"[rules]\nOV002 = \"eror\"\n"),
        ("misspelt genre", b"\ngenre = \"research-news\"\n"),
        ("never beside others", b"fail-on = [\"info\", \"never\"]\n"),
        ("misspelt word in a list", b"fail-on = [\"info\", \"not_checked\"]\n"),
        ("more than all", b"require-evidence = 101\n"),
        ("wrong type", b"select = \"OV\"\n"),
        ("no number of jobs", b"jobs = 0\n"),
        ("cache of a wrong type", b"cache = 3\n"),
        ("bad pattern", b"exclude = [\"old/**\", \"a[b\"]\n"),
        ("pattern of no path", b"[[override]]\npaths = [\"\"]\n"),
        ("extends itself", b"extend = \"base.toml\"\n"),
        ("extends nothing", b"extend = \"../shared.toml\"\n"),
        ("library that is not there", b"libraries = [\n  \"refs.json\",\n]\n"),
        ("pack that is not there", b"packs = [\"house-style\"]\n"),
        ("no version", b"rules-version = \"new\"\n"),
        ("version to come", b"rules-version = \"99.0\"\n"),
        ("bad syntax", b"profile = \"editorial\n"),
        ("key given twice", b"jobs = 1\njobs = 2\n"),
        ("not UTF-8", b"profile = \"editorial\"\n# \xb0\xb2\xc8\xab\n"),
    ];
    let site = Site::new(&[("a.md", HYPE), ("base.toml", "extend = \"claimlint.toml\"\n")]);
    let mut told = String::new();
    for (name, settings) in cases {
        site.write("claimlint.toml", settings);
        told.push_str(&refusal(name, &site, &["config", "show", "a.md"]));
    }
    told.push_str(&refusal("no such file", &site, &["check", "a.md", "--config", "b.toml"]));
    insta::assert_snapshot!(told);
}

#[test]
fn wrong_packs_are_refused_with_place_and_mend() {
    let (hype, own) = ("rules/hype-language.toml", "lexicon/own.toml");
    let cases = [
        ("unknown key", hype, "[[term]]\nid = \"hype\"\nzhh = [\"绝绝子\"]\n"),
        ("unknown id", own, "[[term]]\nid = \"hegde\"\nzh = [\"或将\"]\nbad = [\"或将有效\"]\n"),
        (
            "bad example not matched",
            hype,
            "[[term]]\nid = \"hype\"\nzh = [\"绝绝子\"]\nbad = [\"这个药好\"]\n",
        ),
        (
            "phrase listed twice",
            hype,
            "[[term]]\nid = \"hype\"\nzh = [\"绝绝子\", \"绝绝子\"]\nbad = [\"绝绝子\"]\n",
        ),
        ("no such rule", "rules/hype-languge.toml", ""),
        ("no such folder of packs", "lexcion/own.toml", ""),
        ("no file of a pack", "readme.md", ""),
    ];
    let mut told = String::new();
    for (name, path, entries) in cases {
        let site = Site::new(&[("a.md", HYPE), ("claimlint.toml", "packs = [\"house\"]\n")]);
        site.write(&format!("house/{path}"), format!("{TERMS}\n{entries}"));
        told.push_str(&refusal(name, &site, &["check", "a.md"]));
    }
    let site = Site::new(&[("a.md", HYPE), ("claimlint.toml", "packs = [\"house\"]\n")]);
    site.write("house/rules/hype-language.toml", "source = \"us\"\nreviewed = \"soon\"\nterm = []\n");
    told.push_str(&refusal("no date", &site, &["check", "a.md"]));
    insta::assert_snapshot!(told);
}

#[test]
fn the_nearest_file_holds_up_to_the_root_of_the_repository() {
    let site = Site::new(&[
        ("claimlint.toml", "[rules]\nOV008 = \"info\"\n"),
        ("a.md", HYPE),
        ("news/b.md", HYPE),
        ("news/today/c.md", HYPE),
        ("news/claimlint.toml", "[rules]\nOV008 = \"error\"\n"),
        ("vendor/.git/HEAD", ""),
        ("vendor/d.md", HYPE),
    ]);
    assert_eq!(
        site.findings(&[]),
        [
            "a.md OV008 info",
            "news/b.md OV008 error",
            "news/today/c.md OV008 error",
            "vendor/d.md OV008 warning"
        ]
    );
    assert_eq!(site.findings(&["--no-config"]).concat().matches("OV008 warning").count(), 4);
    let one = site.findings(&["--config", "news/claimlint.toml"]);
    assert_eq!(one.concat().matches("OV008 error").count(), 4);
}

#[test]
fn a_file_builds_on_those_it_extends() {
    let site = Site::new(&[
        ("shared/base.toml", "profile = \"professional\"\n[rules]\nOV008 = \"error\"\nAD = \"info\"\n"),
        ("shared/house.toml", "extend = \"base.toml\"\nprofile = \"editorial\"\n"),
        ("claimlint.toml", "extend = \"shared/house.toml\"\n[rules]\nAD002 = \"warning\"\n"),
        ("a.md", HYPE),
        ("b.md", GUARANTEE),
    ]);
    assert_eq!(site.findings(&[]), ["a.md OV008 error", "b.md AD002 warning"]);
    assert!(site.run(&["config", "show", "a.md"]).out.contains("# shared/house.toml:2"));
}

#[test]
fn later_overrides_win_for_the_paths_they_name() {
    let site = Site::new(&[
        (
            "claimlint.toml",
            "[rules]\nOV008 = \"off\"\n\n[[override]]\npaths = [\"news/\"]\nrules.OV008 = \"error\"\n\n[[override]]\npaths = [\"*.draft.md\"]\nrules.OV008 = \"info\"\n\n[[override]]\npaths = [\"news/old/**\"]\ngenre = \"policy_or_insurance\"\n",
        ),
        ("a.md", HYPE),
        ("news/b.md", HYPE),
        ("news/c.draft.md", HYPE),
        ("news/old/d.md", HYPE),
    ]);
    assert_eq!(site.findings(&[]), ["news/b.md OV008 error", "news/c.draft.md OV008 info"]);
}

#[test]
fn the_command_line_wins() {
    let site = Site::new(&[
        (
            "claimlint.toml",
            "ignore = [\"AD\"]\nmin-severity = \"error\"\nfail-on = \"info\"\n[rules]\nOV008 = \"off\"\n",
        ),
        ("a.md", HYPE),
        ("b.md", GUARANTEE),
    ]);
    assert_eq!(site.findings(&[]), [""; 0]);
    assert_eq!(site.run(&["check", "."]).code, 0);
    assert_eq!(site.run(&["check", ".", "--ignore", "CI"]).code, 1);
    assert_eq!(
        site.findings(&["--select", "AD,OV008", "--min-severity", "info"]),
        ["a.md OV008 warning", "b.md AD002 error"]
    );
    assert_eq!(
        site.findings(&["--select", "AD,OV008", "--ignore", "AD", "--min-severity", "info"]),
        ["a.md OV008 warning"]
    );
}

#[test]
fn what_could_not_be_checked_can_make_a_run_fail() {
    let site = Site::new(&[("a.md", HYPE), ("claimlint.toml", "fail-on = [\"error\", \"not-checked\"]\n")]);
    assert_eq!(site.run(&["check", "a.md", "--select", "OV008"]).code, 0);
    site.write("claimlint.toml", "fail-on = \"not-checked\"\nrules-version = \"0.0\"\n");
    assert_eq!(site.run(&["check", "a.md", "--select", "OV008"]).code, 1);
    assert_eq!(site.run(&["check", "a.md", "--select", "OV008", "--fail-on", "error,info"]).code, 0);
    assert_eq!(site.run(&["check", "a.md", "--fail-on", "error,never"]).code, 2);
}

#[test]
fn the_run_goes_by_the_working_folder_and_else_by_the_first_path() {
    let site =
        Site::new(&[("claimlint.toml", "fail-on = \"warning\"\n"), ("a.md", HYPE), ("free/b.md", HYPE)]);
    assert_eq!(site.run(&["check", "a.md"]).code, 1);
    site.write("free/claimlint.toml", "fail-on = \"never\"\n");
    assert_eq!(site.run(&["check", "free"]).code, 1, "what fails is of the run");
    assert_eq!(site.run_in("free", &["check", "../a.md"]).code, 0);
    site.write("out/.git/HEAD", "");
    assert_eq!(site.run_in("out", &["check", "../free"]).code, 0, "nothing above the working folder");
}

#[test]
fn what_holds_is_shown_with_where_it_is_written() {
    let site = Site::new(&[
        ("base.toml", "# what all sites share\nlang = \"zh\"\n[rules]\nOV = \"warning\"\n"),
        (
            "claimlint.toml",
            "extend = \"base.toml\"\nexclude = [\"old/\"]\nlibraries = [\"lib/refs.json\"]\n\n[rules]\nOV008 = \"off\"\n\n[[override]]\npaths = [\"news/**\"]\ngenre = \"research_news\"\nrules.hype-language = \"info\"\n",
        ),
        ("lib/refs.json", "[]"),
        ("news/a.md", HYPE),
    ]);
    let said = site.run(&["config", "show", "news/a.md", "--fail-on", "warning"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out);
    let again = toml::from_str::<Keys>(&said.out).unwrap();
    assert_eq!(again.libraries.unwrap(), [Path::new("lib/refs.json")]);
}

#[test]
fn a_new_file_has_every_key_with_what_holds_without_it() {
    let site = Site::new(&[]);
    assert_eq!(site.run(&["init"]).code, 0);
    assert_eq!(fs::read_to_string(site.path().join("claimlint.toml")).unwrap(), TEMPLATE);
    let again = site.run(&["init"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert_eq!(site.run(&["config", "show"]).out, Site::new(&[]).run(&["config", "show"]).out);

    let keys: Keys = toml::from_str(&open_template()).unwrap();
    let (written, defaults) =
        (toml::Table::try_from(&keys).unwrap(), toml::Table::try_from(Keys::defaults()).unwrap());
    for key in schema_keys() {
        assert!(written.contains_key(&key), "{key} is not in the template");
        if key != "rules" && defaults.contains_key(&key) {
            assert_eq!(written[&key], defaults[&key], "default of {key}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is written, it is read or refused at a place in the file.
    #[test]
    fn no_text_breaks_the_reader(at in 0..open_template().len(), cut in 0..40usize, put in "[\\PC\n]{0,6}") {
        let mut text = open_template();
        let at = text.floor_char_boundary(at);
        let end = text.floor_char_boundary((at + cut).min(text.len()));
        text.replace_range(at..end.max(at), &put);
        let site = Site::new(&[("site/claimlint.toml", &text), ("claimlint.toml", "")]);
        let configs = Configs::new(Choice::Nearest, Keys::default(), site.path().to_owned()).unwrap();
        match configs.article(Path::new("site/news/a.md")) {
            Ok(layers) => prop_assert!(show("a.md", &layers, &layers).is_ok()),
            Err(ConfigError::Fault(fault)) => {
                prop_assert!(fault.line <= text.split('\n').count() && !fault.mend.is_empty(), "{}", fault);
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}

fn schema_keys() -> Vec<String> {
    schema().get("properties").unwrap().as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_schema_is_current() {
    let written = fs::read_to_string("docs/claimlint.schema.json").unwrap();
    let mend = "run: cargo run -- schema config > docs/claimlint.schema.json";
    assert!(Site::new(&[]).run(&["schema", "config"]).out == written, "the schema is old; {mend}");
}

#[test]
fn every_key_is_documented_with_its_default_flag_and_an_example() {
    let page = fs::read_to_string("docs/config.md").unwrap();
    let sections: Vec<(&str, &str)> =
        page.split("\n### `").skip(1).map(|s| s.split_once("`\n").unwrap()).collect();
    let mut documented: Vec<&str> = sections.iter().map(|(key, _)| *key).collect();
    documented.sort_unstable();
    assert_eq!(documented, schema_keys());
    let help = Site::new(&[]).run(&["check", "--help"]).out;
    let defaults = toml::Table::try_from(Keys::defaults()).unwrap();
    for (key, text) in sections {
        let after = |label: &str| {
            let rest = text.split_once(label).unwrap_or_else(|| panic!("{key} has no “{label}”")).1;
            rest.split_once(". ")
                .map_or(rest, |(value, _)| value)
                .split(".\n")
                .next()
                .unwrap()
                .trim_matches('`')
        };
        if let Some(default) = defaults.get(key) {
            assert_eq!(after("Default: "), default.to_string(), "default of {key}");
        }
        let flag = match key {
            "libraries" => "--library".to_owned(),
            "allow-hosts" => "--allow-host".to_owned(),
            key => format!("--{key}"),
        };
        let has_flag = help.split_whitespace().any(|word| word == flag);
        assert_eq!(after("Command line: "), if has_flag { flag.as_str() } else { "none" }, "{key}");
        let example = text.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let keys: Keys = toml::from_str(example).unwrap();
        assert!(
            toml::Table::try_from(&keys).unwrap().contains_key(key),
            "{key} has an example of another key"
        );
    }
}

#[test]
fn the_examples_of_the_page_load() {
    let page = fs::read_to_string("docs/config.md").unwrap();
    for example in page.split("```toml\n").skip(1) {
        let example = example.split("```").next().unwrap();
        let site =
            Site::new(&[("site/claimlint.toml", example), ("site/a.md", HYPE), ("claimlint.toml", "")]);
        for library in ["refs.json", "zotero/refs.json"] {
            site.write(&format!("site/{library}"), "[]");
        }
        site.write("site/house-style/notices/own.toml", format!("{TERMS}term = []\n"));
        let said = site.run_in("site", &["config", "show", "a.md"]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{example}");
    }
}

/// A whole article on a treatment, without a notice of any kind.
fn whole_article() -> String {
    let plain = "研究人员在三家医院招募了一百二十名成年人，记录了他们的年龄、体重和睡眠时间。".repeat(16);
    format!("# 褪黑素与睡眠\n\n{plain}\n\n褪黑素能改善失眠。\n")
}

#[test]
fn notices_of_the_template_need_not_stand_in_the_draft() {
    let site = Site::new(&[("a.md", &whole_article())]);
    assert_eq!(site.findings(&["--select", "DI001"]), ["a.md DI001 warning"]);
    site.write("claimlint.toml", "accepted-notices = [\"not_advice\"]\n");
    assert_eq!(site.findings(&["--select", "DI001"]), [""; 0]);
}

#[test]
fn rules_newer_than_those_asked_for_are_counted_as_not_checked() {
    let site = Site::new(&[("a.md", GUARANTEE), ("claimlint.toml", "rules-version = \"0.0.9\"\n")]);
    let said = site.run(&["check", "a.md", "--select", "AD002", "--format", "json"]);
    assert_eq!(said.code, 0);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let coverage = &report["documents"][0]["coverage"][0];
    assert_eq!((&coverage["rule"], &coverage["checked"]), (&"AD002".into(), &0.into()));
    assert_eq!(coverage["why"]["newer-than-rules-version"], 1);
    let shown = site.run(&["check", "a.md", "--select", "AD002", "--ui-lang", "en"]).out;
    assert!(shown.contains("not checked: rule newer than `rules-version`: AD002 1/1"), "{shown}");
    site.write("claimlint.toml", "rules-version = \"0.1\"\n");
    assert_eq!(site.findings(&["--select", "AD002"]), ["a.md AD002 error"]);
}

#[test]
fn own_packs_are_known_in_addition() {
    let entry = "id = \"hype\"\nzh = [\"绝绝子\"]\nbad = [\"这个药绝绝子\"]\n";
    let site = Site::new(&[
        ("a.md", "# 银屑病\n\n这个药绝绝子，银屑病患者看到希望。\n"),
        ("b.md", HYPE),
        ("house/rules/hype-language.toml", &format!("{TERMS}[[term]]\n{entry}")),
        ("house/genres.toml", &format!("{TERMS}[genre.leaflet]\nOV008 = \"info\"\n")),
        ("house/readme.md", ""),
    ]);
    assert_eq!(site.findings(&["--select", "OV008", "--exclude", "house"]), ["b.md OV008 warning"]);
    site.write("claimlint.toml", "packs = [\"house\"]\nexclude = [\"house/\"]\n");
    assert_eq!(site.findings(&["--select", "OV008"]), ["a.md OV008 warning", "b.md OV008 warning"]);
    let leaflet = site.findings(&["--select", "OV008", "--genre", "leaflet"]);
    assert_eq!(leaflet, ["a.md OV008 info", "b.md OV008 info"]);
}
