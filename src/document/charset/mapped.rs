//! Decodes bytes of a known encoding, noting where each character stands in them.

use crate::text::{SourceMap, Span};
use encoding_rs::{BIG5, DecoderResult, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

/// What stands for bytes that are no character.
const BROKEN: &str = "\u{fffd}";

/// A decoded text, and how well it went.
#[derive(Debug)]
pub struct Mapped {
    /// What it was decoded from.
    pub encoding: &'static Encoding,
    /// The text.
    pub text: String,
    /// The way back.
    pub map: SourceMap,
    /// Characters beyond ASCII.
    pub wide: usize,
    /// Sequences that are no characters.
    pub broken: usize,
    /// Offset of the first of them.
    pub first_broken: usize,
    /// Control characters that no text has.
    pub controls: usize,
    /// Offset of the first of them.
    pub first_control: usize,
}

impl Mapped {
    /// Decodes what stands behind a byte order mark of some length.
    pub fn decode(bytes: &[u8], mark: usize, encoding: &'static Encoding) -> Mapped {
        let mut mapped = Mapped {
            encoding,
            text: String::with_capacity(bytes.len() + bytes.len() / 2),
            map: SourceMap::default(),
            wide: 0,
            broken: 0,
            first_broken: 0,
            controls: 0,
            first_control: 0,
        };
        if encoding == UTF_8 {
            mapped.utf8(bytes)
        } else {
            mapped.units(bytes, mark)
        }
        mapped
    }

    fn utf8(&mut self, bytes: &[u8]) {
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            let (valid, invalid) = (chunk.valid(), chunk.invalid());
            self.wide += valid.chars().filter(|c| !c.is_ascii()).count();
            self.verbatim(valid, at);
            at += valid.len();
            if !invalid.is_empty() {
                self.broken(Span::new(at, at + invalid.len()));
            }
            at += invalid.len();
        }
    }

    /// Decodes unit by unit; each, by itself, gives its characters.
    fn units(&mut self, bytes: &[u8], mark: usize) {
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut buffer = [0; 16];
        let mut at = mark;
        while at < bytes.len() {
            if self.encoding.is_ascii_compatible() {
                let ascii = &bytes[at..at + Encoding::ascii_valid_up_to(&bytes[at..])];
                self.verbatim(std::str::from_utf8(ascii).unwrap_or_default(), at);
                at += ascii.len();
            }
            let len = unit(self.encoding, &bytes[at..]);
            let unit = &bytes[at..at + len];
            let (result, _, written) = decoder.decode_to_utf8_without_replacement(unit, &mut buffer, false);
            let decoded = std::str::from_utf8(&buffer[..written]).unwrap_or_default();
            if result == DecoderResult::InputEmpty && !decoded.is_empty() {
                self.wide += decoded.chars().filter(|c| !c.is_ascii()).count();
                self.note_controls(decoded, at);
                self.text.push_str(decoded);
                self.map.push_unit(decoded.len(), Span::new(at, at + len));
                at += len;
            } else if len > 0 {
                decoder = self.encoding.new_decoder_without_bom_handling();
                let bad = broken_len(self.encoding, unit);
                self.broken(Span::new(at, at + bad));
                at += bad;
            }
        }
    }

    fn verbatim(&mut self, text: &str, start: usize) {
        self.note_controls(text, start);
        self.text.push_str(text);
        self.map.push_verbatim(text.len(), start);
    }

    fn broken(&mut self, span: Span) {
        if self.broken == 0 {
            self.first_broken = span.start;
        }
        self.broken += 1;
        self.text.push_str(BROKEN);
        self.map.push_unit(BROKEN.len(), span);
    }

    fn note_controls(&mut self, text: &str, start: usize) {
        let control =
            |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
        let found = text.chars().filter(control).count();
        if found > 0 && self.controls == 0 {
            self.first_control = start + text.find(|c| control(&c)).unwrap_or(0);
        }
        self.controls += found;
    }
}

/// How many bytes the first character takes, by its first bytes.
fn unit(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (first, second) = match bytes {
        [] => return 0,
        [first] => (*first, 0),
        [first, second, ..] => (*first, *second),
    };
    let double = |lead: bool| if lead { 2 } else { 1 };
    let len = if encoding == GB18030 || encoding == GBK {
        if (0x81..=0xfe).contains(&first) && second.is_ascii_digit() { 4 } else { double(first > 0x80) }
    } else if encoding == BIG5 || encoding == EUC_KR {
        double(first > 0x80)
    } else if encoding == SHIFT_JIS {
        double(matches!(first, 0x81..=0x9f | 0xe0..=0xfc))
    } else if encoding == EUC_JP {
        if first == 0x8f { 3 } else { double(first >= 0x8e) }
    } else if encoding == UTF_16LE {
        if (0xd8..0xdc).contains(&second) { 4 } else { 2 }
    } else if encoding == UTF_16BE {
        if (0xd8..0xdc).contains(&first) { 4 } else { 2 }
    } else {
        1
    };
    len.min(bytes.len())
}

/// How many bytes of a unit that is no character are passed over: a byte of ASCII inside it is read
/// again as a character of its own.
fn broken_len(encoding: &'static Encoding, unit: &[u8]) -> usize {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return unit.len().min(2);
    }
    match unit {
        [_, second] if !second.is_ascii() => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_unit_decodes_to_its_text(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60), which in 0..9_usize) {
            let all = [GB18030, GBK, BIG5, SHIFT_JIS, EUC_JP, EUC_KR, UTF_16LE, UTF_16BE, UTF_8];
            let mapped = Mapped::decode(&bytes, 0, all[which]);
            let mut end = 0;
            for (at, c) in mapped.text.char_indices() {
                let span = mapped.map.span(at..at + c.len_utf8());
                proptest::prop_assert!(span.start == end || span.end == end, "{span:?} leaves a gap");
                end = span.end;
                let (alone, _) = all[which].decode_without_bom_handling(&bytes[span.start..span.end]);
                proptest::prop_assert!(alone.contains(c), "{c:?} is not what {span:?} gives");
            }
            proptest::prop_assert_eq!(end, bytes.len());
        }
    }
}
