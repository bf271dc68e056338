//! Where on a page the article is.

use super::dom::Dom;
use super::furniture;
use super::sink::NodeMap;
use super::stats::{Stats, Step, walk};
use ego_tree::NodeId;
use scraper::node::Element;

/// How surely an element is the article by what it calls itself, surest first, and the share of the
/// page's running text, in percent, that it must hold to be believed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Claim {
    /// The body of an article: `itemprop="articleBody"`, `class="entry-content"`.
    Body,
    /// An `<article>` with the `<h1>` of the page in it.
    TitledArticle,
    /// An `<article>`.
    Article,
    /// `<main>`.
    Main,
}

impl Claim {
    fn least_share(self) -> usize {
        match self {
            Claim::Body | Claim::TitledArticle => 20,
            Claim::Article | Claim::Main => 50,
        }
    }
}

/// The element that holds the article: what calls itself so, else the page; and of that the innermost
/// part with most of its running text.
pub fn find(dom: &Dom, stats: &NodeMap<Stats>) -> NodeId {
    let root = dom.html.tree.root();
    let of = |id: NodeId| stats.get(&id).copied().unwrap_or_default();
    let all = of(root.id()).prose;
    let mut best: Option<(Claim, usize, NodeId)> = None;
    walk(root, |step| {
        if let Step::Enter(node) = step
            && let Some(element) = node.value().as_element()
            && let Some(claim) = claim(element, &of(node.id()))
        {
            let prose = of(node.id()).prose;
            let believed = prose > 0 && 100 * prose >= claim.least_share() * all;
            if believed && best.is_none_or(|(c, most, _)| claim < c || (claim == c && prose > most)) {
                best = Some((claim, prose, node.id()));
            }
        }
        true
    });
    let mut at = best.map_or(root.id(), |(_, _, id)| id);
    loop {
        let Some(node) = dom.html.tree.get(at) else { return at };
        let most = node.children().filter(|c| c.value().is_element()).max_by_key(|c| of(c.id()).prose);
        match most {
            Some(child)
                if 4 * of(child.id()).prose > 3 * of(at).prose && !is_part(child.value().as_element()) =>
            {
                at = child.id();
            }
            _ => return at,
        }
    }
}

fn claim(element: &Element, stats: &Stats) -> Option<Claim> {
    if element.attr("itemprop") == Some("articleBody") || names_body(element) {
        return Some(Claim::Body);
    }
    match element.name() {
        "article" if stats.first_headings > 0 => Some(Claim::TitledArticle),
        "article" => Some(Claim::Article),
        "main" => Some(Claim::Main),
        _ => (element.attr("role") == Some("main")).then_some(Claim::Main),
    }
}

/// Whether `class` or `id` names the body of an article: `entry-content`, `articleBody`.
fn names_body(element: &Element) -> bool {
    const OF: &[&str] =
        &["article", "entry", "post", "story", "news", "rich", "js", "blog", "detail", "artical"];
    const PART: &[&str] = &["content", "body", "text", "detail", "main"];
    if !matches!(element.name(), "div" | "section" | "article" | "td" | "main") {
        return false;
    }
    let names =
        element.attr("class").into_iter().flat_map(str::split_ascii_whitespace).chain(element.attr("id"));
    names.into_iter().any(|name| {
        let words = furniture::words(name);
        let at = words.iter().position(|w| OF.contains(&w.as_str()));
        let behind = at.and_then(|at| words.get(at + 1));
        behind.is_some_and(|w| PART.contains(&w.as_str())) && words.len() <= 3
    })
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
