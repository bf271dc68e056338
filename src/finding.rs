//! From candidates to findings: gates and genre applied, words filled in, the leading finding
//! chosen where several fall on one place.

use crate::document::{Document, Place};
use crate::knowledge::{Knowledge, Voice};
use crate::rules::{
    Candidate, Card, Confidence, Context, GateEffect, Lane, Outcome, RuleDoc, Severity, Source,
};
use crate::text::{Language, LineIndex, PartSpan, Span, fold};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A place in the file, as machines and people count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// The part of the file that its bytes are counted in, none for the file itself.
    pub part: Option<String>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte, in characters, from 1.
    pub column: usize,
    /// Line of the end, from 1.
    pub end_line: usize,
    /// Column behind the last character, in characters, from 1.
    pub end_column: usize,
    /// The same place in the decoded text that excerpts are cut from.
    #[serde(skip)]
    pub decoded: Span,
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
    /// The line of a decoded text that a span of it starts in.
    fn of(source: &str, Span { start, end }: Span) -> Excerpt {
        let ends = |b: &u8| matches!(b, b'\n' | b'\r');
        let (first, last) = (start.saturating_sub(EXCERPT_SIDE), source.len().min(start + EXCERPT_SIDE));
        let line_start = source.as_bytes()[first..start].iter().rposition(ends);
        let line_end = source.as_bytes()[start..last].iter().position(ends);
        let from = source.ceil_char_boundary(line_start.map_or(first, |i| first + i + 1));
        let to = source.floor_char_boundary(line_end.map_or(last, |i| start + i));
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
    /// What it asks an editor to do.
    pub card: Card,
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
    /// Its place, for relations between findings; none where it is about a directive.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl Finding {
    /// The order of findings: that of the file.
    pub(crate) fn in_file(&self, other: &Finding) -> Ordering {
        let key = |f: &Finding| f.span.decoded;
        key(self).cmp(&key(other)).then_with(|| self.rule.cmp(&other.rule))
    }
}

/// Longest word of a directive that a message repeats, in characters.
const LONGEST_WORD: usize = 40;

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
            card: rule.card,
            severity,
            confidence: candidate.confidence,
            message: message.say(self.language, &candidate.args),
            help: message.help(self.language, &candidate.args),
            text,
            excerpt: Excerpt::of(&self.cx.document.source, span.decoded),
            span,
            also: candidate.also.iter().map(near).collect(),
            args: candidate.args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            evidence: candidate.source,
            doc_url: rule.url(),
            place: Some(candidate.place),
        })
    }

    /// The severity that is left after genre, gates and the user's own wish; none if there is no
    /// finding left.
    fn severity(&self, rule: &RuleDoc, candidate: &Candidate) -> Option<Severity> {
        let wished = self.cx.settings.severity.get(&rule.code).copied();
        let is_error = self.cx.profile().is_error(&rule.code);
        let stated = is_error.then_some(Severity::Error).or(candidate.severity);
        let mut severity = wished.or(stated).unwrap_or(rule.severity);
        match self.cx.knowledge.genres.voice(self.cx.document.genre, &rule.code) {
            _ if is_error => {}
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
        (block.shown(place.range()).to_owned(), self.location(span))
    }

    /// A place of the file.
    pub(crate) fn location(&self, span: Span) -> Location {
        let (first, last) = (self.lines.position(span.start), self.lines.position(span.end));
        let PartSpan { part, start, end } = self.cx.document.bytes(span);
        Location {
            part,
            start,
            end,
            line: first.line,
            column: first.column,
            end_line: last.line,
            end_column: last.column,
            decoded: span,
        }
    }

    /// A finding about a directive, which stands in no block; `arg` is filled in, cut where it is long.
    pub(crate) fn directive(
        &self,
        rule: &RuleDoc,
        message: &str,
        span: Span,
        arg: Option<(&'static str, &str)>,
    ) -> Option<Finding> {
        let message = rule.messages.get(message)?;
        let cut = |(name, value): (_, &str)| (name, value.chars().take(LONGEST_WORD).collect::<String>());
        let args: BTreeMap<&'static str, String> = arg.map(cut).into_iter().collect();
        let source = &self.cx.document.source;
        Some(Finding {
            id: String::new(),
            rule: rule.code.clone(),
            name: rule.name.clone(),
            lane: rule.lane,
            card: rule.card,
            severity: self.cx.settings.severity.get(&rule.code).copied().unwrap_or(rule.severity),
            confidence: Confidence::Certain,
            message: message.say(self.language, &args),
            help: message.help(self.language, &args),
            text: source.get(span.start..span.end).unwrap_or_default().to_owned(),
            span: self.location(span),
            excerpt: Excerpt::of(source, span),
            also: Vec::new(),
            args: args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            evidence: None,
            doc_url: rule.url(),
            place: None,
        })
    }

    /// Gives each finding its id.
    pub(crate) fn number<'f>(&self, findings: impl IntoIterator<Item = &'f mut Finding>) {
        let mut findings: Vec<&mut Finding> = findings.into_iter().collect();
        findings.sort_by(|a, b| a.in_file(b));
        let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
        for finding in findings {
            let words = folded_words(self.cx.document, finding);
            let concepts = self.cx.knowledge.concepts.find(&words);
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
    }
}

fn folded_words<'a>(document: &'a Document, finding: &Finding) -> Cow<'a, str> {
    match &finding.place {
        Some(place) => document.blocks[place.block].as_str().get(place.range()).unwrap_or_default().into(),
        None => fold(&finding.text).as_str().to_owned().into(),
    }
}

