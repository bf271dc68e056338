//! From the tree of a page to its blocks.

use super::attributes::Attributes;
use super::dom::Dom;
use super::furniture::{self, is_block, is_skipped};
use super::main_text::Main;
use super::sink::NodeMap;
use super::stats::{Stats, Step, walk};
use super::table::{Table, holds_data};
use crate::document::BlockKind;
use crate::document::draft::{Draft, Drafts, Inline, superscript};
use crate::document::limits::ReadError;
use crate::text::{Span, Text};
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

/// What holds inside an element.
#[derive(Clone, Copy)]
struct Scope {
    kind: BlockKind,
    level: u8,
    /// Whether text here is furniture.
    residue: bool,
    /// Whether it is outside the element that holds the article.
    outside: bool,
    /// Whether it leads in the article where it stands between heading and body.
    leads: bool,
    /// Whether the text of the element itself cannot be read.
    unreadable: bool,
    /// Whether the element ends the block before and after it.
    block: bool,
    /// Inside a row of data: blocks are joined.
    row: bool,
    superscript: bool,
    link: bool,
    preformatted: bool,
    article: bool,
}

impl Scope {
    /// What holds outside all elements.
    const PAGE: Scope = Scope {
        kind: BlockKind::Paragraph,
        level: 0,
        residue: false,
        outside: false,
        leads: false,
        unreadable: false,
        block: true,
        row: false,
        superscript: false,
        link: false,
        preformatted: false,
        article: false,
    };
}

struct Collector<'a> {
    dom: &'a Dom,
    stats: &'a NodeMap<Stats>,
    main: Option<Main>,
    /// Whether the walk is between the heading of the article and its body.
    leading: bool,
    all_prose: usize,
    scopes: Vec<Scope>,
    inline: Inline,
    /// Residue between the borders of two blocks.
    aside: Inline,
    /// The table that is being read.
    table: Table,
    drafts: &'a mut Drafts,
    error: Option<ReadError>,
}

/// Adds the blocks of a page; what lies outside `main` is residue, of which headings keep their level.
pub fn collect(
    dom: &Dom,
    stats: &NodeMap<Stats>,
    main: Option<Main>,
    drafts: &mut Drafts,
) -> Result<(), ReadError> {
    let all_prose = stats.get(&dom.html.tree.root().id()).map_or(0, |s| s.prose);
    let outside = main.is_some_and(|main| main.body != dom.html.tree.root().id());
    let root = Scope { outside, ..Scope::PAGE };
    let mut collector = Collector {
        dom,
        stats,
        main,
        leading: false,
        all_prose,
        scopes: vec![root],
        inline: Inline::default(),
        aside: Inline::default(),
        table: Table::default(),
        drafts,
        error: None,
    };
    walk(dom.html.tree.root(), |step| collector.step(step));
    collector.flush(root);
    collector.error.map_or(Ok(()), Err)
}

