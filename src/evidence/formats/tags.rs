//! What the tags of each format mean.

/// What a tag holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// A field of CSL, taken over as it is.
    Key(&'static str),
    /// A title as PubMed writes it: a full stop behind it, brackets around a translation.
    PubMedTitle,
    /// The title in another language.
    OtherTitle,
    /// The kind of work.
    Kind,
    /// One author, or several parted by semicolons.
    Author,
    /// A group of authors.
    Group,
    /// Year or date.
    Date,
    /// First page.
    FirstPage,
    /// Last page.
    LastPage,
    /// DOI.
    Doi,
    /// An identifier that PubMed marks with its kind.
    PubMedDoi,
    /// PubMed id.
    Pmid,
    /// Link, which may be a DOI.
    Link,
    /// Language.
    Language,
    /// Keywords.
    Keyword,
    /// MeSH headings.
    Mesh,
    /// Publication type.
    Type,
    /// What was published about it later, by PubMed's name for it.
    Notice(&'static str),
    /// Its number in the database it came from.
    Accession,
    /// The name of that database.
    Database,
    /// Journal, year, volume, issue and pages in one.
    Source,
    /// A tag of the format that says nothing here.
    Passed,
}

use Field::{
    Accession, Author, Database, Date, Doi, FirstPage, Group, Key, Keyword, Kind, Language, LastPage, Link,
    Mesh, Notice, OtherTitle, Passed, Pmid, PubMedDoi, PubMedTitle, Source, Type,
};

/// Tags of a format, with what they hold.
pub type Table = &'static [(&'static str, Field)];

const TITLE: Field = Key("title");
const JOURNAL: Field = Key("container-title");
const ABSTRACT: Field = Key("abstract");
const VOLUME: Field = Key("volume");
const ISSUE: Field = Key("issue");
const PAGES: Field = Key("page");
const PUBLISHER: Field = Key("publisher");
const ID: Field = Key("id");
const PMCID: Field = Key("PMCID");
const ISSN: Field = Key("ISSN");
const NOTE: Field = Key("note");

/// RIS.
pub const RIS: Table = &[
    ("TY", Kind),
    ("ID", ID),
    ("TI", TITLE),
    ("T1", TITLE),
    ("CT", TITLE),
    ("TT", OtherTitle),
    ("AU", Author),
    ("A1", Author),
    ("JF", JOURNAL),
    ("JO", JOURNAL),
    ("T2", JOURNAL),
    ("BT", JOURNAL),
    ("JA", JOURNAL),
    ("J2", JOURNAL),
    ("PY", Date),
    ("Y1", Date),
    ("DA", Date),
    ("VL", VOLUME),
    ("IS", ISSUE),
    ("SP", FirstPage),
    ("EP", LastPage),
    ("DO", Doi),
    ("L3", Link),
    ("UR", Link),
    ("AN", Accession),
    ("DB", Database),
    ("DP", Database),
    ("C2", PMCID),
    ("LA", Language),
    ("AB", ABSTRACT),
    ("N2", ABSTRACT),
    ("KW", Keyword),
    ("PB", PUBLISHER),
    ("SN", ISSN),
    ("N1", NOTE),
    ("M3", Passed),
    ("ER", Passed),
];

/// PubMed's text.
pub const NBIB: Table = &[
    ("PMID", Pmid),
    ("TI", PubMedTitle),
    ("BTI", PubMedTitle),
    ("TT", OtherTitle),
    ("FAU", Author),
    ("AU", Author),
    ("CN", Group),
    ("JT", JOURNAL),
    ("TA", Key("container-title-short")),
    ("DP", Date),
    ("VI", VOLUME),
    ("IP", ISSUE),
    ("PG", PAGES),
    ("LID", PubMedDoi),
    ("AID", PubMedDoi),
    ("AB", ABSTRACT),
    ("LA", Language),
    ("PT", Type),
    ("MH", Mesh),
    ("OT", Keyword),
    ("PMC", PMCID),
    ("IS", ISSN),
    ("PB", PUBLISHER),
    ("RIN", Notice("RetractionIn")),
    ("ROF", Notice("RetractionOf")),
    ("ECI", Notice("ExpressionOfConcernIn")),
    ("ECF", Notice("ExpressionOfConcernFor")),
    ("EIN", Notice("ErratumIn")),
    ("EFR", Notice("ErratumFor")),
    ("CRI", Notice("CorrectedandRepublishedIn")),
];

/// EndNote's tagged text.
pub const ENDNOTE: Table = &[
    ("0", Kind),
    ("F", ID),
    ("T", TITLE),
    ("Q", OtherTitle),
    ("A", Author),
    ("J", JOURNAL),
    ("B", JOURNAL),
    ("D", Date),
    ("8", Date),
    ("V", VOLUME),
    ("N", ISSUE),
    ("P", PAGES),
    ("R", Doi),
    ("U", Link),
    ("M", Accession),
    ("W", Database),
    ("~", Database),
    ("2", PMCID),
    ("G", Language),
    ("X", ABSTRACT),
    ("K", Keyword),
    ("I", PUBLISHER),
    ("@", ISSN),
    ("Z", NOTE),
    ("9", Passed),
];

