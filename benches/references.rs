//! Speed of reading entries of reference lists, style by style and mixed; at least 50,000 a second on
//! one core.

use claimlint::extract::reference;
use claimlint::knowledge::Knowledge;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn knowledge() -> &'static Knowledge {
    Knowledge::builtin().expect("the built-in packs load")
}

const FAMILIES: [&str; 12] = [
    "Okafor",
    "van Dyk",
    "Garcia",
    "Lindqvist",
    "O'Hara",
    "Chen",
    "Moreau",
    "Novak",
    "Takeda",
    "Hughes",
    "Al-Amin",
    "Smith",
];
const TITLES: [&str; 8] = [
    "Low-dose aspirin in adults over 70: a randomised trial",
    "Effects of vitamin D on falls and fractures in older people",
    "Semaglutide and body weight in adults without diabetes",
    "Is coffee good for the heart? A cohort of 180,000 adults",
    "Probiotics for infant colic: systematic review and meta-analysis",
    "IL-6 and CD4+ T cells in early disease",
    "Sleep, shift work and blood pressure among nurses",
    "A mouse model of diet-induced fatty liver",
];
const JOURNALS: [&str; 8] = [
    "Lancet",
    "N Engl J Med",
    "BMJ Open",
    "J Sleep Res",
    "Ann Intern Med",
    "Journal of Hypertension",
    "PLoS One",
    "Eur Heart J",
];
const NAMES: [&str; 8] = ["王磊", "陈思", "李文静", "赵明", "刘海燕", "欧阳娜", "孙悦", "周建国"];
const ZH_TITLES: [&str; 6] = [
    "低钠盐对社区老年人血压影响的随机对照试验",
    "维生素D补充与骨折风险的Meta分析",
    "益生菌治疗婴儿湿疹的系统评价",
    "鱼油对大鼠肝脏脂肪变性的影响",
    "2型糖尿病患者自我管理的横断面研究",
    "针刺治疗慢性腰痛的临床观察",
];
const ZH_JOURNALS: [&str; 6] =
    ["中华医学杂志", "中国针灸", "营养学报", "中国全科医学", "中华流行病学杂志", "中国循证医学杂志"];

/// The styles that entries are written in.
const STYLES: [&str; 12] = [
    "gbt-zh",
    "gbt-zh-copied",
    "gbt-en",
    "vancouver",
    "ama-doi",
    "apa",
    "harvard",
    "ieee",
    "nature",
    "book",
    "thesis",
    "web",
];

/// An entry of a style; `i` chooses its words.
fn entry(style: &str, i: usize) -> String {
    let pick = |list: &[&'static str], k: usize| list[(i * 7 + k * 5) % list.len()];
    let (a, b, c) = (pick(&FAMILIES, 0), pick(&FAMILIES, 1), pick(&FAMILIES, 2));
    let (title, journal) = (pick(&TITLES, 0), pick(&JOURNALS, 0));
    let (x, y, z) = (pick(&NAMES, 0), pick(&NAMES, 1), pick(&NAMES, 2));
    let (zh, kan) = (pick(&ZH_TITLES, 0), pick(&ZH_JOURNALS, 0));
    let (n, year, volume, issue, page) = (i % 40 + 1, 1995 + i % 30, i % 90 + 1, i % 12 + 1, i % 800 + 11);
    let last = page + 8;
    match style {
        "gbt-zh" => {
            format!("[{n}] {x}, {y}, {z}, 等. {zh}[J]. {kan}, {year}, {volume}({issue}): {page}-{last}.")
        }
        "gbt-zh-copied" => {
            format!(
                "［{n}］{x}，{y}，{z}等．{zh}［Ｊ］．{kan}，{year}，{volume}（{issue}）：{page}－{last}．DOI：10.5555/zh.{year}.{page}"
            )
        }
        "gbt-en" => {
            format!(
                "[{n}] {a} J, {b} K L, {c} M, et al. {title}[J]. {journal}, {year}, {volume}({issue}): {page}-{last}."
            )
        }
        "vancouver" => format!(
            "{n}. {a} J, {b} KL, {c} M, et al. {title}. {journal}. {year};{volume}({issue}):{page}-{last}."
        ),
        "ama-doi" => {
            format!(
                "{n}. {a} J, {b} KL. {title}. {journal}. {year};{volume}({issue}):{page}-{last}. doi:10.5555/am.{year}.{page}. PMID: 300{page}"
            )
        }
        "apa" => {
            format!(
                "{a}, J., {b}, K. L., & {c}, M. ({year}). {title}. {journal}, {volume}({issue}), {page}–{last}. https://doi.org/10.5555/ap.{year}.{page}"
            )
        }
        "harvard" => {
            format!("{a}, J. and {b}, K., {year}. {title}. {journal}, {volume}({issue}), pp.{page}-{last}.")
        }
        "ieee" => {
            format!(
                "[{n}] J. {a}, K. L. {b}, and M. {c}, “{title},” {journal}, vol. {volume}, no. {issue}, pp. {page}–{last}, {year}."
            )
        }
        "nature" => format!("{n}. {a}, J. et al. {title}. {journal} {volume}, {page}–{last} ({year})."),
        "book" => {
            format!("{a} J, {b} K. {title}. 3rd ed. New York: Example Press; {year}. p. {page}-{last}.")
        }
        "thesis" => format!("[{n}] {x}. {zh}[D]. 北京: 示例大学, {year}."),
        _ => format!(
            "[{n}] {x}. {zh}[EB/OL]. ({year}-03-12)[{year}-05-01]. https://www.example.org/health/{page}.html."
        ),
    }
}

/// Entries of a list for one run.
const ENTRIES: usize = 1_000;

fn parse_all(bencher: Bencher, entries: Vec<String>) {
    let knowledge = knowledge();
    bencher.counter(ItemsCount::new(entries.len())).bench(|| {
        for raw in &entries {
            black_box(reference::parse(black_box(raw), knowledge));
        }
    });
}

#[divan::bench]
fn mixed(bencher: Bencher) {
    parse_all(bencher, (0..ENTRIES).map(|i| entry(STYLES[i % STYLES.len()], i)).collect());
}

#[divan::bench(args = STYLES)]
fn style(bencher: Bencher, style: &str) {
    parse_all(bencher, (0..ENTRIES).map(|i| entry(style, i)).collect());
}

#[divan::bench]
fn split_block(bencher: Bencher) {
    let knowledge = knowledge();
    let entries: Vec<String> = (0..ENTRIES).map(|i| entry("vancouver", i)).collect();
    let block = entries.join("\n");
    bencher.counter(ItemsCount::new(ENTRIES)).bench(|| reference::split(black_box(&block), knowledge));
}
