//! Citations: places of the text that point to an entry of the reference list.

mod author_year;
mod numeric;

use super::Quote;
use crate::document::{Block, Place};
use crate::knowledge::Knowledge;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a citation looks like.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CitationStyle {
    /// `[1]`, `[1,3-5]`, `¹`.
    Numeric,
    /// `(Wang 2020)`, `Wang et al. (2020)`.
    AuthorYear,
    /// A link to a footnote.
    Footnote,
}

/// A citation in the text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// What it looks like.
    pub style: CitationStyle,
    /// The numbers it names, ranges written out.
    pub numbers: Vec<u32>,
    /// Family name of the first author and year, where it names them. A Chinese name that follows
    /// other words without a mark is cut to three characters, so compare its end.
    pub author_year: Option<(String, i32)>,
}

/// A citation in one text, before it has a place in the document.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Found {
    range: Range<usize>,
    style: CitationStyle,
    numbers: Vec<u32>,
    author_year: Option<(String, i32)>,
}

/// The citations in the body of an article, in order.
pub fn citations(blocks: &[Block], knowledge: &Knowledge) -> Vec<Citation> {
    let body = blocks.iter().enumerate().filter(|(_, b)| b.kind.is_body());
    body.flat_map(|(at, block)| {
        find(block.as_str(), knowledge).into_iter().map(move |found| Citation {
            quote: Quote::of(blocks, Place::new(at, found.range)),
            style: found.style,
            numbers: found.numbers,
            author_year: found.author_year,
        })
    })
    .collect()
}

