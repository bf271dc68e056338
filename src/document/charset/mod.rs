//! From bytes to text: which encoding a file is in, and where each character stands in its bytes.

mod declared;
mod mapped;
mod utf16;

use super::limits::ReadError;
use crate::text::SourceMap;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GBK, ISO_2022_JP, UTF_8, WINDOWS_1252};
use mapped::Mapped;
use std::borrow::Cow;

/// A file as text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text; of a file in UTF-8 all of it, the byte order mark too.
    pub text: Cow<'a, str>,
    /// The way back to the bytes; none where they are the text.
    pub map: Option<SourceMap>,
}

/// Decodes a file: a byte order mark is believed first, then that it is UTF-8 if it can be, then what
/// `header` says (a label as in `Content-Type: …; charset=`), then what the file says of itself,
/// as far as the bytes bear it out; else the encoding is told from the bytes.
pub fn decode<'a>(bytes: &'a [u8], header: Option<&str>) -> Result<Decoded<'a>, ReadError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).filter(|(e, _)| *e != UTF_8) {
        return text_of(Mapped::decode(bytes, mark, encoding), bytes);
    }
    let header = header.and_then(|label| known(label.as_bytes()));
    if let Some(nul) = bytes.iter().position(|b| *b == 0) {
        let wide = header.filter(|e| !e.is_ascii_compatible());
        let encoding = wide.or_else(|| utf16::guess(bytes)).ok_or(ReadError::Binary(nul))?;
        return text_of(Mapped::decode(bytes, 0, encoding), bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: Cow::Borrowed(text), map: None });
    }
    let said = [header, declared::encoding(bytes)].into_iter().flatten();
    for encoding in said.filter(|e| *e != WINDOWS_1252) {
        let mapped = Mapped::decode(bytes, 0, encoding);
        if mapped.broken * FEW <= mapped.wide {
            return text_of(mapped, bytes);
        }
    }
    text_of(Mapped::decode(bytes, 0, detect(bytes)), bytes)
}

/// A declared encoding is believed if it leaves no more than one in so many characters undecoded.
/// `windows-1252`, in which everything can be read, is what servers say when they know nothing.
const FEW: usize = 20;

fn known(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label).filter(|e| *e != ISO_2022_JP)
}

/// The encoding told from the bytes.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    if guess.is_single_byte() && is_gb2312(bytes) { GBK } else { guess }
}

/// Whether all that is beyond ASCII is pairs of bytes as GB 2312 has them. Latin letters with accents
/// stand alone; Han characters next to Latin letters, `维C片`, are what the detector takes for such.
fn is_gb2312(bytes: &[u8]) -> bool {
    let words = bytes.split(u8::is_ascii).filter(|word| !word.is_empty());
    let pair = |pair: &[u8]| matches!(pair, [0xa1..=0xf7, 0xa1..=0xfe]);
    words.into_iter().all(|word| word.chunks(2).all(pair))
}

/// The text, unless too much of it is none.
fn text_of<'a>(mapped: Mapped, bytes: &[u8]) -> Result<Decoded<'a>, ReadError> {
    if mapped.controls * 50 > bytes.len() {
        return Err(ReadError::Binary(mapped.first_control));
    }
    if mapped.broken * 4 > mapped.wide {
        return Err(ReadError::Undecodable { encoding: mapped.encoding.name(), at: mapped.first_broken });
    }
    Ok(Decoded { text: Cow::Owned(mapped.text), map: Some(mapped.map) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, GB18030, SHIFT_JIS};

    const TEXT: &str = "补钙并非越多越好。\n成人每日800 mg即可，不要自行加量。\n";

    fn read(bytes: &[u8], header: Option<&str>) -> String {
        decode(bytes, header).unwrap().text.into_owned()
    }

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn encodings_are_told_without_a_word_about_them() {
        assert_eq!(read(&encoded(GBK, TEXT), None), TEXT);
        assert_eq!(
            read(&encoded(GB18030, "㐀字罕用，𠀀字更少。正文照旧可读。"), None).chars().nth(7),
            Some('更')
        );
        assert_eq!(read(&encoded(GBK, "维C片，钙D片，锌B片"), None), "维C片，钙D片，锌B片");
        let traditional = "補鈣並非越多越好。\n成人每日800 mg即可，不要自行加量。\n";
        assert_eq!(read(&encoded(BIG5, traditional), None), traditional);
        let japanese = "カルシウムは毎日の食事からとることができます。";
        assert_eq!(read(&encoded(SHIFT_JIS, japanese), None), japanese);
        let english = b"Don\x92t take more than 500 mg \x96 it is \x93enough\x94.";
        assert_eq!(read(english, None), "Don’t take more than 500 mg – it is “enough”.");
    }

    #[test]
    fn what_is_said_is_believed_if_the_bytes_bear_it_out() {
        let page = |label: &str| format!("<html><head><meta charset={label}></head><p>{TEXT}");
        let gbk = |label: &str| encoded(GBK, &page(label));
        assert_eq!(read(&gbk("gb2312"), None), page("gb2312"));
        assert_eq!(read(&gbk("utf-8"), None), page("utf-8"));
        assert_eq!(read(&gbk("iso-8859-1"), Some("utf-8")), page("iso-8859-1"));
        assert_eq!(read(page("gb2312").as_bytes(), Some("gbk")), page("gb2312"));
        let short = encoded(SHIFT_JIS, "薬効");
        assert_eq!(read(&short, Some("Shift_JIS")), "薬効");
    }

    #[test]
    fn one_bad_byte_is_one_mark() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.insert(3, 0xff);
        let decoded = decode(&bytes, Some("utf-8")).unwrap();
        assert!(decoded.text.starts_with("补\u{fffd}钙"));
        let span = decoded.map.unwrap().span(3..6);
        assert_eq!((span.start, span.end), (3, 4));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(matches!(decode(b"h\0i\0\xff\x01\0\x02", None), Err(ReadError::Binary(1))));
        let noise: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 | 1).collect();
        assert!(decode(&noise, None).is_err());
        assert!(matches!(
            decode(b"\xfe\xff\xd8\x00\xd8\x00\xd8\x00", None),
            Err(ReadError::Undecodable { .. })
        ));
    }
}
