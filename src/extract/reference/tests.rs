//! Entries of every style, written for these tests, and what must hold for any text.

use super::*;
use crate::text::{Text, fold};
use proptest::prelude::*;

fn knowledge() -> &'static Knowledge {
    Knowledge::builtin().unwrap()
}

/// The fields in one line: authors | title | container | year;volume(issue):pages | doi | type.
fn line(raw: &str) -> String {
    let f = parse(raw, knowledge());
    let part = |p: &Option<String>| p.clone().unwrap_or_default();
    let etal = if f.etal { "+" } else { "" };
    format!(
        "{}{etal} | {} | {} | {};{}({}):{} | {} | {}",
        f.authors.join("; "),
        f.title,
        f.container,
        part(&f.year),
        part(&f.volume),
        part(&f.issue),
        part(&f.pages),
        f.doi,
        serde_json::to_value(f.kind).unwrap().as_str().unwrap()
    )
}

fn check(cases: &[(&str, &str)]) {
    for (raw, fields) in cases {
        assert_eq!(line(raw), *fields, "{raw}");
    }
}

#[test]
fn chinese_entries_with_a_type_mark() {
    check(&[
        (
            "[1] 林晓, 赵一川, 周宁, 等. 晨间散步对老年人睡眠的影响[J]. 示例医学杂志, 2021, 34(8): 623-627.",
            "林晓; 赵一川; 周宁+ | 晨间散步对老年人睡眠的影响 | 示例医学杂志 | 2021;34(8):623-627 |  | article",
        ),
        (
            "［２］　林晓，赵一川．晨间散步与睡眠［Ｊ］．示例医学杂志（电子版），２０２１，３４（８）：６２３－６２７．",
            "林晓; 赵一川 | 晨间散步与睡眠 | 示例医学杂志(电子版) | 2021;34(8):623-627 |  | article",
        ),
        (
            "林晓, 赵一川, 2021. 晨间散步与睡眠[J/OL]. 示例医学杂志, 34(8): 623-627. DOI:10.5555/slyx.2021.08.001.",
            "林晓; 赵一川 | 晨间散步与睡眠 | 示例医学杂志 | 2021;34(8):623-627 | 10.5555/slyx.2021.08.001 | article",
        ),
        (
            "[3] 示例医学会睡眠学组. 失眠诊治共识(2020年版)[J]. 示例内科, 2020(3): 5-12.",
            "示例医学会睡眠学组 | 失眠诊治共识(2020年版) | 示例内科 | 2020;(3):5-12 |  | article",
        ),
        (
            "[4] 周宁. 睡眠概论[M]. 2版. 南城: 示例出版社, 2015: 33-35.",
            "周宁 | 睡眠概论 |  | 2015;():33-35 |  | book",
        ),
        (
            "[5] 周宁. 梦与记忆[M]//赵一川, 林晓. 睡眠百讲: 第2卷. 南城: 示例出版社, 2015: 33-35.",
            "周宁 | 梦与记忆 | 睡眠百讲 | 2015;():33-35 |  | chapter",
        ),
        ("[6] 周宁. 午睡与血压[D]. 南城: 示例大学, 2019.", "周宁 | 午睡与血压 |  | 2019;(): |  | thesis"),
        (
            "[7] 周宁. 睡得好才能记得牢[N]. 示例日报, 2022-03-21(5).",
            "周宁 | 睡得好才能记得牢 | 示例日报 | 2022;():5 |  | newspaper",
        ),
        (
            "[8] 周宁. 睡眠日说了什么[EB/OL]. (2022-03-21)[2023-01-02]. https://example.org/sleep.",
            "周宁 | 睡眠日说了什么 |  | 2022;(): |  | webpage",
        ),
        (
            "[9] 周宁. 午睡的剂量[C]//第三届示例睡眠会议论文集. 南城: 示例出版社, 2018: 7-9.",
            "周宁 | 午睡的剂量 | 第三届示例睡眠会议论文集 | 2018;():7-9 |  | conference",
        ),
    ]);
}

