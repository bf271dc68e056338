//! Shapes stand where their parts do, and false ones are refused.

use super::*;

fn found(text: &str, read: &str) -> Vec<String> {
    let file = PackFile { path: "shapes/x.toml".into(), text: text.into() };
    let shapes = Shapes::load(&[&file], &BTreeMap::new()).unwrap();
    let read = fold(read);
    let hits = shapes.hits(read.as_str());
    shapes.near("x", read.as_str(), &hits).iter().map(|t| read.as_str()[t.start..t.end].to_owned()).collect()
}

const PACK: &str = r#"
    source = "own"
    reviewed = "2026-11-23"
    [[class]]
    id = "no"
    words = ["没有", "no", "without"]
    fixed = ["有没有"]
    [[class]]
    id = "hurt"
    words = ["副作用", "side effect*", "harm"]
    [[shape]]
    id = "none"
    zh = ["{no} 2 {hurt}"]
    en = ["{no} any|single? 8 {hurt}", "^ fear ,12 not $"]
    bad = ["没有任何副作用"]
    good = ["有没有副作用"]
"#;

#[test]
fn parts_stand_in_order_with_room_between() {
    assert_eq!(found(PACK, "它没有什么副作用"), ["没有什么副作用"]);
    assert_eq!(found(PACK, "它没有说过副作用"), ["没有说过副作用"]);
    assert!(found(PACK, "没有写在说明书上的那些副作用").is_empty());
    assert!(found(PACK, "没有。副作用").is_empty());
    assert_eq!(
        found(PACK, "with no single harm, without side effects"),
        ["no single harm", "without side effects"]
    );
    assert_eq!(found(PACK, "Well, fear it, dear, not."), ["fear it, dear, not"]);
    assert!(found(PACK, "I fear you not.").is_empty());
}

#[test]
fn unknown_classes_and_false_examples_are_refused() {
    let load = |text: &str| {
        let file = PackFile { path: "shapes/x.toml".into(), text: text.into() };
        Shapes::load(&[&file], &BTreeMap::new()).is_err()
    };
    assert!(load(&PACK.replace("2 {hurt}", "2 {hart}")));
    assert!(load(&PACK.replace("没有任何副作用", "任何副作用")));
}