impl Collector<'_> {
    fn step(&mut self, step: Step<'_>) -> bool {
        match step {
            Step::Enter(node) => match node.value() {
                Node::Text(_) => {
                    self.text(node.id());
                    false
                }
                Node::Element(element) => self.error.is_none() && self.enter(node, element),
                Node::Document => {
                    self.scopes.push(self.scope());
                    true
                }
                _ => false,
            },
            Step::Leave => {
                self.leave();
                true
            }
        }
    }

    fn scope(&self) -> Scope {
        self.scopes.last().copied().unwrap_or(Scope::PAGE)
    }

    fn enter(&mut self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let name = element.name();
        let tag = self.dom.places.tag.get(&node.id()).copied().unwrap_or_default();
        let outer = self.scope();
        match name {
            "br" => {
                if outer.row {
                    self.inline(outer).space(tag, false);
                } else if self.inline(outer).line_break(tag) {
                    self.flush(outer);
                }
                return false;
            }
            "img" | "amp-img" => {
                self.image(node.id(), outer);
                return false;
            }
            _ if is_skipped(name) => return false,
            _ => {}
        }
        let mut scope = Scope { block: false, link: false, ..outer };
        let stats = self.stats.get(&node.id()).copied().unwrap_or_default();
        self.set_kind(&mut scope, node, element);
        if self.main.is_some_and(|main| main.body == node.id()) {
            self.flush(outer);
            (scope.outside, self.leading) = (false, false);
        }
        scope.residue = outer.residue || self.is_furniture(outer, element, &stats);
        scope.unreadable = stats.unreadable;
        scope.leads |= self.leading && furniture::leads(name, &Attributes::of(element));
        match name {
            "sup" => scope.superscript = is_plain_superscript(node),
            "pre" => scope.preformatted = true,
            "article" | "main" => scope.article = true,
            _ => {}
        }
        match name {
            "table" => self.table = Table::default(),
            "tr" => self.table.row(),
            _ => {}
        }
        if is_block(name) && outer.row {
            match name {
                "td" | "th" => {
                    let before = self.table.cell(element);
                    self.inline.skip_columns(before);
                    self.inline.border(tag);
                }
                _ => self.inline(scope).space(tag, false),
            }
        } else if is_block(name) {
            scope.block = true;
            self.flush(outer);
            if self.main.is_some_and(|main| main.heading == Some(node.id())) {
                (self.leading, scope.leads) = (true, true);
            }
        }
        if !outer.link
            && name == "a"
            && let Some(href) = element.attr("href")
        {
            scope.link = true;
            self.inline(scope).open_link(href);
        }
        self.scopes.push(scope);
        true
    }

    fn leave(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        if scope.link {
            self.inline(scope).close_link();
        }
        if scope.block {
            self.flush(scope);
        }
    }

    fn set_kind(&self, scope: &mut Scope, node: NodeRef<'_, Node>, element: &Element) {
        scope.kind = match element.name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                scope.level = element.name().as_bytes()[1] - b'0';
                BlockKind::Heading
            }
            "li" | "dd" | "dt" => BlockKind::ListItem,
            "figcaption" | "caption" => BlockKind::Caption,
            "tr" if !scope.row && self.is_data_row(node) => {
                scope.row = true;
                BlockKind::TableRow
            }
            "table" | "blockquote" => BlockKind::Paragraph,
            _ => scope.kind,
        };
        if scope.kind != BlockKind::Heading {
            scope.level = 0;
        }
    }

    fn is_data_row(&self, row: NodeRef<'_, Node>) -> bool {
        let table =
            row.ancestors().take(3).find(|n| n.value().as_element().is_some_and(|e| e.name() == "table"));
        table.and_then(|t| self.stats.get(&t.id())).is_some_and(holds_data)
    }

    fn is_furniture(&self, outer: Scope, element: &Element, stats: &Stats) -> bool {
        let most = 2 * stats.prose > self.all_prose && stats.prose > 0;
        stats.hidden
            || stats.furniture
            || (self.main.is_some() && stats.apart)
            || (element.name() == "header" && !outer.article && stats.headings == 0)
            || (element.name() == "form" && !most && stats.headings == 0)
    }

    /// Whether text is no part of the block around it.
    fn is_aside(&self, scope: Scope) -> bool {
        scope.residue || scope.unreadable || (scope.outside && !scope.leads)
    }

    fn image(&mut self, id: NodeId, outer: Scope) {
        let Some(alt) = self.dom.places.alt.get(&id).filter(|alt| !alt.as_str().trim().is_empty()) else {
            return;
        };
        let kind = if self.is_aside(outer) { BlockKind::Residue } else { BlockKind::AltText };
        if outer.row {
            return;
        }
        self.flush(outer);
        let mut inline = Inline::default();
        push_text(alt, |part, run, verbatim| match verbatim {
            true => inline.push(part, run.start),
            false => inline.push_decoded(part, run),
        });
        self.push(inline.take(kind, 0));
    }

    fn text(&mut self, id: NodeId) {
        let Some(text) = self.dom.places.text.get(&id) else { return };
        let scope = self.scope();
        let inline = if self.is_aside(scope) { &mut self.aside } else { &mut self.inline };
        push_text(text, |part, span, verbatim| match (verbatim, scope.superscript) {
            (true, true) => inline.push_superscript(part, span.start),
            (true, false) if scope.preformatted => push_lines(inline, part, span.start),
            (true, false) => inline.push(part, span.start),
            (false, true) => {
                let raised = Some(part.chars()).filter(|c| c.clone().count() == 1);
                let raised = raised.and_then(|mut c| c.next()).and_then(superscript);
                inline.push_decoded(raised.unwrap_or(part), span);
            }
            (false, false) => inline.push_decoded(part, span),
        });
    }

    fn inline(&mut self, scope: Scope) -> &mut Inline {
        if self.is_aside(scope) { &mut self.aside } else { &mut self.inline }
    }

    fn flush(&mut self, scope: Scope) {
        let mut draft = self.inline.take(scope.kind, scope.level);
        draft.heads = scope.kind == BlockKind::TableRow && self.table.is_head();
        self.push(draft);
        let aside = self.aside.take(BlockKind::Residue, scope.level);
        self.push(aside);
    }

    fn push(&mut self, draft: Draft) {
        if let Err(limit) = self.drafts.push(draft) {
            self.error.get_or_insert(limit);
        }
    }
}

/// Adds text whose line breaks are shown.
fn push_lines(inline: &mut Inline, text: &str, start: usize) {
    let mut at = start;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end_matches('\n');
        inline.push(shown, at);
        at += line.len();
        if shown.len() < line.len() {
            inline.line_break(Span::new(at - 1, at));
        }
    }
}

fn push_text(text: &Text, mut push: impl FnMut(&str, Span, bool)) {
    for run in text.runs() {
        push(&text.as_str()[run.at..run.at + run.len], run.span, run.verbatim);
    }
}

/// Whether a superscript is written without brackets of its own, as in m<sup>2</sup>.
fn is_plain_superscript(node: NodeRef<'_, Node>) -> bool {
    let texts = node.descendants().take(16).filter_map(|n| n.value().as_text());
    texts.into_iter().all(|t| t.chars().take(32).all(|c| !matches!(c, '[' | '(' | '［' | '（' | '〔' | '【')))
}
