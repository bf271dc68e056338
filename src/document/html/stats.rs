//! How much text of which kind each element of a page holds.

use super::dom::Dom;
use super::furniture::{self, Name};
use super::marks::{Mark, marks};
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
    /// Headings that are links, or in one.
    pub linked_headings: usize,
    /// Whether it is, or is in, the furniture of the page, or hidden for good.
    pub apart: bool,
    /// Whether its own name or role says that it is furniture.
    pub furniture: bool,
    /// Whether it is, or is in, what stays hidden.
    pub hidden: bool,
    /// Whether its own text cannot be read, for its size or colour.
    pub unreadable: bool,
}

/// Less running text than this, in characters, is no article.
const LEAST: usize = 140;

/// A card, the teaser of another article, has no more text than this, in characters.
const LONGEST_CARD: usize = 600;

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
        self.linked_headings += other.linked_headings;
    }

    /// Whether it is the teaser of another article: a heading that is a link, and hardly more.
    fn is_card(&self) -> bool {
        self.headings == 1 && self.linked_headings == 1 && self.prose + self.linked < LONGEST_CARD
    }
}

/// Measures every element. What its `class` or `id` calls furniture is no running text, unless most
/// of the page's text is in it; what readers wrote is none either, unless there is nothing else. What
/// is hidden is none, unless there is no other text: then a script shows it.
pub fn measure(dom: &Dom) -> NodeMap<Stats> {
    let root = dom.html.tree.root().id();
    let prose = |stats: &NodeMap<Stats>, id| stats.get(&id).map_or(0, |s| s.prose);
    let marks = marks(dom);
    let nothing = |_, _: &Mark| false;
    let hides = |_, mark: &Mark| mark.hidden;
    let shown = Walk { marks: &marks, hides: &hides, is_apart: &nothing }.measure(dom);
    if prose(&shown, root) >= LEAST {
        return without_furniture(dom, &marks, &hides, shown);
    }
    let whole = Walk { marks: &marks, hides: &nothing, is_apart: &nothing }.measure(dom);
    let all = prose(&whole, root);
    let hides = |id, mark: &Mark| mark.hidden && 2 * prose(&whole, id) < all;
    let shown = Walk { marks: &marks, hides: &hides, is_apart: &nothing }.measure(dom);
    without_furniture(dom, &marks, &hides, shown)
}

/// Measures again without what is named as furniture; gives the first measure if too little is left.
fn without_furniture(
    dom: &Dom,
    marks: &NodeMap<Mark>,
    hides: Judge<'_>,
    shown: NodeMap<Stats>,
) -> NodeMap<Stats> {
    let root = dom.html.tree.root().id();
    let prose = |stats: &NodeMap<Stats>, id| stats.get(&id).map_or(0, |s| s.prose);
    let all = prose(&shown, root);
    let is_named = |id, mark: &Mark| {
        let holds_title = || shown.get(&id).is_some_and(|s| s.titles > 0);
        match mark.name {
            Name::Plain => false,
            Name::Furniture => !holds_title() && 2 * prose(&shown, id) < all,
            Name::Comments => !holds_title(),
        }
    };
    let named = Walk { marks, hides, is_apart: &is_named }.measure(dom);
    let least = if holds_article(dom, &named) { LEAST } else { LEAST.max(all / 10) };
    if prose(&named, root) < least { shown } else { named }
}

/// Whether an `<article>` holds enough text for one.
fn holds_article(dom: &Dom, stats: &NodeMap<Stats>) -> bool {
    let is_article = |n: &NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| e.name() == "article");
    dom.html.tree.nodes().filter(is_article).any(|n| stats.get(&n.id()).is_some_and(|s| s.prose >= LEAST))
}

/// Says something of an element.
type Judge<'a> = &'a dyn Fn(NodeId, &Mark) -> bool;

/// What is known about the elements of a page before they are measured.
struct Walk<'a> {
    marks: &'a NodeMap<Mark>,
    hides: Judge<'a>,
    is_apart: Judge<'a>,
}

/// An element that is being measured.
#[derive(Clone, Copy)]
struct Open {
    id: NodeId,
    stats: Stats,
    linked: bool,
    cards: usize,
    /// Characters in cards, and in other children.
    in_cards: usize,
    beside_cards: usize,
}

impl Walk<'_> {
    fn measure(&self, dom: &Dom) -> NodeMap<Stats> {
        let mut all = NodeMap::default();
        let mut open: Vec<Open> = Vec::new();
        walk(dom.html.tree.root(), |step| match step {
            Step::Enter(node) => {
                if let Node::Text(text) = node.value() {
                    if let Some(open) = open.last_mut() {
                        open.add_text(text);
                    }
                    return false;
                }
                let element = node.value().as_element();
                if element.is_some_and(|e| furniture::is_skipped(e.name())) {
                    return false;
                }
                open.push(self.open(node, element, open.last()));
                true
            }
            Step::Leave => {
                if let Some(closed) = open.pop() {
                    all.insert(closed.id, closed.close(open.last_mut()));
                }
                true
            }
        });
        all
    }

    fn open(&self, node: NodeRef<'_, Node>, element: Option<&Element>, outer: Option<&Open>) -> Open {
        let mut linked = outer.is_some_and(|o| o.linked);
        let mut stats = Stats::default();
        if let (Some(element), Some(mark)) = (element, self.marks.get(&node.id())) {
            linked |= element.name() == "a";
            stats = Stats::of(element.name());
            stats.linked_headings = if linked { stats.headings } else { 0 };
            stats.furniture = mark.furniture;
            stats.hidden = (self.hides)(node.id(), mark);
            stats.unreadable = mark.unreadable;
            stats.apart = mark.furniture || (self.is_apart)(node.id(), mark);
        }
        stats.hidden |= outer.is_some_and(|o| o.stats.hidden);
        stats.apart |= stats.hidden || outer.is_some_and(|o| o.stats.apart);
        Open { id: node.id(), stats, linked, cards: 0, in_cards: 0, beside_cards: 0 }
    }
}

impl Open {
    fn add_text(&mut self, text: &str) {
        let length = || match text.is_ascii() {
            true => text.bytes().filter(|b| !b.is_ascii_whitespace()).count(),
            false => text.chars().filter(|c| !c.is_whitespace()).count(),
        };
        if self.linked {
            self.stats.linked += length();
        } else if !self.stats.apart && !self.stats.unreadable {
            self.stats.prose += length();
        }
    }

    /// Ends the element: a list of cards is no running text.
    fn close(mut self, outer: Option<&mut Open>) -> Stats {
        if self.cards >= 3 && 2 * self.beside_cards < self.in_cards {
            self.stats.apart = true;
            self.stats.prose = 0;
        }
        if self.stats.headings == 1 && self.stats.linked_headings == 0 && self.stats.prose == 0 {
            self.stats.linked_headings = usize::from(self.stats.linked > 0);
        }
        if let Some(outer) = outer {
            outer.stats.add(&self.stats);
            let length = self.stats.prose + self.stats.linked;
            if self.stats.is_card() {
                outer.cards += 1;
                outer.in_cards += length;
            } else {
                outer.beside_cards += length;
            }
        }
        self.stats
    }
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
