//! The one function that every front end calls: an article, what is known, what the user brought
//! and asked for, in; one report, out.

use crate::document::{BlockKind, Document, Format, Place};
use crate::evidence::{Agreement, Evidence, Library};
use crate::extract::citation::Citation;
use crate::extract::claim::Claim;
use crate::extract::dose::Dose;
use crate::extract::notice::Notice;
use crate::extract::reference::Reference;
use crate::extract::{Facts, Words, extract};
use crate::finding::{Finding, Writer, lead};
use crate::knowledge::{Genre, Knowledge};
use crate::rules::{Confidence, Context, NotChecked, Outcome, Registered, Settings, Severity};
use crate::text::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A claim and the entries it leans on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ClaimRow {
    /// The claim.
    #[serde(flatten)]
    pub claim: Claim,
    /// Numbers of the entries it leans on.
    pub references: Vec<u32>,
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
    pub why: BTreeMap<NotChecked, usize>,
}

/// What to do with an article: triage, not approval.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing was found.
    Pass,
    /// Nothing was found, but too little could be checked to say so.
    Unchecked,
    /// Something is to be put right.
    Revise,
    /// Something must be put right before it is published.
    Block,
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
    /// Its title.
    pub title: Option<String>,
    /// Findings, in the order of the file.
    pub findings: Vec<Finding>,
    /// Claims, with the entries they lean on.
    pub claims: Vec<ClaimRow>,
    /// Statements of dose.
    pub doses: Vec<Dose>,
    /// Entries of the reference list.
    pub references: Vec<Reference>,
    /// Citations.
    pub citations: Vec<Citation>,
    /// Disclaimers and disclosures.
    pub notices: Vec<Notice>,
    /// How much each rule could check.
    pub coverage: Vec<Coverage>,
    /// What to do with it.
    pub verdict: Verdict,
    /// How many claims about interventions were held against a source.
    pub claims_compared: usize,
    /// How many there are.
    pub claims_of: usize,
    /// How much of them that is.
    pub checked: Checked,
    /// Why the page could not be read as an article, if so.
    pub unread: Option<Unread>,
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
    let evidence = Evidence::weigh(document, &words, &facts, library);
    let cx = Context::new(document, &words, &facts, &evidence, library, settings);
    let ran: Vec<(&Registered, Outcome)> =
        rules.iter().filter(|r| settings.runs(&r.doc)).map(|r| (r, r.rule.check(&cx))).collect();
    let coverage = ran.iter().map(|(r, o)| covered(r, o)).collect();
    let writer = Writer::new(&cx);
    let written = ran.into_iter().flat_map(|(r, outcome)| writer.write(&r.doc, outcome)).collect();
    let findings = writer.number(lead(written, knowledge));
    let about: Vec<&Claim> = facts.claims.iter().filter(|c| !c.intervention.is_empty()).collect();
    let claims_compared = about.iter().filter(|c| is_compared(&c.quote.place, &evidence)).count();
    let claims_of = about.len();
    let unread = unread(document);
    DocumentReport {
        path: path.to_owned(),
        lang: document.language,
        genre: document.genre,
        title: document.title.map(|t| document.blocks[t].text.as_str().to_owned()),
        verdict: verdict(&findings, claims_compared, claims_of, unread.is_some()),
        findings,
        coverage,
        claims_compared,
        claims_of,
        checked: match claims_compared {
            n if n == claims_of => Checked::Full,
            0 => Checked::None,
            _ => Checked::Partial,
        },
        unread,
        claims: claim_rows(&facts, &evidence),
        doses: facts.doses,
        references: facts.references,
        citations: facts.citations,
        notices: facts.notices,
    }
}

fn covered(rule: &Registered, outcome: &Outcome) -> Coverage {
    Coverage {
        rule: rule.doc.code.clone(),
        checked: outcome.checked(),
        of: outcome.of,
        why: outcome.not_checked.clone(),
    }
}

fn claim_rows(facts: &Facts, evidence: &Evidence) -> Vec<ClaimRow> {
    let numbers = |claim: &Claim| {
        let leanings = evidence.links.of(&claim.quote.place);
        let mut numbers: Vec<u32> = leanings.map(|l| facts.references[l.reference].index).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    facts.claims.iter().map(|claim| ClaimRow { claim: claim.clone(), references: numbers(claim) }).collect()
}

/// A claim counts as compared where one of its numbers was held against an abstract.
fn is_compared(claim: &Place, evidence: &Evidence) -> bool {
    let held = |a: &Agreement| matches!(a, Agreement::Same | Agreement::Rounded(_) | Agreement::Different(_));
    evidence.numbers.iter().any(|n| held(&n.agreement) && claim.holds(&n.number.quote.place))
}

fn unread(document: &Document) -> Option<Unread> {
    let body = document.blocks.iter().filter(|b| b.kind.is_body() && b.kind != BlockKind::AltText);
    let length: usize = body.map(|b| b.as_str().chars().filter(|c| !c.is_whitespace()).count()).sum();
    (document.format == Format::Html && length < SHORTEST_PAGE).then_some(Unread::NoText)
}

/// Families any of whose errors blocks an article by itself.
const BLOCKING: &[&str] = &["DO", "SA", "EV002", "EV003", "CI008", "AD002"];

fn verdict(findings: &[Finding], compared: usize, of: usize, unread: bool) -> Verdict {
    let errors =
        || findings.iter().filter(|f| f.severity == Severity::Error && f.confidence >= Confidence::Probable);
    let blocks = |f: &Finding| BLOCKING.iter().any(|code| f.rule.starts_with(code));
    if errors().any(blocks) || errors().count() >= 2 {
        Verdict::Block
    } else if findings.iter().any(|f| f.severity >= Severity::Warning) {
        Verdict::Revise
    } else if unread || compared * 2 < of {
        Verdict::Unchecked
    } else {
        Verdict::Pass
    }
}
