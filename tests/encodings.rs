//! One article in every encoding and container reads as the same blocks, found at its own bytes; what
//! is no article is refused in words that help; bombs cost no more than the limits allow.

#[path = "common/docx.rs"]
mod docx;

use claimlint::document::{BlockKind, Document, Format, Hint, ReadError, read};
use claimlint::knowledge::Knowledge;
use docx::{pack, parts};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, SHIFT_JIS};

fn document(bytes: &[u8]) -> Document {
    read(bytes, &Hint::default(), Knowledge::builtin().unwrap()).unwrap()
}

fn docx(body: &str) -> Vec<u8> {
    pack(&parts(body, "", ""))
}

fn refused(bytes: &[u8]) -> String {
    let refused = read(bytes, &Hint::default(), Knowledge::builtin().unwrap()).err();
    refused.expect("the file is refused").to_string()
}

fn outline(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|b| (b.kind, b.text.as_str())).collect()
}

fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{} cannot write {text:?}", encoding.name());
    bytes.into_owned()
}

fn utf16(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to).collect()
}

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"LABEL\"><title>睡前补镁有用吗</title></head><body><article>
<h1>睡前补镁有用吗</h1><p>一项研究让40名失眠者每晚服用镁片，8周后入睡时间缩短了约10分钟。</p>
<p>镁片<b>能根治</b>失眠，无效退款。</p><p>成人每日镁摄入量约为330&nbsp;mg，肾功能不全者不要自行服用。</p></article></body></html>";

#[test]
fn a_page_reads_alike_in_every_encoding_at_its_own_bytes() {
    let page = PAGE.replace("LABEL", "utf-8");
    let plain = document(page.as_bytes());
    let mut files = vec![
        (page.replace("utf-8", "gb2312").into_bytes(), encoding_rs::UTF_8),
        (utf16(&page, u16::to_le_bytes), encoding_rs::UTF_16LE),
        (utf16(&page, u16::to_be_bytes), encoding_rs::UTF_16BE),
        (utf16(&format!("\u{feff}{page}"), u16::to_le_bytes), encoding_rs::UTF_16LE),
        (utf16(&format!("\u{feff}{page}"), u16::to_be_bytes), encoding_rs::UTF_16BE),
    ];
    for label in ["gb2312", "gb18030", "utf-8", "nonsense"] {
        files.push((encode(GB18030, &PAGE.replace("LABEL", label)), GB18030));
    }
    for (bytes, encoding) in files {
        let read = document(&bytes);
        assert_eq!(outline(&read), outline(&plain), "{}", encoding.name());
        for block in &read.blocks {
            let at = block.as_str().find(|c| c > '\u{7f}').unwrap();
            let span = block.bytes(at..at + 3);
            let raw = encoding.decode_without_bom_handling(&bytes[span.start..span.end]).0;
            assert_eq!((span.part, raw.as_ref()), (None, block.shown(at..at + 3)), "{}", encoding.name());
        }
    }
}

#[test]
fn encodings_without_a_word_about_them_are_told_in_text_and_markdown() {
    let taiwan = "# 睡前補鎂有用嗎\n\n一項研究讓40名失眠者每晚服用鎂片，八週後入睡時間縮短了約10分鐘。\n\n## 誰不要吃\n\n- 腎功能不全者不要自行服用\n";
    let read = document(&encode(BIG5, taiwan));
    assert_eq!((read.format, read.source.as_str()), (Format::Markdown, taiwan));
    assert_eq!(read.blocks[0].as_str(), "睡前补镁有用吗");
    let japanese = "カルシウムは毎日の食事からとることができます。\n骨を丈夫にする働きがあります。\n";
    assert_eq!(document(&encode(SHIFT_JIS, japanese)).source, japanese);
}

#[test]
fn a_header_is_believed_before_the_page() {
    let bytes = encode(BIG5, "<html><meta charset=gbk><p>鈣片不必天天吃，一天一杯牛奶就夠。</p>");
    let hint = Hint { charset: Some("Big5".into()), ..Hint::default() };
    let read = read(&bytes, &hint, Knowledge::builtin().unwrap()).unwrap();
    assert_eq!(read.blocks[0].text.as_str(), "鈣片不必天天吃，一天一杯牛奶就夠。");
}

