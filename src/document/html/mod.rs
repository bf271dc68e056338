//! HTML: from bytes to blocks, by the parsing rules of the standard, each character with its place.

mod blocks;
mod dom;
mod emitter;
mod furniture;
mod main_text;
mod meta;
mod sink;
mod stats;
mod table;
mod tracker;

pub use dom::{Dom, parse};
pub use sink::{NodeMap, Places};

use super::draft::Drafts;
use super::limits::ReadError;
use super::parsed::Parsed;
use super::suppression::{Directive, in_comment};
use crate::text::Span;

/// Reads a page that stands at offset `base` of the file.
pub(super) fn read(source: &str, base: usize) -> Result<Parsed, ReadError> {
    let dom = parse(source, base)?;
    let stats = stats::measure(&dom);
    let main = main_text::find(&dom, &stats);
    let mut drafts = Drafts::default();
    let headings = blocks::collect(&dom, &stats, Some(main), &mut drafts)?;
    let mut meta = meta::collect(&dom);
    let title = meta::title(&dom, &mut meta, headings, &mut drafts.list);
    Ok(Parsed { drafts: drafts.list, meta, title, directives: directives(&dom, source, base) })
}

/// Reads a piece of HTML inside another format: all of it is text of the article. Gives the directives
/// in it.
pub(super) fn read_fragment(
    source: &str,
    base: usize,
    drafts: &mut Drafts,
) -> Result<Vec<Directive>, ReadError> {
    let dom = parse(source, base)?;
    blocks::collect(&dom, &stats::measure(&dom), None, drafts)?;
    Ok(directives(&dom, source, base))
}

fn directives(dom: &Dom, source: &str, base: usize) -> Vec<Directive> {
    let read = |span: &Span| in_comment(source.get(span.start - base..span.end - base)?, span.start);
    dom.places.directives.iter().filter_map(read).collect()
}