#[test]
fn english_entries_with_a_type_mark() {
    check(&[
        (
            "[1] DOE J A, VAN DYKE R, O'HARA P, et al. Morning walks and sleep in older adults[J]. Example Med J, 2021, 34(8): e12.",
            "DOE J A; VAN DYKE R; O'HARA P+ | Morning walks and sleep in older adults | Example Med J | 2021;34(8):e12 |  | article",
        ),
        (
            "[2]Doe JA,Roe R.A walk a day[J].Example Med J,2021,34: 1-9.",
            "Doe JA; Roe R | A walk a day | Example Med J | 2021;34():1-9 |  | article",
        ),
        (
            "[3] Doe Jane, Roe Richard. Walks, naps and memory.[J]. Example Med J, 2021, 34(8).",
            "Doe Jane; Roe Richard | Walks, naps and memory | Example Med J | 2021;34(8): |  | article",
        ),
    ]);
}

#[test]
fn marks_and_digits_damaged_in_copying() {
    check(&[
        (
            "[1] 林晓. 晨间散步【J】. 示例医学杂志, 20l4, 3O(2): 1l-15.",
            "林晓 | 晨间散步 | 示例医学杂志 | 2014;30(2):11-15 |  | article",
        ),
        (
            "林晓. 晨间散步[J. 示例医学杂志, 2014, 30(2): 11.",
            "林晓 | 晨间散步 | 示例医学杂志 | 2014;30(2):11 |  | article",
        ),
        (
            "林晓. 晨间散步J]. 示例医学杂志, 2014, 30: 11.",
            "林晓 | 晨间散步 | 示例医学杂志 | 2014;30():11 |  | article",
        ),
        (
            "[注2] 林晓,&nbsp;周宁. 晨间散步[J]. , 2014, 34(8): 1-5. <sup>1</sup>",
            "林晓; 周宁 | 晨间散步 |  | 2014;34(8):1-5 |  | article",
        ),
        (
            "参考资料:1、林晓. 晨间散步[J].,2014,34(8):1-5,9.",
            "林晓 | 晨间散步 |  | 2014;34(8):1-5 |  | article",
        ),
        (
            "【引用本文】林晓. 晨间散步. 示例医学杂志, 2014, 34(8): 1～5.（责任编辑：周宁）",
            "林晓 | 晨间散步 | 示例医学杂志 | 2014;34(8):1-5 |  | article",
        ),
        (
            "1. Doe J, Roe R. Walks. Example Med J. 20O4;12:1-5. [PubMed] [Google Scholar]",
            "Doe J; Roe R | Walks | Example Med J | 2004;12():1-5 |  | article",
        ),
        (
            "DoeJA, RoeRB, et al. (2009) Walks at dawn. Example Med J 12: 1-5.",
            "Doe JA; Roe RB+ | Walks at dawn | Example Med J | 2009;12():1-5 |  | article",
        ),
    ]);
}

#[test]
fn brackets_numbers_and_blanks_lost_or_doubled_in_copying() {
    let whole = "林晓; 周宁 | 晨间散步与血压 | 示例医学杂志 | 2019;99(12):901-905 |  | article";
    check(&[
        ("1 林晓, 周宁. 晨间散步与血压J. 示例医学杂志, 2019, 99(12): 901-905.", whole),
        ("[1林晓, 周宁. 晨间散步与血压[J]. 示例医学杂志, 2019, 99(12): 901-905.", whole),
        ("[1] [1] 林晓, 周宁. 晨间散步与血压[J]. 示例医学杂志, 2019, 99(12): 901-905.", whole),
        ("1. [1] 林晓, 周宁. 晨间散步与血压[J]. 示例医学杂志, 2019, 99(12): 901-905.", whole),
        ("[1]林晓,周宁.晨间散步与血压[J].示例医学杂志,2019,99(12):901-905.", whole),
        (
            "［１］林晓，周宁．晨间散步与血压［Ｊ］．示例医学杂志，２０１９，９９（１２）：９０１－９０５．",
            whole,
        ),
        ("[1] 林晓, 周宁. 晨间散步\n与血压[J]. 示例医学\n杂志, 2019, 99(12): 901-905.", whole),
        (
            "[2] 2型糖尿病患者的晨间散步[J]. 示例医学杂志, 2019, 99(12): 901-905.",
            " | 2型糖尿病患者的晨间散步 | 示例医学杂志 | 2019;99(12):901-905 |  | article",
        ),
        (
            "[3]Doe J,Roe R.Walks at dawn[J].Example Med J,2O19,39l(2):10l-110.DOI：10.5555/EX.2019.1",
            "Doe J; Roe R | Walks at dawn | Example Med J | 2019;391(2):101-110 | 10.5555/ex.2019.1 | article",
        ),
        (
            "[4] Doe J, Roe R, et al, Walks at dawn, Lancet 2019; 391: 101–10.",
            "Doe J; Roe R+ | Walks at dawn | Lancet | 2019;391():101-10 |  | article",
        ),
        (
            "[5] 林晓, 周宁, 等. 晨间散步与血压. 示例医学杂志. 2019;99(12):901-905.",
            "林晓; 周宁+ | 晨间散步与血压 | 示例医学杂志 | 2019;99(12):901-905 |  | article",
        ),
        (
            "1. Doe JJ, Roe RC, Poe LL, et al. N Engl J Med 2018;379:101-8.",
            "Doe JJ; Roe RC; Poe LL+ |  | N Engl J Med | 2018;379():101-8 |  | article",
        ),
    ]);
}

