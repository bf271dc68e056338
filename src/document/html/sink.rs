//! The tree that html5ever builds, and the place of every node of it in the source.

use crate::document::limits::{MAX_DEPTH, MAX_NODES, ReadError};
use crate::text::{Span, Text};
use ego_tree::NodeId;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// A map by node. Node ids are small numbers, which need no strong hash.
pub type NodeMap<T> = HashMap<NodeId, T, BuildHasherDefault<NodeHasher>>;

/// Spreads the small numbers that node ids are.
#[derive(Default)]
pub struct NodeHasher(u64);

impl Hasher for NodeHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, n: usize) {
        self.0 = (self.0 ^ n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}

/// Where the nodes of a tree come from.
#[derive(Debug, Default)]
pub struct Places {
    /// Text nodes: their text with its runs.
    pub text: NodeMap<Text>,
    /// Elements: their start tag, or the markup that made the tree builder add them.
    pub tag: NodeMap<Span>,
    /// Images: their alternative text.
    pub alt: NodeMap<Text>,
    /// Comments that speak to claimlint, in the order of the source.
    pub directives: Vec<Span>,
}

/// What the tokenizer is at, for the sink to look up.
#[derive(Debug, Default)]
pub struct Shared {
    /// The markup just read.
    pub markup: Cell<Span>,
    /// The text before it, not yet in the tree.
    pub text: RefCell<Pending>,
    /// The `alt` of the start tag just read.
    pub alt: RefCell<Option<Text>>,
    /// A limit that was passed.
    pub error: RefCell<Option<ReadError>>,
}

/// Text on its way into the tree. The tree builder puts it there in order, whole or in runs of white
/// space and of other characters, of which it drops some.
#[derive(Debug, Default)]
pub struct Pending {
    text: Text,
    used: usize,
}

impl Pending {
    /// Adds text that is sent to the tree builder.
    pub fn push(&mut self, text: &Text) {
        self.text.append(text);
    }

    /// The next place that `piece` can be from.
    fn take(&mut self, piece: &str) -> Option<Text> {
        let all = self.text.as_str();
        loop {
            let rest = &all[self.used..];
            if rest.starts_with(piece) {
                let start = self.used;
                self.used += piece.len();
                return Some(self.text.slice(start..self.used));
            }
            self.used += first_run(rest)?;
        }
    }
}

/// Length of the run of white space or of other characters at the start; a line feed, which is
/// dropped alone behind `<pre>`, is a run of its own.
fn first_run(text: &str) -> Option<usize> {
    let space = |c: char| c.is_ascii_whitespace();
    let first = text.chars().next()?;
    if first == '\n' {
        return Some(1);
    }
    Some(text.find(|c| space(c) != space(first)).unwrap_or(text.len()))
}

/// A sink that builds scraper's tree and notes places.
pub struct SpanSink {
    inner: HtmlTreeSink,
    shared: Rc<Shared>,
    places: RefCell<Places>,
    depth: RefCell<NodeMap<u32>>,
}

impl SpanSink {
    /// An empty tree.
    pub fn new(shared: Rc<Shared>) -> SpanSink {
        SpanSink {
            inner: HtmlTreeSink::new(Html::new_document()),
            shared,
            places: RefCell::default(),
            depth: RefCell::default(),
        }
    }

    fn fail(&self, error: ReadError) {
        self.shared.error.borrow_mut().get_or_insert(error);
    }

    /// Notes the place of a text that was just put behind `node`, or became it.
    fn note_text(&self, node: Option<NodeId>, added: &str) {
        let Some(piece) = self.shared.text.borrow_mut().take(added) else { return };
        if let Some(id) = node {
            self.places.borrow_mut().text.entry(id).or_default().append(&piece);
        }
    }

    fn note_depth(&self, parent: NodeId, child: NodeId) {
        let mut depth = self.depth.borrow_mut();
        let below = depth.get(&parent).map_or(0, |d| *d) + 1;
        depth.insert(child, below);
        if below as usize > MAX_DEPTH {
            self.fail(ReadError::TooDeep);
        }
        if depth.len() > MAX_NODES {
            self.fail(ReadError::TooManyNodes);
        }
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.inner.0.borrow().tree.get(node)?.parent().map(|p| p.id())
    }
}

impl TreeSink for SpanSink {
    type Handle = NodeId;
    type Output = (Html, Places);
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> (Html, Places) {
        (self.inner.finish(), self.places.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let is_image = matches!(&*name.local, "img" | "amp-img");
        let id = self.inner.create_element(name, attrs, flags);
        let mut places = self.places.borrow_mut();
        places.tag.insert(id, self.shared.markup.get());
        if is_image && let Some(alt) = self.shared.alt.take() {
            places.alt.insert(id, alt);
        }
        id
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        if text.trim_start().starts_with("claimlint-") {
            self.places.borrow_mut().directives.push(self.shared.markup.get());
        }
        self.inner.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.inner.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(id) => {
                self.note_depth(*parent, id);
                self.inner.append(parent, NodeOrText::AppendNode(id));
            }
            NodeOrText::AppendText(text) => {
                self.inner.append(parent, NodeOrText::AppendText(text.clone()));
                let last =
                    self.inner.0.borrow().tree.get(*parent).and_then(|p| p.last_child()).map(|n| n.id());
                self.note_text(last, &text);
            }
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(id) => {
                if let Some(parent) = self.parent(*sibling) {
                    self.note_depth(parent, id);
                }
                self.inner.append_before_sibling(sibling, NodeOrText::AppendNode(id));
            }
            NodeOrText::AppendText(text) => {
                self.inner.append_before_sibling(sibling, NodeOrText::AppendText(text.clone()));
                let before =
                    self.inner.0.borrow().tree.get(*sibling).and_then(|s| s.prev_sibling()).map(|n| n.id());
                self.note_text(before, &text);
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        if self.parent(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.inner.append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.inner.reparent_children(node, new_parent);
    }

    fn mark_script_already_started(&self, node: &NodeId) {
        self.inner.mark_script_already_started(node);
    }
}
