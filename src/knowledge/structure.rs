//! The words by which the structure of an article is told.

/// What a phrase of `claims/structure` marks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StructureCue {
    /// Heads the reference list: 参考文献, References.
    ReferenceHeading,
    /// Heads a disclaimer or disclosure: 免责声明, Disclaimer.
    NoticeHeading,
    /// Opens a notice of a change to the article: 更正：, This article was amended.
    NoticeStart,
    /// In the address of a link: that it leads to a published source, doi.org, PubMed.
    SourceAddress,
    /// Heads a list of other articles: 推荐阅读, Related articles.
    ResidueHeading,
    /// Makes a short line residue wherever it stands in it: ICP备, All rights reserved.
    Residue,
    /// Makes a short line residue when it opens it: 标签:, Share this.
    ResidueStart,
    /// Is residue when it is the whole line: Top, 上一篇.
    ResidueLine,
}

/// Ids and what they mean.
const ALL: &[(&str, StructureCue)] = &[
    ("reference_heading", StructureCue::ReferenceHeading),
    ("notice_heading", StructureCue::NoticeHeading),
    ("notice_start", StructureCue::NoticeStart),
    ("source_address", StructureCue::SourceAddress),
    ("residue_heading", StructureCue::ResidueHeading),
    ("residue", StructureCue::Residue),
    ("residue_start", StructureCue::ResidueStart),
    ("residue_line", StructureCue::ResidueLine),
];

impl StructureCue {
    /// The cue of a pack id, `residue` or `residue.filing`.
    pub fn parse_id(id: &str) -> Result<StructureCue, String> {
        let family = id.split('.').next().unwrap_or(id);
        let found = ALL.iter().find(|(name, _)| *name == family);
        let known = || ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        found.map(|&(_, cue)| cue).ok_or_else(known)
    }
}
