//! Captions of the reports that people read, in both languages. What findings say is in the rules' Markdown.

use super::safe::one_line;
use crate::card::CardRow;
use crate::check::{ClaimRow, Compared, Coverage, DocumentReport, LeansOn};
use crate::evidence::{Untold, Verdict as Agrees};
use crate::extract::claim::Strength;
use crate::rules::{Card, Confidence, NotChecked, Severity, Source};
use crate::text::Language;
use crate::verdict::{Because, Verdict};
use std::collections::BTreeMap;

pub(crate) struct Words {
    zh: bool,
}

impl Words {
    pub(crate) fn of(language: Language) -> Words {
        Words { zh: language == Language::Zh }
    }

    pub(crate) fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.zh { zh } else { en }
    }

    /// What to write instead, with its caption.
    pub(crate) fn help_line(&self, help: &str) -> String {
        format!("{}: {}", self.pick("建议改", "write instead"), one_line(help))
    }

    /// The source that a finding rests on, with its caption.
    pub(crate) fn source_line(&self, source: &Source) -> String {
        let (title, quote) = (one_line(&source.title), one_line(&source.quote));
        format!("{}: [{}] {title} — “{quote}”", self.pick("依据", "source"), source.reference)
    }

    /// What a rule could not check, and why; none if it checked all.
    pub(crate) fn gap(&self, row: &Coverage) -> Option<String> {
        let why: Vec<String> = row.why.iter().map(|(why, n)| format!("{} {n}", self.why(*why))).collect();
        let left = row.of.saturating_sub(row.checked);
        (!why.is_empty()).then(|| format!("{} {left}/{}: {}", row.rule, row.of, why.join(", ")))
    }

    /// Why rules could not check all there was, each reason with the rules: how many of how many.
    pub(crate) fn gaps(&self, coverage: &[Coverage]) -> Vec<String> {
        let mut by_reason: BTreeMap<NotChecked, Vec<String>> = BTreeMap::new();
        for row in coverage {
            for (why, n) in &row.why {
                by_reason.entry(*why).or_default().push(format!("{} {n}/{}", row.rule, row.of));
            }
        }
        let line =
            |(why, rules): (NotChecked, Vec<String>)| format!("{}: {}", self.why(why), rules.join(", "));
        by_reason.into_iter().map(line).collect()
    }

    pub(crate) fn sureness(&self, confidence: Confidence) -> &'static str {
        match confidence {
            Confidence::Certain => self.pick("把握：确定", "confidence: certain"),
            Confidence::Probable => self.pick("把握：较高", "confidence: probable"),
            Confidence::Possible => self.pick("把握：较低", "confidence: possible"),
        }
    }

    pub(crate) fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Block => self.pick("须改后再发", "must be put right before it is published"),
            Verdict::Revise => self.pick("建议修改", "to be revised"),
            Verdict::Unchecked => self.pick(
                "未发现问题，但核对的太少，不能算通过",
                "nothing found, but too little could be checked to pass it",
            ),
            Verdict::Pass => self.pick("本次检查未发现问题", "nothing found in this check"),
        }
    }

    /// What the verdict on an article rests on.
    pub(crate) fn because(&self, document: &DocumentReport) -> String {
        let errors = document.findings.iter().filter(|f| f.severity == Severity::Error).count();
        match document.because {
            Because::NothingFound => self.pick("已核对过半论断", "most claims were checked").to_owned(),
            Because::Unread => self.pick("没有读到正文", "no body text was read").to_owned(),
            Because::FewClaimsCompared => self
                .pick("不到一半的论断能与来源核对", "under half of its claims could be held against a source")
                .to_owned(),
            Because::ToRevise => self.pick("有警告或个别错误", "warnings, or one error").to_owned(),
            Because::SeveralErrors if self.zh => format!("有 {errors} 处错误"),
            Because::SeveralErrors => format!("{errors} errors"),
            Because::GraveError => self
                .pick(
                    "涉及用药安全、承诺疗效或与来源相反",
                    "of safety, a promise of cure, or against the source",
                )
                .to_owned(),
        }
    }

    /// What a card asks for, and how many findings ask for it.
    pub(crate) fn card(&self, row: &CardRow) -> String {
        self.piece_of_work(row.card, row.findings.len(), row.severity)
    }

    /// What a card asks for, how many findings ask for it, and the gravest of them.
    pub(crate) fn piece_of_work(&self, card: Card, count: usize, gravest: Severity) -> String {
        let title = match card {
            Card::Remove => self.pick("删除或改写不安全的内容", "take out or rewrite what is unsafe"),
            Card::Promotion => self
                .pick("去掉推广内容，或标明广告", "take out what promotes, or mark it as an advertisement"),
            Card::Tone => self.pick("把结论降到证据的程度", "say no more than the evidence does"),
            Card::Complete => self.pick(
                "补上风险、提示、来源或署名",
                "add the risks, notice, source or byline that are missing",
            ),
            Card::Repair => {
                self.pick("订正参考文献、数字和文字", "put references, figures and wording right")
            }
        };
        let gravest = self.severity(gravest);
        if self.zh {
            format!("{title}（{count} 处，最重：{gravest}）")
        } else {
            format!("{title} ({count}, gravest: {gravest})")
        }
    }

    pub(crate) fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.pick("错误", "error"),
            Severity::Warning => self.pick("警告", "warning"),
            Severity::Info => self.pick("提示", "info"),
        }
    }

    pub(crate) fn severities(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.pick("错误", "errors"),
            Severity::Warning => self.pick("警告", "warnings"),
            Severity::Info => self.pick("提示", "infos"),
        }
    }

    pub(crate) fn articles(&self) -> &'static str {
        self.pick("篇文章", "articles")
    }

    pub(crate) fn suppressed(&self) -> &'static str {
        self.pick("文中注明理由后屏蔽", "silenced in the article, with a reason")
    }

    pub(crate) fn known(&self) -> &'static str {
        self.pick("基线中已有", "known from the baseline")
    }

    pub(crate) fn unchanged(&self) -> &'static str {
        self.pick("不在改动的行上", "not on changed lines")
    }

    pub(crate) fn line(&self, line: usize) -> String {
        if self.zh { format!("第 {line} 行") } else { format!("line {line}") }
    }

    /// Heads of the table of articles: the article, its verdict, its claims held against a source.
    pub(crate) fn columns(&self) -> [&'static str; 3] {
        if self.zh {
            ["文章", "结论", "已与来源核对"]
        } else {
            ["article", "verdict", "held against a source"]
        }
    }

    /// Severities as heads of columns, gravest first.
    pub(crate) fn counted(&self) -> [&'static str; 3] {
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| self.severities(severity))
    }

    pub(crate) fn infos(&self) -> &'static str {
        self.severities(Severity::Info)
    }

    pub(crate) fn work(&self) -> &'static str {
        self.pick("要做的事", "What there is to do")
    }

    pub(crate) fn as_read(&self) -> &'static str {
        self.pick("读到的文章", "The article as it was read")
    }

    pub(crate) fn claims(&self) -> &'static str {
        self.pick("论断与来源", "Claims and sources")
    }

    pub(crate) fn claim_columns(&self) -> [&'static str; 3] {
        if self.zh {
            ["论断", "力度", "与来源核对"]
        } else {
            ["claim", "strength", "held against its sources"]
        }
    }

    /// What holding a claim against one of its sources came to.
    pub(crate) fn agreement(&self, compared: &Compared) -> &'static str {
        match (compared.verdict, compared.why) {
            (Agrees::Supports, _) => self.pick("来源支持", "the source bears it out"),
            (Agrees::Overstated, _) => self.pick("说得比来源重", "says more than the source"),
            (Agrees::Partly, _) => {
                self.pick("来源说的只是相近的事", "the source speaks of something near it")
            }
            (Agrees::Contradicted, _) => self.pick("来源说法相反", "the source says otherwise"),
            (Agrees::NotAddressed, _) => self.pick("摘要没有谈到", "the abstract does not speak of it"),
            (Agrees::NotChecked, why) => why.map_or(self.not_checked(), |why| self.untold(why)),
        }
    }

    fn untold(&self, why: Untold) -> &'static str {
        match why {
            Untold::UnknownTerm => {
                self.pick("未核对：词库里没有其中的词", "not checked: it names nothing known here")
            }
            Untold::DirectionUnclear => {
                self.pick("未核对：方向不明", "not checked: which way it points is not clear")
            }
            Untold::SourceMixed => self.pick("未核对：来源两种说法都有", "not checked: the source says both"),
            Untold::NoAbstract => self.pick("未核对：没有摘要", "not checked: no abstract"),
            Untold::NoRecord => self.pick("未核对：资料库中没有", "not checked: not in the library"),
        }
    }

    /// A claim as a line of the table: its words, its strength, how it stands to its sources.
    pub(crate) fn claim(&self, row: &ClaimRow) -> [String; 3] {
        let told = |l: &LeansOn| format!("[{}] {}", l.reference, self.agreement(&l.compared));
        let mut stands: Vec<String> = row.leans_on.iter().map(told).collect();
        if stands.is_empty() {
            stands.push(self.why(NotChecked::Uncited).to_owned());
        }
        let text = one_line(&row.claim.quote.text);
        [text, self.strength(row.claim.strength).to_owned(), stands.join("; ")]
    }

    /// How many claims cite nothing.
    pub(crate) fn uncited(&self, n: usize) -> String {
        if self.zh { format!("另有 {n} 条没有标注来源") } else { format!("{n} more cite no source") }
    }

    pub(crate) fn strength(&self, strength: Strength) -> &'static str {
        match strength {
            Strength::None => self.pick("没有说有关联", "no relation"),
            Strength::Correlational => self.pick("相关", "goes together"),
            Strength::Conditional => self.pick("可能有效", "may bring about"),
            Strength::Causal => self.pick("有效", "brings about"),
            Strength::Certain => self.pick("一定有效", "without fail"),
        }
    }

    /// The words of a source, as a quotation.
    pub(crate) fn quoted(&self, text: &str) -> String {
        format!("“{}”", one_line(text))
    }

    pub(crate) fn unreadable(&self) -> &'static str {
        self.pick("未能读取", "could not be read")
    }

    pub(crate) fn left_out(&self, n: usize) -> String {
        if self.zh {
            format!("篇幅所限，另有 {n} 条未列出；请看完整报告。")
        } else {
            format!("{n} more are left out here for want of room; see the full report.")
        }
    }

    pub(crate) fn compared(&self, compared: usize, of: usize) -> String {
        if self.zh {
            format!("关于干预的论断 {of} 条，与来源核对了 {compared} 条")
        } else {
            format!("{compared} of {of} claims about interventions were held against a source")
        }
    }

    pub(crate) fn not_checked(&self) -> &'static str {
        self.pick("未核对", "not checked")
    }

    /// Why something was not checked, in plain words.
    pub(crate) fn why(&self, why: NotChecked) -> &'static str {
        match why {
            NotChecked::AmountNotComparable => {
                self.pick("剂量无法与上限比较", "the amount cannot be held against a limit")
            }
            NotChecked::DesignUnknown => self.pick("不知道来源的研究类型", "design of the source unknown"),
            NotChecked::DrugStatusUnknown => {
                self.pick("不知道是否处方药", "legal status of the drug unknown")
            }
            NotChecked::DrugUnknown => self.pick("药物资料中没有该药", "drug not in the table"),
            NotChecked::Fragment => self.pick("不是完整文章", "not a whole article"),
            NotChecked::IdentifierOnly => self.pick("只有链接或编号", "a link or identifier alone"),
            NotChecked::KindNotInAbstract => {
                self.pick("摘要中没有同类数字", "the abstract has no such number")
            }
            NotChecked::LabelUnknown => self.pick("没有该药的适应证资料", "label uses of the drug unknown"),
            NotChecked::LimitUnknown => self.pick("没有有出处的最大剂量", "no sourced limit of dose"),
            NotChecked::NewerThanRulesVersion => {
                self.pick("规则比所要求的规则版本新", "rule newer than `rules-version`")
            }
            NotChecked::NoAbstract => self.pick("资料库中没有摘要", "no abstract in the library"),
            NotChecked::NoDate => self.pick("没有给出检查日期", "the day to check for is not given"),
            NotChecked::NoRecord => self.pick("资料库中没有该文献", "not in the library"),
            NotChecked::NoTitle => self.pick("没有标题", "no title"),
            NotChecked::KindNotIndexed => self
                .pick("书籍、网页等不在文献数据库中", "databases of papers do not hold works of this kind"),
            NotChecked::NotCovered => {
                self.pick("所查数据库不收录该中文刊物", "the databases asked do not cover Chinese journals")
            }
            NotChecked::RegisteredElsewhere => {
                self.pick("DOI 由其他机构登记", "its DOI is registered with another agency")
            }
            NotChecked::StatusTooOld => self.pick(
                "撤稿状态的记录太旧，请运行 claimlint refs check",
                "what is known of its status is too old; run claimlint refs check",
            ),
            NotChecked::StatusUnknown => self.pick("不知道是否已撤稿", "not known whether it still stands"),
            NotChecked::Uncited => self.pick("论断没有标注来源", "no source is cited"),
        }
    }

    pub(crate) fn fixed(&self) -> &'static str {
        self.pick("已改好", "fixed")
    }

    pub(crate) fn unread(&self) -> &'static str {
        self.pick(
            "没有读到正文（可能由脚本载入，或需要登录）：请保存完整网页后再检查",
            "no body text was found (loaded by script, or behind a login): save the whole page and check that",
        )
    }
}
