//! Notices: disclaimers and disclosures, and what each says.

use super::Quote;
use crate::document::{Block, Place};
use crate::knowledge::{Knowledge, NoticeKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sentence of notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// What it says.
    pub says: Vec<NoticeKind>,
}

/// The sentences that carry the wording of a notice, in any block.
pub fn notices(blocks: &[Block], knowledge: &Knowledge) -> Vec<Notice> {
    let mut out = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let found = knowledge.notices.find(block.as_str());
        let mut rest = found.iter().peekable();
        for sentence in &block.sentences {
            let mut says = Vec::new();
            while let Some(term) = rest.next_if(|term| term.start < sentence.range.end) {
                if !is_label(term.is) || opens_word(block.as_str(), term.start) {
                    says.push(term.is);
                }
            }
            says.sort();
            says.dedup();
            if !says.is_empty() {
                let quote = Quote::of(blocks, Place::new(index, sentence.range.clone()));
                out.push(Notice { quote, says });
            }
        }
    }
    out
}

/// Whether it is said by a label such as `作者:`, which `合作者:` is not.
fn is_label(kind: NoticeKind) -> bool {
    matches!(kind, NoticeKind::Author | NoticeKind::Date)
}

fn opens_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use crate::text::Text;

    fn said(text: &str) -> Vec<(String, Vec<NoticeKind>)> {
        let mut decoded = Text::default();
        decoded.push_verbatim(text, 0);
        let blocks = [Block::new(BlockKind::Paragraph, decoded)];
        let all = notices(&blocks, Knowledge::builtin().unwrap());
        all.into_iter().map(|n| (n.quote.text, n.says)).collect()
    }

    #[test]
    fn each_sentence_says_its_own() {
        assert_eq!(
            said("盐要少吃。本文仅供参考，用药请遵医嘱。作者：张医生"),
            [
                ("本文仅供参考，用药请遵医嘱。".into(), vec![NoticeKind::NotAdvice, NoticeKind::Consult]),
                ("作者：张医生".into(), vec![NoticeKind::Author]),
            ]
        );
        assert_eq!(
            said("This page is not medical advice. Salt raises blood pressure."),
            [("This page is not medical advice.".into(), vec![NoticeKind::NotAdvice])]
        );
        assert_eq!(said("服药见下文：每日一次。"), []);
        assert_eq!(said("The doctor said the trial was small."), []);
    }
}
