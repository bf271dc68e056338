//! Where on a page the article is.

use super::dom::Dom;
use super::sink::NodeMap;
use super::stats::{Stats, Step, walk};
use ego_tree::NodeId;
use scraper::node::Element;

/// The element that holds the article: the innermost one with most of the page's running text,
/// beginning at what calls itself the article.
pub fn find(dom: &Dom, stats: &NodeMap<Stats>) -> NodeId {
    let root = dom.html.tree.root();
    let prose = |id: NodeId| stats.get(&id).map_or(0, |s| s.prose);
    let all = prose(root.id());
    let mut best: Option<(usize, NodeId)> = None;
    walk(root, |step| {
        if let Step::Enter(node) = step
            && let Some(element) = node.value().as_element()
            && calls_itself_article(element)
            && 2 * prose(node.id()) > all
            && best.is_none_or(|(least, _)| prose(node.id()) <= least)
        {
            best = Some((prose(node.id()), node.id()));
        }
        true
    });
    let mut at = best.map_or(root.id(), |(_, id)| id);
    loop {
        let Some(node) = dom.html.tree.get(at) else { return at };
        let most = node.children().filter(|c| c.value().is_element()).max_by_key(|c| prose(c.id()));
        match most {
            Some(child) if 4 * prose(child.id()) > 3 * prose(at) && !is_part(child.value().as_element()) => {
                at = child.id();
            }
            _ => return at,
        }
    }
}

fn calls_itself_article(element: &Element) -> bool {
    matches!(element.name(), "article" | "main")
        || element.attr("role") == Some("main")
        || element.attr("itemprop") == Some("articleBody")
}

/// Whether the element is a part of an article rather than what can hold one.
fn is_part(element: Option<&Element>) -> bool {
    element.is_none_or(|e| {
        !matches!(
            e.name(),
            "html"
                | "body"
                | "div"
                | "article"
                | "main"
                | "section"
                | "table"
                | "tbody"
                | "tr"
                | "td"
                | "center"
                | "form"
        )
    })
}
