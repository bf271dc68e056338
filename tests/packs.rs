//! `claimlint packs import`: tables of one's own become packs that every check knows.

#[path = "common/site.rs"]
mod site;

use encoding_rs::GB18030;
use site::{Said, Site};
use std::fmt::Write;
use std::fs;

/// Imports `a.csv` into `house`.
fn import(site: &Site, args: &[&str]) -> Said {
    let import = ["packs", "import", "a.csv", "--to", "house", "--source", "our register"];
    site.run(&[&import, ["--reviewed", "2026-11-23"].as_slice(), args].concat())
}

/// The ids that the claims of a text name.
fn named(site: &Site, text: &str) -> Vec<String> {
    site.write("claimlint.toml", "packs = [\"house\"]\nexclude = [\"house\"]\n");
    site.write("named.md", format!("# 标题\n\n{text}\n"));
    let said = site.run(&["check", "named.md", "--format", "json", "--fail-on", "never"]);
    assert_eq!(said.err, "");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let claims = report["documents"][0]["claims"].as_array().unwrap().iter();
    let ids = claims.flat_map(|c| c["intervention"].as_array().unwrap().clone());
    ids.map(|m| m["concept"].as_str().unwrap_or_default().to_owned()).collect()
}

fn pack(site: &Site, file: &str) -> String {
    fs::read_to_string(site.path().join("house").join(file)).unwrap()
}

