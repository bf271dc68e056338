//! Made-up news of a run.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use claimlint::rules::{Card, Confidence, Severity, Source};
use claimlint::scan::news::{
    ArticleNews, CardNews, Counts, FindingCounts, FindingNews, PageCounts, PageState, RuleChanges, RunNews,
    SCHEMA, SourceNews, TroubleNews, Why,
};
use claimlint::text::Language;
use claimlint::verdict::Verdict;

/// What would be obeyed by chats, programs of mail, terminals, browsers and readers of Markdown.
pub const HOSTILE: &str = "<!channel> <@U123|x> <https://evil.example|click> @all @everyone <at user_id=\"all\">x</at> <@zhang> \
    [click](http://evil.example) ![i](http://evil.example/p.png) **b** _c_ ~d~ `e` # h > q | c & &amp; &#42; \\ www.evil.example \
    </p><script>document.title='owned'</script><img src=x onerror=alert(1)> \r\nBcc: evil@evil.example\r\n.\r\n::error::x ##[x] \
    \u{1b}[31m \u{202e} \u{2028} \u{0} {{ x }} 甲";

pub fn finding(id: &str, severity: Severity, why: Why) -> FindingNews {
    let evidence = (why == Why::Evidence).then(|| Source {
        reference: 3,
        record: "doi:10.5555/x".to_owned(),
        title: "Ginger and nausea".to_owned(),
        quote: "Retracted on 2026-11-20.".to_owned(),
    });
    FindingNews {
        id: id.to_owned(),
        rule: if why == Why::Evidence { "CI008" } else { "SA003" }.to_owned(),
        severity,
        confidence: Confidence::Certain,
        message: format!("劝读者停用处方药（{id}）"),
        help: "写明先问医生".to_owned(),
        text: "停掉降压药".to_owned(),
        line: 12,
        evidence,
        doc_url: "https://example.org/rules#SA003".to_owned(),
        why,
        again: false,
    }
}

pub fn article(name: &str, source: &str, findings: Vec<FindingNews>) -> ArticleNews {
    let (loose, carded): (Vec<_>, Vec<_>) = findings.into_iter().partition(|f| f.severity == Severity::Info);
    let card = |findings: Vec<FindingNews>| CardNews {
        card: Card::Remove,
        severity: findings.iter().map(|f| f.severity).max().unwrap(),
        findings,
    };
    ArticleNews {
        address: format!("https://example.org/{name}"),
        title: Some(format!("文章 {name}")),
        source: source.to_owned(),
        owner: Some("王编辑".to_owned()),
        lang: Language::Zh,
        state: PageState::Read,
        error: None,
        before: Some(Verdict::Pass),
        now: Some(Verdict::Block),
        open: carded.iter().chain(&loose).map(|f| f.severity).collect(),
        cards: if carded.is_empty() { Vec::new() } else { vec![card(carded)] },
        loose,
        fixed: Vec::new(),
    }
}

pub fn news(articles: Vec<ArticleNews>) -> RunNews {
    let new: Counts = articles.iter().flat_map(ArticleNews::new_findings).map(|f| f.severity).collect();
    RunNews {
        schema: SCHEMA.to_owned(),
        version: "0.1.0".to_owned(),
        run: "r-20261123-080000".to_owned(),
        begun: "2026-11-23T08:00:00Z".parse().unwrap(),
        ended: Some("2026-11-23T08:12:30Z".parse().unwrap()),
        sources: ["site", "feed"]
            .map(|name| SourceNews { name: name.to_owned(), owner: None, found: 10 })
            .into(),
        pages: PageCounts { of: 20, read: 12, unchanged: 6, failed: 1, gone: 1, ..PageCounts::default() },
        findings: FindingCounts { new, fixed: Counts::default(), open: new },
        rule_changes: RuleChanges::default(),
        articles,
        troubles: vec![TroubleNews {
            source: "feed".to_owned(),
            at: "https://example.org/feed.xml".to_owned(),
            error: "example.org: answered with status 503".to_owned(),
        }],
    }
}

/// News in which every text is hostile, of so many articles with as many findings each.
pub fn hostile(articles: usize, findings: usize) -> RunNews {
    let one = |n: usize| {
        let each = (0..findings).map(|i| {
            let mut finding = finding(&format!("{n}-{i}"), Severity::Error, Why::Evidence);
            for text in [&mut finding.message, &mut finding.help, &mut finding.text] {
                *text = HOSTILE.to_owned();
            }
            finding.evidence.as_mut().unwrap().title = HOSTILE.to_owned();
            finding
        });
        let mut article = article("x", HOSTILE, each.collect());
        (article.title, article.owner) = (Some(HOSTILE.to_owned()), Some(HOSTILE.to_owned()));
        article.address = format!("https://example.org/{n}?a=1&b=)|<script>'\"*");
        article
    };
    let mut news = news((0..articles).map(one).collect());
    news.troubles[0].error = HOSTILE.to_owned();
    news.troubles[0].source = HOSTILE.to_owned();
    news
}