#[test]
fn preprints_books_with_isbn_guidelines_laws_titles_and_links() {
    check(&[
        (
            "[5] Doe J, Roe R. Walks at dawn. arXiv:2103.01234v2, 2021.",
            "Doe J; Roe R | Walks at dawn | arXiv | 2021;(): |  | article",
        ),
        (
            "[6] Doe J, Roe R. Walks at dawn. medRxiv 2021.03.04.21252532; doi: https://doi.org/10.1101/2021.03.04.21252532",
            "Doe J; Roe R | Walks at dawn | medRxiv | 2021;(): | 10.1101/2021.03.04.21252532 | article",
        ),
        (
            "[7] Doe A. Walks for nurses. 2nd ed. New York: Example Press; 2015. ISBN 978-3-16-148410-0.",
            "Doe A | Walks for nurses |  | 2015;(): |  | book",
        ),
        (
            "[8] 某某学会散步学分会. 晨间散步指南(2020年版)[J]. 示例医学杂志, 2021, 13(4): 315-409.",
            "某某学会散步学分会 | 晨间散步指南(2020年版) | 示例医学杂志 | 2021;13(4):315-409 |  | article",
        ),
        (
            "[9] 某某委员会. 晨间散步指南(2023年版)[EB/OL]. (2023-01-12)[2023-05-01]. https://www.example.org/a.html.",
            "某某委员会 | 晨间散步指南(2023年版) |  | 2023;(): |  | webpage",
        ),
        (
            "[10] WHO. Guideline: walks for adults and children. Geneva: World Health Organization; 2012.",
            "WHO | Guideline: walks for adults and children |  | 2012;(): |  | book",
        ),
        (
            "[11] National Walking Council. (2020). Guideline for walks at dawn. Journal of Examples, 16(1), 5–40.",
            "National Walking Council | Guideline for walks at dawn | Journal of Examples | 2020;16(1):5-40 |  | article",
        ),
        ("[12] 《中华人民共和国散步法》, 2019年修订.", " | 中华人民共和国散步法 |  | 2019;(): |  | article"),
        (
            "[13] 晨间散步对老年人血压影响的随机对照试验",
            " | 晨间散步对老年人血压影响的随机对照试验 |  | ;(): |  | article",
        ),
        (
            "[14] Effects of walks at dawn on sleep",
            " | Effects of walks at dawn on sleep |  | ;(): |  | article",
        ),
        ("[15] https://www.example.org/health/walks.html", " |  |  | ;(): |  | webpage"),
        ("Doe, J. (2008). Walks at dawn. Example House.", "Doe, J. | Walks at dawn |  | 2008;(): |  | book"),
        ("Doe, J. (2008). Walks at dawn. arXiv.", "Doe, J. | Walks at dawn | arXiv | 2008;(): |  | article"),
        (
            "1. Doe JE. Walks at dawn. Iowa City: The University of Iowa; 1958.",
            "Doe JE | Walks at dawn |  | 1958;(): |  | thesis",
        ),
        (
            "[16] J. Doe and Y. Roe, “Walks at dawn,” Example Med. J., vol. 4, pp. 213–218, 1988.",
            "J. Doe; Y. Roe | Walks at dawn | Example Med. J | 1988;4():213-218 |  | article",
        ),
    ]);
}

