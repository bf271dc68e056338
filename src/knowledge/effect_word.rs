//! Words by which articles tell of effects without a verb of the lexicon: what a phrase of
//! `claims/effects` says.

use super::words::{Direction, Relation};

/// What a word says of an effect, or of those in whom it is seen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EffectWord {
    /// An everyday verb of effect, which counts where its clause names what acts: 压住, dissolves.
    Verb(Direction),
    /// Takes a [`EffectWord::Particle`] to be such a verb: keeps … away.
    Carrier,
    /// Makes a [`EffectWord::Carrier`] before it a verb of effect: at bay.
    Particle(Direction),
    /// Tells of a change where a number stands by it: 少了, fewer.
    Change(Direction),
    /// Sets one thing over another: 更快, gentler.
    Better(Direction),
    /// The same, with the other named behind it: 优于, beats.
    Over(Direction),
    /// Sets apart what a thing is compared with: 比, than.
    Than,
    /// Names those who got what was tried, and how they came by it: 用药组, users.
    Treated(Relation),
    /// Names those who did not: 安慰剂组, non-users.
    Untreated(Relation),
    /// Says that somebody takes or does something: 喝, 接种, taking.
    Taking,
    /// Names people or animals behind or before such a word: 的人, those.
    Taker,
    /// A form that things come in: 药片, tablets.
    Form,
    /// Points at a form spoken of before: 这种, the.
    Pointing,
    /// A rate that tells of success: 有效率, success rate.
    Success,
    /// What is measured in people: 几率, scores.
    Measured,
    /// Is counted and is no matter of health: 价格, dose.
    Aside,
    /// Tells how a study was set up: 随机分为, were assigned.
    Setup,
    /// Says that harms occur: 较常见, are common.
    Occurs,
    /// What a claim may rest on: 证据, evidence.
    Evidence,
    /// Says that it does: 支持, 表明.
    Supports,
}

/// The families that have no value, by name.
const PLAIN: &[(&str, EffectWord)] = &[
    ("carrier", EffectWord::Carrier),
    ("than", EffectWord::Than),
    ("taking", EffectWord::Taking),
    ("taker", EffectWord::Taker),
    ("form", EffectWord::Form),
    ("pointing", EffectWord::Pointing),
    ("success", EffectWord::Success),
    ("measured", EffectWord::Measured),
    ("aside", EffectWord::Aside),
    ("setup", EffectWord::Setup),
    ("occurs", EffectWord::Occurs),
    ("evidence", EffectWord::Evidence),
    ("supports", EffectWord::Supports),
];

/// The families with a value.
const VALUED: &[&str] = &["verb", "particle", "change", "better", "over", "treated", "untreated"];

impl EffectWord {
    /// The word of a pack id: `family` or `family.value`.
    pub fn parse_id(id: &str) -> Result<EffectWord, String> {
        let (family, value) = id.split_once('.').unwrap_or((id, ""));
        let (way, tie) = (|| Direction::parse(value), || Relation::parse(value));
        let found = match family {
            "verb" => way().map(EffectWord::Verb),
            "particle" => way().map(EffectWord::Particle),
            "change" => way().map(EffectWord::Change),
            "better" => way().map(EffectWord::Better),
            "over" => way().map(EffectWord::Over),
            "treated" => tie().map(EffectWord::Treated),
            "untreated" => tie().map(EffectWord::Untreated),
            _ => PLAIN.iter().find(|(name, _)| *name == id).map(|&(_, word)| word),
        };
        let known = || {
            PLAIN.iter().map(|(name, _)| *name).chain(VALUED.iter().copied()).collect::<Vec<_>>().join(", ")
        };
        found.ok_or_else(known)
    }
}
