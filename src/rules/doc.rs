//! The Markdown of a rule: front matter with messages and gates, documentation, examples.

use super::version::Version;
use crate::knowledge::Gate;
use crate::text::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How grave a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Could be better.
    Info,
    /// Misleading, or cannot be checked.
    Warning,
    /// Unsafe or false as written.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// One step less grave; none below info.
    pub fn lowered(self) -> Option<Severity> {
        match self {
            Severity::Error => Some(Severity::Warning),
            Severity::Warning => Some(Severity::Info),
            Severity::Info => None,
        }
    }
}

/// What kind of work a finding is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// A risk under the rules of publishing.
    Compliance,
    /// The article and its evidence.
    Evidence,
    /// Wording and form.
    Editing,
}

/// What a finding asks an editor to do: findings are shown in cards by it, the graver work first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// Take out or rewrite what is unsafe: a dose, a promise of cure, advice against care.
    Remove,
    /// Take out what promotes, or mark it as an advertisement.
    Promotion,
    /// Say no more than the evidence does.
    Tone,
    /// Add what readers miss: risks, a notice, a source, a byline.
    Complete,
    /// Put references, figures, terms and form right.
    Repair,
}

/// How settled a rule is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleStatus {
    /// May still change what it fires on.
    Preview,
    /// Settled.
    Stable,
    /// On its way out.
    Deprecated,
}

impl RuleStatus {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            RuleStatus::Preview => "preview",
            RuleStatus::Stable => "stable",
            RuleStatus::Deprecated => "deprecated",
        }
    }
}

/// What the findings of a rule speak of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The words they stand at.
    #[default]
    Place,
    /// The article as a whole, which lacks something: a change of some lines says nothing of it.
    Article,
}

/// What a gate over a finding does to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateEffect {
    /// There is no finding.
    Block,
    /// The finding is one step less grave.
    Lower,
    /// The finding is only info.
    Info,
}

/// A message in both languages, with `{args}`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    zh: String,
    en: String,
    help_zh: String,
    help_en: String,
}

impl Message {
    /// What is wrong, with its words filled in.
    pub fn say(&self, language: Language, args: &BTreeMap<&'static str, String>) -> String {
        fill(if language == Language::Zh { &self.zh } else { &self.en }, args)
    }

    /// What to write instead, with its words filled in.
    pub fn help(&self, language: Language, args: &BTreeMap<&'static str, String>) -> String {
        fill(if language == Language::Zh { &self.help_zh } else { &self.help_en }, args)
    }
}

/// A word that a message fills in, in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Word {
    zh: String,
    en: String,
}

/// Replaces each `{name}`; what is filled in is not read again.
fn fill(template: &str, args: &BTreeMap<&'static str, String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|c| open + c) else { break };
        out.push_str(&rest[..open]);
        match args.get(&rest[open + 1..close]) {
            Some(value) => out.push_str(value),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    code: String,
    name: String,
    lane: Lane,
    card: Card,
    severity: Severity,
    status: RuleStatus,
    since: Version,
    #[serde(default)]
    scope: Scope,
    #[serde(default)]
    lay_readers_only: bool,
    #[serde(default)]
    professional_only: bool,
    #[serde(default)]
    gates: BTreeMap<Gate, GateEffect>,
    messages: BTreeMap<String, Message>,
    #[serde(default)]
    words: BTreeMap<String, Word>,
}

/// An example of a rule: a text in the notation of `tests/rules.rs`, and whether the rule must fire.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// Whether the rule must find something in it.
    pub fires: bool,
    /// Its language.
    pub language: Language,
    /// The text, with `[T]`, `[B]`, `[R]`, `[S]`, `[D]` marks.
    pub text: String,
}

