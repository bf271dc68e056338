//! What a page holds in its scripts: the article, where the page itself has none, and what JSON-LD says of it.

use super::dom::Dom;
use super::{blocks, dom, json, stats};
use crate::document::draft::{Draft, Drafts};
use crate::document::limits::ReadError;
use crate::document::plain;
use crate::text::Text;
use ego_tree::NodeRef;
use scraper::Node;
use serde_json::Value;
use std::collections::BTreeMap;

/// A page with more running text than this, in characters, is read itself.
const MOST_SHOWN: usize = 800;

/// An article in a script has at least this many letters, and this many times those of the page.
const LEAST: usize = 140;
const TIMES: usize = 3;

/// Keys under which scripts hold articles, surest first.
const KEYS: &[&[&str]] = &[
    &["articleBody"],
    &[
        "content",
        "body",
        "html",
        "text",
        "articleContent",
        "article_content",
        "contentHtml",
        "content_html",
        "detail",
    ],
];

/// The article that a script holds and the page, with `shown` characters of running text, does not show.
pub fn article(dom: &Dom, shown: usize) -> Result<Option<Vec<Draft>>, ReadError> {
    if shown > MOST_SHOWN {
        return Ok(None);
    }
    let least = LEAST.max(TIMES * shown);
    let found =
        KEYS.iter().find_map(|keys| longest(dom, keys).filter(|text| letters(text.as_str()) >= least));
    let Some(text) = found else { return Ok(None) };
    let mut drafts = Drafts::default();
    if is_html(text.as_str()) {
        let inner = dom::parse(text.as_str(), 0)?;
        blocks::collect(&inner, &stats::measure(&inner), None, &mut drafts)?;
    } else {
        drafts.list = plain::read(text.as_str(), 0)?.drafts;
    }
    for draft in &mut drafts.list {
        draft.text = json::through(&draft.text, &text);
    }
    Ok(Some(drafts.list))
}

/// The longest string under one of some keys in any script.
fn longest(dom: &Dom, keys: &[&str]) -> Option<Text> {
    let mut best: Option<(usize, &Text, std::ops::Range<usize>)> = None;
    for (text, is_json) in scripts(dom) {
        json::members(text.as_str(), is_json, |key, range| {
            if keys.contains(&key) && best.as_ref().is_none_or(|(most, ..)| range.len() > *most) {
                best = Some((range.len(), text, range));
            }
        });
    }
    best.map(|(_, script, range)| json::decode(script, range))
}

/// The scripts of a page, each with whether it says that it is JSON.
fn scripts(dom: &Dom) -> impl Iterator<Item = (&Text, bool)> {
    dom.html.tree.nodes().filter_map(|node: NodeRef<'_, Node>| {
        let element = node.value().as_element().filter(|e| e.name() == "script")?;
        let is_json = element.attr("type").is_some_and(|kind| kind.contains("json"));
        Some((dom.places.text.get(&node.first_child()?.id())?, is_json))
    })
}

fn is_html(text: &str) -> bool {
    ["</p>", "</div>", "</section>", "</li>", "<br", "</span>"].iter().any(|tag| text.contains(tag))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Adds what JSON-LD says of the article, where the page's meta elements do not.
pub fn collect_meta(dom: &Dom, meta: &mut BTreeMap<String, String>) {
    for (script, _) in scripts(dom).filter(|(_, is_json)| *is_json) {
        let Ok(value) = serde_json::from_str::<Value>(script.as_str()) else { continue };
        let mut things = vec![&value];
        let people = people(&value);
        while let Some(thing) = things.pop() {
            if let Value::Array(list) = thing {
                things.extend(list.iter().rev());
            }
            if let Some(graph) = thing.get("@graph") {
                things.push(graph);
            }
            if is_article(thing) {
                describe(thing, meta);
                let author = thing.get("author").map(|author| author.get(0).unwrap_or(author));
                let id = author.and_then(|a| a.get("@id")).and_then(Value::as_str);
                if let Some(name) = id.and_then(|id| people.get(id)) {
                    meta.entry("author".to_owned()).or_insert_with(|| (*name).to_owned());
                }
            }
        }
    }
}

/// Names of what a graph describes elsewhere, by their ids.
fn people(value: &Value) -> BTreeMap<&str, &str> {
    let graph = value.get("@graph").and_then(Value::as_array);
    let named = |thing| Some((Value::get(thing, "@id")?.as_str()?, Value::get(thing, "name")?.as_str()?));
    graph.into_iter().flatten().filter_map(named).collect()
}

fn is_article(thing: &Value) -> bool {
    ["headline", "articleBody", "datePublished", "lastReviewed"].iter().any(|key| thing.get(key).is_some())
}

fn describe(article: &Value, meta: &mut BTreeMap<String, String>) {
    let mut note = |key: &str, value: Option<&Value>| {
        let text = value.and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        if let Some(text) = text {
            meta.entry(key.to_owned()).or_insert_with(|| text.to_owned());
        }
    };
    let author = article.get("author").map(|author| author.get(0).unwrap_or(author));
    note("author", author.and_then(|a| a.get("name")).or(author));
    for by in ["reviewedBy", "creator"] {
        let by = article.get(by).map(|by| by.get(0).unwrap_or(by));
        note("author", by.and_then(|b| b.get("name")).or(by));
    }
    note("title", article.get("headline"));
    note("date", article.get("datePublished"));
    note("updated", article.get("dateModified").or_else(|| article.get("lastReviewed")));
}
