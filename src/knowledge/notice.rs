//! Kinds of notice: what a disclaimer or disclosure satisfies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a sentence of notice says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// That the article is no medical advice.
    NotAdvice,
    /// To ask a doctor or pharmacist.
    Consult,
    /// That readers are not being told to treat themselves.
    NoSelfTreatment,
    /// That nothing is being sold or promoted.
    NoPromotion,
    /// Who paid, who has an interest.
    Interest,
    /// That it is an advertisement.
    Advertisement,
    /// Who wrote or reviewed it.
    Author,
    /// When it was published, updated or reviewed.
    Date,
}

impl NoticeKind {
    /// Every kind, in order.
    pub const ALL: &'static [(&'static str, NoticeKind)] = &[
        ("not_advice", NoticeKind::NotAdvice),
        ("consult", NoticeKind::Consult),
        ("no_self_treatment", NoticeKind::NoSelfTreatment),
        ("no_promotion", NoticeKind::NoPromotion),
        ("interest", NoticeKind::Interest),
        ("advertisement", NoticeKind::Advertisement),
        ("author", NoticeKind::Author),
        ("date", NoticeKind::Date),
    ];

    /// The kind of a pack id, `consult` or `consult.polite`.
    pub fn parse_id(id: &str) -> Result<NoticeKind, String> {
        let family = id.split('.').next().unwrap_or(id);
        let found = NoticeKind::ALL.iter().find(|(name, _)| *name == family);
        let known = || NoticeKind::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        found.map(|&(_, kind)| kind).ok_or_else(known)
    }
}
