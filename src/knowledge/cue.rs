//! The lexicon: which words of a sentence say what about the claim in it.

use super::words::{Certainty, Design, Direction, Limitation, Model};

/// What a phrase of `claims/lexicon` says; the id of its entry is `family` or `family.value`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cue {
    /// How certain the clause sounds.
    Certainty(Certainty),
    /// Makes the clause a possibility: 可能, may.
    Hedge,
    /// Denies what follows: 不, not.
    Negation,
    /// Looks like a negation and is none, or is two: 不得不, not only.
    NoNegation,
    /// Says that something is told in order to be denied: 谣言, myth.
    Refutation,
    /// Names somebody who says it: 表示, according to.
    Attribution,
    /// Asks: 是否, whether.
    Question,
    /// Answers with yes: 还真有, yes.
    Yes,
    /// Answers with no: 并不是, no.
    No,
    /// Hopes: 期待, we hope.
    Wish,
    /// Sets a condition: 如果, if.
    Condition,
    /// Turns against what came before: 但, however.
    Contrast,
    /// Draws a conclusion: 也就是说, therefore.
    Inference,
    /// A verb of cause: 导致, causes.
    Causal,
    /// A word of association: 相关, linked to.
    Associative,
    /// Which way the outcome goes.
    Direction(Direction),
    /// A study design.
    Design(Design),
    /// Any study, of no named design: 研究, study.
    Study,
    /// The model an effect was seen in.
    Model(Model),
    /// A limitation of a study.
    Limitation(Limitation),
    /// Tells the reader to do something: 建议, you should.
    Advice,
    /// Points at the drug or study named before: 该药, it.
    Anaphora,
    /// Compares: 与对照组相比, versus placebo.
    Comparison,
    /// A harm: 不良反应, side effects.
    Harm,
}

/// Families without values, by name.
const PLAIN: &[(&str, Cue)] = &[
    ("hedge", Cue::Hedge),
    ("negation", Cue::Negation),
    ("no_negation", Cue::NoNegation),
    ("refutation", Cue::Refutation),
    ("attribution", Cue::Attribution),
    ("question", Cue::Question),
    ("yes", Cue::Yes),
    ("no", Cue::No),
    ("wish", Cue::Wish),
    ("condition", Cue::Condition),
    ("contrast", Cue::Contrast),
    ("inference", Cue::Inference),
    ("causal", Cue::Causal),
    ("associative", Cue::Associative),
    ("study", Cue::Study),
    ("advice", Cue::Advice),
    ("anaphora", Cue::Anaphora),
    ("comparison", Cue::Comparison),
    ("harm", Cue::Harm),
];

/// Families with values.
const VALUED: &[&str] = &["certainty", "direction", "design", "model", "limitation"];

impl Cue {
    /// The cue of a lexicon id; a family without values may carry any suffix (`causal.prevent`).
    pub fn parse(id: &str) -> Result<Cue, String> {
        let (family, value) = id.split_once('.').unwrap_or((id, ""));
        let found = match family {
            "certainty" => Certainty::parse(value).map(Cue::Certainty),
            "direction" => Direction::parse(value).map(Cue::Direction),
            "design" => Design::parse(value).map(Cue::Design),
            "model" => Model::parse(value).map(Cue::Model),
            "limitation" => Limitation::parse(value).map(Cue::Limitation),
            _ => PLAIN.iter().find(|(name, _)| *name == family).map(|&(_, cue)| cue),
        };
        found.ok_or_else(|| {
            let plain = PLAIN.iter().map(|(name, _)| *name);
            plain.chain(VALUED.iter().copied()).collect::<Vec<_>>().join(", ")
        })
    }
}