const BODY: &str = "<w:p><w:pPr><w:pStyle w:val=\"a3\"/></w:pPr><w:r><w:t>钙片要不要</w:t></w:r><w:r><w:t>天天吃</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val=\"own\"/></w:pPr><w:r><w:t>一、钙从哪里来</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">牛奶 &amp; 豆制品是</w:t></w:r><w:del><w:r><w:delText>唯一</w:delText></w:r></w:del>
  <w:ins><w:r><w:t>主要</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>（内部备注）</w:t></w:r><w:r><w:t>来源</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"ref\"/></w:rPr><w:footnoteReference w:id=\"4\"/></w:r><w:r><w:t>。</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>豆腐 10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>&#50;</w:t></w:r><w:r><w:t xml:space=\"preserve\"> mg/m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>年龄</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>每次</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>成人</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t><w:br/><w:t>片</w:t></w:r></w:p><w:p/></w:tc></w:tr></w:tbl>
<w:p><w:pPr><w:pStyle w:val=\"cap\"/></w:pPr><w:r><w:t>表1 用量</w:t></w:r></w:p>
<w:p><w:r><w:drawing><wp:docPr id=\"1\" descr=\"一杯牛奶 &lt;示意&gt;\"/></w:drawing></w:r><w:hyperlink r:id=\"r4\"><w:r><w:t>详见指南</w:t></w:r></w:hyperlink><w:r><w:t xml:space=\"preserve\">，BMI</w:t><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>25者除外</w:t></w:r><w:r><w:endnoteReference w:id=\"2\"/></w:r><w:r><w:t>。</w:t></w:r></w:p>";

const FOOTNOTES: &str = "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id=\"4\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> 李明,王芳.钙摄入与骨密度[J].营养学杂志,2018,40(2):101-105.</w:t></w:r></w:p></w:footnote>";

const ENDNOTES: &str = "<w:endnote w:id=\"2\"><w:p><w:r><w:t>Smith J, Doe A. Calcium in adults. J Nutr. 2015;12(3):44-50.</w:t></w:r></w:p></w:endnote>";

#[test]
fn a_docx_reads_like_a_page() {
    let read = document(&pack(&parts(BODY, FOOTNOTES, ENDNOTES)));
    use BlockKind::{AltText, Caption, Heading, ListItem, Paragraph, Reference, TableRow, Title};
    let expected = [
        (Title, "钙片要不要天天吃"),
        (Heading, "一、钙从哪里来"),
        (Paragraph, "牛奶 & 豆制品是主要来源¹。"),
        (ListItem, "豆腐 10² mg/m²"),
        (TableRow, "年龄 | 每次"),
        (TableRow, "成人 | 1 片"),
        (Caption, "表1 用量"),
        (Paragraph, "详见指南，BMI≥25者除外²。"),
        (AltText, "一杯牛奶 <示意>"),
        (Reference, "[1] 李明,王芳.钙摄入与骨密度[J].营养学杂志,2018,40(2):101-105."),
        (Reference, "[2]Smith J, Doe A. Calcium in adults. J Nutr. 2015;12(3):44-50."),
    ];
    assert_eq!(outline(&read), expected);
    assert_eq!((read.format, read.title), (Format::Docx, Some(0)));
    let link = &read.blocks[7].links[0];
    assert_eq!(
        (&read.blocks[7].as_str()[link.range.clone()], link.href.as_str()),
        ("详见指南", "https://example.org/a?b=1&c=2")
    );
}

#[test]
fn a_place_in_a_docx_is_bytes_of_its_part() {
    let mut parts = parts(BODY, FOOTNOTES, ENDNOTES);
    parts[3].1.insert(0, '\u{feff}');
    let read = document(&pack(&parts));
    let raw = |block: usize, words: &str| {
        let block = &read.blocks[block];
        let at = block.as_str().find(words).unwrap();
        let span = block.bytes(at..at + words.len());
        let part = span.part.unwrap();
        let content = &parts.iter().find(|(name, _)| *name == part).unwrap().1;
        (part, content[span.start..span.end].to_owned())
    };
    let main = |raw: &str| ("word/document.xml".to_owned(), raw.to_owned());
    assert_eq!(raw(2, "&"), main("&amp;"));
    assert_eq!(raw(2, "¹"), main("<w:footnoteReference w:id=\"4\"/>"));
    assert_eq!(raw(3, "²"), main("&#50;"));
    assert_eq!(raw(7, "≥"), main("<w:sym w:font=\"Symbol\" w:char=\"F0B3\"/>"));
    assert_eq!(raw(8, "示意"), main("示意"));
    assert_eq!(raw(9, "[1]"), ("word/footnotes.xml".to_owned(), "<w:footnoteRef/>".to_owned()));
    assert_eq!(raw(10, "Calcium"), ("word/endnotes.xml".to_owned(), "Calcium".to_owned()));
}

