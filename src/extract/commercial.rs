//! Commercial signals: where an article tells readers to buy, book, or get in touch with a seller.

use super::gate::Gates;
use super::{Quote, Words};
use crate::document::{Block, BlockKind, Place};
use crate::knowledge::{CommercialWord, Gate, Mark, SignalKind, Term};
use crate::text::Sentence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::rc::Rc;

/// A place where something is sold to the reader.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Signal {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// What it is.
    pub kind: SignalKind,
    /// The plain words, where it is written in disguise: 薇❤ reads 微信.
    pub reads: Option<String>,
}

/// Furthest that a channel or a purchase may stand behind what the reader is told to do, in bytes.
const REACH: usize = 48;

/// The commercial signals of the article itself, in order. Weak ones count only beside others.
pub fn signals(words: &Words, gates: &Gates) -> Vec<Signal> {
    let mut found: Vec<(Signal, bool)> = Vec::new();
    for (index, block) in words.blocks.iter().enumerate() {
        let beside = block.kind == BlockKind::Residue && is_beside_body(words.blocks, index);
        // A line right behind the text, not the bar above it.
        let behind = index.checked_sub(1).is_some_and(|i| words.blocks[i].kind == BlockKind::Paragraph);
        if !(block.kind.is_body() || beside) {
            continue;
        }
        let terms = terms(words, index);
        let shaped = shaped(words, index);
        for sentence in &block.sentences {
            let within = |t: &&Found| sentence.range.contains(&t.term.start);
            let here: Vec<&Found> = terms.iter().filter(within).collect();
            let has = |word| here.iter().any(|t| t.term.is == word);
            let mut shaped = shaped.iter().filter(|s| sentence.range.contains(&s.1.start)).peekable();
            if here.is_empty() && shaped.peek().is_none()
                || has(CommercialWord::Warned)
                || has(CommercialWord::Forbidden)
            {
                continue;
            }
            let public = has(CommercialWord::Public);
            let own = read(block, sentence, &here);
            // What a disguised word tells is told by it, not by the shape around it.
            let disguised = |r: &Range<usize>| {
                own.iter().any(|o| o.2.is_some() && o.1.start < r.end && r.start < o.1.end)
            };
            let plain: Vec<Read> = shaped.filter(|s| !disguised(&s.1)).cloned().collect();
            for (kind, range, reads, weak) in own.into_iter().chain(plain) {
                let place = Place::new(index, range.clone());
                let priced =
                    matches!(kind, SignalKind::Offer | SignalKind::Code | SignalKind::Buy) && !weak && behind;
                let line = beside && !priced && !(kind == SignalKind::Contact && is_pair(&here, &range));
                let service = public && (weak || matches!(kind, SignalKind::Contact | SignalKind::Booking));
                if !service && !line && !is_gated(gates, &place, kind) {
                    found.push((Signal { quote: Quote::of(words.blocks, place), kind, reads }, weak));
                }
            }
        }
        found.extend(links(words, index, block).filter(|_| !beside));
    }
    found.sort_by(|a, b| a.0.quote.place.cmp(&b.0.quote.place));
    found.dedup_by(|b, a| a.0.quote.place.overlaps(&b.0.quote.place) && (b.1 || !a.1));
    let strong = found.iter().any(|(_, weak)| !weak);
    found.into_iter().filter(|_| strong).map(|(signal, _)| signal).collect()
}

/// Whether a block stands right beside the article: a line at its end with a code to scan looks like
/// the page's own.
fn is_beside_body(blocks: &[Block], index: usize) -> bool {
    let near = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
    near.filter_map(|i| blocks.get(i)).any(|b| b.kind.is_body())
}

/// Whether a signal is of two words, what to do and by which way, or in disguise.
fn is_pair(here: &[&Found], range: &Range<usize>) -> bool {
    let starts = here.iter().filter(|f| f.term.start == range.start);
    starts.into_iter().any(|f| f.term.is == CommercialWord::Act || f.reads.is_some())
}

/// A word of selling, and the plain word where it is disguised.
struct Found {
    term: Term<CommercialWord>,
    reads: Option<String>,
}

