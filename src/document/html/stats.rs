//! How much text of which kind each element of a page holds.

use super::dom::Dom;
use super::furniture;
use super::sink::NodeMap;
use ego_tree::{NodeId, NodeRef};
use scraper::Node;

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
}

impl Stats {
    fn add(&mut self, other: &Stats) {
        self.prose += other.prose;
        self.linked += other.linked;
        self.tables += other.tables;
        self.rows += other.rows;
        self.cells += other.cells;
        self.headings += other.headings;
        self.paragraphs += other.paragraphs;
    }
}

/// Measures every element.
pub fn measure(dom: &Dom) -> NodeMap<Stats> {
    let mut all = NodeMap::default();
    let mut open: Vec<(NodeId, Stats, bool, bool)> = Vec::new();
    walk(dom.html.tree.root(), |step| match step {
        Step::Enter(node) => {
            if let Node::Text(text) = node.value() {
                let length = text.chars().filter(|c| !c.is_whitespace()).count();
                if let Some((_, stats, in_link, in_furniture)) = open.last_mut() {
                    match (*in_link, *in_furniture) {
                        (true, _) => stats.linked += length,
                        (_, false) => stats.prose += length,
                        _ => {}
                    }
                }
                return false;
            }
            let (link, inside) = open.last().map_or((false, false), |(_, _, l, f)| (*l, *f));
            let name = node.value().as_element().map_or("", |e| e.name());
            if furniture::is_skipped(name) {
                return false;
            }
            let mut stats = Stats::default();
            match name {
                "table" => stats.tables = 1,
                "tr" => stats.rows = 1,
                "td" | "th" => stats.cells = 1,
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => stats.headings = 1,
                "p" => stats.paragraphs = 1,
                _ => {}
            }
            let apart = node.value().as_element().is_some_and(furniture::is_furniture_tag);
            open.push((node.id(), stats, link || name == "a", inside || apart));
            true
        }
        Step::Leave => {
            if let Some((id, stats, ..)) = open.pop() {
                if let Some((_, parent, ..)) = open.last_mut() {
                    parent.add(&stats);
                }
                all.insert(id, stats);
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
