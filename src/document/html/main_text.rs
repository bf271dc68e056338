//! Where on a page the article is.

use super::attributes::Attributes;
use super::dom::Dom;
use super::furniture;
use super::sink::NodeMap;
use super::stats::{Stats, Step, walk};
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
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

/// A paragraph of fewer characters may be a line of the page.
const SHORTEST_PARAGRAPH: usize = 20;

/// Where the article is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Main {
    /// The element that holds its text.
    pub body: NodeId,
    /// Its heading, where that stands before the body: what is between them leads in the article.
    pub heading: Option<NodeId>,
}

/// Finds the article: what calls itself so, else the page; and of that the innermost part with most of
/// its running text.
pub fn find(dom: &Dom, stats: &NodeMap<Stats>) -> Main {
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
    let mut at = best.map_or(root.id(), |(_, _, id)| whole(dom, id));
    while let Some(node) = dom.html.tree.get(at) {
        let most = node.children().filter(|c| c.value().is_element()).max_by_key(|c| of(c.id()).prose);
        match most {
            Some(child)
                if 4 * of(child.id()).prose > 3 * of(at).prose
                    && !is_part(child.value().as_element())
                    && !has_paragraphs(node, &of) =>
            {
                at = child.id();
            }
            _ => break,
        }
    }
    Main { body: at, heading: heading_before(dom, at, &of) }
}

/// Whether an element has paragraphs of its own, so that no child is the whole of its text.
fn has_paragraphs(node: NodeRef<'_, Node>, of: &impl Fn(NodeId) -> Stats) -> bool {
    let is_paragraph = |n: &NodeRef<'_, Node>| {
        n.value().as_element().is_some_and(|e| e.name() == "p") && of(n.id()).prose >= SHORTEST_PARAGRAPH
    };
    node.children().filter(is_paragraph).count() >= 2
}

/// The `<article>` around a body, if the article has its text in several bodies.
fn whole(dom: &Dom, body: NodeId) -> NodeId {
    let Some(node) = dom.html.tree.get(body) else { return body };
    let is_article = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| e.name() == "article");
    let is_body = |n: &NodeRef<'_, Node>| {
        n.value().as_element().is_some_and(|e| names_body(e.name(), &Attributes::of(e)))
    };
    let bodies = |n: NodeRef<'_, Node>| n.descendants().filter(is_body).count();
    let article = node.ancestors().find(is_article);
    article.filter(|article| bodies(*article) > bodies(node).max(1)).map_or(body, |article| article.id())
}

/// The one `<h1>` before a body that has none, in the smallest element that holds both.
fn heading_before(dom: &Dom, body: NodeId, of: &impl Fn(NodeId) -> Stats) -> Option<NodeId> {
    let node = dom.html.tree.get(body)?;
    if of(body).first_headings > 0 {
        return None;
    }
    let around = node.ancestors().find(|n| of(n.id()).first_headings > 0)?;
    if of(around.id()).first_headings > 1 {
        return None;
    }
    let is_h1 = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| e.name() == "h1");
    around.descendants().take_while(|n| n.id() != body).find(is_h1).map(|n| n.id())
}

fn claim(element: &Element, stats: &Stats) -> Option<Claim> {
    let attributes = Attributes::of(element);
    if names_body(element.name(), &attributes) {
        return Some(Claim::Body);
    }
    match element.name() {
        "article" if stats.first_headings > 0 => Some(Claim::TitledArticle),
        "article" => Some(Claim::Article),
        "main" => Some(Claim::Main),
        _ => (attributes.role == Some("main")).then_some(Claim::Main),
    }
}

/// Whether an attribute names the body of an article: `entry-content`, `articleBody`.
fn names_body(tag: &str, attributes: &Attributes<'_>) -> bool {
    const OF: &[&str] =
        &["article", "entry", "post", "story", "news", "rich", "js", "blog", "detail", "artical"];
    const PART: &[&str] = &["content", "body", "text", "detail", "main"];
    if attributes.itemprop == Some("articleBody") {
        return true;
    }
    if !matches!(tag, "div" | "section" | "article" | "td" | "main") {
        return false;
    }
    let names = attributes.class.into_iter().flat_map(str::split_ascii_whitespace).chain(attributes.id);
    names.into_iter().any(|name| {
        let among = |names: &[&str], word: &str| names.iter().any(|name| name.eq_ignore_ascii_case(word));
        let words: Vec<&str> = furniture::words(name).take(4).collect();
        let at = words.iter().position(|w| among(OF, w));
        let behind = at.and_then(|at| words.get(at + 1));
        behind.is_some_and(|w| among(PART, w)) && words.len() <= 3
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
