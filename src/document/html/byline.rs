//! Who wrote a page, under which account, and when, as its elements say: `rel="author"`,
//! `itemprop="datePublished"`, `<time>`, the name of an account.

use super::dom::Dom;
use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;
use std::collections::BTreeMap;

/// Longest text of an element that names somebody or gives a date, in characters.
const LONGEST: usize = 120;

/// Ids of elements that hold the name of the account of a page.
const ACCOUNTS: &[&str] = &["js_name", "js_author_name"];

/// Adds what elements of the page say, where its head does not.
pub fn collect(dom: &Dom, meta: &mut BTreeMap<String, String>) {
    for node in dom.html.tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        let Some(key) = key_of(element) else { continue };
        if meta.contains_key(key) {
            continue;
        }
        let given = ["content", "datetime"].iter().find_map(|name| element.attr(name)).map(str::to_owned);
        let text = given.unwrap_or_else(|| text_of(node));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().any(char::is_alphanumeric) && text.chars().count() <= LONGEST {
            meta.insert(key.to_owned(), text);
        }
    }
}

/// What an element says of the page.
fn key_of(element: &Element) -> Option<&'static str> {
    let says = |name: &str, value: &str| {
        element.attr(name).is_some_and(|v| v.split_whitespace().any(|word| word.eq_ignore_ascii_case(value)))
    };
    if matches!(element.name(), "body" | "html" | "article" | "main" | "aside" | "form") {
        return None;
    }
    if says("rel", "author") || says("itemprop", "author") {
        return Some("author");
    }
    if element.attr("id").is_some_and(|id| ACCOUNTS.contains(&id)) {
        return Some("account");
    }
    if says("itemprop", "datePublished") || element.name() == "time" {
        return Some("date");
    }
    if says("itemprop", "dateModified") {
        return Some("updated");
    }
    let names = |class: &str| {
        let class = class.to_ascii_lowercase();
        class.split_whitespace().any(|word| {
            let parts: Vec<&str> = word.split(['-', '_']).filter(|p| !p.is_empty()).collect();
            matches!(
                parts.as_slice(),
                [.., "author" | "authors" | "byline"] | [.., "author" | "byline", "name"]
            )
        })
    };
    element.attr("class").is_some_and(names).then_some("byline")
}

/// The text of an element and of all in it.
fn text_of(node: NodeRef<'_, Node>) -> String {
    let texts = node.descendants().filter_map(|n| n.value().as_text().map(|t| t.text.to_string()));
    texts.take(LONGEST).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::parse;

    fn said(page: &str) -> Vec<(String, String)> {
        let mut meta = BTreeMap::new();
        collect(&parse(page, 0).unwrap(), &mut meta);
        meta.into_iter().collect()
    }

    #[test]
    fn elements_name_author_account_and_date() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            said(
                r#"<p class="post-byline">By <a rel="author">Jane Doe</a></p><time datetime="2024-03-01">Friday</time>"#
            ),
            [pair("author", "Jane Doe"), pair("byline", "By Jane Doe"), pair("date", "2024-03-01")]
        );
        assert_eq!(said(r#"<a id="js_name"> 河畔营养 </a>"#), [pair("account", "河畔营养")]);
        assert_eq!(said(r#"<p class="authority">Health authority</p><p itemprop="author"></p>"#), []);
    }
}
