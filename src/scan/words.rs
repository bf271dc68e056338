//! Captions of what is said of a run, in both languages, beside those that every report shares.

use super::news::{Counts, FindingCounts, PageCounts, PageState, Why};
use crate::report::words::Words;
use crate::rules::Severity;
use crate::text::Language;
use crate::verdict::Verdict;
use std::ops::Deref;

/// Captions of what is said of a run.
pub(crate) struct RunWords {
    words: Words,
    zh: bool,
}

impl Deref for RunWords {
    type Target = Words;

    fn deref(&self) -> &Words {
        &self.words
    }
}

impl RunWords {
    pub(crate) fn of(language: Language) -> RunWords {
        RunWords { words: Words::of(language), zh: language == Language::Zh }
    }

    /// How many findings are new, in how many articles: the title of a message.
    pub(crate) fn headline(&self, findings: usize, articles: usize) -> String {
        match (self.zh, findings, articles) {
            (true, 0, _) => "claimlint：规则或词表有更新".to_owned(),
            (true, ..) => format!("claimlint：{articles} 篇文章有 {findings} 处新问题"),
            (false, 0, _) => "claimlint: rules or packs were updated".to_owned(),
            (false, 1, _) => "claimlint: 1 new finding in 1 article".to_owned(),
            (false, _, 1) => format!("claimlint: {findings} new findings in 1 article"),
            (false, ..) => format!("claimlint: {findings} new findings in {articles} articles"),
        }
    }

    /// Findings by severity; the severities there are none of are left out.
    pub(crate) fn counts(&self, counts: Counts) -> String {
        let severities = [Severity::Error, Severity::Warning, Severity::Info];
        let some = severities.into_iter().zip(counts.gravest_first()).filter(|(_, n)| *n > 0);
        let each: Vec<String> = some.map(|(s, n)| format!("{} {n}", self.severities(s))).collect();
        if each.is_empty() { "0".to_owned() } else { each.join(" · ") }
    }

    /// The verdict of the last run and that of this one.
    pub(crate) fn turn(&self, before: Option<Verdict>, now: Option<Verdict>) -> String {
        match (before, now) {
            (Some(before), Some(now)) if before != now => {
                format!("{} → {}", self.verdict(before), self.verdict(now))
            }
            (_, Some(now)) => self.verdict(now).to_owned(),
            (Some(before), None) => format!("{}: {}", self.last_time(), self.verdict(before)),
            (None, None) => String::new(),
        }
    }

    fn last_time(&self) -> &'static str {
        self.pick("上次结论", "verdict of the last run")
    }

    /// Why a finding is new or no more, where that is not the article itself.
    pub(crate) fn because_of(&self, why: Why) -> &'static str {
        match why {
            Why::Article => "",
            Why::Evidence => self.pick("来源有变", "its source changed"),
            Why::Rules => self.pick("规则有更新", "rules were updated"),
        }
    }

    pub(crate) fn again(&self) -> &'static str {
        self.pick("再次出现", "there again")
    }

    pub(crate) fn fresh(&self) -> &'static str {
        self.pick("新增", "new")
    }

    pub(crate) fn still(&self) -> &'static str {
        self.pick("仍在", "still there")
    }

    pub(crate) fn open(&self) -> &'static str {
        self.pick("未改", "open")
    }

    pub(crate) fn state(&self, state: PageState) -> &'static str {
        match state {
            PageState::Read => self.pick("已检查", "checked"),
            PageState::Unchanged => self.pick("内容未变", "unchanged"),
            PageState::Failed => self.pick("未能读取", "could not be had"),
            PageState::Gone => self.pick("页面已不存在", "page is gone"),
            PageState::Disallowed => self.pick("robots.txt 不允许读取", "robots.txt keeps it"),
            PageState::Unread => self.pick("没有读到正文", "no body text"),
            PageState::Unlisted => self.pick("来源中已不再列出", "no longer listed by its source"),
        }
    }

    /// Pages by what came of them; what there is none of is left out.
    pub(crate) fn pages(&self, pages: &PageCounts) -> String {
        let by_state = [
            (PageState::Read, pages.read),
            (PageState::Unchanged, pages.unchanged),
            (PageState::Failed, pages.failed),
            (PageState::Gone, pages.gone),
            (PageState::Disallowed, pages.disallowed),
            (PageState::Unread, pages.unread),
            (PageState::Unlisted, pages.unlisted),
        ];
        let some = by_state.iter().filter(|(_, n)| *n > 0);
        let each: Vec<String> = some.map(|(state, n)| format!("{} {n}", self.state(*state))).collect();
        let of = if self.zh { format!("{} 页", pages.of) } else { format!("{} pages", pages.of) };
        if each.is_empty() { of } else { format!("{of}: {}", each.join(" · ")) }
    }

    /// What changed because rules or packs did, in numbers alone.
    pub(crate) fn rule_changes(&self, articles: usize, new: Counts, fixed: Counts) -> String {
        let (new, fixed) = (self.counts(new), self.counts(fixed));
        if self.zh {
            format!("因规则或词表更新，{articles} 篇文章的结果有变：新增 {new}；不再报告 {fixed}")
        } else {
            format!(
                "because rules or packs changed, {articles} articles read otherwise: new {new}; no more {fixed}"
            )
        }
    }

    /// What a run came to, in a few words.
    pub(crate) fn run_title(&self, findings: &FindingCounts) -> String {
        let [new, fixed, open] = [findings.new, findings.fixed, findings.open].map(|counts| counts.total());
        if self.zh {
            format!("claimlint 扫描：新增 {new}，已改好 {fixed}，未改 {open}")
        } else {
            format!("claimlint scan: {new} new, {fixed} fixed, {open} open")
        }
    }

    /// Heads of the table of articles: the article, and its verdict.
    pub(crate) fn run_columns(&self) -> [&'static str; 2] {
        let [article, verdict, _] = self.columns();
        [article, verdict]
    }

    pub(crate) fn page_caption(&self) -> &'static str {
        self.pick("网页", "visited")
    }

    pub(crate) fn rules(&self) -> &'static str {
        self.pick("规则", "rules")
    }

    pub(crate) fn troubles(&self) -> &'static str {
        self.pick("未能读取的来源", "sources that could not be had")
    }

    pub(crate) fn run(&self) -> &'static str {
        self.pick("扫描", "run")
    }

    pub(crate) fn sources(&self) -> &'static str {
        self.pick("来源", "sources")
    }

    pub(crate) fn owner(&self) -> &'static str {
        self.pick("负责人", "owner")
    }

    pub(crate) fn unfinished(&self) -> &'static str {
        self.pick("尚未结束", "not ended yet")
    }

    pub(crate) fn as_text(&self, title: &str) -> String {
        let colon = if self.zh { "：" } else { ": " };
        format!("{title}{colon}")
    }
}
