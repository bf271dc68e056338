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
    /// Says that something cannot be done: 不能, cannot.
    Unable,
    /// Looks like a negation and is none, or is two: 不得不, not only.
    NoNegation,
    /// Says that something is told in order to be denied: 谣言, myth.
    Refutation,
    /// Labels what a label of truth behind it denies: 说法, claim.
    Statement,
    /// Says that what follows is so, against a rumour: 真相, fact.
    Truth,
    /// Labels a question that a reader puts: 问, Q.
    Asked,
    /// Labels the answer to it: 答, A.
    Answered,
    /// Exposes somebody's wrongdoing: 警方, 冒充, fined, scam.
    Exposure,
    /// Says that what others told was not done, or did harm: 药师让我别吃, warned me.
    Spurned,
    /// Meets with what others tell: 看到, anyone who.
    Sighting,
    /// Others' promise or word for it: 承诺, claims.
    Vow,
    /// Speaks of the words just quoted: 这种话, is a sentence that.
    Saying,
    /// Says to beware of it: 划走, walk away.
    Wary,
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
    /// A verb of cause or effect: 导致, causes, 治疗, effective.
    Causal,
    /// A word of association: 相关, linked to.
    Associative,
    /// A difference between groups or times, which is a weak association: 更高, more likely.
    Group,
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
    /// Recalls what was known or thought before: previous studies.
    Background,
    /// Speaks of rules, advertisements or wording itself: 广告法, the phrase.
    Meta,
    /// Says how, when or in what order, and names nothing: 明显, also.
    Adverb,
    /// Opens a new predicate: 会, can.
    Modal,
    /// Opens a relative clause: who, which.
    Relative,
    /// Makes what follows a noun or an adjective: the, with, was.
    Nominal,
}

/// Families without values, by name.
const PLAIN: &[(&str, Cue)] = &[
    ("hedge", Cue::Hedge),
    ("negation", Cue::Negation),
    ("unable", Cue::Unable),
    ("no_negation", Cue::NoNegation),
    ("refutation", Cue::Refutation),
    ("statement", Cue::Statement),
    ("truth", Cue::Truth),
    ("asked", Cue::Asked),
    ("answered", Cue::Answered),
    ("exposure", Cue::Exposure),
    ("spurned", Cue::Spurned),
    ("sighting", Cue::Sighting),
    ("vow", Cue::Vow),
    ("saying", Cue::Saying),
    ("wary", Cue::Wary),
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
    ("group", Cue::Group),
    ("study", Cue::Study),
    ("advice", Cue::Advice),
    ("anaphora", Cue::Anaphora),
    ("comparison", Cue::Comparison),
    ("harm", Cue::Harm),
    ("background", Cue::Background),
    ("meta", Cue::Meta),
    ("adverb", Cue::Adverb),
    ("modal", Cue::Modal),
    ("relative", Cue::Relative),
    ("nominal", Cue::Nominal),
];

/// Families with values.
const VALUED: &[&str] = &["certainty", "direction", "design", "model", "limitation"];

impl Cue {
    /// The family with values of that name.
    pub(super) fn valued(name: &str) -> Option<&'static str> {
        VALUED.iter().copied().find(|family| *family == name)
    }

    /// The family of a cue with a value.
    pub fn family(self) -> Option<&'static str> {
        Some(match self {
            Cue::Certainty(_) => "certainty",
            Cue::Direction(_) => "direction",
            Cue::Design(_) => "design",
            Cue::Model(_) => "model",
            Cue::Limitation(_) => "limitation",
            _ => return None,
        })
    }

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