#[test]
fn english_styles_without_a_mark() {
    let article = "Doe JA; Roe R | Walks at dawn and sleep: a trial | Example Med J | 2021;34(8):623-7 | 10.5555/emj.1 | article";
    check(&[
        (
            "1. Doe JA, Roe R. Walks at dawn and sleep: a trial. Example Med J. 2021 Aug 3;34(8):623-7. doi:10.5555/EMJ.1",
            article,
        ),
        (
            "1 Doe JA, Roe R. Walks at dawn and sleep: a trial. Example Med J 2021; 34(8): 623–7. https://doi.org/10.5555/emj.1",
            article,
        ),
        (
            "Doe, J. A., & Roe, R. (2021). Walks at dawn and sleep: a trial. Example Med J, 34(8), 623–7. https://doi.org/10.5555/emj.1",
            "Doe, J. A.; Roe, R. | Walks at dawn and sleep: a trial | Example Med J | 2021;34(8):623-7 | 10.5555/emj.1 | article",
        ),
        (
            "1. Doe, J. A. & Roe, R. Walks at dawn and sleep. Example Med J 34, 623–627 (2021).",
            "Doe, J. A.; Roe, R. | Walks at dawn and sleep | Example Med J | 2021;34():623-627 |  | article",
        ),
        (
            "J. A. Doe and R. Roe, \"Walks at dawn,\" Example Med. J., vol. 34, no. 8, pp. 623-627, Aug. 2021.",
            "J. A. Doe; R. Roe | Walks at dawn | Example Med. J | 2021;34(8):623-627 |  | article",
        ),
        (
            "J.A. Doe, R. Roe, Walks at dawn, Example Med. J. 34 (2021) 623-627.",
            "J.A. Doe; R. Roe | Walks at dawn | Example Med. J | 2021;34():623-627 |  | article",
        ),
        (
            "Doe J, Roe R, et al. Walks at dawn in Exampleland. Proc. Natl. Acad. Ex. 2001;98(Suppl 1):S1-S9.",
            "Doe J; Roe R+ | Walks at dawn in Exampleland | Proc. Natl. Acad. Ex | 2001;98(Suppl 1):S1-S9 |  | article",
        ),
        (
            "Doe J, Roe R. The book of walks. 2nd ed. New York (NY): Example Books; 2001.",
            "Doe J; Roe R | The book of walks |  | 2001;(): |  | book",
        ),
        (
            "Doe J. On walking. In: Roe R, editor. The book of walks. Springfield: Example Press; 2001. p. 12-19.",
            "Doe J | On walking | The book of walks | 2001;():12-19 |  | chapter",
        ),
        (
            "World Walking Organization. (2020). Guideline on walking. Example Bulletin, 98(2), 1-30.",
            "World Walking Organization | Guideline on walking | Example Bulletin | 2020;98(2):1-30 |  | article",
        ),
    ]);
}

#[test]
fn identifiers_alone() {
    for (raw, doi, pmid) in [
        ("https://doi.org/10.5555/abc(2003)078", "10.5555/abc(2003)078", ""),
        ("（DOI：10.5555/ABC-1）。", "10.5555/abc-1", ""),
        ("https://doi.org/10.5555%2Fa.b", "10.5555/a.b", ""),
        ("PMID：12345678。", "", "12345678"),
        ("https://pubmed.ncbi.nlm.nih.gov/7654321/", "", "7654321"),
        ("[全文](https://doi.org/10.5555/x.1)", "10.5555/x.1", ""),
        ("第10.5节 见网页", "", ""),
    ] {
        let f = parse(raw, knowledge());
        assert_eq!((f.doi.as_str(), f.pmid.as_str()), (doi, pmid), "{raw}");
        assert_eq!(f.missing(), [], "{raw}");
    }
}

