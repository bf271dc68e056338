//! Phrases of single rules, and which finding leads where several fall on one place.

use super::pack::{PackError, PackFile, Terms};
use super::sequence::Sequence;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The phrases of `claims/rules`: one file a rule in each pack, named as the rule is.
#[derive(Debug)]
pub struct Phrases {
    rules: BTreeMap<String, Terms<String>>,
    sequences: Vec<Sequence>,
    precedence: Vec<String>,
    apart: Vec<String>,
    together: Vec<[String; 2]>,
}

/// The order of rules, first who leads.
const PRECEDENCE: &str = "precedence";

/// The sequences of rules.
const SEQUENCES: &str = "sequences";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrecedenceFile {
    source: String,
    reviewed: String,
    /// First who leads.
    order: Vec<String>,
    /// Rules whose findings stand for themselves wherever they fall.
    apart: Vec<String>,
    /// Pairs of rules whose findings on one place are told as one all the same.
    together: Vec<[String; 2]>,
}

impl Phrases {
    /// Loads the phrase files of the rules, and the precedence file.
    pub fn load(files: &[&PackFile]) -> Result<Phrases, PackError> {
        let mut of_rules: BTreeMap<&str, Vec<&PackFile>> = BTreeMap::new();
        let (mut precedence, mut apart, mut together) = (Vec::new(), Vec::new(), Vec::new());
        let mut sequences = Vec::new();
        for file in files {
            let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
            if name == PRECEDENCE {
                let parsed: PrecedenceFile = file.parse()?;
                file.check_header(&parsed.source, &parsed.reviewed)?;
                precedence = parsed.order;
                apart = parsed.apart;
                together = parsed.together;
            } else if name == SEQUENCES {
                sequences.extend(Sequence::load(file)?);
            } else {
                of_rules.entry(name).or_default().push(file);
            }
        }
        let mut rules = BTreeMap::new();
        for (name, files) in of_rules {
            rules.insert(name.to_owned(), Terms::load(&files, |id| Ok(id.to_owned()))?);
        }
        Ok(Phrases { rules, sequences, precedence, apart, together })
    }

    /// The phrases of a rule, in order; what they mean to it is its own business. A rule without a
    /// file has none.
    pub fn find(&self, rule: &str, text: &str) -> Vec<super::Term<String>> {
        self.rules.get(rule).map_or_else(Vec::new, |terms| terms.find(text))
    }

    /// The sequences of a rule.
    pub fn sequences<'a>(&'a self, rule: &'a str) -> impl Iterator<Item = &'a Sequence> {
        self.sequences.iter().filter(move |s| s.rule == rule)
    }

    /// The rank of a rule's code: the lower leads.
    pub fn rank(&self, code: &str) -> usize {
        self.precedence.iter().position(|c| c == code).unwrap_or(self.precedence.len())
    }

    /// Whether findings of two rules on one place are told as one.
    pub fn joins(&self, leader: &str, other: &str) -> bool {
        let pair = |[a, b]: &[String; 2]| a == leader && b == other;
        self.together.iter().any(pair) || !self.apart.iter().any(|code| code == leader || code == other)
    }

    /// The codes in order of precedence.
    pub fn order(&self) -> &[String] {
        &self.precedence
    }
}
