//! Carries what html5gum's tokenizer reads to html5ever's tree builder, with its place in the source.

use super::sink::{Shared, SpanSink};
use super::tracker::Tracker;
use crate::document::limits::ReadError;
use crate::text::Span;
use ego_tree::NodeId;
use html5ever::interface::{Attribute, QualName};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, ns};
use html5gum::{Emitter, Error, State};
use std::rc::Rc;

/// Further attributes of one element are passed over, as each is compared with all before it.
const MAX_ATTRIBUTES: usize = 1000;

/// The emitter: collects a token, and hands it over when it is whole.
pub struct TreeEmitter<'a> {
    builder: &'a TreeBuilder<NodeId, SpanSink>,
    shared: Rc<Shared>,
    base: usize,
    position: usize,
    /// Where the markup that is being read begins.
    open: usize,
    text: Tracker<'a>,
    end_tag: bool,
    name: Vec<u8>,
    last_start_tag: Vec<u8>,
    self_closing: bool,
    attributes: Vec<Attribute>,
    duplicate: bool,
    attribute: Option<Vec<u8>>,
    value: Vec<u8>,
    alt: Tracker<'a>,
    in_alt: bool,
    comment: Vec<u8>,
    doctype: [Option<Vec<u8>>; 3],
    force_quirks: bool,
}

impl<'a> TreeEmitter<'a> {
    /// An emitter for `source`, which stands at `base` in the file.
    pub fn new(
        source: &'a str,
        base: usize,
        builder: &'a TreeBuilder<NodeId, SpanSink>,
        shared: Rc<Shared>,
    ) -> TreeEmitter<'a> {
        TreeEmitter {
            builder,
            shared,
            base,
            position: 0,
            open: 0,
            text: Tracker::new(source, base),
            end_tag: false,
            name: Vec::new(),
            last_start_tag: Vec::new(),
            self_closing: false,
            attributes: Vec::new(),
            duplicate: false,
            attribute: None,
            value: Vec::new(),
            alt: Tracker::new(source, base),
            in_alt: false,
            comment: Vec::new(),
            doctype: [const { None }; 3],
            force_quirks: false,
        }
    }

    /// Hands over markup. By then all text before it is in the tree or dropped, except that a doctype
    /// leaves text waiting in a table.
    fn send(&mut self, token: Token) -> Option<State> {
        let settles = !matches!(token, Token::DoctypeToken(_));
        let span = Span::new(self.base + self.open.min(self.position), self.base + self.position);
        self.shared.markup.set(span);
        let state = match self.builder.process_token(token, 1) {
            TokenSinkResult::Script(_) => Some(State::Data),
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(_) => Some(State::ScriptData),
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => None,
        };
        if settles {
            self.shared.text.take();
        }
        state
    }

    /// Hands over the text before some markup. The tree builder may hold it back inside a table
    /// until it sees the markup, so the sink keeps it until then.
    fn flush_text(&mut self) {
        if !self.text.is_empty() {
            let text = self.text.take();
            let tendril = StrTendril::from_slice(text.as_str());
            self.shared.text.borrow_mut().push(&text);
            // Text never asks for another state of the tokenizer.
            let _ = self.builder.process_token(Token::CharacterTokens(tendril), 1);
        }
    }

    fn finish_attribute(&mut self) {
        let Some(name) = self.attribute.take() else { return };
        let local = LocalName::from(&*String::from_utf8_lossy(&name));
        if self.attributes.len() >= MAX_ATTRIBUTES || self.attributes.iter().any(|a| a.name.local == local) {
            self.duplicate = true;
        } else {
            if self.in_alt {
                self.shared.alt.replace(Some(self.alt.take()));
            }
            let value = tendril(&self.value);
            self.attributes.push(Attribute { name: QualName::new(None, ns!(), local), value });
        }
        self.in_alt = false;
    }
}

fn tendril(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&String::from_utf8_lossy(bytes))
}

