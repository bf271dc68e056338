use super::gates;
use crate::document::Place;
use crate::extract::Words;
use crate::extract::testing::{blocks, knowledge};
use crate::knowledge::Gate;

/// The gates over a word of a text; each line is a block, `# ` a heading.
fn over(text: &str, word: &str) -> Vec<Gate> {
    let blocks = blocks(text);
    let (block, at) = blocks
        .iter()
        .enumerate()
        .find_map(|(i, b)| b.as_str().find(word).map(|at| (i, at)))
        .unwrap_or_else(|| panic!("{word} is not in {text}"));
    let place = Place::new(block, at..at + word.len());
    let mut found: Vec<Gate> =
        gates(&Words::new(&blocks, knowledge())).over(&place).map(|s| s.gate).collect();
    found.sort();
    found.dedup();
    found
}

/// Minimal pairs: a text, a word in it, and whether the gate holds there.
fn pairs(gate: Gate, cases: &[(&str, &str, bool)]) {
    for &(text, word, holds) in cases {
        assert_eq!(over(text, word).contains(&gate), holds, "{gate:?} over {word} in: {text}");
    }
}

#[test]
fn negation_covers_its_predicate() {
    pairs(
        Gate::Negation,
        &[
            ("该药不能治愈糖尿病。", "治愈", true),
            ("试验也没有证实针刺可以根治潮热。", "根治", true),
            ("叶绿素含量远达不到中毒的量。", "中毒", true),
            ("该药能治愈糖尿病。", "治愈", false),
            ("该药不能治愈糖尿病,但能降低血糖。", "降低", false),
            ("不吃早餐会增加胆结石风险。", "增加", false),
            ("不吃水果会增加胆结石风险。", "水果", true),
            ("非那雄胺每天1mg,每天两次。", "每天1mg", false),
            ("并非那雄胺让他好转。", "好转", true),
            ("尼莫地平能降低血压。", "降低", false),
            ("睡不着就再加一片。", "再加", false),
            ("该药比不吃药有效得多。", "有效", false),
            ("该药比对照组更不有效。", "有效", true),
            ("患者不得不接受治疗。", "治疗", false),
            ("并非没有效果。", "效果", false),
            ("不是不能改善。", "改善", false),
            ("它不仅降低血糖。", "降低", false),
            ("不良反应减少。", "减少", false),
            ("没有证据表明生姜可以预防中风。", "预防", true),
            ("生姜能否预防中风,目前尚不清楚。", "预防", true),
            ("该药并没有降低死亡率。", "降低", true),
            ("无论剂量如何都能降低血糖。", "降低", false),
            ("没有“天然的就可以随便吃”这回事。", "随便", true),
            ("There is no \"it can do no harm\" in medicine.", "harm", true),
            ("No coffee, tea or jelly cures obesity.", "cures", true),
            ("No, tea cures obesity.", "cures", false),
            ("不能据此说它有效。", "有效", true),
            ("It does not reduce mortality.", "reduce", true),
            ("It reduces mortality.", "reduces", false),
            ("It not only reduces pain.", "reduces", false),
            ("It does not cure but relieves pain.", "relieves", false),
            ("Women who do not smoke have lower risk.", "lower", false),
            ("There is no evidence that it prevents colds.", "prevents", true),
            ("It failed to improve sleep.", "improve", true),
        ],
    );
}

#[test]
fn hedge_covers_what_follows() {
    pairs(
        Gate::Hedge,
        &[
            ("该药可能降低血糖。", "降低", true),
            ("该药降低血糖。", "降低", false),
            ("该药不可能降低血糖。", "降低", false),
            ("请尽可能降低血糖。", "降低", false),
            ("研究提示,该药降低血糖。", "降低", true),
            ("温馨提示:运动降低血糖。", "降低", false),
            ("它可能有害,但能降低血糖。", "降低", false),
            ("It may reduce pain.", "reduce", true),
            ("A trial published in May showed it reduces pain.", "reduces", false),
            ("It reduces pain as soon as possible.", "reduces", false),
            ("It could help but reduces sleep.", "reduces", false),
        ],
    );
}

