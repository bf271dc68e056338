//! HTML: from bytes to blocks, by the parsing rules of the standard, each character with its place.

mod attributes;
mod blocks;
mod byline;
mod dom;
mod embedded;
mod emitter;
mod furniture;
mod json;
mod look;
mod main_text;
mod marks;
mod meta;
mod sink;
mod stats;
mod table;
mod tracker;

pub use dom::{Dom, parse};
pub use sink::{NodeMap, Places};

use super::BlockKind;
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
    blocks::collect(&dom, &stats, Some(main), &mut drafts)?;
    let shown = stats.get(&dom.html.tree.root().id()).map_or(0, |s| s.prose);
    if let Some(article) = embedded::article(&dom, shown)? {
        drafts.list.iter_mut().for_each(|draft| draft.kind = BlockKind::Residue);
        for draft in article {
            drafts.push(draft)?;
        }
        drafts.list.sort_by_key(|draft| draft.text.span(0..draft.text.as_str().len()).start);
    }
    let mut meta = meta::collect(&dom);
    embedded::collect_meta(&dom, &mut meta);
    byline::collect(&dom, &mut meta);
    let title = meta::title(&dom, &mut meta, &mut drafts.list);
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
