//! The text of a package as it is put together, with the way back to the parts.

use crate::text::{SourceMap, Span};

/// The text so far.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The text, one paragraph a line.
    pub text: String,
    /// The way back.
    pub map: SourceMap,
}

impl Sheet {
    /// Appends text that stands in the part as it is; gives its place in the sheet.
    pub fn verbatim(&mut self, text: &str, start: usize) -> usize {
        let at = self.text.len();
        self.text.push_str(text);
        self.map.push_verbatim(text.len(), start);
        at
    }

    /// Appends text that markup of the part stands for; gives its span in the sheet.
    pub fn decoded(&mut self, text: &str, span: Span) -> Span {
        let at = self.text.len();
        self.text.push_str(text);
        self.map.push_unit(text.len(), span);
        Span::new(at, self.text.len())
    }
}
