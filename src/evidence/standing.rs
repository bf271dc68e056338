//! Whether a work still stands: what each source says of it, and the worst of that.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a work still stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing is known against it.
    Current,
    /// Parts of it were corrected.
    Corrected,
    /// Its journal has expressed concern.
    Concern,
    /// It was retracted or withdrawn.
    Retracted,
}

/// What one source says of a work.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Said {
    /// The source: `crossref`, `pubmed`, a file.
    pub by: String,
    /// What it says.
    pub status: Status,
    /// When that was published, as far as the source says: `2010-02-06`, `2010`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// DOI or PubMed id of the notice.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notice: String,
}

impl Said {
    /// A source that has nothing against a work.
    pub fn current(by: &str) -> Said {
        Said { by: by.to_owned(), status: Status::Current, on: String::new(), notice: String::new() }
    }
}

/// What is known of whether a work still stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// What each source says, one entry a source, the worst first.
    said: Vec<Said>,
    /// The last day that a source was asked.
    pub as_of: Option<Date>,
}

impl Standing {
    /// What sources said on a day; none where nobody knows the day.
    pub fn new(said: impl IntoIterator<Item = Said>, as_of: Option<Date>) -> Standing {
        let mut standing = Standing { said: Vec::new(), as_of };
        said.into_iter().for_each(|said| standing.hear(said));
        standing
    }

    /// Adds what a source says; of the same source, the worse counts.
    pub fn hear(&mut self, said: Said) {
        match self.said.iter_mut().find(|s| s.by == said.by) {
            Some(known) if (known.status, &known.on) < (said.status, &said.on) => *known = said,
            Some(_) => {}
            None => self.said.push(said),
        }
        self.said.sort_by(|a, b| b.status.cmp(&a.status).then_with(|| a.by.cmp(&b.by)));
    }

    /// Adds what other sources say; the last day counts.
    pub fn add(&mut self, other: Standing) {
        other.said.into_iter().for_each(|said| self.hear(said));
        self.as_of = self.as_of.max(other.as_of);
    }

    /// What each source says, the worst first.
    pub fn said(&self) -> &[Said] {
        &self.said
    }

    /// The worst that is said; none where no source was asked.
    pub fn status(&self) -> Option<Status> {
        self.said.first().map(|s| s.status)
    }

    /// The sources that say the worst.
    pub fn worst(&self) -> impl Iterator<Item = &Said> {
        let status = self.status();
        self.said.iter().filter(move |s| Some(s.status) == status)
    }

    /// The sources that say something better.
    pub fn milder(&self) -> impl Iterator<Item = &Said> {
        let status = self.status();
        self.said.iter().filter(move |s| Some(s.status) != status)
    }

    /// Whether the last answer is older than some days on a day; so is one of an unknown day.
    pub fn is_older_than(&self, days: u32, on: Date) -> bool {
        self.as_of.is_none_or(|day| age(day, on) > i64::from(days))
    }
}

/// Days from one day to another.
pub(super) fn age(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// What the mark in front of a title says: `RETRACTED: …`, 【撤稿】…; none where there is none, as in
/// front of the notice (`Retraction: …`).
pub fn marked(title: &str) -> Option<Status> {
    let words = title.trim_start_matches(['[', '【', '(', '（', '*', ' ']).to_uppercase();
    let opens = |marks: &[&str]| marks.iter().any(|mark| words.starts_with(mark));
    let retracted = [
        "RETRACTED:",
        "RETRACTED]",
        "RETRACTED)",
        "RETRACTED ARTICLE:",
        "RETRACTED PAPER:",
        "RETRACTED —",
        "RETRACTED -",
        "RETRACTED–",
        "RETRACTED—",
        "WITHDRAWN:",
        "WITHDRAWN ARTICLE:",
        "已撤稿",
        "撤稿】",
        "撤稿]",
        "撤回】",
    ];
    opens(&retracted).then_some(Status::Retracted)
}

/// A title without such a mark.
pub fn unmarked(title: &str) -> &str {
    let title = title.trim();
    if marked(title).is_none() {
        return title;
    }
    let end =
        title.char_indices().find(|(_, c)| matches!(c, ':' | '：' | ']' | '】' | ')' | '）' | '—' | '–'));
    end.map_or(title, |(at, c)| title[at + c.len_utf8()..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(by: &str, status: Status) -> Said {
        Said { status, ..Said::current(by) }
    }

    #[test]
    fn the_worse_counts_and_both_are_named() {
        let mut standing =
            Standing::new([said("pubmed", Status::Current), said("crossref", Status::Retracted)], None);
        standing.add(Standing::new([said("pubmed", Status::Corrected)], None));
        assert_eq!(standing.status(), Some(Status::Retracted));
        assert!(standing.worst().map(|s| s.by.as_str()).eq(["crossref"]));
        assert!(standing.milder().map(|s| (s.by.as_str(), s.status)).eq([("pubmed", Status::Corrected)]));
        assert_eq!(Standing::default().status(), None);
    }

    #[test]
    fn an_answer_grows_old() {
        let standing = Standing { said: Vec::new(), as_of: Some(jiff::civil::date(2026, 8, 25)) };
        assert!(!standing.is_older_than(90, jiff::civil::date(2026, 11, 23)));
        assert!(standing.is_older_than(90, jiff::civil::date(2026, 11, 24)));
        assert!(Standing::default().is_older_than(90, jiff::civil::date(2026, 1, 1)));
    }

    #[test]
    fn a_mark_is_no_notice() {
        for title in
            ["RETRACTED: A trial", "Retracted article: A trial", "[Retracted] A trial", "【撤稿】某药的研究"]
        {
            assert_eq!(marked(title), Some(Status::Retracted), "{title}");
            assert!(["A trial", "某药的研究"].contains(&unmarked(title)), "{}", unmarked(title));
        }
        for title in [
            "Retraction: A trial",
            "Retraction—A trial",
            "Retraction notice to: A trial",
            "Retracted papers: a survey of authors",
            "A trial",
        ] {
            assert_eq!(marked(title), None, "{title}");
        }
    }
}
