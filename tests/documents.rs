//! One article in every format and layout reads as the same blocks; limits are named in words that
//! help; structure is told from content.

use claimlint::document::{BlockKind, Document, Format, Hint, ReadError, read};
use claimlint::knowledge::Knowledge;
use claimlint::text::Language;

fn document(source: &str) -> Document {
    read(source.as_bytes(), &Hint::default(), Knowledge::builtin().unwrap()).unwrap()
}

fn refused(bytes: &[u8]) -> ReadError {
    let refused = read(bytes, &Hint::default(), Knowledge::builtin().unwrap()).err();
    refused.expect("the file is refused")
}

/// Kind and text of every block but residue, list marks and Markdown's hashes aside.
fn outline(document: &Document) -> Vec<(BlockKind, String)> {
    let kept = document.blocks.iter().filter(|b| b.kind != BlockKind::Residue);
    kept.map(|b| {
        let kind = if b.kind == BlockKind::ListItem { BlockKind::Paragraph } else { b.kind };
        (kind, b.text.as_str().trim_start_matches(['#', '-', ' ']).to_owned())
    })
    .collect()
}

const PLAIN: &str = "钙片要不要天天吃

作者：王医生（示例医院）｜2024-05-01发布

一、钙从哪里来
牛奶和豆制品是钙的主要来源。

- 牛奶：每100 mL约含钙100 mg
- 豆腐：因品种而异

二、要不要补
一项研究[1]显示，饮食足够者不必额外补钙。

参考文献
[1] 李明,王芳.钙摄入与骨密度[J].营养学杂志,2018,40(2):101-105.
[2] Smith J, Doe A. Calcium in adults. J Nutr. 2015;12(3):44-50.

免责声明：本文仅供参考，不能替代医生的诊断。
";

const MARKDOWN: &str = "# 钙片要不要天天吃

作者：王医生（示例医院）｜2024-05-01发布

## 一、钙从哪里来

牛奶和豆制品是钙的主要来源。

- 牛奶：每100 mL约含钙100 mg
- 豆腐：因品种而异

## 二、要不要补

一项研究[1]显示，饮食足够者不必额外补钙。

## 参考文献

[1] 李明,王芳.钙摄入与骨密度[J].营养学杂志,2018,40(2):101-105.
[2] Smith J, Doe A. Calcium in adults. J Nutr. 2015;12(3):44-50.

免责声明：本文仅供参考，不能替代医生的诊断。
";

const SEMANTIC: &str = "<!DOCTYPE html><html><head><title>钙片要不要天天吃 - 示例网</title></head><body>
<nav><a href=/>首页</a><a href=/a>养生</a></nav><main><article><h1>钙片要不要天天吃</h1><p>作者：王医生（示例医院）｜2024-05-01发布</p>
<h2>一、钙从哪里来</h2><p>牛奶和豆制品是钙的主要来源。</p><ul><li>牛奶：每100 mL约含钙100&nbsp;mg<li>豆腐：因品种而异</ul>
<h2>二、要不要补</h2><p>一项<b>研究</b>[1]显示，饮食足够者<em>不必</em>额外补钙。</p></article></main>
<footer><h3>参考文献</h3><p>[1] 李明,王芳.钙摄入与骨密度[J].营养学杂志,2018,40(2):101-105.</p>
<p>[2] Smith J, Doe A. Calcium in adults. J Nutr. 2015;12(3):44-50.</p>
<p>免责声明：本文仅供参考，不能替代医生的诊断。</p><p>版权所有 示例网 京ICP备00000000号</p></footer></body></html>";

const BREAKS: &str = "<html><head><title>钙片要不要天天吃</title></head><body><div class=top><a href=/>首页</a></div>
<div class=\"article-content\"><h1>钙片要不要天天吃</h1>作者：王医生（示例医院）｜2024-05-01发布<br><br>一、钙从哪里来<br><br>牛奶和豆制品是钙的主要来源。<br><br>
牛奶：每100 mL约含钙100 mg<br><br>豆腐：因品种而异<br><br>二、要不要补<br><br>一项研究[1]显示，饮食足够者不必额外补钙。<br><br>
参考文献<br>[1] 李明,王芳.钙摄入与骨密度[J].营养学杂志,2018,40(2):101-105.<br>[2] Smith J, Doe A. Calcium in adults. J Nutr. 2015;12(3):44-50.<br><br>
免责声明：本文仅供参考，不能替代医生的诊断。</div><div class=sidebar><h4>推荐阅读</h4><a href=/1>别的文章</a></div>";

