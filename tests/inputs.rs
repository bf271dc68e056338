//! Which articles a run reads, through the built binary.

#[path = "common/site.rs"]
mod site;

use serde_json::Value;
use site::{HYPE, Site};
use std::fs;

fn articles() -> Site {
    let site = Site::new(&[
        ("b.md", HYPE),
        ("a.HTML", HYPE),
        ("notes.pdf", ""),
        (".hidden.md", HYPE),
        ("out/kept.md", HYPE),
        ("out/c.txt", HYPE),
        ("private/d.md", HYPE),
        ("drafts/e.md", HYPE),
        ("drafts/deep/f.md", HYPE),
        ("drafts/deep/g.html", HYPE),
        ("drafts/old/h.md", HYPE),
        (".gitignore", "out/*\n!out/kept.md\n"),
        (".claimlintignore", "private/\n"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.path(), site.path().join("drafts/loop")).unwrap();
    site
}

#[test]
fn folders_give_their_articles_in_order_and_named_files_are_always_read() {
    let site = articles();
    let all = [
        "a.HTML",
        "b.md",
        "drafts/deep/f.md",
        "drafts/deep/g.html",
        "drafts/e.md",
        "drafts/old/h.md",
        "out/kept.md",
    ];
    assert_eq!(site.read(&["."]).0, all);
    fs::remove_dir_all(site.path().join(".git")).unwrap();
    assert_eq!(site.read(&["."]).0, all, "with git or without");
    assert_eq!(site.read(&["./drafts/old/"]).0, ["./drafts/old/h.md"]);
    assert_eq!(site.read(&["out/c.txt", ".hidden.md", "--exclude", "out/"]).0, ["out/c.txt", ".hidden.md"]);
    assert_eq!(
        site.read(&["b.md", "./b.md", "drafts/../b.md", "drafts/deep", "drafts/deep/f.md"]).0,
        ["b.md", "drafts/deep/f.md", "drafts/deep/g.html"]
    );
}

#[test]
fn patterns_are_searched_for_as_folders_are() {
    let site = articles();
    assert_eq!(site.read(&["drafts/**/*.md"]).0, ["drafts/deep/f.md", "drafts/e.md", "drafts/old/h.md"]);
    assert_eq!(site.read(&["*.{md,HTML}"]).0, ["a.HTML", "b.md"]);
    assert_eq!(site.read(&["drafts/d*"]).0, ["drafts/deep/f.md", "drafts/deep/g.html"]);
    site.write("what[1].md", HYPE);
    assert_eq!(site.read(&["what[1].md"]).0, ["what[1].md"]);
    assert_eq!(site.run(&["check", "a[.md"]).code, 2);
}

#[test]
fn settings_say_what_folders_give() {
    let site = articles();
    assert_eq!(
        site.read(&["drafts", "--exclude", "old/", "--exclude", "*.html"]).0,
        ["drafts/deep/f.md", "drafts/e.md"]
    );
    site.write("claimlint.toml", "include = [\"drafts/**/*.html\", \"*.article\"]\nexclude = [\"out/\"]\n");
    site.write("drafts/z.article", HYPE);
    assert_eq!(site.read(&["."]).0, ["drafts/deep/g.html", "drafts/z.article"]);
    assert_eq!(site.read(&["out/kept.md"]).0, ["out/kept.md"]);
}

#[test]
fn nothing_to_check_is_no_pass() {
    let site = Site::new(&[("empty/notes.pdf", ""), ("refs/readme.txt", ""), ("a.md", HYPE)]);
    for args in [["empty", "--ui-lang", "en"], ["none/*.md", "--ui-lang", "en"]] {
        let said = site.run(&[&["check", "--format", "json"], &args[..]].concat());
        let report: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!((said.code, report["errors"].as_array().unwrap().len()), (3, 1), "{}", said.out);
        assert!(report["errors"][0]["message"].as_str().unwrap().starts_with("nothing to check here"));
    }
    assert_eq!(site.read(&["a.md", "--library", "refs"]), (vec!["a.md".to_owned()], 3));
}
