//! What the tests of extraction share: the lexicon, the words of mentions and of quantities, with a small concept table of
//! their own.

use crate::document::{Block, BlockKind};
use crate::knowledge::{Knowledge, PackFile};
use crate::text::Text;
use std::path::Path;
use std::sync::LazyLock;

const CONCEPTS: &[(&str, &str)] = &[
    (
        "drug",
        r#"concept = [
        { id = "aspirin", zh = ["阿司匹林"], en = ["aspirin"] },
        { id = "metformin", zh = ["二甲双胍"], en = ["metformin"] },
        { id = "finasteride", zh = ["非那雄胺"], en = ["finasteride"] },
        { id = "nimodipine", zh = ["尼莫地平"], en = ["nimodipine"] },
        { id = "placebo", zh = ["安慰剂"], en = ["placebo"] },
        { id = "statin", zh = ["他汀"], en = ["statin", "statins"] }]"#,
    ),
    (
        "supplement",
        r#"concept = [
        { id = "vitamin_d", zh = ["维生素D"], en = ["vitamin D"] },
        { id = "ginger", zh = ["生姜"], en = ["ginger"] }]"#,
    ),
    (
        "condition",
        r#"concept = [
        { id = "stroke", zh = ["中风"], en = ["stroke", "strokes"] },
        { id = "diabetes", zh = ["糖尿病"], en = ["diabetes", "type 2 diabetes"] },
        { id = "nausea", zh = ["恶心"], en = ["nausea"] },
        { id = "cold", zh = ["感冒"], en = ["colds", "common cold"] },
        { id = "cancer", zh = ["癌症", "肝癌"], en = ["cancer"] },
        { id = "myelosuppression", zh = ["骨髓抑制"], en = ["myelosuppression"] },
        { id = "insomnia", zh = ["睡不着"], en = ["insomnia"] },
        { id = "obesity", zh = ["肥胖"], en = ["obesity"] }]"#,
    ),
    (
        "outcome",
        r#"concept = [
        { id = "glucose", zh = ["血糖"], en = ["blood sugar"] },
        { id = "mortality", zh = ["死亡率"], en = ["mortality"] },
        { id = "sleep_quality", zh = ["睡眠质量"], en = ["sleep quality"] }]"#,
    ),
];

/// These packs as they ship, with the concepts above.
pub(crate) fn knowledge() -> &'static Knowledge {
    static LOADED: LazyLock<Knowledge> = LazyLock::new(|| {
        let claims = Path::new(env!("CARGO_MANIFEST_DIR")).join("claims");
        let read = |folder: &'static str| {
            std::fs::read_dir(claims.join(folder)).unwrap().map(move |entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                PackFile { path: format!("{folder}/{name}"), text: std::fs::read_to_string(path).unwrap() }
            })
        };
        let mut files: Vec<PackFile> =
            ["effects", "lexicon", "mentions", "quantities"].into_iter().flat_map(read).collect();
        files.extend(CONCEPTS.iter().map(|(kind, concepts)| PackFile {
            path: format!("concepts/{kind}.toml"),
            text: format!("source = \"test\"\nreviewed = \"2026-11-23\"\nkind = \"{kind}\"\n{concepts}\n"),
        }));
        Knowledge::load(&files).unwrap()
    });
    &LOADED
}

/// Each line as a block; `# ` opens a heading.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let mark = if line.starts_with("# ") { 2 } else { 0 };
        let kind = if mark > 0 { BlockKind::Heading } else { BlockKind::Paragraph };
        let mut part = Text::default();
        part.push_verbatim(&line[mark..], at + mark);
        at += line.len();
        out.push(Block::new(kind, part.trimmed()));
    }
    out
}
