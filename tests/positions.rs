//! The law that every position rests on: each run of a block's text, decoded from its bytes by the
//! rules of the format, gives exactly its part of the text.

use claimlint::document::{Document, Format, Hint, html, read};
use claimlint::knowledge::Knowledge;
use claimlint::text::Run;
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