#[test]
fn mails_and_saved_pages_are_read_from_their_html() {
    let html = encode(GBK, "<html><body><p>镁片能根治失眠，无效退款。</p></body></html>");
    let quoted: String = html.iter().map(|b| format!("={b:02X}")).collect::<Vec<_>>().join("=\r\n");
    let mail = format!(
        "From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}\r\n\
         --b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    );
    let read = document(mail.as_bytes());
    assert_eq!(
        (read.format, outline(&read)),
        (Format::Html, vec![(BlockKind::Paragraph, "镁片能根治失眠，无效退款。")])
    );
    let span = read.blocks[0].bytes(0..6);
    assert_eq!(span.part.as_deref(), Some("text/html"));
    assert_eq!(html[span.start..span.end], encode(GBK, "镁片"));
    let empty = "MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx";
    assert!(refused(empty.as_bytes()).contains("save the page"));
    assert_eq!(
        refused(&docx("<w:p><w:r><w:drawing><wp:docPr descr=\"图\"/></w:drawing></w:r></w:p>")),
        refused(empty.as_bytes())
    );
}

#[test]
fn content_comes_before_the_name() {
    let named = |bytes: &[u8], name: &str| {
        let hint = Hint { name: Some(name.into()), ..Hint::default() };
        read(bytes, &hint, Knowledge::builtin().unwrap()).map(|d| d.format)
    };
    assert_eq!(named(PAGE.as_bytes(), "a.txt"), Ok(Format::Html));
    assert_eq!(named(PAGE.as_bytes(), "a.docx"), Ok(Format::Html));
    assert_eq!(named(&docx(BODY), "a.html"), Ok(Format::Docx));
    assert_eq!(named("每日一次".as_bytes(), "a.eml"), Ok(Format::Plain));
    assert!(named(b"%PDF-1.7\n1 0 obj", "a.html").unwrap_err().to_string().contains("PDF"));
}

#[test]
fn packages_that_are_no_article_are_refused_by_name() {
    let zip = |parts: &[(&str, &str)]| {
        pack(&parts.iter().map(|(name, content)| (*name, (*content).to_owned())).collect::<Vec<_>>())
    };
    let types = ("[Content_Types].xml", "<Types/>");
    assert!(refused(&zip(&[types, ("xl/workbook.xml", "")])).contains("XLSX"));
    assert!(refused(&zip(&[types, ("ppt/presentation.xml", "")])).contains("PPTX"));
    assert!(refused(&zip(&[("a.txt", "x")])).contains("unpack it"));
    assert!(refused(&zip(&[types])).contains("it has no word/document.xml"));
    assert!(refused(&docx(BODY)[..400]).contains("save it as DOCX again"));
    assert!(refused(&docx("<w:p><w:r></w:p>")).contains("word/document.xml, byte"));
    let mut broken = docx(BODY);
    let at = broken.windows(17).position(|w| w == b"word/document.xml").unwrap() + 40;
    broken[at..at + 20].fill(0x55);
    assert!(refused(&broken).contains("word/document.xml"));
}

#[test]
fn entities_are_never_expanded() {
    let laughs = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let body = "<w:p><w:r><w:t>每日&b;一次</w:t></w:r></w:p>".repeat(20);
    let mut parts = parts(&body, "", "");
    parts[3].1 = parts[3].1.replace("<w:document", &format!("{laughs}<w:document"));
    let read = document(&pack(&parts));
    assert_eq!(read.blocks[0].text.as_str(), "每日&b;一次");
}

#[test]
fn bombs_are_told_by_the_limit_that_they_break() {
    let mebibytes = |n: usize| n << 20;
    assert_eq!(
        read(&vec![b'<'; mebibytes(50)], &Hint::default(), Knowledge::builtin().unwrap()),
        Err(ReadError::TooLong(Some(50 << 20)))
    );
    let bomb = docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "一".repeat(mebibytes(9))));
    assert!(bomb.len() < mebibytes(1) && refused(&bomb).contains("unpacked, the file is longer than"));
    let deep = format!("{}{}", "<w:sdt>".repeat(100_000), "</w:sdt>".repeat(100_000));
    assert!(refused(&docx(&deep)).contains("512"));
    assert!(refused(&docx(&"<w:p><w:r><w:t>x</w:t></w:r></w:p>".repeat(100_001))).contains("100000"));
    assert!(refused(format!("<html>{}", "<div>".repeat(100_000)).as_bytes()).contains("512"));
}