/// What the Markdown of a rule says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleDoc {
    /// Stable code: `OV008`.
    pub code: String,
    /// Name: `hype-language`.
    pub name: String,
    /// What kind of work its findings are.
    pub lane: Lane,
    /// What its findings ask an editor to do.
    pub card: Card,
    /// How grave its findings are, unless one says otherwise.
    pub severity: Severity,
    /// How settled it is.
    pub status: RuleStatus,
    /// The version it came with.
    pub since: Version,
    /// What its findings speak of.
    pub scope: Scope,
    /// Whether it holds only for articles written for lay readers.
    pub lay_readers_only: bool,
    /// Whether it holds only for articles written for health professionals.
    pub professional_only: bool,
    /// What gates do to its findings; a gate not named here does nothing.
    pub gates: BTreeMap<Gate, GateEffect>,
    /// Its messages, by name.
    pub messages: BTreeMap<String, Message>,
    words: BTreeMap<String, Word>,
    /// The documentation, without front matter.
    pub text: String,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// Why the Markdown of a rule was refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("src/rules/{path}: {reason}")]
pub struct DocError {
    path: String,
    reason: String,
}

/// Where the rules are documented, in the repository.
const PAGE: &str = "docs/rules.md";

impl RuleDoc {
    /// Reads the Markdown of a rule.
    pub fn parse(path: &str, markdown: &str) -> Result<RuleDoc, DocError> {
        let error = |reason: String| DocError { path: path.to_owned(), reason };
        let (front, text) = markdown
            .strip_prefix("+++\n")
            .and_then(|rest| rest.split_once("\n+++\n"))
            .ok_or_else(|| error("must open with TOML front matter between +++ lines".into()))?;
        let front: FrontMatter = toml::from_str(front).map_err(|e| error(e.to_string()))?;
        let file = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md").replace('_', "-");
        if file != front.name {
            return Err(error(format!("the rule is named {}, its file {file}", front.name)));
        }
        Ok(RuleDoc {
            code: front.code,
            name: front.name,
            lane: front.lane,
            card: front.card,
            severity: front.severity,
            status: front.status,
            since: front.since,
            scope: front.scope,
            lay_readers_only: front.lay_readers_only,
            professional_only: front.professional_only,
            gates: front.gates,
            messages: front.messages,
            words: front.words,
            examples: examples(text),
            text: text.trim().to_owned(),
        })
    }

    /// Whether a word means this rule: its code, the beginning of its code, or its name.
    pub fn is_named(&self, word: &str) -> bool {
        let upper = word.to_ascii_uppercase();
        (upper.len() >= 2 && self.code.starts_with(&upper)) || self.name == word.to_ascii_lowercase()
    }

    /// The rule's words of those names, as a list in a language.
    pub fn list(&self, language: Language, names: &[&'static str]) -> String {
        let word = |name: &&'static str| match self.words.get(*name) {
            Some(word) if language == Language::Zh => word.zh.clone(),
            Some(word) => word.en.clone(),
            None => (*name).to_owned(),
        };
        names.iter().map(word).collect::<Vec<_>>().join(if language == Language::Zh { "、" } else { ", " })
    }

    /// Where the rule is documented.
    pub fn url(&self) -> String {
        format!("{PAGE}#{}-{}", self.code.to_ascii_lowercase(), self.name)
    }

    /// Its section of the page of rules: the documentation one heading deeper.
    pub fn section(&self) -> String {
        let deeper = |line: &str| if line.starts_with("## ") { format!("#{line}") } else { line.to_owned() };
        let text: Vec<String> = self.text.lines().map(deeper).collect();
        let (code, name, status) = (&self.code, &self.name, self.status.as_str());
        let scope = if self.scope == Scope::Article { " · of the article as a whole" } else { "" };
        format!(
            "## {code} {name}\n\n{} · {status} since {}{scope}\n\n{}\n",
            self.severity.as_str(),
            self.since,
            text.join("\n")
        )
    }
}

/// Fenced blocks whose info string is `bad zh`, `good en` and the like.
fn examples(text: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        let (fires, language) = match info {
            "bad zh" => (true, Language::Zh),
            "bad en" => (true, Language::En),
            "good zh" => (false, Language::Zh),
            "good en" => (false, Language::En),
            _ => continue,
        };
        found.push(Example { fires, language, text: body.join("\n") });
    }
    found
}