const TABLES: &str = "<html><head><title>钙片要不要天天吃_健康频道</title></head><body><table width=100%><tr><td><a href=/>首页</a></td></tr>
<tr><td><table><tr><td><h1>钙片要不要天天吃</h1><div>作者：王医生（示例医院）｜2024-05-01发布</div><div>一、钙从哪里来</div><div>牛奶和豆制品是钙的主要来源。</div>
<div>牛奶：每100 mL约含钙100 mg</div><div>豆腐：因品种而异</div><div>二、要不要补</div><div>一项研究[1]显示，饮食足够者不必额外补钙。</div>
<div>参考文献</div><div>[1] 李明,王芳.钙摄入与骨密度[J].营养学杂志,2018,40(2):101-105.</div>
<div>[2] Smith J, Doe A. Calcium in adults. J Nutr. 2015;12(3):44-50.</div><div>免责声明：本文仅供参考，不能替代医生的诊断。</div>
</td></tr></table></td></tr></table>";

#[test]
fn one_article_gives_the_same_blocks_in_every_layout() {
    let plain = document(PLAIN);
    assert_eq!((plain.format, plain.language), (Format::Plain, Language::Zh));
    let expected = outline(&plain);
    assert_eq!(expected.len(), 12, "{expected:#?}");
    use BlockKind::{Heading, Notice, Paragraph, Reference, Title};
    let kinds: Vec<_> = expected.iter().map(|(kind, _)| *kind).collect();
    let body = [Title, Notice, Heading, Paragraph, Paragraph, Paragraph, Heading, Paragraph];
    assert_eq!(kinds, [&body[..], &[Reference, Reference, Reference, Notice]].concat());
    for source in [MARKDOWN, SEMANTIC, BREAKS, TABLES] {
        let read = document(source);
        let normal = |o: Vec<(BlockKind, String)>| -> Vec<_> {
            o.into_iter().map(|(kind, text)| (kind, text.replace('\u{a0}', " "))).collect()
        };
        assert_eq!(normal(outline(&read)), expected, "{:?}", read.format);
        assert_eq!(read.blocks[read.title.unwrap()].as_str(), "钙片要不要天天吃");
    }
}

#[test]
fn the_span_of_a_block_is_its_text_up_to_markup() {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for source in [PLAIN, MARKDOWN, SEMANTIC, BREAKS, TABLES] {
        for block in document(source).blocks {
            let span = block.span(0..block.as_str().len());
            let shown = scraper::Html::parse_fragment(&source[span.start..span.end]);
            let shown: String = shown.root_element().text().collect();
            assert_eq!(plain(&shown), plain(block.text.as_str()));
        }
    }
}

#[test]
fn front_matter_gives_the_title_where_no_heading_does() {
    let read = document("---\ntitle: \"睡眠与体重\"\nlanguage: zh\ngenre: qa\n---\n\n短睡者体重更高。\n");
    let title = &read.blocks[read.title.unwrap()];
    let span = title.span(0..title.as_str().len());
    assert_eq!(&read.source[span.start..span.end], "睡眠与体重");
    assert_eq!((read.genre, read.blocks.len()), (claimlint::knowledge::Genre::Qa, 2));
    let read = document("---\ntitle: A\n---\n# B\n\nText.\n");
    assert_eq!(read.blocks[read.title.unwrap()].as_str(), "B");
}

#[test]
fn a_byte_order_mark_counts_and_is_not_text() {
    let source = "\u{feff}每日一片";
    let read = document(source);
    assert_eq!(read.source, source);
    assert_eq!(read.blocks[0].span(0..12).start, 3);
}

#[test]
fn limits_are_named() {
    let said = |source: &str| refused(source.as_bytes()).to_string();
    assert!(said(&format!("<html>{}", "<div>".repeat(100_000))).contains("512"));
    assert!(said(&format!("# a\n\n**b** **c**\n\n{}", ">".repeat(2000))).contains("512"));
    assert!(said(&"x\n".repeat(100_001)).contains("100000"));
    let long = 20 * 1024 * 1024 + 1;
    assert_eq!(refused(&vec![b'a'; long]), ReadError::TooLong(Some(long as u64)));
    let fonts: String = (0..400).map(|i| format!("<font size={i}>")).collect();
    let page = format!("<html><p>{fonts}{}", "</p><p>x".repeat(50_000));
    assert_eq!(refused(page.as_bytes()), ReadError::TooManyNodes);
}

