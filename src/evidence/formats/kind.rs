//! What kind of work a record is: the words of each format, as CSL names them.

/// Words of formats, lower case, and the kind of CSL they stand for; the first that is contained wins.
const KINDS: [(&str, &[&str]); 14] = [
    ("thesis", &["thes", "dissertation", "学位", "硕士", "博士", "mastersthesis"]),
    ("paper-conference", &["cpaper", "conf", "proceeding", "会议"]),
    ("article-newspaper", &["news", "报纸"]),
    ("article-magazine", &["mgzn", "magazine"]),
    ("standard", &["stand", "标准"]),
    ("patent", &["patent", "专利"]),
    ("entry-encyclopedia", &["encyc", "ency", "百科"]),
    ("chapter", &["chap", "section", "incollection", "inbook", "章"]),
    ("report", &["rprt", "report", "报告"]),
    ("post-weblog", &["blog"]),
    ("article", &["unpb", "unpublished", "preprint", "预印"]),
    ("webpage", &["elec", "web", "online", "网页"]),
    ("book", &["book", "monograph", "图书", "专著"]),
    ("article-journal", &["jour", "journal", "article", "ejour", "jfull", "abst", "期刊", "periodical"]),
];

/// The kind of CSL that a format's word for it stands for.
pub fn of(word: &str) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    let found = KINDS.iter().find(|(_, words)| words.iter().any(|w| word.contains(w)));
    match word.as_str() {
        "electronic article" | "journal, electronic" => Some("article-journal"),
        "ebook" | "edbook" => Some("book"),
        "conference paper" | "inproceedings" => Some("paper-conference"),
        "pat" => Some("patent"),
        _ => found.map(|(kind, _)| *kind),
    }
}
