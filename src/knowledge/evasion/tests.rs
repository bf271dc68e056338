//! Disguised words in the packs that come with claimlint, and what only looks like one.

use crate::knowledge::Knowledge;
use proptest::prelude::*;

fn read(text: &str) -> Vec<(String, String)> {
    let folded = crate::text::fold(text);
    let found = Knowledge::builtin().unwrap().evasion.find(folded.as_str());
    found.into_iter().map(|d| (folded.as_str()[d.range].to_owned(), d.plain.to_owned())).collect()
}

#[test]
fn disguised_words_are_read() {
    for (text, plain) in [
        ("想要的加薇❤聊", "加微信"),
        ("这个方子能治liao失眠", "治疗"),
        ("治·疗癌症", "治疗"),
        ("三髙人群", "三高"),
        ("抗💊癌", "抗癌"),
        ("能gen治", "根治"),
        ("it kills c.a.n.c.e.r cells", "cancer"),
        ("buy 0zempic here", "ozempic"),
    ] {
        assert!(read(text).iter().any(|(_, p)| p == plain), "{plain} in {text}: {:?}", read(text));
    }
}

#[test]
fn plain_words_and_their_neighbours_are_left_alone() {
    for text in [
        "治疗高血压",
        "防治·疗养",
        "VX-548 是一种止痛药",
        "增加VC的摄入",
        "添加维生素",
        "cancer care.",
        "a cure. It is",
    ] {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
}

proptest! {
    #[test]
    fn ranges_lie_on_characters(text in "(治|疗|liao|·|❤|\u{fe0f}|薇|加|V|x|三|髙|c|4|ncer| |。){0,24}") {
        let folded = crate::text::fold(&text);
        for d in Knowledge::builtin().unwrap().evasion.find(folded.as_str()) {
            prop_assert!(folded.as_str().get(d.range).is_some());
        }
    }
}