#[test]
fn superscripts_are_told_from_numbers() {
    let text = |source: &str| {
        let read = document(source);
        read.blocks.iter().map(|b| b.text.as_str().to_owned()).collect::<Vec<_>>().join("/")
    };
    assert_eq!(
        text("<p>20 kg/m<sup>2</sup> works<sup>1,3</sup> 10<sup>-9</sup></p>"),
        "20 kg/m² works¹,³ 10⁻⁹"
    );
    assert_eq!(text("<p>works<sup>[1]</sup></p>"), "works[1]");
    assert_eq!(
        text("---\nauthor: a\n---\nworks^1,2^, 10^9/L, 10^12/L, m<sup>2</sup>"),
        "works¹,², 10^9/L, 10^12/L, m²"
    );
}

#[test]
fn tables_give_rows_and_layout_gives_none() {
    let rows = |source: &str| {
        let read = document(source);
        let rows = read.blocks.iter().filter(|b| b.kind == BlockKind::TableRow);
        rows.map(|b| b.text.as_str().to_owned()).collect::<Vec<_>>()
    };
    let html = "<table><thead><tr><th>年龄<th>每次</thead><tr><td>成人<td>1<br>片<td></table>";
    assert_eq!(rows(html), ["年龄 | 每次", "成人 | 1 片"]);
    let markdown = "# 用量\n\n| 年龄 | 每次 |\n|---|---|\n| 成人 | 1 \\| 2 片 |\n";
    assert_eq!(rows(markdown), ["年龄 | 每次", "成人 | 1 | 2 片"]);
    assert_eq!(rows(TABLES), [] as [&str; 0]);
}

#[test]
fn advice_and_prose_stay_in_the_body() {
    let read = document(
        "<article><h1>Iron tablets</h1><p>By Ann Lee, RN</p><p>By noon most had taken one.</p><p>Talk to your doctor before you take more than 65 mg a day.</p>
        <p>Websites set cookies, and readers rarely notice. Researchers asked 40 people how they felt about it.</p>
        <p>This page is not medical advice. Adults took 100 mg of iron every other day.</p>
        <p>This page is for information only and is not medical advice.</p><p>Share this page</p></article>",
    );
    let kinds: Vec<_> = read.blocks.iter().map(|b| b.kind).collect();
    use BlockKind::{Notice, Paragraph, Residue, Title};
    assert_eq!(kinds, [Title, Notice, Paragraph, Paragraph, Paragraph, Paragraph, Notice, Residue]);
}

#[test]
fn a_heading_of_sources_needs_entries() {
    let kinds = |source: &str| document(source).blocks.iter().map(|b| b.kind).collect::<Vec<_>>();
    use BlockKind::{Heading, Paragraph, Reference, Title};
    let foods = "# Vitamin D\n\nIt is a vitamin.\n\n## Sources\n\nOily fish and eggs hold much of it.\n";
    assert_eq!(kinds(foods), [Title, Paragraph, Heading, Paragraph]);
    let cited =
        "# Vitamin D\n\nIt is a vitamin.\n\n## Sources\n\nWorld Health Organization. Vitamins. 2004.\n";
    assert_eq!(kinds(cited), [Title, Paragraph, Reference, Reference]);
}

#[test]
fn links_keep_their_words() {
    let read = document("<p>如<a href='https://example.org/a'>这项 试验</a>所示，效果有限。</p>");
    let block = &read.blocks[0];
    assert_eq!(&block.as_str()[block.links[0].range.clone()], "这项 试验");
    assert_eq!(block.links[0].href, "https://example.org/a");
}

#[test]
fn nested_and_broken_markup_takes_no_long_time() {
    let many = |piece: &str, n| format!("<html>{}", piece.repeat(n));
    for source in [
        many("<a><p>", 50_000),
        many("<table>x<b>", 50_000),
        many("</>", 300_000),
        many("&", 500_000),
        many("<a b=1 ", 50_000),
        format!("<html><p {}>x", (0..40_000).map(|i| format!("a{i}=1 ")).collect::<String>()),
        format!("<html><nav>{}", "<p>References".repeat(20_000)),
        many("<p><a href=x>abc</a>", 20_000),
        many("<select>", 50_000),
        many("<template>", 50_000),
    ] {
        let _ = read(source.as_bytes(), &Hint::default(), Knowledge::builtin().unwrap());
    }
}
