//! How much text of which kind each element of a page holds.

use super::dom::Dom;
use super::furniture::{self, Name};
use super::sink::NodeMap;
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

/// What an element holds, itself included.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// Characters of running text: outside links and furniture.
    pub prose: usize,
    /// Characters in links.
    pub linked: usize,
    /// Tables.
    pub tables: usize,
    /// Rows of tables.
    pub rows: usize,
    /// Cells of tables.
    pub cells: usize,
    /// Headings.
    pub headings: usize,
    /// Paragraphs.
    pub paragraphs: usize,
    /// Elements that an article has and its furniture has not: `<h1>`, `<article>`, `<main>`.
    pub titles: usize,
    /// `<h1>` elements.
    pub first_headings: usize,
    /// Whether it is, or is in, the furniture of the page.
    pub apart: bool,
}

/// Less running text than this, in characters, is no article.
const LEAST: usize = 140;

impl Stats {
    fn of(name: &str) -> Stats {
        let one = |is: bool| usize::from(is);
        Stats {
            tables: one(name == "table"),
            rows: one(name == "tr"),
            cells: one(matches!(name, "td" | "th")),
            headings: one(matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")),
            titles: one(matches!(name, "h1" | "article" | "main")),
            paragraphs: one(name == "p"),
            first_headings: one(name == "h1"),
            ..Stats::default()
        }
    }

    fn add(&mut self, other: &Stats) {
        self.prose += other.prose;
        self.linked += other.linked;
        self.tables += other.tables;
        self.rows += other.rows;
        self.cells += other.cells;
        self.headings += other.headings;
        self.paragraphs += other.paragraphs;
        self.titles += other.titles;
        self.first_headings += other.first_headings;
    }
}

/// Measures every element. What its `class` or `id` calls furniture is no running text, unless most
/// of the page's text is in it; what readers wrote is none either, unless there is nothing else.
pub fn measure(dom: &Dom) -> NodeMap<Stats> {
    let plain = measured(dom, |_, _| false);
    let root = dom.html.tree.root().id();
    let prose = |stats: &NodeMap<Stats>, id| stats.get(&id).map_or(0, |s| s.prose);
    let all = prose(&plain, root);
    let named = measured(dom, |node, element| {
        let holds_title = || plain.get(&node.id()).is_some_and(|s| s.titles > 0);
        match furniture::name(element) {
            Name::Plain => false,
            Name::Furniture => !holds_title() && 2 * prose(&plain, node.id()) < all,
            Name::Comments => !holds_title(),
        }
    });
    if 10 * prose(&named, root) < all || prose(&named, root) < LEAST { plain } else { named }
}

fn measured(dom: &Dom, is_apart: impl Fn(NodeRef<'_, Node>, &Element) -> bool) -> NodeMap<Stats> {
    let mut all = NodeMap::default();
    let mut open: Vec<(NodeId, Stats, bool, bool)> = Vec::new();
    walk(dom.html.tree.root(), |step| match step {
        Step::Enter(node) => {
            let (link, apart) = open.last().map_or((false, false), |(_, _, link, apart)| (*link, *apart));
            match node.value() {
                Node::Text(text) => {
                    if let Some((_, stats, ..)) = open.last_mut()
                        && (link || !apart)
                    {
                        let length = text.chars().filter(|c| !c.is_whitespace()).count();
                        *(if link { &mut stats.linked } else { &mut stats.prose }) += length;
                    }
                    false
                }
                Node::Element(element) if furniture::is_skipped(element.name()) => false,
                Node::Element(element) => {
                    let link = link || element.name() == "a";
                    let apart = apart || furniture::is_furniture_tag(element) || is_apart(node, element);
                    open.push((node.id(), Stats::of(element.name()), link, apart));
                    true
                }
                _ => {
                    open.push((node.id(), Stats::default(), link, apart));
                    true
                }
            }
        }
        Step::Leave => {
            if let Some((id, stats, _, apart)) = open.pop() {
                if let Some((_, parent, ..)) = open.last_mut() {
                    parent.add(&stats);
                }
                all.insert(id, Stats { apart, ..stats });
            }
            true
        }
    });
    all
}

/// A step of a walk through a tree.
pub enum Step<'a> {
    /// Down to a node.
    Enter(NodeRef<'a, Node>),
    /// Up from the node last gone into.
    Leave,
}

/// Walks a tree without recursion; `visit` says of each node entered whether to go into it.
pub fn walk<'a>(root: NodeRef<'a, Node>, mut visit: impl FnMut(Step<'a>) -> bool) {
    let mut node = root;
    loop {
        let inside = visit(Step::Enter(node));
        if inside && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        if inside {
            visit(Step::Leave);
        }
        loop {
            if node.id() == root.id() {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return };
            node = parent;
            visit(Step::Leave);
        }
    }
}
