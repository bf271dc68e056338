//! How much of a drug one tablet or capsule holds, where the text says it: 500 mg tablets, 每片0.5克.

use crate::document::Place;
use crate::extract::dose::Dose;
use crate::knowledge::{Dimension, Unit};
use crate::rules::Context;

/// Furthest that the tablet may stand in front of its amount, in bytes: each tablet contains 500 mg.
const BEFORE: usize = 28;

/// What one piece of a form holds.
#[derive(Clone, Copy)]
pub struct Strength<'a> {
    /// How much.
    pub amount: f64,
    /// Its unit.
    pub unit: &'a Unit,
    /// Tablet or capsule.
    pub form: &'a Unit,
}

impl Strength<'_> {
    /// The amount in the base unit of its dimension.
    pub fn base(&self) -> f64 {
        self.amount * self.unit.factor
    }
}

/// The strengths that a text writes, in order.
pub fn strengths<'a>(cx: &Context<'a>, text: &str) -> Vec<Strength<'a>> {
    let units = &cx.knowledge.units;
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let end = text[start..].find(|c| !number(c)).map_or(text.len(), |i| start + i);
        at = end;
        let Ok(amount) = text[start..end].trim_end_matches('.').parse::<f64>() else { continue };
        let behind = text[end..].trim_start_matches([' ', '-']);
        let Some((length, unit)) = units.at(behind) else { continue };
        if !matches!(unit.dimension, Dimension::Mass | Dimension::Activity) {
            continue;
        }
        let own = form_behind(cx, &behind[length..]).or_else(|| form_before(cx, &text[..start]));
        found.extend(own.map(|form| Strength { amount, unit, form }));
    }
    found
}

/// The strength of what a dose counts: in its own words, else the only one of its sentence.
pub fn strength_of<'a>(cx: &Context<'a>, dose: &Dose) -> Option<Strength<'a>> {
    let form = dose.unit.as_deref().and_then(|unit| cx.knowledge.units.get(unit))?;
    let counted = form.dimension == Dimension::Form;
    let own = |text: &str| {
        let same = strengths(cx, text).into_iter().filter(|s| s.form.id == form.id);
        let all: Vec<Strength> = same.collect();
        let alike = all.windows(2).all(|w| w[0].base() == w[1].base());
        all.first().copied().filter(|_| alike)
    };
    let text = |place: &Place| cx.document.blocks[place.block].as_str()[place.range()].to_owned();
    let sentence = cx.sentence_of(&dose.quote.place);
    counted.then(|| own(&text(&dose.quote.place)).or_else(|| own(&text(&sentence))))?
}

/// The form right behind an amount: 500 mg tablets, 50微克一片, 5 mg/片.
fn form_behind<'a>(cx: &Context<'a>, rest: &str) -> Option<&'a Unit> {
    let rest = rest.trim_start_matches([' ', '-', '/', '一', '每', '的']);
    let rest = ["per ", "a ", "each "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let of =
        |rest: &str| cx.knowledge.units.at(rest).map(|(_, u)| u).filter(|u| u.dimension == Dimension::Form);
    // The name of the drug may stand between: 500 mg paracetamol tablets.
    let behind_name = || rest.split_once(' ').filter(|(name, _)| name.chars().all(char::is_alphabetic));
    of(rest).or_else(|| of(behind_name()?.1))
}

/// The form that an amount is said of, in front of it: 每片0.5克, each tablet contains 500 mg.
fn form_before<'a>(cx: &Context<'a>, before: &str) -> Option<&'a Unit> {
    let (at, word) = ["每", "each "]
        .iter()
        .filter_map(|word| Some((before.rfind(word)?, *word)))
        .max_by_key(|(at, _)| *at)?;
    let rest = &before[at + word.len()..];
    let (length, unit) = cx.knowledge.units.at(rest)?;
    let between = rest[length..].trim();
    let joins = matches!(between, "" | "含" | "为" | "是" | ":" | "contains" | "holds" | "has" | "is" | "(");
    (unit.dimension == Dimension::Form && joins && rest.len() <= BEFORE).then_some(unit)
}