#[test]
fn questions_count_by_their_answer() {
    pairs(
        Gate::Question,
        &[
            ("维生素D能预防感冒吗?", "预防", true),
            ("维生素D能预防感冒。", "预防", false),
            ("就没有药能降低血糖吗?还真有一个!", "降低", false),
            ("研究者想知道它是否降低血糖。", "降低", true),
            ("无论是否服药,运动都降低血糖。", "降低", false),
            ("Does ginger prevent nausea?", "prevent", true),
            ("Does ginger prevent nausea? Yes, it does.", "prevent", false),
            ("They asked whether it prevents nausea.", "prevents", true),
            ("It prevents nausea whether or not you eat.", "prevents", false),
        ],
    );
    pairs(
        Gate::Negation,
        &[
            ("血糖正常就可以停药吗?并不是!", "停药", true),
            ("血糖正常就可以停药吗?请问医生。", "停药", false),
            ("# 喝醋能降低血糖吗\n", "降低", false),
            ("Can ginger cure cancer? No.", "cure", true),
        ],
    );
}

#[test]
fn rumours_are_refuted_and_truths_are_not() {
    pairs(
        Gate::Refutation,
        &[
            ("凡是承诺“降度数”的,多半是在打擦边球。", "降度数", true),
            ("看到“重磅”“奇迹”和末尾的微信号,基本可以划走了。", "微信号", true),
            ("遇到号称三天见效的产品,请直接拉黑。", "见效", true),
            ("看到检查单上的“结节”二字,不少人吓坏了。", "结节", false),
            ("我们承诺三天见效。", "见效", false),
            ("Walk away from anyone who promises a cure.", "cure", true),
            ("If you see \"detox\" on a label, think twice.", "detox", true),
            ("We promise a cure to anyone who calls.", "cure", false),
            ("谣言:生姜能治愈癌症。\n真相:没有研究支持。\n", "治愈", true),
            ("谣言:生姜能治愈癌症。\n真相:生姜可缓解恶心。\n", "缓解", false),
            ("# 谣言一\n生姜能治愈癌症。人人都说好。\n它还能降低血糖。\n# 真相\n没有研究。\n", "降低", true),
            ("【谣言NO.1】喝醋能软化血管。", "软化", true),
            ("误区1:血糖正常就能治愈。\n", "治愈", true),
            ("【说法】碱性水能杀死癌细胞。\n\n【事实】没有证据。\n", "杀死", true),
            ("Claim: vinegar cures diabetes.\n\nVerdict: it does not.\n", "cures", true),
            ("说法:该药能缓解疼痛。\n\n请遵医嘱。\n", "缓解", false),
            ("网上说喝醋能软化血管。这是谣言。", "软化", true),
            ("网上说喝醋能软化血管。这不是谣言。", "软化", false),
            ("生姜能缓解恶心。多数人适用。请放心。别信那些谣言。", "缓解", false),
            ("Myth: vinegar cures diabetes.\nFact: it lowers blood sugar a little.\n", "cures", true),
            ("Myth: vinegar cures diabetes.\nFact: it lowers blood sugar a little.\n", "lowers", false),
            ("Vinegar cures diabetes. That is a myth.", "cures", true),
            ("Aspirin lowers risk. It is well studied.", "lowers", false),
        ],
    );
}

#[test]
fn quotes_and_speakers() {
    pairs(
        Gate::Quotation,
        &[
            ("商家说它能“根治糖尿病”。", "根治", true),
            ("商家说它能根治糖尿病。", "根治", false),
            ("“这是一个没有收尾的引号,它能根治糖尿病。", "根治", false),
            ("He said it \"cures cancer\" at once.", "cures", true),
            ("He said it 'cures cancer' at once.", "cures", true),
            ("It doesn't cure what it can't cure.", "cure", false),
        ],
    );
    pairs(
        Gate::Attribution,
        &[
            ("张医生表示,该药降低血糖。", "降低", true),
            ("也就是说,该药降低血糖。", "降低", false),
            ("According to Dr Lee, it lowers risk.", "lowers", true),
            ("It lowers risk, said Dr Lee.", "lowers", true),
            ("That said, it lowers risk.", "lowers", false),
        ],
    );
}

