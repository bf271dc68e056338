//! `--format FORMAT=FILE` and `-o FILE`: where reports go, whole or not at all, and in which colours.

use crate::{check, claimlint, json, stderr, stdout};
use std::fs;
use std::path::Path;

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn several_reports_come_of_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let sarif = format!("sarif={}", folder.path().join("out.sarif").display());
    let junit = format!("junit={}", folder.path().join("out.xml").display());
    let shown = stdout(&mut check(&["--format", "concise", "--format", &sarif, "--format", &junit]), 3);
    assert_eq!(shown, stdout(&mut check(&["--format", "concise"]), 3));
    assert_eq!(read(folder.path(), "out.sarif"), stdout(&mut check(&["--format", "sarif"]), 3));
    assert_eq!(read(folder.path(), "out.xml"), stdout(&mut check(&["--format", "junit"]), 3));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside the reports");
}

#[test]
fn a_file_stands_for_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    fs::write(&file, "an older and much longer report".repeat(10_000)).unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(stdout(&mut check(&["--format", "json", "-o", path]), 3), "");
    assert_eq!(json(&read(folder.path(), "report.json"))["schema"], "claimlint/1");
    assert_ne!(stdout(&mut check(&["--format", "json", "-o", "-"]), 3), "");
}

#[test]
fn what_cannot_be_written_is_told_before_any_article_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name).display().to_string();
    let wrong = |args: &[&str]| {
        let mut command = check(args);
        assert_eq!(stdout(&mut command, 2), "");
        stderr(&mut command, 2)
    };
    assert!(wrong(&["-o", &inside("no/where.json")]).contains("create it first"));
    assert!(wrong(&["-o", &inside(".")]).contains("it is no file"));
    assert!(wrong(&["--format", "sarif="]).contains("it is no file"));
    assert!(wrong(&["--format", "json", "--format", "sarif"]).contains("--format sarif=report.sarif"));
    let (one, two) = (format!("json={}", inside("x")), format!("sarif={}", inside("x")));
    assert!(wrong(&["--format", &one, "--format", &two]).contains("a file of its own"));
    assert!(wrong(&["--format", &one, "-o", &inside("y")]).contains("nothing is left"));
    assert!(wrong(&["--format", "yaml"]).contains("[possible values: human, concise, json"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file.txt"), folder.path().join("link.txt"));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&file, &link).unwrap();
    check(&["--format", "concise", "-o", link.to_str().unwrap()]).assert().code(3);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(read(folder.path(), "file.txt").contains("AD002"));
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("file.txt"), 0o640);
    fs::write(folder.path().join("ordinary.txt"), "").unwrap();
    check(&["-o", folder.path().join("new.txt").to_str().unwrap()]).assert().code(3);
    assert_eq!(mode("new.txt"), mode("ordinary.txt"));
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    check(&["-o", "/dev/null"]).assert().code(3);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let shown = stdout(&mut check(&["--format", "concise", "-o", "/dev/stdout"]), 3);
    assert_eq!(shown, stdout(&mut check(&["--format", "concise"]), 3));
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let has_colour = |args: &[&str], environment: &[(&str, &str)]| {
        let mut command = check(args);
        environment.iter().for_each(|(name, value)| {
            command.env(name, value);
        });
        stdout(&mut command, 3).contains('\u{1b}')
    };
    assert!(!has_colour(&[], &[]));
    assert!(has_colour(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(has_colour(&[], &[("FORCE_COLOR", "1")]));
    assert!(has_colour(&[], &[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")]));
    assert!(!has_colour(&[], &[("FORCE_COLOR", "0")]));
    assert!(!has_colour(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(!has_colour(&["--color", "never"], &[("FORCE_COLOR", "1")]));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.txt");
    check(&["-o", file.to_str().unwrap()]).env("FORCE_COLOR", "1").assert().code(3);
    assert!(!fs::read_to_string(&file).unwrap().contains('\u{1b}'));
}

#[test]
fn the_width_is_that_of_the_terminal_and_a_file_has_its_own() {
    let widest =
        |text: &str| text.lines().filter(|l| l.contains(" | A meta")).map(|l| l.chars().count()).max();
    let shown = |columns: &str| stdout(check(&[]).env("COLUMNS", columns), 3);
    assert!(widest(&shown("50")) < widest(&shown("300")));
    assert_eq!(shown("no number"), stdout(&mut check(&[]), 3));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.txt");
    check(&["-o", file.to_str().unwrap()]).env("COLUMNS", "50").assert().code(3);
    assert_eq!(fs::read_to_string(&file).unwrap(), stdout(&mut check(&[]), 3));
}

#[test]
fn formats_are_named_in_the_help() {
    let help = stdout(claimlint().args(["check", "--help"]), 0);
    assert!(help.contains("FORMAT[=FILE]") && help.contains("markdown"), "{help}");
}
