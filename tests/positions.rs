//! The law that every position rests on: each run of a block's text, decoded from its bytes by the
//! rules of the format, gives exactly its part of the text; and the bytes of the file that it maps to,
//! decoded, give the same.

#[path = "common/docx.rs"]
mod docx;

use claimlint::document::{Document, Format, Hint, ReadError, html, read};
use claimlint::knowledge::Knowledge;
use claimlint::text::{PartSpan, Run};
use encoding_rs::{BIG5, Encoding, GB18030, SHIFT_JIS, UTF_16BE, UTF_16LE};
use proptest::prelude::*;

fn document(source: &str, format: Format) -> Document {
    let knowledge = Knowledge::builtin().unwrap();
    read(source.as_bytes(), &Hint { format: Some(format), ..Hint::default() }, knowledge).unwrap()
}

/// Checks the law for every block of a document.
fn assert_law(source: &str, document: &Document) {
    assert_eq!(document.source, source);
    for block in &document.blocks {
        let text = block.text.as_str();
        let (mut at, mut end) = (0, 0);
        for run in block.text.runs() {
            let part = &text[run.at..run.at + run.len];
            let raw = source.get(run.span.start..run.span.end);
            let raw = raw.unwrap_or_else(|| panic!("{run:?} cuts a character of {source:?}"));
            assert_eq!(run.at, at, "a gap between the runs of {text:?}");
            assert!(run.span.start >= end, "{run:?} goes back in {source:?}");
            assert!(!raw.is_empty(), "{part:?} comes from nowhere in {source:?}");
            assert!(decodes_to(raw, part, run), "{raw:?} does not read {part:?} in {source:?}");
            (at, end) = (run.at + run.len, run.span.end);
        }
        assert_eq!(at, text.len(), "text without a run in {text:?}");
        for link in &block.links {
            assert!(block.as_str().get(link.range.clone()).is_some(), "a link off the characters");
        }
    }
}

/// Checks for every character of every block that its bytes in the file decode to it.
fn assert_bytes(document: &Document, gives: impl Fn(&PartSpan, &str) -> bool) {
    for block in &document.blocks {
        for (at, c) in block.as_str().char_indices() {
            let range = at..at + c.len_utf8();
            let span = block.span(range.clone());
            let decoded = &document.source[span.start..span.end];
            let bytes = block.bytes(range);
            assert!(gives(&bytes, decoded), "{decoded:?} at {bytes:?} in {:?}", document.source);
        }
    }
}

/// Encodes a text, reads it with no more than a label or a mark, and checks both laws.
fn assert_law_in(encoding: &'static Encoding, source: &str, format: Format) {
    let wide: fn(u16) -> [u8; 2] = if encoding == UTF_16LE { u16::to_le_bytes } else { u16::to_be_bytes };
    let (bytes, mark) = if encoding.is_ascii_compatible() {
        (encoding.encode(source).0.into_owned(), 0)
    } else {
        (format!("\u{feff}{source}").encode_utf16().flat_map(wide).collect(), 2)
    };
    let (source, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if std::str::from_utf8(&bytes).is_ok_and(|as_utf8| as_utf8 != source) {
        return; // It may be either.
    }
    let hint = Hint { format: Some(format), charset: Some(encoding.name().into()), ..Hint::default() };
    let document = read(&bytes, &hint, Knowledge::builtin().unwrap()).unwrap();
    assert_law(&source, &document);
    assert_bytes(&document, |span, decoded| {
        let raw = &bytes[span.start..span.end];
        span.part.is_none() && encoding.decode_without_bom_handling(raw).0 == decoded
    });
}

fn encodings() -> impl Strategy<Value = &'static Encoding> {
    let all = [GB18030, BIG5, SHIFT_JIS, UTF_16LE, UTF_16BE];
    (0..all.len()).prop_map(move |i| all[i])
}

/// Whether source bytes can stand for a part of the text; written apart from the reader.
fn decodes_to(raw: &str, part: &str, run: &Run) -> bool {
    if run.verbatim {
        return raw == part;
    }
    let is_blank = char::is_whitespace;
    let blank = raw.chars().all(is_blank)
        || reference(raw).chars().all(is_blank)
        || numeric(raw).is_some_and(is_blank);
    let markup = raw.starts_with('<');
    match part {
        " " if blank || markup => true,
        "\n" if blank || markup || raw.starts_with('\\') => true,
        " | " => markup || raw.len() == 1,
        _ => {
            let read = reference(raw);
            read == part
                || numeric(raw).is_some_and(|c| part.chars().eq([c]))
                || digits(part) == digits(&read)
                || digits(part) == raw.trim_matches('^')
                || footnote(raw, part)
        }
    }
}