#[test]
fn what_an_entry_lacks() {
    let missing = |raw: &str| parse(raw, knowledge()).missing();
    assert_eq!(missing("林晓. 晨间散步[J].,2014,34(8):623-627."), [Part::Container]);
    assert_eq!(missing("Doe A, Roe B. In-vitro study of drug X. 2014;34(8):623-627."), [Part::Container]);
    assert_eq!(missing("林晓. 晨间散步[J]. 示例医学杂志."), [Part::Year, Part::Volume, Part::Pages]);
    assert_eq!(missing("[J]. 示例医学杂志, 2014, 34(8): 1-5."), [Part::Authors, Part::Title]);
    assert_eq!(missing("周宁. 睡眠日[EB/OL]. 2022-03-21."), [Part::Link]);
    for whole in [
        "林晓. 晨间散步[J]. 示例医学杂志, 2014, 34(8): 623-627.",
        "林晓. 晨间散步[J/OL]. 示例医学杂志, 2024[2024-05-01]. 网络首发.",
        "Doe A. Walks. Example Med J. 2024. doi:10.5555/1",
        "周宁. 睡眠概论[M]. 示例出版社, 2015.",
        "中华人民共和国广告法",
        "示例居民膳食指南(2022)",
        "https://example.org/page",
    ] {
        assert_eq!(missing(whole), [], "{whole}");
    }
}

fn block(kind: BlockKind, text: &str, at: usize) -> Block {
    let mut t = Text::default();
    t.push_verbatim(text, at);
    Block::new(kind, t)
}

#[test]
fn a_list_over_blocks() {
    let list = "［1］ 林晓．甲[J]．乙，2001，1(1)：1-2．\n[2] 周宁. 丙[J]. 丁, 2002, 2(1): 3-4.";
    let blocks = [
        block(BlockKind::Paragraph, "正文[1]。", 0),
        block(BlockKind::Reference, "参考文献:", 20),
        block(BlockKind::Reference, list, 40),
        block(BlockKind::Reference, "[5] 赵一川. 戊[J]. 己, 2003, 2(1): 9-4.", 200),
    ];
    let all = references(&blocks, knowledge());
    assert_eq!(all.iter().map(|r| r.index).collect::<Vec<_>>(), [1, 2, 5]);
    let second = &all[1].quote;
    assert_eq!(second.text, "[2] 周宁. 丙[J]. 丁, 2002, 2(1): 3-4.");
    let at = 40 + list.find("[2]").unwrap();
    assert_eq!((second.span.start, second.span.end), (at, 40 + list.len()));
    assert_eq!(faults(&all, Some(2026)), [(2, Fault::NumberGap), (2, Fault::PagesReversed)]);
}

#[test]
fn faults_of_a_list() {
    let text = "1. Doe A. Walks at dawn. Ex Med. 2001;1(1):1-2. doi:10.5555/1\n\
                2. Doe A. Walks at dawn. Ex Med. 2001;1(1):1-2. doi:10.5555/1\n\
                3. Roe B. A study of long naps. Ex Med. 2031;1(1):5-9.\n\
                4. Roe B. A study of long naps. Ex Med. 2031;1(1):5-9. doi: none";
    let all = references(&[block(BlockKind::Reference, text, 0)], knowledge());
    assert_eq!(
        faults(&all, Some(2026)),
        [
            (1, Fault::SameDoi(0)),
            (2, Fault::ImpossibleYear),
            (3, Fault::SameTitle(2)),
            (3, Fault::ImpossibleYear),
            (3, Fault::MalformedDoi)
        ]
    );
}

fn cut(text: &str) -> Vec<String> {
    let folded = fold(text);
    split(folded.as_str(), knowledge()).into_iter().map(|r| text[folded.origin(r)].to_owned()).collect()
}

