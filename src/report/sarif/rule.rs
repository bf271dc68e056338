//! What SARIF says of a rule: the sections of its Markdown.

use super::model::{Configuration, Help, Rule, RuleProperties, Text};
use super::{absolute, level};
use crate::rules::RuleDoc;

pub(super) fn rule(doc: &RuleDoc) -> Rule<'_> {
    let help = help(&doc.text);
    let detects = section(&doc.text, "What it detects");
    let full = format!("{detects} {}", section(&doc.text, "When it fires"));
    Rule {
        id: &doc.code,
        name: &doc.name,
        short_description: Text { text: detects },
        full_description: Text { text: full },
        help_uri: absolute(&doc.url()).map(str::to_owned),
        help: Help { text: help.clone(), markdown: help },
        default_configuration: Configuration { level: level(doc.severity) },
        properties: RuleProperties {
            lane: doc.lane,
            status: doc.status,
            since: doc.since.to_string(),
            tags: [doc.lane],
        },
    }
}

/// Sections of a rule's Markdown: heading and body.
fn sections(markdown: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = markdown.split("\n## ").map(|part| part.strip_prefix("## ").unwrap_or(part));
    parts.filter_map(|part| part.split_once('\n')).map(|(heading, body)| (heading, body.trim()))
}

/// The text of a section on one line, without the marks of Markdown.
fn section(markdown: &str, heading: &str) -> String {
    let body = sections(markdown).find(|(h, _)| *h == heading).map_or("", |(_, body)| body);
    body.split_whitespace().collect::<Vec<_>>().join(" ").replace("**", "").replace('`', "")
}

/// All but the examples, which are in the notation of their tests.
fn help(markdown: &str) -> String {
    let told = sections(markdown).filter(|(heading, _)| *heading != "Examples");
    told.map(|(heading, body)| format!("## {heading}\n\n{body}")).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::registry;

    #[test]
    fn every_rule_has_the_sections_that_sarif_shows() {
        for registered in registry().unwrap() {
            let rule = rule(&registered.doc);
            for text in [rule.short_description.text, rule.full_description.text, rule.help.text] {
                assert!(!text.is_empty() && !text.contains("@long"), "{}: {text}", registered.doc.code);
            }
        }
    }
}
