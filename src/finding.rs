//! From candidates to findings: gates and genre applied, words filled in, the leading finding
//! chosen where several fall on one place.

use crate::document::{Document, Place};
use crate::knowledge::{Knowledge, Voice};
use crate::rules::{Candidate, Confidence, Context, GateEffect, Lane, Outcome, RuleDoc, Severity, Source};
use crate::text::{Language, LineIndex};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A place in the file, as machines and people count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte, in characters, from 1.
    pub column: usize,
}

/// The line of the file that a finding starts in, cut where it is long.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Excerpt {
    /// The line, or the part of it around the finding.
    pub text: String,
    /// First byte of the finding in it.
    pub start: usize,
    /// One past the last byte of the finding in it.
    pub end: usize,
}

/// Bytes of a line that an excerpt shows before the start of a finding and after it, at least
/// where the line has them.
const EXCERPT_SIDE: usize = 600;

impl Excerpt {
    fn of(source: &str, start: usize, end: usize) -> Excerpt {
        let line_start = source[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = source[start..].find(['\n', '\r']).map_or(source.len(), |i| start + i);
        let from = source.ceil_char_boundary(line_start.max(start.saturating_sub(EXCERPT_SIDE)));
        let to = source.floor_char_boundary(line_end.min(start + EXCERPT_SIDE));
        Excerpt { text: source[from..to].to_owned(), start: start - from, end: end.clamp(start, to) - from }
    }
}

/// A further place that belongs to a finding: its own, or that of a finding it leads.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Near {
    /// The rule that found it.
    pub rule: String,
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub span: Location,
}

/// What claimlint says of a place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The same for the same finding wherever it moves: rule, folded words, concepts, and which of
    /// several such it is.
    pub id: String,
    /// Code of the rule.
    pub rule: String,
    /// Name of the rule.
    pub name: String,
    /// What kind of work it is.
    pub lane: Lane,
    /// How grave it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The words it is about.
    pub text: String,
    /// Where they stand.
    pub span: Location,
    /// The line they start in.
    pub excerpt: Excerpt,
    /// Further places.
    pub also: Vec<Near>,
    /// What the message was filled in with.
    pub args: BTreeMap<String, String>,
    /// The source it rests on.
    pub evidence: Option<Source>,
    /// Where the rule is documented.
    pub doc_url: String,
    /// Its place, for relations between findings.
    #[serde(skip)]
    pub place: Place,
}

/// Writes candidates out as findings of one article.
pub(crate) struct Writer<'a> {
    cx: &'a Context<'a>,
    lines: LineIndex<'a>,
    language: Language,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(cx: &'a Context<'a>) -> Writer<'a> {
        let language = cx.settings.ui_language.unwrap_or(cx.document.language);
        Writer { cx, lines: LineIndex::new(&cx.document.source), language }
    }

    /// The findings of a rule.
    pub(crate) fn write(&self, rule: &RuleDoc, outcome: Outcome) -> Vec<Finding> {
        outcome.candidates.into_iter().filter_map(|c| self.finding(rule, c)).collect()
    }

    fn finding(&self, rule: &RuleDoc, mut candidate: Candidate) -> Option<Finding> {
        let severity = self.severity(rule, &candidate)?;
        for (name, words) in &candidate.words {
            candidate.args.insert(name, rule.list(self.language, words));
        }
        let message = rule.messages.get(candidate.message)?;
        let (text, span) = self.locate(&candidate.place);
        let near = |place: &Place| {
            let (text, span) = self.locate(place);
            Near { rule: rule.code.clone(), text, span }
        };
        Some(Finding {
            id: String::new(),
            rule: rule.code.clone(),
            name: rule.name.clone(),
            lane: rule.lane,
            severity,
            confidence: candidate.confidence,
            message: message.say(self.language, &candidate.args),
            help: message.help(self.language, &candidate.args),
            text,
            span,
            excerpt: Excerpt::of(&self.cx.document.source, span.start, span.end),
            also: candidate.also.iter().map(near).collect(),
            args: candidate.args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            evidence: candidate.source,
            doc_url: rule.url(),
            place: candidate.place,
        })
    }

    /// The severity that is left after genre, gates and the user's own wish; none if there is no
    /// finding left.
    fn severity(&self, rule: &RuleDoc, candidate: &Candidate) -> Option<Severity> {
        let wished = self.cx.settings.severity.get(&rule.code).copied();
        let mut severity = wished.or(candidate.severity).unwrap_or(rule.severity);
        match self.cx.knowledge.genres.voice(self.cx.document.genre, &rule.code) {
            Voice::On => {}
            Voice::Info => severity = Severity::Info,
            Voice::Off => return None,
        }
        let asked = candidate.gated_at.as_ref().unwrap_or(&candidate.place);
        for scope in self.cx.facts.gates.over(asked) {
            let its_own = candidate.gated_at.is_some() && asked.holds(&scope.cue_place);
            if its_own {
                continue;
            }
            match rule.gates.get(&scope.gate) {
                Some(GateEffect::Block) => return None,
                Some(GateEffect::Info) => severity = Severity::Info,
                Some(GateEffect::Lower) => severity = severity.lowered()?,
                None => {}
            }
        }
        Some(severity)
    }

    fn locate(&self, place: &Place) -> (String, Location) {
        let block = &self.cx.document.blocks[place.block];
        let span = block.span(place.range());
        let position = self.lines.position(span.start);
        (
            block.shown(place.range()).to_owned(),
            Location { start: span.start, end: span.end, line: position.line, column: position.column },
        )
    }

    /// Sorts findings by place and gives each its id.
    pub(crate) fn number(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings
            .sort_by(|a, b| (a.span.start, a.span.end, &a.rule).cmp(&(b.span.start, b.span.end, &b.rule)));
        let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
        for finding in &mut findings {
            let words = folded_words(self.cx.document, &finding.place);
            let concepts = self.cx.knowledge.concepts.find(words);
            let mut key = format!("{}\n{words}", finding.rule);
            concepts.iter().for_each(|n| {
                key.push('\n');
                key.push_str(&n.concept.id);
            });
            let hash = fnv1a(key.as_bytes());
            let nth = seen.entry(hash).or_default();
            *nth += 1;
            finding.id = format!("{hash:016x}-{nth}");
        }
        findings
    }
}

fn folded_words<'a>(document: &'a Document, place: &Place) -> &'a str {
    document.blocks[place.block].as_str().get(place.range()).unwrap_or_default()
}

/// FNV-1a, 64 bits: fixed for ever, so that fingerprints outlive compilers and platforms.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Where findings of several rules fall on one place, the first in the order of precedence leads
/// and the others are attached to it; a rule says one thing of one place.
pub(crate) fn lead(mut findings: Vec<Finding>, knowledge: &Knowledge) -> Vec<Finding> {
    findings.sort_by_key(|f| knowledge.phrases.rank(&f.rule));
    let mut led: Vec<Finding> = Vec::new();
    for finding in findings {
        if led.iter().any(|f| f.rule == finding.rule && f.place == finding.place) {
            continue;
        }
        let joins = |f: &&mut Finding| {
            f.rule != finding.rule
                && knowledge.phrases.joins(&f.rule, &finding.rule)
                && f.place.overlaps(&finding.place)
        };
        match led.iter_mut().find(joins) {
            Some(leader) => {
                leader.severity = leader.severity.max(finding.severity);
                leader.also.push(Near { rule: finding.rule, text: finding.text, span: finding.span });
                leader.also.extend(finding.also);
            }
            None => led.push(finding),
        }
    }
    led
}
