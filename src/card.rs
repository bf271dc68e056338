//! Cards: the findings of an article folded by what there is to do, so that an editor sees five
//! pieces of work at most, the gravest first.

use crate::finding::Finding;
use crate::rules::{Card, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A piece of work and the findings that ask for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CardRow {
    /// What there is to do.
    pub card: Card,
    /// The gravest of its findings.
    pub severity: Severity,
    /// Ids of its findings, the gravest first, those of one severity in the order of the file.
    pub findings: Vec<String>,
}

/// The cards of an article. What is only info opens no card, and joins the one there is.
pub(crate) fn cards(findings: &[Finding]) -> Vec<CardRow> {
    let mut by_card: BTreeMap<Card, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_card.entry(finding.card).or_default().push(finding);
    }
    let row = |(card, mut folded): (Card, Vec<&Finding>)| {
        folded.sort_by_key(|f| Reverse(f.severity));
        let severity = folded.first()?.severity;
        let findings = folded.iter().map(|f| f.id.clone()).collect();
        (severity > Severity::Info).then_some(CardRow { card, severity, findings })
    };
    let mut rows: Vec<CardRow> = by_card.into_iter().filter_map(row).collect();
    rows.sort_by_key(|row| Reverse(row.severity));
    rows
}
