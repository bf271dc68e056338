//! UTF-16 without a byte order mark, told by its zero bytes.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How much of a file is looked at, in bytes.
const SAMPLE: usize = 65_536;

/// Which of the two it is: ASCII characters, of which every text has some, have a zero as their high
/// byte; and nearly all characters are such as texts have.
pub fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let encoding = if low > high { UTF_16LE } else { UTF_16BE };
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut usual, mut all) = (0, 0);
    for c in text.chars() {
        all += 1;
        usual += usize::from(is_usual(c));
    }
    (all > 0 && usual * 10 >= all * 9).then_some(encoding)
}

fn is_usual(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r'
        | ' '..='~'
        | '\u{a0}'..='\u{ff}'
        | '\u{2010}'..='\u{203b}'
        | '\u{2190}'..='\u{22ff}'
        | '\u{2460}'..='\u{25ff}'
        | '\u{3000}'..='\u{30ff}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ff00}'..='\u{ffef}'
    )
}