#[test]
fn names_go_to_the_concept_that_is_known_and_others_are_new() {
    let site = Site::new(&[(
        "a.csv",
        "id,kind,zh,en,ATC\n\
         D1,drug,阿司匹林|拜心通片,aspirin|Cardioprin,B01\n\
         D2,drug,欧普利单抗,oprelimab,L04\n\
         ,condition,阿尔海姆热,Alheim fever|ALHF,\n\
         ,drug,欧普利单抗注射液|欧普利单抗,,\n",
    )]);
    let said = import(&site, &[]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(
        said.out,
        "house/concepts/a-drug.toml\nhouse/concepts/a-condition.toml\n\
         a.csv:2: already in concept `aspirin`: 2 names added, 2 were known\n\
         columns that nothing was read from: ATC\n\
         4 rows: 2 new concepts, 1 about concepts that are known (1 of these got names); names: 8 added, 3 known, 0 left out\n"
    );
    insta::assert_snapshot!(pack(&site, "concepts/a-drug.toml"));
    assert!(
        pack(&site, "concepts/a-condition.toml")
            .contains("id = \"alheim-fever\"\nzh = [\"阿尔海姆热\"]\nen = [\"Alheim fever\", \"=ALHF\"]")
    );
    assert_eq!(named(&site, "拜心通片可降低心梗风险。"), ["aspirin"]);
    assert_eq!(named(&site, "欧普利单抗注射液可缓解阿尔海姆热。"), ["D2"]);
    assert_eq!(named(&site, "Cardioprin lowers blood pressure."), ["aspirin"]);
}

#[test]
fn an_import_that_is_repeated_writes_the_same_and_what_is_gone_is_removed() {
    let rows = "kind,zh\ndrug,欧普利单抗\ncondition,阿尔海姆热\n";
    let site = Site::new(&[("a.csv", rows)]);
    assert_eq!(import(&site, &[]).code, 0);
    let before = pack(&site, "concepts/a-drug.toml");
    site.write("claimlint.toml", "packs = [\"house\"]\n");
    assert_eq!(import(&site, &[]).code, 0);
    assert_eq!(pack(&site, "concepts/a-drug.toml"), before);
    site.write("a.csv", "kind,zh\ndrug,欧普利单抗\n");
    assert_eq!(import(&site, &[]).code, 0);
    assert!(!site.path().join("house/concepts/a-condition.toml").exists());
    // A second table goes by what the first brought.
    site.write("b.csv", "kind,zh\ndrug,欧普利单抗|欧普利\n");
    let args = ["packs", "import", "b.csv", "--to", "house", "--source", "us", "--reviewed", "2026-11-23"];
    let said = site.run(&args);
    assert!(
        said.out.contains("b.csv:2: already in concept `欧普利单抗`: 1 names added"),
        "{}{}",
        said.out,
        said.err
    );
    assert_eq!(named(&site, "欧普利可缓解头痛。"), ["欧普利单抗"]);
    // What the user wrote is never replaced.
    site.write(
        "house/concepts/a-drug.toml",
        "source = \"us\"\nreviewed = \"2026-11-23\"\nkind = \"drug\"\nconcept = []\n",
    );
    let said = import(&site, &[]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("house/concepts/a-drug.toml was not written by an import"), "{}", said.err);
}

#[test]
fn names_in_doubt_are_left_out_and_told() {
    let site = Site::new(&[(
        "a.csv",
        "id,zh,en\nX1,盐|布洛芬盐,\nX2,布洛芬|阿司匹林,=E\nX3,欧普利单抗,\nX4,欧普利单抗,oprelimab\n",
    )]);
    let said = import(&site, &["--kind", "drug"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    for told in [
        "a.csv:2: `盐` left out: it is one character, which stands in other words too",
        "a.csv:3: `=E` left out: it is one character",
        "a.csv:3: `阿司匹林` left out: it is a name of `aspirin`, not of `ibuprofen`",
        "a.csv:5: `欧普利单抗` left out: it is a name of `X3`, not of `X4`",
        "4 left out",
    ] {
        assert!(said.out.contains(told), "{told}\n{}", said.out);
    }
}

#[test]
fn tables_are_read_in_gb18030_with_mark_and_quotes() {
    let text = "zh,en\n\"欧普利单抗|欧普利, 注射\",\"oprelimab\"\n";
    let site = Site::new(&[]);
    for bytes in [GB18030.encode(text).0.into_owned(), format!("\u{feff}{text}").into_bytes()] {
        site.write("a.csv", bytes);
        assert_eq!(import(&site, &["--kind", "drug"]).code, 0);
        assert!(pack(&site, "concepts/a-drug.toml").contains("zh = [\"欧普利单抗\", \"欧普利, 注射\"]"));
    }
}

#[test]
fn phrases_become_terms_of_a_rule() {
    let site = Site::new(&[("a.csv", "id,zh,bad,good,fixed\nhype,绝绝子,这个药绝绝子,绝绝子猫,绝绝子猫\n")]);
    let said = import(&site, &["--as", "rules/hype-language"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.ends_with("1 rows: 1 entries with 1 phrases\n"), "{}", said.out);
    site.write("b.md", "# 银屑病\n\n这个药绝绝子，银屑病患者看到希望。\n");
    site.write("claimlint.toml", "packs = [\"house\"]\n");
    assert_eq!(site.findings(&["--select", "OV008", "--exclude", "house"]), ["b.md OV008 warning"]);
}

#[test]
fn wrong_tables_are_refused_with_line_and_mend() {
    let cases: [(&str, &str, &[&str]); 11] = [
        ("no names", "code,title\n1,x\n", &[]),
        ("no kind", "zh\n欧普利单抗\n", &[]),
        ("wrong kind", "kind,zh\ndrug,欧普利单抗\ndrugs,欧普利\n", &[]),
        ("too many fields", "kind,zh\ndrug,欧普利单抗\ndrug,甲乙,丙\n", &[]),
        ("wrong link", "kind,zh,is_a\ndrug,欧普利单抗,\n\ndrug,欧普利乙,antibiotic\n", &[]),
        ("no such column", "kind,name\ndrug,oprelimab\n", &["--column", "en=names"]),
        ("no such rule", "id,zh\nhype,绝绝子\n", &["--as", "rules/hype-languge"]),
        ("wrong id of a phrase", "id,zh\nhegde,或将\n", &["--as", "lexicon"]),
        ("example not matched", "id,zh,bad\nhype,绝绝子,好药\n", &["--as", "rules/hype-language"]),
        ("no date", "zh\n欧普利\n", &["--kind", "drug", "--reviewed", "soon"]),
        ("a workbook", "PK\u{3}\u{4}", &[]),
    ];
    let mut told = String::new();
    for (name, text, args) in cases {
        let site = Site::new(&[("a.csv", text)]);
        let base = ["packs", "import", "a.csv", "--to", "house", "--source", "us"];
        let date = ["--reviewed", "2026-11-23"];
        let given = args.contains(&"--reviewed");
        let said = site.run(&[base.as_slice(), if given { &[][..] } else { &date[..] }, args].concat());
        assert_eq!(said.code, 2, "{name}: {}", said.out);
        assert!(!site.path().join("house").exists(), "{name}");
        writeln!(told, "## {name}\n{}", said.err).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn an_own_pack_may_add_names_to_a_concept_of_its_kind_only() {
    let head = "source = \"us\"\nreviewed = \"2026-11-23\"\n";
    let entry = "[[concept]]\nid = \"aspirin\"\nzh = [\"阿斯匹灵片\"]\n";
    let site = Site::new(&[("house/concepts/own.toml", &format!("{head}kind = \"drug\"\n{entry}"))]);
    assert_eq!(named(&site, "阿斯匹灵片可降低心梗风险。"), ["aspirin"]);
    site.write("house/concepts/own.toml", format!("{head}kind = \"condition\"\n{entry}"));
    assert!(site.run(&["check", "named.md"]).err.contains("`aspirin` is a drug, not a condition"));
}

#[test]
fn large_tables_become_several_files() {
    let mut text = String::from("id,kind,zh,en\n");
    for n in 0..25_000 {
        writeln!(text, "R{n},drug,甲乙{n}丙,substance {n}").unwrap();
    }
    let site = Site::new(&[("a.csv", &text)]);
    let said = import(&site, &[]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("25000 rows: 25000 new concepts"), "{}", said.out);
    assert!(site.path().join("house/concepts/a-drug-3.toml").exists());
    assert_eq!(named(&site, "甲乙77丙可缓解头痛。"), ["R77"]);
}

#[test]
fn a_pack_is_tried_on_articles_before_it_is_used() {
    let site = Site::new(&[
        ("a.md", "# 偏头痛\n\n这个药绝绝子，偏头痛患者看到希望。\n\n绝绝子不是药名。\n"),
        ("b.md", "# 散步\n\n散步对心情有好处。\n"),
    ]);
    let head = "source = \"us\"\nreviewed = \"2025-01-02\"\n";
    let term = "[[term]]\nid = \"hype\"\nzh = [\"绝绝子\"]\nbad = [\"这个药绝绝子\"]\n";
    site.write("own/rules/hype-language.toml", format!("{head}{term}"));
    for pack in ["own", "own/rules/hype-language.toml"] {
        let said = site.run(&["packs", "try", pack, "a.md", "b.md", "--sample", "1"]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{pack}");
        assert!(said.out.contains("hype-language hype: stands at 2 in 1 articles\n"), "{}", said.out);
        assert!(
            said.out.contains("OV008: new findings: 1 in 1 articles\n  a.md:3: 绝绝子\n"),
            "{}",
            said.out
        );
        assert_eq!(said.out.matches("«绝绝子»").count(), 1, "one sample of two");
    }
    let again = |seed: &str| site.run(&["packs", "try", "own", "a.md", "--sample", "1", "--seed", seed]).out;
    assert_eq!(again("7"), again("7"));
    assert_eq!(site.run(&["packs", "try", "own", "gone.md"]).code, 3);
    assert_eq!(site.run(&["packs", "try", "nowhere", "a.md"]).code, 2);
}

#[test]
fn rows_that_nobody_has_looked_at_for_long_are_told() {
    let head = "source = \"us\"\nreviewed = \"2025-01-02\"\n";
    let term =
        "[[term]]\nid = \"hype\"\nzh = [\"绝绝子\"]\nbad = [\"这个药绝绝子\"]\nreviewed = \"2024-05-06\"\n";
    let site = Site::new(&[("own/rules/hype-language.toml", &format!("{head}\n{term}"))]);
    let said = site.run(&["packs", "check", "own", "--as-of", "2025-06-01", "--max-age", "365"]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (
            1,
            "own/rules/hype-language.toml:8: hype was reviewed on 2024-05-06\n\
             1 files load; 1 of 2 reviews are older than 365 days on 2025-06-01\n"
        )
    );
    assert_eq!(site.run(&["packs", "check", "own", "--as-of", "2025-05-06"]).code, 0);
    assert_eq!(
        site.run(&["packs", "check", "--as-of", "2026-12-01"]).code,
        0,
        "those that come with claimlint"
    );
    site.write("own/rules/hype-language.toml", format!("{head}{term}{term}"));
    assert_eq!(site.run(&["packs", "check", "own"]).code, 2);
}

#[test]
fn a_word_that_a_pack_puts_into_two_classes_is_read_without_fault() {
    let class =
        |id: &str| format!("[[term]]\nid = \"{id}\"\nen = [\"zorks\"]\nbad = [\"ginger zorks it\"]\n");
    let pack = format!(
        "source = \"house\"\nreviewed = \"2026-11-23\"\n{}{}",
        class("carrier"),
        class("particle.decrease")
    );
    let site = Site::new(&[("named.md", "")]);
    site.write("house/effects/two.toml", pack);
    assert_eq!(named(&site, "Ginger zorks and lowers the blood sugar."), ["ginger"]);
}