#[test]
fn long_inputs_of_one_kind_come_to_an_end() {
    let many = |piece: &str, n: usize| piece.repeat(n);
    let files = [
        many("每日一片，", 30_000),
        many("a ", 200_000),
        format!("<p>{}", many("&amp;", 50_000)),
        format!("<p>{}", many("&nosuch;", 50_000)),
        many("a: b\n", 100_000),
        many("<meta a=", 100_000),
        many("<!--", 100_000),
    ];
    for file in files {
        let _ = read(file.as_bytes(), &Hint::default(), Knowledge::builtin().unwrap());
    }
    let mixed = encode(GBK, &many("每a日b一c片d，e", 20_000));
    assert_eq!(document(&mixed).source.len(), 400_000);
    let noise: Vec<u8> =
        (0..100_000_u32).map(|i| 0x81 | (i.wrapping_mul(2_654_435_761) >> 16) as u8).collect();
    let _ = read(&noise, &Hint::default(), Knowledge::builtin().unwrap());
    let head = "MIME-Version: 1.0\r\nX: y\r\n";
    let boxes: String = (0..20_000)
        .map(|i| format!("Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"))
        .collect();
    let mails = many("Content-Type: message/rfc822\r\n\r\nMIME-Version: 1.0\r\n", 20_000);
    for mail in [
        format!("{head}{boxes}"),
        format!("{head}{mails}"),
        format!("{head}{}\r\n\r\nx", many("Y: z\r\n", 5_000)),
    ] {
        let _ = read(mail.as_bytes(), &Hint::default(), Knowledge::builtin().unwrap());
    }
    let rows = many("<w:tbl><w:tr><w:tc><w:p>", 80);
    let _ = read(&docx(&rows), &Hint::default(), Knowledge::builtin().unwrap());
    let styles: String = (0..5_000)
        .map(|i| {
            format!("<w:p><w:r><w:t>{i}</w:t></w:r><w:r><w:footnoteReference w:id=\"{i}\"/></w:r></w:p>")
        })
        .collect();
    assert!(document(&docx(&styles)).blocks.len() >= 5_000);
}

/// Overwrites some bytes.
fn spoil(bytes: &mut [u8], changes: &[(usize, u8)]) {
    let len = bytes.len();
    changes.iter().for_each(|(at, byte)| bytes[at % len] = *byte);
}

proptest::proptest! {
    #[test]
    fn spoilt_files_are_read_or_refused(changes in proptest::collection::vec((0..100_000_usize, proptest::num::u8::ANY), 1..12)) {
        let mut parts = parts(BODY, FOOTNOTES, ENDNOTES);
        let mut package = pack(&parts);
        spoil(&mut package, &changes);
        for (_, part) in &mut parts {
            let mut bytes = std::mem::take(part).into_bytes();
            spoil(&mut bytes, &changes);
            *part = String::from_utf8_lossy(&bytes).into_owned();
        }
        let mut mail = b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; \
            charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C3=BF=C8=D5</p>\r\n--b--\r\n".to_vec();
        spoil(&mut mail, &changes);
        let mut page = encode(GBK, &PAGE.replace("LABEL", "gbk"));
        spoil(&mut page, &changes);
        for bytes in [package, pack(&parts), mail, page] {
            if let Ok(read) = read(&bytes, &Hint::default(), Knowledge::builtin().unwrap()) {
                // A soft hyphen alone folds to nothing.
                for block in read.blocks.iter().filter(|b| !b.as_str().is_empty()) {
                    let span = block.bytes(0..block.as_str().len());
                    proptest::prop_assert!(
                        span.start < span.end && (span.part.is_some() || span.end <= bytes.len()),
                        "{span:?} of {block:?}"
                    );
                }
            }
        }
    }
}
