//! Directives applied: findings that an article silences, each with the reason, and what is wrong
//! with the directives themselves.

use crate::document::suppression::{Directive, Reach, Word};
use crate::document::{Block, BlockKind, Document};
use crate::finding::{Finding, Location, Writer, leads};
use crate::knowledge::Knowledge;
use crate::rules::suppressions::{MALFORMED, UNUSED};
use crate::rules::{Registered, RuleDoc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A finding that the article itself silences.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suppressed {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Why it is silenced.
    pub reason: String,
    /// Where that is said.
    pub directive: Location,
}

/// A rule that a directive silences.
struct Silence<'a> {
    word: &'a Word,
    codes: BTreeSet<&'a str>,
    used: bool,
}

/// A directive that has an effect.
struct Active<'a> {
    directive: &'a Directive,
    /// The blocks it holds for: those that start in this range of the file.
    reach: Range<usize>,
    silences: Vec<Silence<'a>>,
}

/// The directives of an article.
pub(crate) struct Suppressions<'a> {
    rules: &'a [Registered],
    starts: Vec<usize>,
    active: Vec<Active<'a>>,
    malformed: Vec<(&'a Directive, Problem<'a>)>,
}

/// Why a directive has no effect.
enum Problem<'a> {
    UnknownDirective,
    NoRule,
    NoReason,
    UnknownRule(&'a Word),
}

impl<'a> Suppressions<'a> {
    /// Reads what the directives of an article mean.
    pub(crate) fn new(document: &'a Document, rules: &'a [Registered]) -> Suppressions<'a> {
        let starts: Vec<usize> = document.blocks.iter().map(start).collect();
        let mut order: Vec<usize> = (0..starts.len()).collect();
        order.sort_by_key(|&block| starts[block]);
        let outline: Vec<(usize, &Block)> = order.iter().map(|&i| (starts[i], &document.blocks[i])).collect();
        let (mut active, mut malformed) = (Vec::new(), Vec::new());
        for directive in &document.directives {
            match meaning(directive, rules) {
                Ok((reach, silences)) => {
                    let reach = extent(reach, directive, &outline);
                    active.push(Active { directive, reach, silences });
                }
                Err(problem) => malformed.push((directive, problem)),
            }
        }
        Suppressions { rules, starts, active, malformed }
    }

    /// Takes out the findings that are silenced, and with them those that they would have led.
    pub(crate) fn apply(
        &mut self,
        findings: Vec<Finding>,
        writer: &Writer,
        knowledge: &Knowledge,
    ) -> (Vec<Finding>, Vec<Suppressed>) {
        let (mut kept, mut silenced) = (Vec::new(), Vec::new());
        for finding in findings {
            match self.silencing(&finding) {
                Some(directive) => silenced.push(Suppressed {
                    reason: directive.reason.clone(),
                    directive: writer.location(directive.span),
                    finding,
                }),
                None => kept.push(finding),
            }
        }
        let mut led = Vec::new();
        kept.retain(|finding| {
            let leader = silenced.iter().find(|s| leads(&s.finding, finding, knowledge));
            led.extend(leader.map(|s| Suppressed { finding: finding.clone(), ..s.clone() }));
            leader.is_none()
        });
        silenced.extend(led);
        (kept, silenced)
    }

    /// The first directive that silences a finding.
    fn silencing(&mut self, finding: &Finding) -> Option<&'a Directive> {
        let start = self.starts[finding.place.as_ref()?.block];
        self.active.iter_mut().filter(|a| a.reach.contains(&start)).find_map(|active| {
            let silence = active.silences.iter_mut().find(|s| s.codes.contains(finding.rule.as_str()))?;
            silence.used = true;
            Some(active.directive)
        })
    }

    /// What is wrong with the directives. `judged` tells of each rule that ran whether it left nothing
    /// unchecked; where it did, or did not run, nobody knows whether a directive is of use.
    pub(crate) fn problems(&self, judged: &BTreeMap<&str, bool>, writer: &Writer) -> Vec<Finding> {
        let mut found = Vec::new();
        if let Some(doc) = self.running(MALFORMED, judged) {
            found.extend(self.malformed.iter().filter_map(|(directive, problem)| {
                let whole = directive.span;
                match problem {
                    Problem::NoRule => writer.directive(doc, "no_rule", whole, None),
                    Problem::NoReason => writer.directive(doc, "no_reason", whole, None),
                    Problem::UnknownDirective => {
                        let name = &directive.name;
                        writer.directive(doc, "unknown_directive", name.span, Some(("name", &name.text)))
                    }
                    Problem::UnknownRule(word) => {
                        writer.directive(doc, "unknown_rule", word.span, Some(("rule", &word.text)))
                    }
                }
            }));
        }
        if let Some(doc) = self.running(UNUSED, judged) {
            let unused = |s: &&Silence| {
                let mut ran = s.codes.iter().filter_map(|code| judged.get(code)).peekable();
                !s.used && ran.peek().is_some() && ran.all(|all| *all)
            };
            let silences = self.active.iter().flat_map(|a| &a.silences).filter(unused);
            found.extend(silences.filter_map(|silence| {
                let word = silence.word;
                writer.directive(doc, "found", word.span, Some(("rule", &word.text)))
            }));
        }
        found
    }

    fn running(&self, code: &str, ran: &BTreeMap<&str, bool>) -> Option<&'a RuleDoc> {
        let rule = self.rules.iter().find(|r| r.doc.code == code)?;
        ran.contains_key(code).then_some(&rule.doc)
    }
}