/// The words of selling in a block, disguised ones with them.
fn terms(words: &Words, index: usize) -> Vec<Found> {
    let packs = &words.knowledge.commercial;
    let plain = packs.find(words.blocks[index].as_str()).into_iter();
    let mut found: Vec<Found> = plain.map(|term| Found { term, reads: None }).collect();
    if let Some(unmasked) = words.unmasked(index) {
        let disguised = packs.find(unmasked.as_str()).into_iter().filter_map(|t| {
            let range = unmasked.disguised(t.range())?;
            let reads = Some(unmasked.as_str()[t.range()].to_owned());
            Some(Found { term: Term { start: range.start, end: range.end, ..t }, reads })
        });
        found.extend(disguised);
        found.sort_by_key(|f| (f.term.start, f.term.end));
    }
    found
}

type Read = (SignalKind, Range<usize>, Option<String>, bool);

/// What stands for the rule in shapes of selling.
const SHAPES: &str = "commercial";

/// What the shapes of selling find in a block.
fn shaped(words: &Words, index: usize) -> Vec<Read> {
    let (block, packs) = (&words.blocks[index], &words.knowledge.phrases);
    let text = block.as_str();
    let sentences: Vec<Range<usize>> = block.sentences.iter().map(|s| s.range.clone()).collect();
    let named = words.named(index).iter().map(|n| (n.range.clone(), Mark::Concept(n.concept.kind)));
    let marks = || Rc::new(packs.marks(text, named));
    let found = packs.find_in(SHAPES, text, &sentences, &packs.words(text), marks).into_iter();
    let own = found.filter(|t| t.language == block.language);
    let read = own.filter_map(|t| match CommercialWord::parse_id(&t.is).ok()? {
        CommercialWord::Signal(kind) => Some((kind, t.range(), None, false)),
        CommercialWord::Weak(kind) => Some((kind, t.range(), None, true)),
        _ => None,
    });
    read.collect()
}

/// What the words of a sentence make: signals by themselves, and those of two words.
fn read(block: &Block, sentence: &Sentence, here: &[&Found]) -> Vec<Read> {
    let mut found: Vec<Read> = Vec::new();
    for (i, word) in here.iter().enumerate() {
        let (term, reads) = (&word.term, word.reads.clone());
        match term.is {
            CommercialWord::Signal(kind) => found.push((kind, term.range(), reads, false)),
            CommercialWord::Weak(kind) => found.push((kind, term.range(), reads, true)),
            CommercialWord::Handle => {
                let handle = handle(block, term.end, sentence.range.end);
                found.extend(handle.map(|end| (SignalKind::Contact, term.start..end, reads, false)));
            }
            CommercialWord::Per if is_priced(block, sentence, term.start) => {
                found.push((SignalKind::Price, term.range(), reads, true));
            }
            CommercialWord::Act => {
                let clause = sentence.clauses.iter().find(|c| c.contains(&term.start));
                let end = clause.map_or(term.end, |c| c.end).min(term.end + REACH);
                let near = here[i + 1..].iter().take_while(|t| t.term.start < end);
                let pair = near.filter_map(|t| match t.term.is {
                    CommercialWord::Channel => Some((SignalKind::Contact, t)),
                    CommercialWord::Purchase => Some((SignalKind::Buy, t)),
                    _ => None,
                });
                if let Some((kind, other)) = pair.max_by_key(|(kind, _)| *kind == SignalKind::Buy) {
                    let range = term.start..other.term.end;
                    let disguised = reads.is_some() || other.reads.is_some();
                    let plain = |f: &Found| match &f.reads {
                        Some(reads) => reads.clone(),
                        None => block.as_str()[f.term.range()].to_owned(),
                    };
                    let reads = disguised.then(|| format!("{}{}", plain(word), plain(other)));
                    found.push((kind, range, reads, false));
                }
            }
            _ => {}
        }
    }
    found
}

/// Fewest characters of a private name.
const SHORTEST: usize = 6;

/// Where a private name ends that stands right behind a word for a messenger: 薇:ab-12345. Letters alone
/// need a mark before them.
fn handle(block: &Block, from: usize, end: usize) -> Option<usize> {
    let rest = block.as_str().get(from..end)?;
    let name = rest.trim_start_matches([' ', ':', '号', '是', '为', '@', '#']);
    let lead = &rest[..rest.len() - name.len()];
    let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let length = length.unwrap_or(name.len());
    let word = &name[..length];
    let marked = lead.contains([':', '号', '@']) && word.contains(|c: char| c.is_ascii_alphabetic());
    let mixed =
        word.contains(|c: char| c.is_ascii_digit()) && word.contains(|c: char| c.is_ascii_alphabetic());
    let number = word.len() > SHORTEST && word.bytes().all(|b| b.is_ascii_digit());
    let named = word.len() >= SHORTEST && word.starts_with(|c: char| c.is_ascii_alphanumeric());
    (named && (marked || mixed || number)).then(|| from + lead.len() + length)
}

