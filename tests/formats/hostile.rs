//! Every text of a report is hostile, and no format lets it be more than text.

use super::readers::{github_command, junit_elements};
use crate::{FORMATS, check, claimlint, complaints, json, sarif_schema, stdout};
use claimlint::check::DocumentReport;
use claimlint::document::BlockKind;
use claimlint::reading::{ReadBlock, Reading};
use claimlint::report::{Format, InputError, Report, Style};
use claimlint::rules::Severity;
use claimlint::text::Language;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use std::sync::LazyLock;

/// What would be obeyed by terminals, runners, browsers, readers of XML and of Markdown.
const HOSTILE: &str = "::error::owned\n::set-output name=a::b\r\n  ::stop-commands::x\r##[add-mask]x ##vso[task.complete] \
    </testcase></failure>]]><![CDATA[ <!-- | `code` ``` ~~s~~ **b** __u__ $x$ <img src=x onerror=alert(1)> <script> \
    [link](javascript:alert(1)) ![i](http://evil.example/p.png) @everyone a@evil.example #1 !2 &3 www.evil.example \
    https://evil.example/x <https://evil.example> \u{1b}[31m\u{1b}]0;t\u{7} \u{9b}31m \u{202e}\u{2066} \u{2028} \u{85} \u{7f} \u{0} \u{fffe} \
    [[ATTACHMENT|/etc/passwd]] & &amp; &#64; %0A::error::x %3A ,title=y:z {0} \\ \" ' | | - 1. # h\n# h\n- i\n> q 甲";

fn is_harmful(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{2028}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}')
}

/// The report of the small article with every text of its own replaced.
fn report() -> Report {
    static HARMLESS: LazyLock<Value> = LazyLock::new(|| json(&stdout(&mut check(&["--format", "json"]), 3)));
    let mut told = HARMLESS.clone();
    let document = &mut told["documents"][0];
    let spoil = |value: &mut Value| *value = HOSTILE.into();
    spoil(&mut document["path"]);
    spoil(&mut document["title"]);
    for finding in document["findings"].as_array_mut().unwrap() {
        ["message", "help", "text"].into_iter().for_each(|key| spoil(&mut finding[key]));
        finding["excerpt"] =
            serde_json::json!({"text": HOSTILE.replace('\n', " "), "start": 0, "end": HOSTILE.len()});
        finding["args"].as_object_mut().unwrap().values_mut().for_each(spoil);
        finding["also"].as_array_mut().unwrap().iter_mut().for_each(|near| spoil(&mut near["text"]));
        if finding["evidence"].is_object() {
            ["record", "title", "quote"].into_iter().for_each(|key| spoil(&mut finding["evidence"][key]));
        }
    }
    let mut document: DocumentReport = serde_json::from_value(document.clone()).unwrap();
    let marks = document.findings.iter().map(|f| (0..HOSTILE.len(), f.id.clone())).collect();
    let block = ReadBlock { kind: BlockKind::Paragraph, level: 0, text: HOSTILE.to_owned(), marks };
    document.reading = Some(Reading { blocks: vec![block] });
    let error = InputError { path: HOSTILE.to_owned(), message: HOSTILE.to_owned() };
    Report::new("2026-11-23".parse().unwrap(), vec![document], vec![error])
}

