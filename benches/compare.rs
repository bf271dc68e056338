//! How long it takes to hold claims against records.

use claimlint::document::{Block, Format, Hint, read};
use claimlint::evidence::{Library, Nobody, Passage, confront};
use claimlint::extract::Words;
use claimlint::extract::claim::claims;
use claimlint::extract::gate::gates;
use claimlint::extract::study::studies;
use claimlint::knowledge::Knowledge;

fn main() {
    divan::main();
}

/// The abstracts of the records.
const RECORDS: [(&str, &str); 4] = [
    (
        "Vitamin D and falls in older adults: a meta-analysis",
        "Fourteen randomised trials with 9,318 participants were included. Vitamin D did not reduce the risk of falls (RR 0.97, 95% CI 0.91 to 1.04; I2 = 62%). Heterogeneity was substantial and most trials were at high risk of bias. Vitamin D did not prevent falls in older adults.",
    ),
    (
        "Colchicine after myocardial infarction: a randomised trial",
        "A total of 4,120 patients with a recent myocardial infarction were randomised to colchicine or placebo and followed for 22 months. The primary endpoint occurred in 5.4% and 7.0% (HR 0.76; 95% CI 0.60-0.96). Colchicine reduced the risk of stroke after myocardial infarction.",
    ),
    (
        "阿托伐他汀对老年冠心病患者血脂影响的随机对照试验",
        "将126例老年冠心病患者随机分为两组，口服阿托伐他汀或安慰剂12周。试验组低密度脂蛋白胆固醇下降32.4%，对照组下降3.1%。阿托伐他汀可降低老年冠心病患者的低密度脂蛋白胆固醇。",
    ),
    (
        "Coffee and liver cancer in a cohort",
        "We followed 81,250 men and women for 16 years. Coffee drinking was associated with a lower risk of liver cancer (HR 0.68, 95% CI 0.52-0.89). Residual confounding cannot be excluded.",
    ),
];

/// The sentences of the article.
const CLAIMS: [&str; 3] = [
    "维生素D能降低老年人跌倒的风险。",
    "Colchicine reduced strokes after myocardial infarction: 5.4% against 7.0% over 22 months.",
    "一项队列研究发现，喝咖啡与较低的肝癌风险相关。",
];

/// Thirty claims against twenty records, each pair slot by slot.
#[divan::bench]
fn thirty_claims_with_twenty_records(bencher: divan::Bencher) {
    let Ok(knowledge) = Knowledge::builtin() else { return };
    let items: Vec<serde_json::Value> = (0..20)
        .map(|i| {
            let (title, text) = RECORDS[i % RECORDS.len()];
            serde_json::json!({ "id": i.to_string(), "title": title, "abstract": text })
        })
        .collect();
    let mut library = Library::default();
    library.add("bench.json", &items, knowledge);
    let text: String = (0..30).map(|i| format!("{}\n\n", CLAIMS[i % CLAIMS.len()])).collect();
    let hint = Hint { format: Some(Format::Plain), ..Hint::default() };
    let Ok(document) = read(text.as_bytes(), &hint, knowledge) else { return };
    let blocks: &[Block] = &document.blocks;
    let words = Words::new(blocks, knowledge);
    let gates = gates(&words);
    let (claims, studies) = (claims(&words, &gates, &[]), studies(&words));
    let passages: Vec<Passage> = claims
        .iter()
        .take(30)
        .map(|c| {
            let block = c.quote.place.block;
            let all = 0..blocks[block].as_str().len();
            Passage::of(&words, block, &all, claims.iter(), &studies, &gates, true)
        })
        .collect();
    bencher.bench_local(|| {
        let pairs = passages.iter().flat_map(|p| library.records.iter().map(move |r| (p, r)));
        pairs.filter_map(|(p, r)| confront(p, r, &Nobody)).count()
    });
}