/// The citations in a folded text, in order.
fn find(text: &str, knowledge: &Knowledge) -> Vec<Found> {
    let mut out = numeric::find(text, knowledge);
    out.extend(author_year::find(text, knowledge));
    out.sort_by_key(|f| (f.range.start, f.range.end));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use crate::text::Text;

    fn found(text: &str) -> Vec<(String, Vec<u32>)> {
        let knowledge = Knowledge::builtin().unwrap();
        find(text, knowledge).into_iter().map(|f| (text[f.range].to_owned(), f.numbers)).collect()
    }

    fn numbers(text: &str) -> Vec<Vec<u32>> {
        found(text).into_iter().map(|(_, n)| n).collect()
    }

    fn named(text: &str) -> Vec<(String, i32)> {
        let knowledge = Knowledge::builtin().unwrap();
        find(text, knowledge).into_iter().filter_map(|f| f.author_year).collect()
    }

    #[test]
    fn bracketed_numbers_at_the_end_of_a_clause_or_behind_a_word() {
        assert_eq!(
            numbers("该药可降低复发率[1]。另有研究[2,4-6]提示相反[3][7]。"),
            [vec![1], vec![2, 4, 5, 6], vec![3], vec![7]]
        );
        assert_eq!(
            numbers("Relapse fell by a third [12]. Lee and others [3-5] disagree.[6]"),
            [vec![12], vec![3, 4, 5], vec![6]]
        );
        assert_eq!(numbers("体重下降了5%[8、9],安全性良好[10~12]。"), [vec![8, 9], vec![10, 11, 12]]);
        assert_eq!(numbers("该药有效【1】,另一种无效〔2-3〕。"), [vec![1], vec![2, 3]]);
        assert_eq!(
            numbers("\"The risk is small\"[2], she said. Doses fell to 20 mg [3]."),
            [vec![2], vec![3]]
        );
    }

    #[test]
    fn brackets_that_are_no_citations() {
        for text in [
            "某药的作用[J]. 某杂志",
            "95%CI [0.8, 1.2]",
            "置信区间为[1, 3],差异不显著",
            "95% CI: [2, 9]",
            "x∈[0,1]",
            "取值范围[1,5]内",
            "每次[5 mg]",
            "请选择[ ]",
            "[2020]年",
            "指南[2020]",
            "[1] 第一步:洗手",
            "1. 洗手\n[2] 擦干",
            "[18F]FDG 显像",
            "bicyclo[2.2.1]heptane",
            "benzo[1,2]dioxole",
            "第[1000]页",
            "[10-5]",
            "疗效[5-2]。",
            "【1】第一步:洗手",
            "【谣言1】姜能治病",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn superscripts() {
        assert_eq!(
            numbers("该法有效¹。另一法无效²˒⁴⁻⁶,争议仍在³,⁵。"),
            [vec![1], vec![2, 4, 5, 6], vec![3, 5]]
        );
        assert_eq!(
            numbers("Relapse fell.¹² Others disagree³⁻⁵; see the review⁷"),
            [vec![12], vec![3, 4, 5], vec![7]]
        );
        for text in [
            "体表面积1.7m²",
            "白细胞4×10⁹/L",
            "剂量为75mg/m²。",
            "钙离子Ca²⁺内流",
            "¹⁴C呼气试验",
            "I²为45%",
            "R² = 0.9",
            "χ²检验",
            "10³",
            "面积20平方米²",
            "流速5 cm³/s",
            "BMI为24kg/m²,",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn footnotes() {
        let knowledge = Knowledge::builtin().unwrap();
        let styles: Vec<_> =
            find("可降低风险[^1],见[注2]。", knowledge).into_iter().map(|f| (f.style, f.numbers)).collect();
        assert_eq!(styles, [(CitationStyle::Footnote, vec![1]), (CitationStyle::Footnote, vec![2])]);
        assert_eq!(found("[^1]: 张某. 某书"), []);
    }

    #[test]
    fn author_and_year() {
        let one = |name: &str, year| (name.to_owned(), year);
        assert_eq!(named("Relapse fell (Wang 2020)."), [one("Wang", 2020)]);
        assert_eq!(
            named("It helps (Wang et al., 2020; Li & Zhao, 2019b)."),
            [one("Wang", 2020), one("Li", 2019)]
        );
        assert_eq!(
            named("Van Dyke et al. (2018) and O'Hara and Lee (2015) agree."),
            [one("Van Dyke", 2018), one("O'Hara", 2015)]
        );
        assert_eq!(named("王某等(2020)发现有效(李某等,2019)。"), [one("王某", 2020), one("李某", 2019)]);
        assert_eq!(named("根据张小明等(2021年)的研究"), [one("张小明", 2021)]);
        assert_eq!(named("(e.g., Okafor, 2011, p. 4)"), [one("Okafor", 2011)]);
        for text in [
            "in spring (March 2020)",
            "the outbreak (2020)",
            "in China (2020)",
            "(北京,2020)",
            "指南(2020年版)",
            "(n = 2020)",
            "(from 2010 to 2020)",
            "(updated May 2021)",
            "(see Table 2, 2020)",
            "Lancet (2019)",
            "(12 May 2020)",
        ] {
            assert_eq!(named(text), [], "{text}");
        }
    }

    #[test]
    fn only_the_body_cites_and_quotes_are_exact() {
        let block = |kind, text: &str, at| {
            let mut t = Text::default();
            t.push_verbatim(text, at);
            Block::new(kind, t)
        };
        let blocks = [
            block(BlockKind::Paragraph, "有效［１］。", 0),
            block(BlockKind::Reference, "[1] 甲. 乙[J]. 丙, 2020.[2]", 40),
        ];
        let all = citations(&blocks, Knowledge::builtin().unwrap());
        assert_eq!(all.len(), 1);
        assert_eq!(
            (all[0].quote.text.as_str(), all[0].quote.span.start, &all[0].numbers),
            ("［１］", 6, &vec![1])
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_sane_citations(text in "[a-zA-Z王等年等¹²³⁻⁵˒\\[\\]()0-9,;.&、 ^注-]{0,80}") {
            let knowledge = Knowledge::builtin().unwrap();
            let mut end = 0;
            for f in find(&text, knowledge) {
                proptest::prop_assert!(f.range.start < f.range.end && text.get(f.range.clone()).is_some());
                proptest::prop_assert!(f.numbers.iter().all(|&n| (1..=999).contains(&n)));
                if f.style == CitationStyle::Numeric {
                    proptest::prop_assert!(f.range.start >= end);
                    end = f.range.end;
                }
            }
        }
    }
}