pub fn written(format: Format) -> String {
    let mut out = Vec::new();
    report().write(format, Some(Language::En), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn all() -> [Format; 10] {
    [
        Format::Human(Style { colour: false, width: 100 }),
        Format::Concise,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit(Some(Severity::Warning)),
        Format::Html,
        Format::Markdown,
    ]
}

#[test]
fn no_format_has_escapes_or_commands_of_runners() {
    assert_eq!(all().len(), FORMATS.len());
    for format in all() {
        let text = written(format);
        assert_eq!(text.chars().find(|c| is_harmful(*c)), None, "{format:?}:\n{text}");
        assert!(!text.contains("##[") && !text.contains("##vso["), "{format:?}:\n{text}");
        let command = text.lines().find(|line| line.trim_start().starts_with("::"));
        assert!(command.is_none() || format == Format::Github, "{format:?}: {command:?}");
        assert!(text.contains('甲'), "{format:?} says nothing of it");
    }
}

#[test]
fn a_report_in_colour_has_only_escapes_of_its_own() {
    let text = written(Format::Human(Style { colour: true, width: 100 }));
    let mut own = text.split('\u{1b}').skip(1).map(|rest| rest.chars().find(char::is_ascii_alphabetic));
    assert!(own.all(|end| end == Some('m')) && !text.contains("[31mx") && !text.contains("]0;t\u{7}"));
    assert_eq!(text.chars().find(|c| is_harmful(*c) && *c != '\u{1b}'), None);
}

#[test]
fn json_reads_back_to_the_very_text() {
    let report = serde_json::to_value(report()).unwrap();
    assert_eq!(json(&written(Format::Json)), report);
    let lines: Vec<Value> = written(Format::Jsonl).lines().map(json).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["document"], report["documents"][0]);
    assert_eq!(lines[1]["error"]["message"], HOSTILE);
}

#[test]
fn sarif_stays_valid_and_its_messages_hold_no_links() {
    let log = json(&written(Format::Sarif));
    assert_eq!(complaints(&sarif_schema(), &log), Vec::<String>::new());
    for result in log["runs"][0]["results"].as_array().unwrap() {
        assert!(!result["message"]["text"].as_str().unwrap().contains("]("));
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
    }
}

#[test]
fn github_sees_as_many_commands_as_there_are_things_to_say() {
    let report = report();
    let text = written(Format::Github);
    assert_eq!(text.lines().count(), report.documents[0].findings.len() + 2);
    for line in text.lines() {
        let (command, properties, data) = github_command(line);
        assert!(["error", "warning", "notice"].contains(&command.as_str()), "{line}");
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        assert!(properties.keys().all(|name| known.contains(&name.as_str())), "{line}");
        let of_an_article = properties.get("file").is_some_and(|file| file.ends_with('甲'));
        let of_the_run = command == "notice" && !properties.contains_key("file");
        assert!((of_an_article || of_the_run) && !data.contains('\r'), "{line}");
    }
}

#[test]
fn gitlab_has_an_issue_a_finding() {
    let issues = json(&written(Format::Gitlab));
    assert_eq!(issues.as_array().unwrap().len(), report().documents[0].findings.len() + 2);
}

#[test]
fn junit_has_the_elements_of_a_harmless_report() {
    let xml = written(Format::Junit(Some(Severity::Warning)));
    let harmless = stdout(&mut check(&["--format", "junit", "--fail-on", "warning"]), 3);
    assert_eq!(junit_elements(&xml), junit_elements(&harmless));
}

#[test]
fn markdown_has_no_links_images_code_or_html_but_its_own() {
    const OWN: [&str; 5] = ["<code>", "</code>", "<!-- -->", "<details>", "</details>"];
    let page = written(Format::Markdown);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_MATH
        | Options::ENABLE_FOOTNOTES;
    let (mut text, mut cells, mut rows, mut bold) = (String::new(), Vec::new(), 0, 0);
    for event in Parser::new_ext(&page, options) {
        match event {
            Event::Start(Tag::TableCell) => cells.push(text.len()),
            Event::Start(Tag::TableHead | Tag::TableRow) => rows += 1,
            Event::Start(Tag::Strong) => bold += 1,
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::Emphasis
                | Tag::Strikethrough,
            )
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule => panic!("{event:?} in\n{page}"),
            Event::InlineHtml(html) => assert!(OWN.contains(&&*html), "{html}"),
            Event::Html(html) => {
                let is_own = html.trim().starts_with("<details><summary>") || OWN.contains(&html.trim());
                assert!(is_own, "{html}");
            }
            Event::Text(words) => text.push_str(&words),
            _ => {}
        }
    }
    let claims = report().documents[0].claims.len();
    let in_claims = if claims > 0 { claims + 1 } else { 0 };
    assert_eq!((rows, cells.len()), (2 + in_claims, 12 + 3 * in_claims), "{page}");
    assert!(text[cells[7]..].starts_with("must be put right"), "a bar in a path ends no cell:\n{page}");
    let article = &report().documents[0];
    assert_eq!(bold, article.findings.len() + article.cards.len() + 1);
    let shown =
        "<img src=x onerror=alert(1)> <script> [link](javascript:alert(1)) ![i](http://evil.example/p.png)";
    assert!(text.contains(shown), "what is written is shown as it is:\n{text}");
    for live in ["www.evil", "http://evil", "https://evil", "@everyone", "@evil", "#1", "!2"] {
        assert!(!page.contains(live), "{live} would be made a link");
    }
}

#[test]
fn a_hostile_article_goes_through_every_format() {
    let article = "# 本疗法\u{202e}保证\u{1b}[31m根治 `x` | <img src=x onerror=alert(1)>\n\n\
        本疗法保证</testcase>]]>根治##[error]牛皮癣|`，无效退款。\n\n\
        ::error::本疗法保证根治::牛皮癣，[无效退款](javascript:x)。\n";
    for format in FORMATS {
        let mut command = claimlint();
        command.args(["check", "-", "--stdin-filename", "::error::稿.md", "--format", format]);
        let text = stdout(command.write_stdin(article), 1);
        assert_eq!(text.chars().find(|c| is_harmful(*c)), None, "{format}:\n{text}");
        assert!(!text.contains("##["), "{format}:\n{text}");
        let commands = text.lines().filter(|line| line.trim_start().starts_with("::"));
        assert!(commands.clone().count() == 0 || format == "github", "{format}:\n{text}");
        commands.for_each(|line| drop(github_command(line)));
        match format {
            "junit" => drop(junit_elements(&text)),
            "markdown" => assert!(!text.contains("<img")),
            _ => {}
        }
    }
}

#[test]
fn a_comment_stays_as_short_as_github_takes_it_and_says_what_is_left_out() {
    let report = report();
    let many = Report::new(report.as_of, vec![report.documents[0].clone(); 40], Vec::new());
    let mut out = Vec::new();
    many.write(Format::Markdown, Some(Language::En), &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    assert!(page.chars().count() < 65_536);
    assert!(page.contains("more are left out here"));
}
