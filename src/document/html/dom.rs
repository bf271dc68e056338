//! A page as a tree whose nodes know their bytes.

use super::emitter::TreeEmitter;
use super::sink::{Places, Shared, SpanSink};
use crate::document::limits::ReadError;
use html5ever::interface::TreeSink;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5gum::Tokenizer;
use scraper::Html;
use std::rc::Rc;

/// A parsed page.
#[derive(Debug)]
pub struct Dom {
    /// The tree, the same as scraper's own parser gives.
    pub html: Html,
    /// Where its nodes come from.
    pub places: Places,
}

/// Parses a page that stands at offset `base` of the file.
pub fn parse(source: &str, base: usize) -> Result<Dom, ReadError> {
    let shared = Rc::new(Shared::default());
    let builder = TreeBuilder::new(SpanSink::new(shared.clone()), TreeBuilderOpts::default());
    let emitter = TreeEmitter::new(source, base, &builder, shared.clone());
    // The emitter gives no tokens but a limit that was passed, after which reading stops.
    if let Some(Ok(limit)) = Tokenizer::new_with_emitter(source, emitter).next() {
        return Err(limit);
    }
    if let Some(limit) = shared.error.take() {
        return Err(limit);
    }
    let (html, places) = builder.sink.finish();
    Ok(Dom { html, places })
}