/// Character references, read by html5ever itself.
fn reference(raw: &str) -> String {
    scraper::Html::parse_fragment(raw).root_element().text().collect()
}

/// A numeric reference as Markdown reads it: the code point itself, also from 0x80 to 0x9f.
fn numeric(raw: &str) -> Option<char> {
    let number = raw.strip_prefix("&#")?.strip_suffix(';')?;
    let hexadecimal = number.strip_prefix(['x', 'X']).map(|n| u32::from_str_radix(n, 16));
    char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)
}

fn digits(part: &str) -> String {
    let digit = |c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|s| s == c).and_then(|d| char::from_digit(d as u32, 10));
    let sign = |c| match c {
        '⁺' => '+',
        '⁻' => '-',
        c => c,
    };
    part.chars().map(|c| digit(c).unwrap_or(sign(c))).collect()
}

fn footnote(raw: &str, part: &str) -> bool {
    let label = raw.strip_prefix("[^").map(|r| r.trim_end_matches(':').trim_end_matches(']'));
    label.is_some_and(|label| digits(part) == label || part == format!("[{label}]"))
}

const WORDS: &[&str] = &[
    "&amp;",
    "&nbsp;",
    "&lt5",
    "&notit;",
    "&#8804;",
    "&#x2265",
    "&semi;",
    "&nosuch;",
    "& b",
    "&",
    "\r\n",
    "\r",
    " \t\n ",
    "1,3",
    "\u{a0}\u{3000}",
    "<",
    "</>",
    "]]>",
    "<![CDATA[x&amp;y]]>",
    "<!-- c -->",
    "<!>",
    "<?p ?>",
    "-3",
    "&#49;",
    "&#13;",
    "&#x80;",
    "\u{feff}",
    "é",
    "<é",
    "</é>",
    "&é",
    "&#",
    "&#x",
    "&a",
    "&amp",
    "&ampx",
    "<!DOCTYPE html>",
    "\n",
    "<!--",
    "-->",
    "\u{200b}",
    "&NotEqualTilde;",
    "&nGt;",
    "<![CDATA[A]&B]]]x]]]]>",
    "<![CDATA[]]]y]]>",
    "<![CDATA[",
    "]",
    "]]",
    "<math>",
    "\u{b}",
    "参考文献",
    "[1]",
    "\u{c}",
];

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => "[a-z ]{1,12}",
        1 => "[每日次服用药片剂 ，。]{1,8}",
        3 => (0..WORDS.len()).prop_map(|i| WORDS[i].to_owned()),
    ]
}

const TAGS: &[&str] = &[
    "p",
    "div",
    "b",
    "i",
    "a",
    "span",
    "sup",
    "sub",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "caption",
    "ul",
    "li",
    "h1",
    "h2",
    "br",
    "img",
    "pre",
    "script",
    "style",
    "title",
    "textarea",
    "svg",
    "math",
    "mi",
    "desc",
    "select",
    "option",
    "template",
    "noscript",
    "form",
    "nav",
    "footer",
    "article",
    "blockquote",
    "dd",
    "colgroup",
    "col",
    "frameset",
    "body",
    "html",
    "head",
    "font",
    "nobr",
    "ruby",
    "rt",
    "xmp",
    "plaintext",
    "td",
    "tr",
    "table",
    "p",
    "sup",
    "a",
    "b",
];

fn page() -> impl Strategy<Value = String> {
    let tag = || (0..TAGS.len()).prop_map(|i| TAGS[i]);
    let piece = prop_oneof![
        4 => words(),
        3 => tag().prop_map(|t| format!("<{t}>")),
        2 => tag().prop_map(|t| format!("</{t}>")),
        1 => tag().prop_map(|t| format!("<{t} class=x href='y&amp;z' hidden")),
        1 => words().prop_map(|w| format!("<img alt=\"{w}\">")),
        1 => words().prop_map(|w| format!("<img alt='{w}' ALT=q>")),
        1 => words().prop_map(|w| format!("<img alt={w}>")),
        1 => tag().prop_map(|t| format!("<{t} href=\"u\" a=1 a=2/>")),
    ];
    (any::<bool>(), prop::collection::vec(piece, 0..40))
        .prop_map(|(bom, pieces)| format!("{}{}", if bom { "\u{feff}" } else { "" }, pieces.concat()))
}

