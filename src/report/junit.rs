//! JUnit XML: a suite an article, a test a rule that ran. Jenkins and GitLab read one failure of a
//! test, so the findings of a rule stand in one; where nothing could be checked the test is skipped.

use super::safe::{self, one_line};
use super::words::Words;
use super::{InputError, Report};
use crate::check::{Coverage, DocumentReport};
use crate::finding::Finding;
use crate::rules::{Severity, registry};
use crate::text::Language;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How a test ended, with its summary and its lines.
enum Ending {
    Passed,
    Failed(String, Vec<String>),
    Broken(String),
    Skipped(String),
}

struct Case {
    name: String,
    ending: Ending,
    /// What is worth knowing and makes nothing fail.
    remarks: Vec<String>,
}

struct Suite {
    name: String,
    cases: Vec<Case>,
}

pub(super) fn write(
    report: &Report,
    fails_at: Option<Severity>,
    language: Option<Language>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names: BTreeMap<&str, &str> = registry()
        .map_err(io::Error::other)?
        .iter()
        .map(|r| (r.doc.code.as_str(), r.doc.name.as_str()))
        .collect();
    let documents = report.documents.iter().map(|d| suite(d, fails_at, language, &names));
    let suites: Vec<Suite> = documents.chain(report.errors.iter().map(broken)).collect();
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let count = |is: fn(&Ending) -> bool| suites.iter().map(|s| s.count(is)).sum::<usize>().to_string();
    xml.create_element("testsuites")
        .with_attribute(("name", "claimlint"))
        .with_attribute(("tests", count(|_| true).as_str()))
        .with_attribute(("failures", count(is_failed).as_str()))
        .with_attribute(("errors", count(is_broken).as_str()))
        .write_inner_content(|xml| suites.iter().try_for_each(|suite| suite.write(xml)))?;
    out.write_all(b"\n")
}

fn suite(
    document: &DocumentReport,
    fails_at: Option<Severity>,
    language: Option<Language>,
    names: &BTreeMap<&str, &str>,
) -> Suite {
    let words = Words::of(language.unwrap_or(document.lang));
    let ending = document.unread.map_or(Ending::Passed, |_| Ending::Broken(words.unread().to_owned()));
    let mut cases = vec![Case { name: READ.to_owned(), ending, remarks: Vec::new() }];
    for row in &document.coverage {
        let name = match names.get(row.rule.as_str()) {
            Some(name) => format!("{} {name}", row.rule),
            None => row.rule.clone(),
        };
        cases.push(case(name, row, document, fails_at, &words));
    }
    Suite { name: safe::path(&document.path), cases }
}

/// The test that stands for reading the input.
const READ: &str = "read";

fn broken(error: &InputError) -> Suite {
    let ending = Ending::Broken(one_line(&error.message));
    Suite {
        name: safe::path(&error.path),
        cases: vec![Case { name: READ.to_owned(), ending, remarks: Vec::new() }],
    }
}

/// The test of a rule. It fails with its own findings; where a finding of another rule speaks for it
/// too, that rule's test fails, and this one is skipped with that finding.
fn case(
    name: String,
    row: &Coverage,
    document: &DocumentReport,
    fails_at: Option<Severity>,
    words: &Words,
) -> Case {
    let (own, others): (Vec<&Finding>, Vec<&Finding>) =
        document.findings.iter().partition(|f| f.rule == row.rule);
    let (failing, lighter): (Vec<&Finding>, Vec<&Finding>) =
        own.into_iter().partition(|f| fails_at.is_some_and(|least| f.severity >= least));
    let leader = others.into_iter().find(|f| f.also.iter().any(|near| near.rule == row.rule));
    let lines = |findings: &[&Finding]| findings.iter().map(|f| line(document, f, words)).collect::<Vec<_>>();
    let gap = words.gap(row).map(|gap| format!("{} {gap}", words.not_checked()));
    let mut remarks = lines(&lighter);
    let ending = match (failing.first(), leader, gap) {
        (Some(first), _, gap) => {
            remarks.extend(gap);
            Ending::Failed(one_line(&first.message), lines(&failing))
        }
        (None, Some(leader), gap) => {
            remarks.extend(gap);
            Ending::Skipped(line(document, leader, words))
        }
        (None, None, Some(gap)) if row.checked == 0 && lighter.is_empty() => Ending::Skipped(gap),
        (None, None, gap) => {
            remarks.extend(gap);
            Ending::Passed
        }
    };
    Case { name, ending, remarks }
}

fn line(document: &DocumentReport, finding: &Finding, words: &Words) -> String {
    let (at, severity) = (&finding.span, finding.severity.as_str());
    let mut line = format!(
        "{}:{}:{}: {severity}[{}] {} ({})",
        safe::path(&document.path),
        at.line,
        at.column,
        finding.rule,
        one_line(&finding.message),
        words.help_line(&finding.help)
    );
    if let Some(source) = &finding.evidence {
        line.push_str(&format!(" ({})", words.source_line(source)));
    }
    line
}

fn is_failed(ending: &Ending) -> bool {
    matches!(ending, Ending::Failed(..))
}

fn is_broken(ending: &Ending) -> bool {
    matches!(ending, Ending::Broken(_))
}

fn is_skipped(ending: &Ending) -> bool {
    matches!(ending, Ending::Skipped(_))
}

impl Suite {
    fn count(&self, is: fn(&Ending) -> bool) -> usize {
        self.cases.iter().filter(|case| is(&case.ending)).count()
    }

    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        xml.create_element("testsuite")
            .with_attribute(("name", self.name.as_str()))
            .with_attribute(("tests", self.cases.len().to_string().as_str()))
            .with_attribute(("failures", self.count(is_failed).to_string().as_str()))
            .with_attribute(("errors", self.count(is_broken).to_string().as_str()))
            .with_attribute(("skipped", self.count(is_skipped).to_string().as_str()))
            .write_inner_content(|xml| self.cases.iter().try_for_each(|case| case.write(&self.name, xml)))?;
        Ok(())
    }
}

impl Case {
    fn write<W: Write>(&self, suite: &str, xml: &mut Writer<W>) -> io::Result<()> {
        let element = xml
            .create_element("testcase")
            .with_attribute(("classname", suite))
            .with_attribute(("name", self.name.as_str()));
        if matches!(self.ending, Ending::Passed) && self.remarks.is_empty() {
            element.write_empty()?;
            return Ok(());
        }
        element.write_inner_content(|xml| {
            match &self.ending {
                Ending::Passed => {}
                Ending::Failed(message, lines) => outcome(xml, "failure", message, &lines.join("\n"))?,
                Ending::Broken(message) => outcome(xml, "error", message, message)?,
                Ending::Skipped(message) => outcome(xml, "skipped", message, message)?,
            }
            if self.remarks.is_empty() {
                return Ok(());
            }
            let text = without_attachments(&self.remarks.join("\n"));
            xml.create_element("system-out").write_text_content(BytesText::new(&text))?;
            Ok(())
        })?;
        Ok(())
    }
}

/// Jenkins shows the message, GitLab the text.
fn outcome<W: Write>(xml: &mut Writer<W>, element: &str, message: &str, text: &str) -> io::Result<()> {
    xml.create_element(element)
        .with_attribute(("message", message))
        .write_text_content(BytesText::new(&without_attachments(text)))?;
    Ok(())
}

/// GitLab and Jenkins attach the file that `[[ATTACHMENT|path]]` names in the output of a test.
fn without_attachments(text: &str) -> String {
    text.replace("[[", "[ [")
}
