//! Characters of symbol fonts.

/// What is shown for a character whose meaning is not known.
const UNKNOWN: char = '\u{fffd}';

/// The character that a code stands for: those of the font Symbol that doses and results use are read.
pub fn shown(font: Option<&str>, code: u32) -> char {
    if !(0xf000..0xf100).contains(&code) {
        return char::from_u32(code).unwrap_or(UNKNOWN);
    }
    if font != Some("Symbol") {
        return UNKNOWN;
    }
    match code & 0xff {
        0x61 => 'α',
        0x62 => 'β',
        0x67 => 'γ',
        0x6d => 'μ',
        0xa3 => '≤',
        0xb0 => '°',
        0xb1 => '±',
        0xb3 => '≥',
        0xb4 => '×',
        _ => UNKNOWN,
    }
}
