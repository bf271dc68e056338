//! Words of reference lists: what a phrase of `claims/references` says about an entry.

use serde::Serialize;

/// What a word of a reference entry is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceWord {
    /// Heads the list: 参考文献.
    Heading,
    /// Stands before an entry: 引用本文.
    Lead,
    /// Stands behind an entry and is none of it: `[PubMed]`, (责任编辑.
    Trail,
    /// Says where or when it was seen: Available from.
    Access,
    /// More authors are left out: et al, 等.
    Etal,
    /// Joins the last author: and, 和.
    And,
    /// Before the work it is in: In:.
    In,
    /// Before or behind a volume: vol, 卷.
    Volume,
    /// Before or behind an issue: no, 期.
    Issue,
    /// Before or behind pages: pp, 页.
    Pages,
    /// A supplement: suppl, 增刊.
    Supplement,
    /// A month or season.
    Month,
    /// Not yet in an issue: in press, 网络首发.
    InPress,
    /// The part of a person: eds, 主编.
    Editor,
    /// Before the editors of a host: edited by.
    EditedBy,
    /// How names of organisations end: 学会, 编写组.
    Organisation,
    /// An edition: 2nd ed, 版.
    Edition,
    /// A meeting: conference, 年会.
    Meeting,
    /// What a meeting leaves in print: proceedings, 论文集.
    Proceedings,
    /// A body of people: study group, consortium.
    Group,
    /// A publisher: press, 出版社.
    Publisher,
    /// Announces an interval, not a citation: 区间, CI.
    Interval,
    /// A university, which awards theses.
    University,
    /// How names of periodicals begin or end: journal, 学报.
    Periodical,
    /// A thesis.
    Thesis,
    /// A report.
    Report,
}

impl ReferenceWord {
    /// Every word, by its pack id.
    pub const ALL: &'static [(&'static str, ReferenceWord)] = &[
        ("heading", ReferenceWord::Heading),
        ("lead", ReferenceWord::Lead),
        ("trail", ReferenceWord::Trail),
        ("access", ReferenceWord::Access),
        ("etal", ReferenceWord::Etal),
        ("and", ReferenceWord::And),
        ("in", ReferenceWord::In),
        ("volume", ReferenceWord::Volume),
        ("issue", ReferenceWord::Issue),
        ("pages", ReferenceWord::Pages),
        ("supplement", ReferenceWord::Supplement),
        ("month", ReferenceWord::Month),
        ("in_press", ReferenceWord::InPress),
        ("editor", ReferenceWord::Editor),
        ("edited_by", ReferenceWord::EditedBy),
        ("organisation", ReferenceWord::Organisation),
        ("edition", ReferenceWord::Edition),
        ("meeting", ReferenceWord::Meeting),
        ("proceedings", ReferenceWord::Proceedings),
        ("group", ReferenceWord::Group),
        ("publisher", ReferenceWord::Publisher),
        ("interval", ReferenceWord::Interval),
        ("university", ReferenceWord::University),
        ("periodical", ReferenceWord::Periodical),
        ("thesis", ReferenceWord::Thesis),
        ("report", ReferenceWord::Report),
    ];

    /// The word of a pack id, `month` or `month.short`.
    pub fn parse_id(id: &str) -> Result<ReferenceWord, String> {
        let family = id.split('.').next().unwrap_or(id);
        let found = ReferenceWord::ALL.iter().find(|(name, _)| *name == family);
        let known = || ReferenceWord::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        found.map(|&(_, word)| word).ok_or_else(known)
    }
}
