//! Texts that know where they came from: spans of the original bytes, folding, sentences, numbers.

mod fault;
mod fold;
mod language;
mod mapped;
mod number;
mod quotation;
mod sentence;
mod simplified;
mod source_map;
mod span;

pub use fault::{Fault, did_you_mean};
pub use fold::{Folded, fold, fold_width, replaced};
pub use language::{Language, is_han, language_of};
pub use mapped::{Run, Text};
pub use number::{Number, parse_number};
pub use quotation::{quotation_at, quotations};
pub use sentence::{Sentence, sentences};
pub use source_map::{PartSpan, SourceMap};
pub use span::{LineIndex, Position, Span};
