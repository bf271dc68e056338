//! What runs came to, read from the store: the news that reports and messages are written from.

use super::news::{
    ArticleNews, CardNews, Counts, FindingCounts, FindingNews, PageCounts, PageState, RuleChanges, RunNews,
    SCHEMA, SourceNews, TroubleNews, Why,
};
use crate::finding::Finding;
use crate::store::{ChangeKind, ChangeRow, PageId, PageRow, Run, RunId, Status, Store, StoreError, VisitRow};
use crate::text::Language;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// The news of a run; none if there is no such run.
pub async fn news_of(store: &Store, run: RunId) -> Result<Option<RunNews>, StoreError> {
    let Some(found) = store.run(run).await? else { return Ok(None) };
    Ok(Some(news(store, &[found]).await?))
}

/// The news of all runs that began since a time, as one: what came and went in between is left out. None if there were none.
pub async fn news_since(store: &Store, since: Timestamp) -> Result<Option<RunNews>, StoreError> {
    let mut runs = store.runs().await?;
    runs.retain(|run| run.begun >= since);
    if runs.is_empty() { Ok(None) } else { news(store, &runs).await.map(Some) }
}

/// A page over some runs.
#[derive(Default)]
struct Seen {
    /// Its first visit, which tells what its verdict was before.
    first: Option<VisitRow>,
    last: Option<VisitRow>,
    changes: Vec<ChangeRow>,
}

/// The news of runs, the first of them first.
async fn news(store: &Store, runs: &[Run]) -> Result<RunNews, StoreError> {
    let mut seen: BTreeMap<PageId, Seen> = BTreeMap::new();
    let mut troubles = Vec::new();
    for run in runs {
        for visit in store.visits(run.id).await? {
            let page = seen.entry(visit.page.clone()).or_default();
            page.first.get_or_insert_with(|| visit.clone());
            page.last = Some(visit);
        }
        for change in store.changes(run.id).await? {
            seen.entry(change.finding.page.clone()).or_default().changes.push(change);
        }
        let told = store.troubles(run.id).await?.into_iter();
        troubles.extend(told.map(|t| TroubleNews { source: t.source, at: t.at, error: t.error }));
    }
    let owners: HashMap<String, Option<String>> =
        store.sources().await?.into_iter().map(|(source, _)| (source.name, source.owner)).collect();
    let mut open: HashMap<PageId, Counts> = HashMap::new();
    for finding in store.open_findings(None).await? {
        open.entry(finding.page).or_default().add(finding.finding.severity);
    }
    let pages: HashMap<PageId, PageRow> =
        store.pages(None).await?.into_iter().map(|p| (p.id.clone(), p)).collect();
    let (first, last) = (&runs[0], &runs[runs.len() - 1]);
    let mut news = RunNews {
        schema: SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        run: if first.id == last.id { first.id.to_string() } else { format!("{}–{}", first.id, last.id) },
        begun: first.begun,
        ended: last.ended,
        sources: Vec::new(),
        pages: PageCounts::default(),
        findings: FindingCounts::default(),
        rule_changes: RuleChanges::default(),
        articles: Vec::new(),
        troubles,
    };
    let mut found: BTreeMap<&str, usize> =
        runs.iter().flat_map(|run| &run.sources).map(|name| (name.as_str(), 0)).collect();
    for (id, seen) in &seen {
        // A page that was deleted on request is in no news.
        let Some(page) = pages.get(id) else { continue };
        *found.entry(&page.source).or_default() += usize::from(page.listed);
        let lang = match store.summary(page.checked_run.unwrap_or(last.id), id).await? {
            Some(summary) => summary.lang,
            None => Language::Zh,
        };
        let owner = owners.get(&page.source).cloned().flatten();
        let open = open.remove(id).unwrap_or_default();
        news.count(article(page, seen, owner, lang, open));
    }
    let source = |(name, found): (&str, usize)| SourceNews {
        name: name.to_owned(),
        owner: owners.get(name).cloned().flatten(),
        found,
    };
    news.sources = found.into_iter().map(source).collect();
    Ok(news)
}

impl RunNews {
    /// Counts an article, and keeps it if there is something to say of it.
    fn count(&mut self, article: ArticleNews) {
        let pages = &mut self.pages;
        pages.of += 1;
        *match article.state {
            PageState::Read => &mut pages.read,
            PageState::Unchanged => &mut pages.unchanged,
            PageState::Failed => &mut pages.failed,
            PageState::Gone => &mut pages.gone,
            PageState::Disallowed => &mut pages.disallowed,
            PageState::Unread => &mut pages.unread,
            PageState::Unlisted => &mut pages.unlisted,
        } += 1;
        let mut by_rules = 0;
        for finding in article.new_findings() {
            self.findings.new.add(finding.severity);
            if finding.why == Why::Rules {
                self.rule_changes.new.add(finding.severity);
                by_rules += 1;
            }
        }
        for finding in &article.fixed {
            self.findings.fixed.add(finding.severity);
            if finding.why == Why::Rules {
                self.rule_changes.fixed.add(finding.severity);
                by_rules += 1;
            }
        }
        self.rule_changes.articles += usize::from(by_rules > 0);
        self.findings.open.add_all(article.open);
        let changed = article.new_findings().next().is_some() || !article.fixed.is_empty();
        let judged = article.before.is_some() && article.before != article.now;
        if changed
            || judged
            || article.open.total() > 0
            || !matches!(article.state, PageState::Read | PageState::Unchanged)
        {
            self.articles.push(article);
        }
    }
}

fn article(page: &PageRow, seen: &Seen, owner: Option<String>, lang: Language, open: Counts) -> ArticleNews {
    let mut over_time: BTreeMap<&str, Vec<&ChangeRow>> = BTreeMap::new();
    for change in &seen.changes {
        over_time.entry(&change.finding.finding.id).or_default().push(change);
    }
    let (mut new, mut fixed): (Vec<(Finding, Why, bool)>, Vec<FindingNews>) = Default::default();
    for changes in over_time.values() {
        let (first, last) = (changes[0], changes[changes.len() - 1]);
        let (finding, why) = (&last.finding.finding, last.why);
        match (first.kind == ChangeKind::Fixed, last.kind == ChangeKind::Fixed) {
            (false, false) => new.push((finding.clone(), why, first.kind == ChangeKind::Reopened)),
            (true, true) => fixed.push(FindingNews::of(finding, why, false)),
            // It went and came again, or came and went.
            (true, false) | (false, true) => {}
        }
    }
    let (cards, loose) = CardNews::fold(&new);
    ArticleNews {
        address: page.shown_address().to_owned(),
        title: page.title.clone(),
        source: page.source.clone(),
        owner,
        lang,
        state: state(page, seen.last.as_ref()),
        error: seen.last.as_ref().and_then(|visit| visit.error.clone()),
        before: seen.first.as_ref().and_then(|visit| visit.verdict_before),
        now: seen.last.as_ref().map_or(page.verdict, |visit| visit.verdict),
        cards,
        loose,
        fixed,
        open,
    }
}

fn state(page: &PageRow, visit: Option<&VisitRow>) -> PageState {
    match visit.map_or(page.status, |visit| visit.status) {
        Status::Failed | Status::Unvisited => PageState::Failed,
        Status::Gone => PageState::Gone,
        Status::Disallowed => PageState::Disallowed,
        Status::Unread => PageState::Unread,
        Status::Read if !page.listed => PageState::Unlisted,
        Status::Read if visit.is_some_and(|visit| visit.same) => PageState::Unchanged,
        Status::Read => PageState::Read,
    }
}
