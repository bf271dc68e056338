//! A made-up run over articles of the fixtures.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use crate::common::{check_and_read, fixtures};
use crate::made::{article, finding, news};
use claimlint::check::DocumentReport;
use claimlint::finding::Finding;
use claimlint::rules::Severity;
use claimlint::scan::news::{ArticleNews, CardNews, FindingNews, PageState, RuleChanges, RunNews, Why};
use claimlint::verdict::Verdict;

/// Articles of the fixtures, the first Chinese, the second English and with a library, and what a run
/// says of them: every third finding is new, one of them by evidence; one is fixed; pages were missed.
pub fn run() -> (RunNews, Vec<DocumentReport>) {
    let files = ["rescue/portal.html", "melatonin/article.md", "low-dose/article.html"];
    let mut documents: Vec<DocumentReport> = files.iter().map(|name| checked(name)).collect();
    let mut articles: Vec<ArticleNews> = documents.iter_mut().enumerate().map(|(n, d)| told(n, d)).collect();
    articles[0].fixed = vec![finding("gone", Severity::Warning, Why::Article)];
    let mut failed = article("failed", "feed", Vec::new());
    (failed.state, failed.now, failed.before) = (PageState::Failed, None, Some(Verdict::Revise));
    failed.error = Some("example.org: answered with status 503".to_owned());
    let mut unshown = article("unshown", "feed", vec![finding("1", Severity::Error, Why::Evidence)]);
    unshown.cards[0].findings[0].again = true;
    articles.extend([failed, unshown]);
    let mut news = news(articles);
    news.rule_changes = RuleChanges { articles: 4, ..RuleChanges::default() };
    news.rule_changes.new.warning = 7;
    news.findings.fixed.warning = 1;
    (news, documents)
}

fn checked(name: &str) -> DocumentReport {
    let (mut report, reading) = check_and_read(&fixtures().join("articles").join(name));
    report.reading = Some(reading);
    report
}

/// What the run says of an article: every third finding is new.
fn told(number: usize, document: &mut DocumentReport) -> ArticleNews {
    let mut told = article(&number.to_string(), "site", Vec::new());
    document.path = told.address.clone();
    let why = |n: usize| if n == 0 { Why::Evidence } else { Why::Article };
    let new: Vec<(Finding, Why, bool)> =
        document.findings.iter().step_by(3).enumerate().map(|(n, f)| (f.clone(), why(n), n == 1)).collect();
    (told.cards, told.loose) = CardNews::fold(&new);
    told.title = document.title.clone();
    told.lang = document.lang;
    told.before = Some(Verdict::Revise);
    told.now = Some(document.verdict);
    told.open = document.findings.iter().map(|f| f.severity).collect();
    told
}

/// The ids of what is new in an article.
pub fn new_ids(article: &ArticleNews) -> Vec<&str> {
    article.new_findings().map(|f: &FindingNews| f.id.as_str()).collect()
}
