//! Pages of a made-up health site: what each says, how its host answers, and what a scan must make of it. All of it follows
//! from the number of the page and of the scan.

/// How a host answers for a page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// With an ETag, and 304.
    Steady,
    /// With Last-Modified, and 304.
    Dated,
    /// With neither, and the same bytes each time.
    Plain,
    /// Packed.
    Gzip,
    /// After a while.
    Slow,
    /// With 500 first, then as it should.
    Flaky,
    /// With half an answer first, then all of it.
    CutOnce,
    /// By sending to another address for good.
    Moved,
    /// From the second scan on without one of its sentences.
    Mended,
    /// From the second scan on with one more.
    Worse,
    /// From the second scan on with more text before its sentences.
    Shifted,
    /// As ever; from the second scan on the sitemap does not name it.
    Unlisted,
    /// With 500.
    Broken,
    /// With half an answer.
    Cut,
    /// With 500 from the second scan on.
    FailsLater,
    /// By sending into a private network.
    Inward,
    /// With 404 from the second scan on.
    Leaves,
    /// By sending to its front page from the second scan on.
    Home,
    /// With 410.
    Gone,
    /// Not at all: robots.txt keeps it.
    Kept,
}

use Kind::*;

/// One of forty pages each, in the order of their numbers.
const KINDS: [Kind; 40] = [
    Broken, Steady, Cut, Mended, FailsLater, Shifted, Inward, Gzip, Leaves, Worse, Gone, Kept, Steady, Kept,
    Flaky, CutOnce, Slow, Moved, Mended, Worse, Shifted, Gzip, Dated, Plain, Steady, Moved, Mended, Worse,
    Shifted, Gzip, Dated, Plain, Unlisted, Mended, Worse, Shifted, Dated, Plain, Steady, Home,
];

impl Kind {
    pub fn of(n: usize) -> Kind {
        KINDS[n % KINDS.len()]
    }

    /// Whether a page of its kind can be had in a scan.
    pub fn is_had(self, scan: u32) -> bool {
        match self {
            Broken | Cut | Inward | Gone | Kept => false,
            FailsLater | Home | Leaves => scan < 2,
            _ => true,
        }
    }
}

/// A sentence that one rule speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sentence {
    /// OV008, a warning.
    Hype,
    /// AD002, an error.
    Cure,
}

/// The rules that speak of the sentences.
pub const RULES: &str = "\"OV008\", \"AD002\"";

/// Whether a page is in Chinese.
fn is_chinese(n: usize) -> bool {
    n % 3 != 1
}

/// The version of a page that its host has in a scan.
pub fn version(n: usize, scan: u32) -> u32 {
    let changes = matches!(Kind::of(n), Mended | Worse | Shifted);
    if changes && scan > 1 { 2 } else { 1 }
}

/// The sentences of a page that a rule speaks of.
pub fn sentences(n: usize, version: u32) -> &'static [Sentence] {
    use Sentence::{Cure, Hype};
    match (Kind::of(n), version) {
        (Mended, 1) | (Worse, 2) | (Shifted | FailsLater | Home | Leaves, _) => &[Hype, Cure],
        (Mended, _) | (Worse, _) => &[Hype],
        _ => [&[][..], &[Cure], &[Hype, Cure], &[Hype]][n / 40 % 4],
    }
}

/// A page as its host has it.
pub fn html(n: usize, version: u32) -> String {
    let chinese = is_chinese(n);
    let title = match chinese {
        true => format!("社区散步小组的第 {n} 份记录"),
        false => format!("Letter {n} from the walking group"),
    };
    let mut paragraphs: Vec<String> = Vec::new();
    if Kind::of(n) == Shifted && version > 1 {
        paragraphs.push(news(chinese).to_owned());
    }
    paragraphs.push(opening(n, chinese));
    for sentence in sentences(n, version) {
        paragraphs.push(words(*sentence, chinese).to_owned());
    }
    paragraphs.push(middle(n, chinese));
    paragraphs.push(closing(chinese).to_owned());
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    let lang = if chinese { "zh" } else { "en" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body><article><h1>{title}</h1>\n{body}</article></body></html>\n"
    )
}

fn words(sentence: Sentence, chinese: bool) -> &'static str {
    match (sentence, chinese) {
        (Sentence::Hype, true) => "这种神药让银屑病患者看到希望。",
        (Sentence::Hype, false) => "This miracle drug gives people with psoriasis new hope.",
        (Sentence::Cure, true) => "本疗法保证根治银屑病。",
        (Sentence::Cure, false) => "We guarantee that our treatment cures psoriasis for good.",
    }
}

fn opening(n: usize, chinese: bool) -> String {
    match chinese {
        true => format!(
            "小组在河边公园整理了第 {n} 份散步记录。参加的居民每周走三次，每次大约半小时，由志愿者陪同，并在小本子上写下天气、路线和遇到的人。\
             公园里有两条路，一条沿着河岸，一条穿过树林，下雨的时候大家走有顶棚的长廊。"
        ),
        false => format!(
            "The walking group met by the river, and this is letter {n}. Neighbours walked for half an hour, and a \
             volunteer wrote down the weather and the way they took in a small book. The park has two paths, one along \
             the water and one through the trees; when it rains, everybody walks under the roof of the old market."
        ),
    }
}

fn middle(n: usize, chinese: bool) -> String {
    let bench = n % 17 + 1;
    match chinese {
        true => format!(
            "整理的人说，这些记录只是日常生活的描述，不是研究，也不能代替看病。有疑问的居民可以到社区卫生服务站咨询医生。第 {bench} 号长椅旁边新装了路灯。"
        ),
        false => format!(
            "The notes only describe an ordinary afternoon. They are no study and no advice, and whoever has a question \
             can ask a doctor at the health centre. There is a new lamp beside bench {bench}."
        ),
    }
}

fn closing(chinese: bool) -> &'static str {
    match chinese {
        true => {
            "下一期记录将在月底贴到公告栏，内容包括公园的长椅、路灯和饮水处的位置，以及秋天看得到的鸟和树。\
             想参加的居民可以在门口的本子上写下名字，志愿者会打电话告诉集合的时间和地点。"
        }
        false => {
            "The next letter will say where the benches, the lamps and the drinking fountain of the park are."
        }
    }
}

fn news(chinese: bool) -> &'static str {
    match chinese {
        true => "编者补充：公园的北门本周因为修路关闭，请大家从南门进来。",
        false => {
            "A note from the editor: the north gate is closed this week, so please come in by the south gate."
        }
    }
}