/// How far a directive reaches, and what it silences.
fn meaning<'a>(
    directive: &'a Directive,
    rules: &'a [Registered],
) -> Result<(Reach, Vec<Silence<'a>>), Problem<'a>> {
    let reach = directive.reach.ok_or(Problem::UnknownDirective)?;
    if directive.rules.is_empty() {
        return Err(Problem::NoRule);
    }
    if directive.reason.is_empty() {
        return Err(Problem::NoReason);
    }
    let silences = directive.rules.iter().map(|word| {
        let codes: BTreeSet<&str> = rules
            .iter()
            .filter(|r| r.doc.is_named(&word.text) && ![MALFORMED, UNUSED].contains(&r.doc.code.as_str()))
            .map(|r| r.doc.code.as_str())
            .collect();
        if codes.is_empty() {
            Err(Problem::UnknownRule(word))
        } else {
            Ok(Silence { word, codes, used: false })
        }
    });
    Ok((reach, silences.collect::<Result<_, _>>()?))
}

/// First byte of a block.
fn start(block: &Block) -> usize {
    block.text.span(0..block.text.as_str().len()).start
}

/// Where the blocks start that a directive holds for. `outline` is in the order of the file.
fn extent(reach: Reach, directive: &Directive, outline: &[(usize, &Block)]) -> Range<usize> {
    let next = outline.partition_point(|(start, _)| *start < directive.span.end);
    let from = outline.get(next).map_or(usize::MAX, |(start, _)| *start);
    match reach {
        Reach::File => 0..usize::MAX,
        Reach::Next => from..from.saturating_add(1),
        Reach::Section => {
            let opens = outline.get(next).is_some_and(|(_, block)| is_heading(block));
            let inside = (next + usize::from(opens)).min(outline.len());
            let above = outline[..inside].iter().rfind(|(_, b)| is_heading(b) || b.kind == BlockKind::Title);
            // Under the title, the section ends where the first heading begins.
            let level = above.filter(|(_, b)| is_heading(b)).map_or(u8::MAX, |(_, block)| block.level);
            let ends = |(_, block): &&(usize, &Block)| is_heading(block) && block.level <= level;
            from..outline[inside..].iter().find(ends).map_or(usize::MAX, |(start, _)| *start)
        }
    }
}

fn is_heading(block: &Block) -> bool {
    block.level > 0 && !matches!(block.kind, BlockKind::Title | BlockKind::Residue)
}