const MARKS: &[&str] = &[
    "\n\n",
    "\n",
    "\n\n# ",
    "\n- ",
    "\n  1. ",
    "\n> ",
    "**",
    "*",
    "`",
    "``",
    "\\*\\|\\a\\",
    "[^1]",
    "\n\n[^1]: ",
    "[a](http://b)",
    "![甲&amp;乙](c)",
    "^1,2^",
    "^9/L，10^",
    "<sup>12</sup>",
    "<br>",
    "  \n",
    "\\\n",
    "\n\n| 甲 | b |\n|---|---|\n| 1 \\| 2 | `x` |\n",
    "\n\n    code\n",
    "\n```\na  b\r\nc\n```\n",
    "\n\n<div>甲<p>乙&lt;\n</div>\n\n",
    "\n- [ ] x",
    "\n===\n",
    "\r\n\r\n",
    "[x]: http://y\n",
    "<http://z>",
    "\n---\ntitle: a\n---\n",
    "~1~2",
];

fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![words(), (0..MARKS.len()).prop_map(|i| MARKS[i].to_owned())];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Inputs that once broke the law or the reader, most of them found by fuzzing.
const HARD: &[&str] = &[
    "&nGt;svr;sp.",
    "5\u{b}\t\n\t1\t\r",
    "<.-.-[!--!| a |\n|---|-\n!\n-.-|\n|---|-\n\n-\u{16}-|\t-\n",
    "[DA<math\n1>ath><![CDATA[A&EEEE<![A[AEE)\tEEE]&B",
    "<math>  \n<![CDATA[A]&B]]]x]]]]>]",
    "<math><![CDATA[x&amp;y]]></math>&amp;",
    "<table href=u>a<!DOCTYPE html>",
    "<img alt='<![CDATA[x&amp;y]]>' ALT=q>",
    "</>&semi;</>&lt5",
    "<pre>\n\n a\r\n&#13;b</pre><textarea>\n&amp</textarea>",
    "<table>甲<tr>乙<td>丙</td>&nbsp;</tr>丁</table>戊",
    "<p>a<sup>1</sup><sup>[2]</sup><sup>&#49;,3</sup>",
    "\u{feff}<p>每日<b>一</b>\r\n次",
    "# &amp; \t\n \n\n## &#x80;\u{b}\n",
    "[^1]: <http://z>&amp;a\n\nb[^1]^1,2^ `` `c` `` \\*d\\|\n",
];

#[test]
fn hard_cases_keep_the_law() {
    for source in HARD {
        for format in [Format::Html, Format::Markdown, Format::Plain] {
            assert_law(source, &document(source, format));
        }
    }
}

/// Whether a piece of a part stands for a piece of text.
fn markup_gives(raw: &str, decoded: &str) -> bool {
    match raw {
        "<w:tab/>" => decoded == "\t",
        "<w:br/>" | "</w:p>" | "</w:tr>" | "<w:p/>" => decoded == "\n",
        _ if raw.starts_with("<w:footnote") => decoded.chars().all(|c| "[]0123456789⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c)),
        _ => quick_xml::escape::unescape(raw).is_ok_and(|text| text == decoded),
    }
}

fn escaped(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\r' | '\n')).collect();
    quick_xml::escape::partial_escape(kept).into_owned()
}

const PROPERTIES: &[&str] =
    &["", "<w:b/>", "<w:vanish/>", "<w:vertAlign w:val=\"superscript\"/>", "<w:rStyle w:val=\"ref\"/>"];

fn run() -> impl Strategy<Value = String> {
    let content = prop_oneof![
        6 => words().prop_map(|w| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(&w))),
        1 => words().prop_map(|w| format!("<w:t><![CDATA[{}]]></w:t>", escaped(&w).replace("]]>", "").replace(['&', ';'], ""))),
        1 => words().prop_map(|w| format!("<w:drawing><wp:docPr descr=\"{}\"/></w:drawing>", escaped(&w).replace('"', ""))),
        1 => (0..4_usize).prop_map(|id| format!("<w:footnoteReference w:id=\"{id}\"/>")),
        1 => Just("<w:tab/>".to_owned()),
        1 => Just("<w:br/>".to_owned()),
        1 => Just("<w:t>&#49;&#x33;&quot;</w:t>".to_owned()),
        1 => Just("<w:footnoteRef/>".to_owned()),
        1 => Just("<w:pict><w:p><w:r><w:t>框</w:t></w:r></w:p></w:pict>".to_owned()),
    ];
    let run = (0..PROPERTIES.len(), content)
        .prop_map(|(i, c)| format!("<w:r><w:rPr>{}</w:rPr>{c}</w:r>", PROPERTIES[i]));
    prop_oneof![6 => run.clone(), 1 => run.clone().prop_map(|r| format!("<w:del>{r}</w:del>")), 1 => run.prop_map(|r| format!("<w:hyperlink r:id=\"r4\">{r}</w:hyperlink>"))]
}