impl Emitter for TreeEmitter<'_> {
    type Token = ReadError;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag = name.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {
        self.flush_text();
        self.open = self.position;
        self.send(Token::EOFToken);
        self.builder.end();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<ReadError> {
        self.shared.error.take()
    }

    fn emit_string(&mut self, bytes: &[u8]) {
        self.text.push(bytes, self.position);
    }

    fn init_start_tag(&mut self) {
        self.end_tag = false;
        self.init_tag();
    }

    fn init_end_tag(&mut self) {
        self.end_tag = true;
        self.init_tag();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.finish_attribute();
        self.flush_text();
        let name = LocalName::from(&*String::from_utf8_lossy(&self.name));
        if self.end_tag {
            self.last_start_tag.clear();
        } else {
            std::mem::swap(&mut self.last_start_tag, &mut self.name);
        }
        let tag = Tag {
            kind: if self.end_tag { TagKind::EndTag } else { TagKind::StartTag },
            name,
            self_closing: self.self_closing,
            attrs: std::mem::take(&mut self.attributes),
            had_duplicate_attributes: self.duplicate,
        };
        let state = self.send(Token::TagToken(tag));
        self.shared.alt.take();
        self.text.start(self.position);
        state
    }

    fn init_comment(&mut self) {
        self.comment.clear();
    }

    fn emit_current_comment(&mut self) {
        self.flush_text();
        let comment = tendril(&self.comment);
        self.send(Token::CommentToken(comment));
        self.text.start(self.position);
    }

    fn init_doctype(&mut self) {
        self.doctype = [Some(Vec::new()), None, None];
        self.force_quirks = false;
    }

    fn emit_current_doctype(&mut self) {
        self.flush_text();
        let [name, public_id, system_id] = self.doctype.each_ref().map(|part| part.as_deref().map(tendril));
        let name = name.filter(|name| !name.is_empty());
        self.send(Token::DoctypeToken(Doctype {
            name,
            public_id,
            system_id,
            force_quirks: self.force_quirks,
        }));
        self.text.start(self.position);
    }

    fn set_self_closing(&mut self) {
        self.self_closing = !self.end_tag;
    }

    fn set_force_quirks(&mut self) {
        self.force_quirks = true;
    }

    fn push_tag_name(&mut self, bytes: &[u8]) {
        self.name.extend_from_slice(bytes);
    }

    fn push_comment(&mut self, bytes: &[u8]) {
        self.comment.extend_from_slice(bytes);
    }

    fn push_doctype_name(&mut self, bytes: &[u8]) {
        push(&mut self.doctype[0], bytes);
    }

    fn init_attribute(&mut self) {
        self.finish_attribute();
        self.attribute = Some(Vec::new());
        self.value.clear();
    }

    fn init_attribute_value(&mut self) {
        self.in_alt = matches!(&*self.name, b"img" | b"amp-img") && self.attribute.as_deref() == Some(b"alt");
        self.alt.start(self.position);
    }

    fn push_attribute_name(&mut self, bytes: &[u8]) {
        push(&mut self.attribute, bytes);
    }

    fn push_attribute_value(&mut self, bytes: &[u8]) {
        self.value.extend_from_slice(bytes);
        if self.in_alt {
            self.alt.push(bytes, self.position);
        }
    }

    fn set_doctype_public_identifier(&mut self, bytes: &[u8]) {
        self.doctype[1] = Some(bytes.to_vec());
    }

    fn set_doctype_system_identifier(&mut self, bytes: &[u8]) {
        self.doctype[2] = Some(bytes.to_vec());
    }

    fn push_doctype_public_identifier(&mut self, bytes: &[u8]) {
        push(&mut self.doctype[1], bytes);
    }

    fn push_doctype_system_identifier(&mut self, bytes: &[u8]) {
        push(&mut self.doctype[2], bytes);
    }

    fn start_open_tag(&mut self) {
        self.open = self.position.saturating_sub(1);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.end_tag && !self.last_start_tag.is_empty() && self.last_start_tag == self.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.flush_text();
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }
}

impl TreeEmitter<'_> {
    fn init_tag(&mut self) {
        self.name.clear();
        self.attributes.clear();
        self.attribute = None;
        self.self_closing = false;
        self.duplicate = false;
    }
}

fn push(to: &mut Option<Vec<u8>>, bytes: &[u8]) {
    to.get_or_insert_default().extend_from_slice(bytes);
}