/// RefWorks' tagged text.
pub const REFWORKS: Table = &[
    ("RT", Kind),
    ("ID", ID),
    ("T1", TITLE),
    ("TT", OtherTitle),
    ("A1", Author),
    ("JF", JOURNAL),
    ("JO", JOURNAL),
    ("T2", JOURNAL),
    ("YR", Date),
    ("FD", Date),
    ("VO", VOLUME),
    ("IS", ISSUE),
    ("OP", LastPage),
    ("SP", FirstPage),
    ("PP", FirstPage),
    ("DO", Doi),
    ("LK", Link),
    ("UL", Link),
    ("AN", Accession),
    ("DS", Database),
    ("DB", Database),
    ("LA", Language),
    ("AB", ABSTRACT),
    ("K1", Keyword),
    ("PB", PUBLISHER),
    ("SN", ISSN),
    ("NO", NOTE),
    ("SR", Passed),
    ("AD", Passed),
    ("CN", Passed),
    ("CL", Passed),
    ("A2", Passed),
    ("RD", Passed),
    ("ED", Passed),
    ("PM", Passed),
    ("RF", Passed),
    ("LL", Passed),
    ("WT", Passed),
    ("U1", Passed),
    ("U2", Passed),
    ("U5", Passed),
    ("RP", Passed),
    ("AV", Passed),
];

/// NoteExpress, names in lower case.
pub const NOTEEXPRESS: Table = &[
    ("reference type", Kind),
    ("label", ID),
    ("title", TITLE),
    ("translated title", OtherTitle),
    ("author", Author),
    ("journal", JOURNAL),
    ("source", JOURNAL),
    ("secondary title", JOURNAL),
    ("conference name", JOURNAL),
    ("newspaper", JOURNAL),
    ("year", Date),
    ("date", Date),
    ("volume", VOLUME),
    ("issue", ISSUE),
    ("pages", PAGES),
    ("doi", Doi),
    ("url", Link),
    ("accession number", Accession),
    ("database provider", Database),
    ("language", Language),
    ("abstract", ABSTRACT),
    ("keywords", Keyword),
    ("publisher", PUBLISHER),
    ("university", PUBLISHER),
    ("isbn/issn", ISSN),
    ("notes", NOTE),
    ("subject", Mesh),
    ("pmid", Pmid),
];

/// Labels of CNKI (`Title-题名`) and SinoMed (`【标题】`), by their Chinese words.
pub const LABELS: Table = &[
    ("题名", TITLE),
    ("标题", TITLE),
    ("中文标题", TITLE),
    ("中文题名", TITLE),
    ("篇名", TITLE),
    ("文题", TITLE),
    ("英文标题", OtherTitle),
    ("英文题名", OtherTitle),
    ("作者", Author),
    ("刊名", JOURNAL),
    ("文献来源", Source),
    ("出处", Source),
    ("来源", Source),
    ("期刊", JOURNAL),
    ("授予单位", PUBLISHER),
    ("学位授予单位", PUBLISHER),
    ("出版社", PUBLISHER),
    ("年", Date),
    ("年份", Date),
    ("出版年", Date),
    ("出版时间", Date),
    ("发表时间", Date),
    ("出版日期", Date),
    ("卷", VOLUME),
    ("期", ISSUE),
    ("页码", PAGES),
    ("页", PAGES),
    ("起止页", PAGES),
    ("DOI", Doi),
    ("PMID", Pmid),
    ("网址", Link),
    ("链接", Link),
    ("语种", Language),
    ("语言", Language),
    ("摘要", ABSTRACT),
    ("中文摘要", ABSTRACT),
    ("文摘", ABSTRACT),
    ("关键词", Keyword),
    ("关键字", Keyword),
    ("主题词", Mesh),
    ("特征词", Mesh),
    ("来源库", Kind),
    ("来源数据库", Kind),
    ("文献类型", Kind),
    ("流水号", Passed),
    ("DataType", Passed),
    ("作者单位", Passed),
    ("单位", Passed),
    ("机构", Passed),
    ("第一责任人", Passed),
    ("基金", Passed),
    ("中图分类号", Passed),
    ("国际标准刊号", ISSN),
    ("ISSN", ISSN),
    ("页数", Passed),
    ("英文摘要", Passed),
    ("英文作者", Passed),
    ("国省市名", Passed),
    ("分类号", Passed),
];

/// What a tag of a table holds.
pub fn field(table: Table, tag: &str) -> Option<Field> {
    table.iter().find(|(name, _)| *name == tag).map(|(_, field)| *field)
}