fn body() -> impl Strategy<Value = String> {
    let runs = || prop::collection::vec(run(), 0..6).prop_map(|runs| runs.concat());
    let style = (0..4_usize).prop_map(|i| {
        [
            "",
            "<w:pStyle w:val=\"a3\"/>",
            "<w:pStyle w:val=\"own\"/>",
            "<w:numPr><w:numId w:val=\"1\"/></w:numPr>",
        ][i]
    });
    let paragraph =
        (style, runs()).prop_map(|(style, runs)| format!("<w:p><w:pPr>{style}</w:pPr>{runs}</w:p>"));
    let cell = runs().prop_map(|runs| format!("<w:tc><w:p>{runs}</w:p><w:p/></w:tc>"));
    let row = prop::collection::vec(cell, 0..4).prop_map(|cells| format!("<w:tr>{}</w:tr>", cells.concat()));
    let table = prop::collection::vec(row, 0..3).prop_map(|rows| format!("<w:tbl>{}</w:tbl>", rows.concat()));
    let piece = prop_oneof![4 => paragraph, 1 => table];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn pages_keep_the_law(source in page()) {
        assert_law(&source, &document(&source, Format::Html));
    }

    #[test]
    fn pages_give_the_tree_that_scraper_gives(source in page()) {
        // html5ever drops a byte order mark behind every script, which the standard does not ask for.
        let source = &source.replace('\u{feff}', "");
        let dom = html::parse(source, 0).unwrap();
        prop_assert_eq!(dom.html.html(), scraper::Html::parse_document(source).html());
        for node in dom.html.tree.nodes() {
            if let Some(text) = node.value().as_text() {
                let placed = dom.places.text.get(&node.id()).map_or("", |t| t.as_str());
                prop_assert_eq!(placed, &**text, "in {:?}", source);
            }
        }
    }

    #[test]
    fn markdown_keeps_the_law(source in markdown()) {
        assert_law(&source, &document(&source, Format::Markdown));
    }

    #[test]
    fn plain_text_keeps_the_law(lines in prop::collection::vec(words(), 0..30), end in "\n|\r\n|\r| ") {
        let source = lines.join(&end);
        assert_law(&source, &document(&source, Format::Plain));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn other_encodings_keep_the_law(
        page in page(),
        text in markdown(),
        format in prop_oneof![Just(Format::Markdown), Just(Format::Plain)],
        encoding in encodings(),
    ) {
        assert_law_in(encoding, &page, Format::Html);
        assert_law_in(encoding, &text, format);
    }

    #[test]
    fn word_processor_files_keep_the_law(body in body(), notes in prop::collection::vec(run(), 0..4)) {
        let note = |(id, text): (usize, &String)| format!("<w:footnote w:id=\"{id}\"><w:p>{text}</w:p></w:footnote>");
        let parts = docx::parts(&body, &notes.iter().enumerate().map(note).collect::<String>(), "");
        let document = match read(&docx::pack(&parts), &Hint::default(), Knowledge::builtin().unwrap()) {
            Err(ReadError::NoText) => return Ok(()),
            read => read.unwrap(),
        };
        assert_law(&document.source, &document);
        assert_bytes(&document, |span, decoded| {
            let content = &parts.iter().find(|(name, _)| Some(*name) == span.part.as_deref()).unwrap().1;
            markup_gives(&content[span.start..span.end], decoded)
        });
    }
}
