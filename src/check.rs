//! The one function that every front end calls: an article, what is known, what the user brought
//! and asked for, in; one report, out.

mod claims;

pub use claims::{ClaimRow, Compared, LeansOn};

use self::claims::claim_rows;
use crate::card::{CardRow, cards};
use crate::document::{BlockKind, Document, Format, Place};
use crate::evidence::{
    Agreement, Clue, Confidence, Evidence, Held, Library, Open, Pointing, Verdict as Agrees, gather,
};
use crate::extract::citation::Citation;
use crate::extract::claim::Claim;
use crate::extract::commercial::Signal;
use crate::extract::dose::Dose;
use crate::extract::mention::Mention;
use crate::extract::notice::Notice;
use crate::extract::reference::Reference;
use crate::extract::{Quote, Words, extract};
use crate::finding::{Finding, Writer, distinct, lead};
use crate::knowledge::{Genre, Knowledge};
use crate::reading::Reading;
use crate::rules::{Context, NotChecked, Outcome, Registered, Settings};
use crate::suppress::{Suppressed, Suppressions};
use crate::text::Language;
use crate::verdict::{Because, Read, Verdict, judge};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A citation or mention, and the entries it points to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PointingRow<T> {
    /// The citation or mention.
    #[serde(flatten)]
    pub from: T,
    /// Numbers of the entries; none where it is open.
    pub references: Vec<u32>,
    /// How sure that is.
    pub confidence: Option<Confidence>,
    /// The clues that agree.
    pub because: Vec<Clue>,
    /// Why it points to none.
    pub open: Option<Open>,
}

/// How much of what a rule looks at it could check.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Code of the rule.
    pub rule: String,
    /// How many things it checked.
    pub checked: usize,
    /// How many there were.
    pub of: usize,
    /// Why the others were not checked, with how many of them.
    #[schemars(schema_with = "counts_by_reason")]
    pub why: BTreeMap<NotChecked, usize>,
}

fn counts_by_reason(types: &mut SchemaGenerator) -> Schema {
    let (reason, count) = (types.subschema_for::<NotChecked>(), types.subschema_for::<usize>());
    json_schema!({"type": "object", "propertyNames": reason, "additionalProperties": count})
}

/// How much of the article's claims was held against sources.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    /// All of them.
    Full,
    /// Some of them.
    Partial,
    /// None of them.
    None,
}

/// Findings that a run left out, by why.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// The baseline knows them.
    pub known: usize,
    /// They stand on lines that were not changed, or speak of the article as a whole.
    pub unchanged: usize,
}

/// Why a page could not be read as an article.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unread {
    /// It has hardly any text: a shell that a script fills, or a paywall.
    NoText,
}

/// What was found in one article.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DocumentReport {
    /// The file, as the user named it.
    pub path: String,
    /// Its language.
    pub lang: Language,
    /// Its genre.
    pub genre: Genre,
    /// The words that told it.
    pub genre_cues: Vec<Quote>,
    /// Its title.
    pub title: Option<String>,
    /// Findings, in the order of the file.
    pub findings: Vec<Finding>,
    /// Findings that the article silences, in the order of the file.
    pub suppressed: Vec<Suppressed>,
    /// How many findings were left out.
    pub left_out: LeftOut,
    /// Claims, with the entries they lean on.
    pub claims: Vec<ClaimRow>,
    /// Statements of dose.
    pub doses: Vec<Dose>,
    /// Entries of the reference list.
    pub references: Vec<Reference>,
    /// Citations, with the entries they point to.
    pub citations: Vec<PointingRow<Citation>>,
    /// Mentions of sources in words, with the entries they are of.
    pub mentions: Vec<PointingRow<Mention>>,
    /// Disclaimers and disclosures.
    pub notices: Vec<Notice>,
    /// Where something is sold to the reader.
    pub commercial: Vec<Signal>,
    /// How much each rule could check.
    pub coverage: Vec<Coverage>,
    /// The findings by what there is to do, the gravest first.
    pub cards: Vec<CardRow>,
    /// What to do with it.
    pub verdict: Verdict,
    /// What the verdict rests on.
    pub because: Because,
    /// How many claims about interventions were held against a source.
    pub claims_compared: usize,
    /// How many there are.
    pub claims_of: usize,
    /// How much of them that is.
    pub checked: Checked,
    /// Why the page could not be read as an article, if so.
    pub unread: Option<Unread>,
    /// Its text, for reports that show it; none where nobody asked for it.
    #[serde(skip)]
    pub reading: Option<Reading>,
}

/// Characters of body below which an HTML page is taken for a script shell or a paywall.
const SHORTEST_PAGE: usize = 200;

