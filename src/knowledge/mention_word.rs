//! Words by which articles bring in studies and teams: what a phrase of `claims/mentions` says.

/// What a word says of a study, or of those who did it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MentionWord {
    /// It is the latest one: 最新, latest.
    Newest,
    /// There are several: trials.
    Plural,
    /// Parts a word that singles out from a later word for a study: 在, of.
    Apart,
    /// All that were told of before: 上述, these.
    Above,
    /// A journal of the same house: 子刊.
    Sister,
    /// Ends the name of a place of work: 大学, University.
    Institution,
}

impl MentionWord {
    /// Every word, by its pack id.
    pub const ALL: &'static [(&'static str, MentionWord)] = &[
        ("newest", MentionWord::Newest),
        ("plural", MentionWord::Plural),
        ("apart", MentionWord::Apart),
        ("above", MentionWord::Above),
        ("sister", MentionWord::Sister),
        ("institution", MentionWord::Institution),
    ];

    /// The word of a pack id.
    pub fn parse_id(id: &str) -> Result<MentionWord, String> {
        let found = MentionWord::ALL.iter().find(|(name, _)| *name == id);
        let known = || MentionWord::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        found.map(|&(_, word)| word).ok_or_else(known)
    }
}