/// FNV-1a, 64 bits: fixed for ever, so that fingerprints outlive compilers and platforms.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Findings without repetitions: a rule says one thing of one place.
pub(crate) fn distinct(findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    findings.into_iter().filter(|f| seen.insert((f.rule.clone(), f.place.clone()))).collect()
}

/// Where findings of several rules fall on one place, the first in the order of precedence leads
/// and the others are attached to it.
pub(crate) fn lead(mut findings: Vec<Finding>, knowledge: &Knowledge) -> Vec<Finding> {
    findings.sort_by_key(|f| knowledge.phrases.rank(&f.rule));
    let mut led: Vec<Finding> = Vec::new();
    let mut near: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for finding in findings {
        let cells: Vec<(usize, usize)> = finding.place.as_ref().map(cells).into_iter().flatten().collect();
        let told = cells.iter().filter_map(|cell| near.get(cell)).flatten();
        let first = told.copied().filter(|&i| leads(&led[i], &finding, knowledge)).min();
        match first.map(|i| &mut led[i]) {
            Some(leader) => {
                leader.severity = leader.severity.max(finding.severity);
                leader.also.push(Near { rule: finding.rule, text: finding.text, span: finding.span });
                leader.also.extend(finding.also);
            }
            None => {
                cells.into_iter().for_each(|cell| near.entry(cell).or_default().push(led.len()));
                led.push(finding);
            }
        }
    }
    led
}

/// Bytes of a block that findings are looked for in together, to see who leads.
const CELL: usize = 1024;

/// The cells of its block that a place reaches into.
fn cells(place: &Place) -> impl Iterator<Item = (usize, usize)> {
    let block = place.block;
    (place.start / CELL..=place.end / CELL).map(move |cell| (block, cell))
}

/// Whether a finding leads another, where both are told.
pub(crate) fn leads(first: &Finding, second: &Finding, knowledge: &Knowledge) -> bool {
    first.place.as_ref().zip(second.place.as_ref()).is_some_and(|(a, b)| a.overlaps(b))
        && knowledge.phrases.joins(&first.rule, &second.rule)
        && knowledge.phrases.rank(&first.rule) < knowledge.phrases.rank(&second.rule)
}