/// Checks an article.
pub fn check(
    path: &str,
    document: &Document,
    knowledge: &Knowledge,
    library: &Library,
    rules: &[Registered],
    settings: &Settings,
) -> DocumentReport {
    let words = Words::new(&document.blocks, knowledge);
    let facts = extract(&words);
    let (library, known) = gather(&facts.references, library, knowledge);
    let evidence = Evidence::weigh(document, &words, &facts, &library, known);
    let cx = Context::new(document, &words, &facts, &evidence, &library, settings);
    let profile = knowledge.profiles.get(settings.profile.as_str());
    let outcome = |r: &Registered| match settings.knows(&r.doc) {
        true => r.rule.check(&cx),
        false => Outcome::skipped(NotChecked::NewerThanRulesVersion),
    };
    let ran: Vec<(&Registered, Outcome)> = rules
        .iter()
        .filter(|r| settings.runs(&r.doc) && profile.runs(&r.doc.code))
        .map(|r| (r, outcome(r)))
        .collect();
    let coverage = ran.iter().map(|(r, o)| covered(r, o)).collect();
    let judged = ran.iter().map(|(r, o)| (r.doc.code.as_str(), o.not_checked.is_empty())).collect();
    let writer = Writer::new(&cx);
    let written = ran.into_iter().flat_map(|(r, outcome)| writer.write(&r.doc, outcome)).collect();
    let mut suppressions = Suppressions::new(document, rules);
    let (kept, mut suppressed) = suppressions.apply(distinct(written), &writer, knowledge);
    let mut findings = lead(kept, knowledge);
    findings.extend(suppressions.problems(&judged, &writer));
    findings.sort_by(Finding::in_file);
    suppressed.sort_by(|a, b| a.finding.in_file(&b.finding));
    writer.number(findings.iter_mut().chain(suppressed.iter_mut().map(|s| &mut s.finding)));
    let about: Vec<&Claim> = facts.claims.iter().filter(|c| !c.intervention.is_empty()).collect();
    let claims_compared = about.iter().filter(|c| is_compared(&c.quote.place, &evidence)).count();
    let claims_of = about.len();
    let unread = unread(document);
    let read = Read { compared: claims_compared, of: claims_of, unread: unread.is_some() };
    let (verdict, because) = judge(&findings, read);
    DocumentReport {
        path: path.to_owned(),
        lang: document.language,
        genre: document.genre,
        genre_cues: quotes(document, &document.genre_cues),
        title: document.title.map(|t| document.blocks[t].text.as_str().to_owned()),
        cards: cards(&findings),
        verdict,
        because,
        findings,
        suppressed,
        left_out: LeftOut::default(),
        coverage,
        claims_compared,
        claims_of,
        checked: match claims_compared {
            n if n == claims_of => Checked::Full,
            0 => Checked::None,
            _ => Checked::Partial,
        },
        unread,
        reading: None,
        claims: claim_rows(&facts, &evidence, &library),
        doses: facts.doses,
        citations: pointing_rows(facts.citations, &evidence.links.citations, &facts.references),
        mentions: pointing_rows(facts.mentions, &evidence.links.mentions, &facts.references),
        references: facts.references,
        notices: facts.notices,
        commercial: facts.commercial,
    }
}

fn quotes(document: &Document, places: &[Place]) -> Vec<Quote> {
    places.iter().map(|place| Quote::of(&document.blocks, place.clone())).collect()
}

fn covered(rule: &Registered, outcome: &Outcome) -> Coverage {
    Coverage {
        rule: rule.doc.code.clone(),
        checked: outcome.checked(),
        of: outcome.of,
        why: outcome.not_checked.clone(),
    }
}

/// Citations or mentions beside what they point to.
fn pointing_rows<T>(
    from: Vec<T>,
    links: &[Result<Pointing, Open>],
    references: &[Reference],
) -> Vec<PointingRow<T>> {
    let numbers = |p: &Pointing| p.references.iter().map(|&i| references[i].index).collect();
    let row = |(from, link): (T, &Result<Pointing, Open>)| match link {
        Ok(p) => PointingRow {
            from,
            references: numbers(p),
            confidence: Some(p.confidence),
            because: p.because.clone(),
            open: None,
        },
        Err(open) => PointingRow {
            from,
            references: Vec::new(),
            confidence: None,
            because: Vec::new(),
            open: Some(*open),
        },
    };
    from.into_iter().zip(links).map(row).collect()
}

/// A claim counts as compared where it could be told how it stands to one of its sources, or one of its
/// numbers was held against an abstract.
fn is_compared(claim: &Place, evidence: &Evidence) -> bool {
    let told = |h: &Held| !matches!(h.confronted.verdict, Agrees::NotChecked | Agrees::NotAddressed);
    let held = |a: &Agreement| matches!(a, Agreement::Same | Agreement::Rounded(_) | Agreement::Different(_));
    evidence.leaning(claim).any(|(_, h)| h.is_some_and(told))
        || evidence.numbers.iter().any(|n| held(&n.agreement) && claim.holds(&n.number.quote.place))
}

fn unread(document: &Document) -> Option<Unread> {
    let body = document.blocks.iter().filter(|b| b.kind.is_body() && b.kind != BlockKind::AltText);
    let length: usize = body.map(|b| b.as_str().chars().filter(|c| !c.is_whitespace()).count()).sum();
    (document.format == Format::Html && length < SHORTEST_PAGE).then_some(Unread::NoText)
}

impl DocumentReport {
    /// The findings of a card, the gravest first.
    pub fn folded<'a>(&'a self, card: &'a CardRow) -> impl Iterator<Item = &'a Finding> {
        card.findings.iter().filter_map(|id| self.findings.iter().find(|f| f.id == *id))
    }

    /// The findings of no card, in the order of the file.
    pub fn loose(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| self.cards.iter().all(|card| card.card != f.card))
    }

    /// The claims that the article makes as its own, as readers are shown them.
    pub fn asserted(&self) -> impl Iterator<Item = &ClaimRow> {
        self.claims.iter().filter(|row| row.is_asserted())
    }

    /// Leaves findings out, judges the article by the others, and gives the number left out.
    pub fn leave_out(&mut self, out: impl FnMut(&Finding) -> bool) -> usize {
        let mut out = out;
        let before = self.findings.len();
        self.findings.retain(|f| !out(f));
        self.cards = cards(&self.findings);
        let read = Read { compared: self.claims_compared, of: self.claims_of, unread: self.unread.is_some() };
        (self.verdict, self.because) = judge(&self.findings, read);
        before - self.findings.len()
    }
}