#[test]
fn conditions_wishes_fixed_terms_and_talk_about_words() {
    pairs(
        Gate::Condition,
        &[
            ("如果坚持服用,血糖会降低。", "降低", true),
            ("若干研究显示血糖降低。", "降低", false),
            ("If you take it, it lowers risk.", "lowers", true),
            ("Even if you eat, it lowers risk.", "lowers", false),
        ],
    );
    pairs(
        Gate::Wish,
        &[
            ("我们期待新药早日治愈糖尿病。", "治愈", true),
            ("志愿者的糖尿病已治愈。", "治愈", false),
            ("We hope it cures cancer.", "cures", true),
            ("It cures cancer.", "cures", false),
        ],
    );
    pairs(
        Gate::Fixed,
        &[
            ("他接受了前列腺癌根治术。", "根治", true),
            ("它能根治前列腺癌。", "根治", false),
            ("中性粒细胞绝对值下降。", "绝对", true),
            ("after in vitro fertilisation", "in vitro", true),
            ("in vitro data", "in vitro", false),
            ("a proof of concept study", "proof", true),
        ],
    );
    pairs(
        Gate::Meta,
        &[
            ("广告法禁止使用根治等字样。", "根治", true),
            ("Claims such as cures cancer are not allowed.", "cures", true),
            ("It cures cancer.", "cures", false),
        ],
    );
}

#[test]
fn long_texts_take_linear_time() {
    let text = "该药不能降低血糖,可能有害,".repeat(8000);
    let blocks = blocks(&text);
    let found = gates(&Words::new(&blocks, knowledge()));
    assert!(found.holds(Gate::Negation, &Place::new(0, 9..10)));
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "(该药|不|没有|可能|谣言|真相|吗|\\?|。|,|“|”|\"|'|:|\n|# |If|not|may|myth|Fact|it cures| |如果|尚不清楚|认为|[a-z]){0,40}") {
        let blocks = blocks(&text);
        let _ = gates(&Words::new(&blocks, knowledge()));
    }
}

#[test]
fn what_a_reader_asks_is_a_question_up_to_its_answer() {
    pairs(
        Gate::Question,
        &[
            (
                "Q: My neighbour says statins are poison. He threw his away. Should I?\nA: No, they help.",
                "poison",
                true,
            ),
            (
                "Q: My neighbour says statins are poison. He threw his away. Should I?\nA: No, they help.",
                "threw",
                true,
            ),
            ("Q: My neighbour says statins are poison. Should I?\nA: No, they help.", "help", false),
            ("问:老人说停药没事。我能停吗?答:不能停药。", "没事", true),
            ("问:老人说停药没事。我能停吗?答:不能停药。", "不能停药", false),
            ("Q: They are poison.\nNothing more was said.", "poison", false),
        ],
    );
}

#[test]
fn an_article_that_exposes_quotes_others() {
    let fraud = "骗子冒充医生,被警方查获。群主天天说:“停掉西药,三个月断根。”他保证治好癌症。后来法院判决罚款。运动能改善睡眠。";
    let advert = "群主天天说:“停掉西药,三个月断根。”他保证治好癌症。";
    pairs(
        Gate::Refutation,
        &[
            (fraud, "断根", true),
            (fraud, "癌症", true),
            (fraud, "改善", false),
            (advert, "断根", false),
            ("亲戚推荐了断根丸,说西药可以扔了。我没敢停医院的药。", "扔", true),
            ("亲戚推荐了断根丸,说西药可以扔了。我当天就买了。", "扔", false),
            ("\"Vaccines cause autism.\" It is not.", "cause", true),
            ("\"It healed me.\" Ann is happy.", "healed", false),
        ],
    );
}

#[test]
fn words_that_are_only_spoken_of_are_nobodys_claim() {
    pairs(
        Gate::Refutation,
        &[
            ("“我邻居吃了就好了”这种话,医生每天都听到。", "好了", true),
            ("“我邻居吃了就好了”,她告诉我们。", "好了", false),
            ("\"My neighbour was cured by it\" is a sentence every doctor has heard.", "cured", true),
            ("\"My neighbour was cured by it\", she told us.", "cured", false),
            (
                "\"A man says his lamp cured his asthma.\" There is no cure, and a lamp is no inhaler.",
                "cured",
                true,
            ),
            ("“邻居说他喝醋治好了高血压。”醋不能代替降压药。", "治好", true),
            ("“我喝了一个月就好了。”他的血压不高了,医生表示。", "好了", false),
        ],
    );
}