#[test]
fn splits_numbered_lists() {
    let (a, b, c) = (
        "林晓. 甲的研究[J]. 乙, 2001, 1(1): 1-2.",
        "周宁. 丙的研究[J]. 丁, 2002, 2(1): 3-4.",
        "赵一川. 戊的研究[J]. 己, 2003, 3(1): 5-6.",
    );
    assert_eq!(
        cut(&format!("参考文献\n[1] {a}\n[2] {b}\n\n[3] {c}\n\n展开阅读全文")),
        [format!("[1] {a}"), format!("[2] {b}"), format!("[3] {c}")]
    );
    assert_eq!(
        cut(&format!("[1] {a}[2] {b} [3] {c}")),
        [format!("[1] {a}"), format!("[2] {b}"), format!("[3] {c}")]
    );
    assert_eq!(
        cut(&format!("参考文献：1. {a}2. {b}3. {c}")),
        [format!("1. {a}"), format!("2. {b}"), format!("3. {c}")]
    );
    assert_eq!(cut(&format!("① {a}\n② {b}")), [format!("① {a}"), format!("② {b}")]);
    assert_eq!(
        cut("(1) 林晓. 甲[J]. 乙, 2001(\n2): 5-8.\n(2) 周宁. 丙[J]. 丁, 2002."),
        ["(1) 林晓. 甲[J]. 乙, 2001(\n2): 5-8.", "(2) 周宁. 丙[J]. 丁, 2002."]
    );
    assert_eq!(
        cut("1. Doe J. Walks. Ex. 2001;1:1. doi:10.5555/abc.72. Roe R. Naps. Ex. 2002;2:2."),
        ["1. Doe J. Walks. Ex. 2001;1:1. doi:10.5555/abc.7", "2. Roe R. Naps. Ex. 2002;2:2."]
    );
}

#[test]
fn splits_lists_without_numbers() {
    assert_eq!(
        cut("References\nDoe J. Walks. Ex. 2001;1:1.\nRoe R. Naps at noon in spring. Ex. 2002;2:2."),
        ["Doe J. Walks. Ex. 2001;1:1.", "Roe R. Naps at noon in spring. Ex. 2002;2:2."]
    );
    let wrapped = "Doe, J. (2001). Walking at dawn and what it\ndoes to sleep. Example Medical Journal, 12,\n\
                   1-9.\nRoe, R. (2002). Napping at noon and what it\ndoes to memory. Example Medical Journal, 13,\n10-12.";
    assert_eq!(cut(wrapped).len(), 2);
    assert_eq!(
        cut("中华人民共和国广告法\n示例居民膳食指南(2022)"),
        ["中华人民共和国广告法", "示例居民膳食指南(2022)"]
    );
    assert_eq!(cut(""), [] as [&str; 0]);
    assert_eq!(cut("参考文献"), [] as [&str; 0]);
}

#[test]
fn long_input_is_read_in_time() {
    for piece in
        ["[", "(", "10.1/", "http://a ", "Doe J, ", "1. A", "等, ", "2001;1(1):1-2 ", "<", "&", "[1] A. "]
    {
        let long = piece.repeat(100_000 / piece.len());
        parse(&long, knowledge());
        split(&long, knowledge());
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,120}") {
        parse(&text, knowledge());
    }

    #[test]
    fn anything_like_an_entry_is_read_without_panic(text in "[A-Za-z林周0-9lO\\[\\]()（）.,;:：/＆&<>【】\" \n\\-—“”等年卷期第J①]{0,120}") {
        let fields = parse(&text, knowledge());
        prop_assert_eq!(fields.authors.len(), fields.authors_family.len());
        let folded = fold(&text);
        let mut end = 0;
        for range in split(folded.as_str(), knowledge()) {
            prop_assert!(range.start >= end && range.start < range.end);
            prop_assert!(folded.as_str().get(range.clone()).is_some());
            end = range.end;
        }
    }
}

#[test]
fn fields_keep_their_own_traditional_characters() {
    let raw = "[1] 陳某某, 林某. 甲狀腺結節的追蹤研究[J]. 臺灣某醫學雜誌, 2020, 12(3): 45-50.";
    let fields = parse(raw, knowledge());
    assert_eq!(
        (fields.title.as_str(), fields.container.as_str()),
        ("甲狀腺結節的追蹤研究", "臺灣某醫學雜誌")
    );
    assert_eq!(fields.authors, ["陳某某", "林某"]);
}