/// Whether an amount of money stands right before an offset: £30, $19.99.
fn is_priced(block: &Block, sentence: &Sentence, at: usize) -> bool {
    let before = block.as_str()[sentence.range.start.min(at)..at].trim_end();
    let sign = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    sign.len() < before.len() && sign.ends_with(['£', '$', '€', '¥'])
}

/// Links to shops, and links that pay who set them.
fn links<'a>(words: &'a Words, index: usize, block: &'a Block) -> impl Iterator<Item = (Signal, bool)> + 'a {
    block.links.iter().filter(|l| !l.range.is_empty()).filter_map(move |link| {
        let found = words.knowledge.commercial.find(&link.href);
        let is = |word| found.iter().any(|t| t.is == word);
        let (kind, weak) = match () {
            () if is(CommercialWord::AffiliateAddress) => (SignalKind::Affiliate, false),
            () if is(CommercialWord::ShopAddress) && is(CommercialWord::AffiliateTag) => {
                (SignalKind::Affiliate, false)
            }
            () if is(CommercialWord::ShopAddress) => (SignalKind::Shop, true),
            () => return None,
        };
        let quote = Quote::of(words.blocks, Place::new(index, link.range.clone()));
        Some((Signal { quote, kind, reads: None }, weak))
    })
}

/// Whether the words are denied, asked, debunked or talked about; a word to send is what a contact is made with.
fn is_gated(gates: &Gates, place: &Place, kind: SignalKind) -> bool {
    gates.over(place).any(|g| {
        let own = place.holds(&g.cue_place);
        let told = match g.gate {
            Gate::Negation | Gate::Refutation | Gate::Question => true,
            Gate::Meta => kind != SignalKind::Contact,
            _ => false,
        };
        told && !own
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use crate::extract::gate::gates;
    use crate::knowledge::Knowledge;
    use crate::text::Text;

    fn found(text: &str) -> Vec<(String, SignalKind, Option<String>)> {
        let mut decoded = Text::default();
        decoded.push_verbatim(text, 0);
        let blocks = [Block::new(BlockKind::Paragraph, decoded)];
        let words = Words::new(&blocks, Knowledge::builtin().unwrap());
        let all = signals(&words, &gates(&words));
        all.into_iter().map(|s| (s.quote.text, s.kind, s.reads)).collect()
    }

    #[test]
    fn offers_to_the_reader_are_signals() {
        for (text, kind) in [
            ("点击下方小程序即可下单。", SignalKind::Buy),
            ("想了解的朋友请添加助理老师的微信。", SignalKind::Contact),
            ("限时优惠，前50名免费检查。", SignalKind::Offer),
            ("结账时输入优惠码立减30元。", SignalKind::Code),
            ("Tap the link in my bio to order.", SignalKind::Buy),
            ("Use code HEALTHY for a discount.", SignalKind::Code),
            ("DM me for the plan.", SignalKind::Contact),
            ("进群的加静静薇:jj-abc2000。", SignalKind::Contact),
            ("想问的找我,V号abc12345。", SignalKind::Contact),
            ("Book our expert today.", SignalKind::Booking),
        ] {
            assert!(found(text).iter().any(|(_, k, _)| *k == kind), "{kind:?} in {text}: {:?}", found(text));
        }
    }

    #[test]
    fn disguises_are_told() {
        let all = found("想调理的加薇❤abc细聊。");
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(all[0].0.contains("加薇❤") && all[0].1 == SignalKind::Contact, "{all:?}");
        assert!(all[0].2.is_some());
    }

    #[test]
    fn warnings_public_services_and_plain_talk_are_none() {
        for text in [
            "骗子会让老人添加微信再付款。",
            "如有不适请拨打120。",
            "该肿瘤有BRAF V600E突变。",
            "维生素V12345号样品。",
            "The drug costs £30 a month.",
            "扫码预约接种疫苗，咨询电话见社区公告。",
            "关注微信公众号可查看门诊时间。",
            "切勿点击链接购买来路不明的药。",
            "医保目录调整后，该药价格下降。",
            "请提前预约，门诊时间为周一至周五。",
            "If you have suicidal thoughts call 988.",
            "Patients should book an appointment with their GP.",
            "The doctor may order blood tests.",
            "Be wary of sites that tell you to buy now.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
