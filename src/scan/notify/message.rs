//! What one channel is told of a run.

use super::super::news::{ArticleNews, Counts, FindingNews, RuleChanges, RunNews, Why};
use crate::config::{Channel, ChannelKind};
use crate::rules::Severity;
use crate::text::Language;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// What one channel is told of a run.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    pub(super) channel: Channel,
    pub(super) language: Language,
    pub(super) key: String,
    /// The news with what is new by article or evidence alone, of the channel's sources.
    pub(super) news: RunNews,
    /// What rules and packs changed, where the channel wants to know.
    pub(super) digest: Option<RuleChanges>,
}

impl Message {
    /// What a channel is told of a run; none where nothing is new to it.
    pub fn of(news: &RunNews, channel: &Channel) -> Option<Message> {
        let wanted = |source: &String| channel.sources.is_empty() || channel.sources.contains(source);
        let mut told = news.clone();
        told.sources.retain(|s| wanted(&s.name));
        told.troubles.retain(|t| wanted(&t.source));
        told.articles.retain(|a| wanted(&a.source));
        let digest = digest(&told.articles).filter(|_| channel.rule_changes);
        told.articles.iter_mut().for_each(without_rules);
        told.findings.new =
            told.articles.iter().flat_map(ArticleNews::new_findings).map(|f| f.severity).collect();
        told.findings.fixed = told.articles.iter().flat_map(|a| &a.fixed).map(|f| f.severity).collect();
        told.rule_changes = digest.unwrap_or_default();
        told.articles.retain(|article| !article.cards.is_empty());
        told.articles.sort_by_key(|a| (Reverse(a.now), Reverse(new_in_cards(a))));
        (digest.is_some() || !told.articles.is_empty()).then(|| Message {
            channel: channel.clone(),
            language: channel.ui_lang.unwrap_or(Language::Zh),
            key: key(&news.run, &channel.name),
            news: told,
            digest,
        })
    }

    /// The same for the same run and channel, by which a receiver knows a message that comes twice.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What it is sent by.
    pub fn kind(&self) -> ChannelKind {
        self.channel.kind
    }

    /// How many new findings it has, infos that are in no card not among them.
    pub fn findings(&self) -> usize {
        self.news.articles.iter().map(|a| new_in_cards(a).total()).sum()
    }
}

fn new_in_cards(article: &ArticleNews) -> Counts {
    article.cards.iter().flat_map(|card| &card.findings).map(|f| f.severity).collect()
}

/// What rules and packs changed in these articles; none if nothing.
fn digest(articles: &[ArticleNews]) -> Option<RuleChanges> {
    let by_rules = |f: &&FindingNews| f.why == Why::Rules;
    let mut changes = RuleChanges::default();
    for article in articles {
        let new: Counts = article.new_findings().filter(by_rules).map(|f| f.severity).collect();
        let fixed: Counts = article.fixed.iter().filter(by_rules).map(|f| f.severity).collect();
        changes.articles += usize::from(new.total() + fixed.total() > 0);
        for (sum, part) in [(&mut changes.new, new), (&mut changes.fixed, fixed)] {
            sum.error += part.error;
            sum.warning += part.warning;
            sum.info += part.info;
        }
    }
    (changes.articles > 0).then_some(changes)
}

/// Leaves out what only rules or packs changed.
fn without_rules(article: &mut ArticleNews) {
    for card in &mut article.cards {
        card.findings.retain(|f| f.why != Why::Rules);
        card.severity = card.findings.iter().map(|f| f.severity).max().unwrap_or(Severity::Info);
    }
    article.cards.retain(|card| card.severity > Severity::Info);
    article.cards.sort_by_key(|card| Reverse(card.severity));
    article.loose.retain(|f| f.why != Why::Rules);
    article.fixed.retain(|f| f.why != Why::Rules);
}

fn key(run: &str, channel: &str) -> String {
    let hash = Sha256::digest(format!("{run}\n{channel}"));
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
