//! Units of doses and laboratory values: names in both languages, dimension, UCUM code.

use super::pack::{PackError, PackFile};
use crate::text::fold;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// What a unit measures.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Mass of a drug; factor in mg.
    Mass,
    /// Mass of a body: kg.
    Weight,
    /// Volume; factor in mL.
    Volume,
    /// International units.
    Activity,
    /// Amount of substance; factor in mmol.
    Substance,
    /// Amount per volume written as one word: uM.
    Concentration,
    /// Length; factor in mm.
    Length,
    /// Area of a body.
    Area,
    /// Counted dosage forms: tablets, drops.
    Form,
    /// Counted packages, of which one or two make a dose: sachets, ampoules.
    Package,
}

/// A unit.
#[derive(Clone, PartialEq, Debug)]
pub struct Unit {
    /// Its id, as facts and JSON write it: `mg`, `tablet`.
    pub id: String,
    /// Its UCUM code.
    pub ucum: String,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units of its dimension it is; 1 for counted forms.
    pub factor: f64,
}

impl Unit {
    /// Whether doses are counted in it.
    pub fn is_counted(&self) -> bool {
        matches!(self.dimension, Dimension::Form | Dimension::Package)
    }
}

/// Every unit, found by its names.
#[derive(Debug, Default)]
pub struct Units {
    all: Vec<Unit>,
    /// Names by their first letter in lower case, longest first.
    names: BTreeMap<char, Vec<Name>>,
}

#[derive(Debug)]
struct Name {
    text: String,
    unit: usize,
    exact: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    source: String,
    reviewed: String,
    unit: Vec<Spanned<UnitEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    id: String,
    ucum: String,
    dimension: Dimension,
    #[serde(default = "one")]
    factor: f64,
    #[serde(default)]
    zh: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
}

fn one() -> f64 {
    1.0
}

impl Units {
    /// Loads unit files. A name that two units share is refused unless case tells them apart.
    pub fn load(files: &[&PackFile]) -> Result<Units, PackError> {
        let mut units = Units::default();
        for file in files {
            let parsed: UnitFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            for spanned in parsed.unit {
                let at = spanned.span().start;
                let entry = spanned.into_inner();
                if units.all.iter().any(|u| u.id == entry.id) {
                    return Err(file.error(at, format!("the id `{}` is taken", entry.id), "join the two"));
                }
                let UnitEntry { id, ucum, dimension, factor, zh, en } = entry;
                for name in zh.iter().chain(&en) {
                    units.add(name).map_err(|reason| file.error(at, reason, "keep it with one of them"))?;
                }
                units.all.push(Unit { id, ucum, dimension, factor });
            }
        }
        for names in units.names.values_mut() {
            names.sort_by_key(|n| (std::cmp::Reverse(n.text.len()), !n.exact));
        }
        Ok(units)
    }

    fn add(&mut self, name: &str) -> Result<(), String> {
        let (exact, body) = match name.strip_prefix('=') {
            Some(body) => (true, body),
            None => (false, name),
        };
        let text = fold(body).as_str().to_owned();
        let Some(first) = text.chars().next() else { return Err("a name is empty".into()) };
        let names = self.names.entry(first.to_ascii_lowercase()).or_default();
        let same = |n: &Name| if exact { n.text == text } else { n.text.eq_ignore_ascii_case(&text) };
        if names.iter().any(|n| n.exact == exact && same(n)) {
            return Err(format!("the name `{name}` is taken"));
        }
        names.push(Name { text, unit: self.all.len(), exact });
        Ok(())
    }

    /// The unit whose name stands at the start of a folded text, and the length of that name.
    pub fn at(&self, text: &str) -> Option<(usize, &Unit)> {
        let names = self.names.get(&text.chars().next()?.to_ascii_lowercase())?;
        let fits = |n: &&Name| {
            let head = text.get(..n.text.len())?;
            let same = if n.exact { head == n.text } else { head.eq_ignore_ascii_case(&n.text) };
            let open = n.text.ends_with(|c: char| c.is_ascii_alphanumeric())
                && text[n.text.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
            (same && !open).then_some(())
        };
        let name = names.iter().find(|n| fits(n).is_some())?;
        Some((name.text.len(), &self.all[name.unit]))
    }

    /// The unit of an id.
    pub fn get(&self, id: &str) -> Option<&Unit> {
        self.all.iter().find(|u| u.id == id)
    }
}

#[cfg(test)]
mod tests {
    use crate::knowledge::Knowledge;

    #[test]
    fn case_tells_molar_from_metre_and_the_longest_name_wins() {
        let units = &Knowledge::builtin().unwrap().units;
        let id = |text| units.at(text).map(|(len, u)| (u.id.as_str(), &text[len..]));
        assert_eq!(id("uM即可"), Some(("umol/L", "即可")));
        assert_eq!(id("um就有"), Some(("um", "就有")));
        assert_eq!(id("MG/day"), Some(("mg", "/day")));
        assert_eq!(id("微克。"), Some(("ug", "。")));
        assert_eq!(id("grandma"), None);
        assert_eq!(id("国际单位/kg"), Some(("IU", "/kg")));
    }
}
