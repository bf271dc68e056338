//! What is known of the doses of single drugs, and of laboratory values; each fact with its source.

use super::matcher::Matcher;
use super::pack::{PackError, PackFile};
use crate::text::fold;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// A laboratory value and the units it is reported in.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analyte {
    /// Its id: `glucose`.
    pub id: String,
    /// Chinese names.
    #[serde(default)]
    zh: Vec<String>,
    /// English names.
    #[serde(default)]
    en: Vec<String>,
    /// Bounds, by unit, outside which a value is a slip: `{ "mmol/L" = [1, 60] }`.
    pub units: BTreeMap<String, [f64; 2]>,
    /// Where units and values come from.
    pub source: String,
}

/// A drug that outside cancer care is taken weekly.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    /// Ids of its concept.
    pub concepts: Vec<String>,
    /// From which amount on, in mg, the dose is a weekly one.
    pub from_mg: f64,
    /// Words that make another schedule possible: cancer, for methotrexate.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Where the schedule comes from.
    pub source: String,
}

/// The strengths a drug is sold in, for telling a slip of a thousand.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strengths {
    /// Ids of its concept.
    pub concepts: Vec<String>,
    /// Smallest and largest usual strength, or amount of one day, in mg.
    pub mg: [f64; 2],
    /// Where they come from.
    pub source: String,
}

/// Facts about single drugs and laboratory values, each with its source.
#[derive(Debug)]
pub struct DoseFacts {
    /// Laboratory values.
    pub analytes: Vec<Analyte>,
    names: Matcher<usize>,
    /// Drugs taken weekly.
    pub weekly: Vec<Weekly>,
    /// Drugs dosed in micrograms, where mg for µg is a known slip.
    pub strengths: Vec<Strengths>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactFile {
    source: String,
    reviewed: String,
    #[serde(default)]
    analyte: Vec<Analyte>,
    #[serde(default)]
    weekly: Vec<Weekly>,
    #[serde(default)]
    strengths: Vec<Strengths>,
}

impl DoseFacts {
    /// Loads fact files; a fact without a source is refused.
    pub fn load(files: &[&PackFile]) -> Result<DoseFacts, PackError> {
        let (mut analytes, mut weekly, mut strengths) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let parsed: FactFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            let sources = (parsed.analyte.iter().map(|a| &a.source))
                .chain(parsed.weekly.iter().map(|w| &w.source))
                .chain(parsed.strengths.iter().map(|s| &s.source));
            for source in sources {
                file.check_header(source, &parsed.reviewed)?;
            }
            analytes.extend(parsed.analyte);
            weekly.extend(parsed.weekly);
            strengths.extend(parsed.strengths);
        }
        let names = analytes.iter().enumerate().flat_map(|(i, analyte): (usize, &Analyte)| {
            analyte.zh.iter().chain(&analyte.en).map(move |name| (fold(name).as_str().to_owned(), i))
        });
        let names = Matcher::new(names);
        Ok(DoseFacts { analytes, names, weekly, strengths })
    }

    /// The laboratory values named in a folded text, each with where its name ends.
    pub fn analytes_in(&self, text: &str) -> Vec<(Range<usize>, &Analyte)> {
        self.names.find(text).into_iter().map(|m| (m.range, &self.analytes[*m.value])).collect()
    }
}
