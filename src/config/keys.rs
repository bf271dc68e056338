//! The keys of `claimlint.toml`: what may be written, and what holds where nothing is.

use super::{Channel, FailOn, Scan, Source};
use crate::knowledge::{Genre, Jurisdiction, NoticeKind};
use crate::rules::{Confidence, ProductClass, Profile, Severity, Version};
use crate::text::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Language of the articles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// As front matter names it, else told by script.
    #[default]
    Auto,
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language, where one is named.
    pub fn language(self) -> Option<Language> {
        match self {
            Lang::Auto => None,
            Lang::Zh => Some(Language::Zh),
            Lang::En => Some(Language::En),
        }
    }
}

/// A share in percent, from 0 to 100.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
#[schemars(extend("maximum" = 100))]
pub struct Percent(u8);

impl TryFrom<u8> for Percent {
    type Error = &'static str;

    fn try_from(share: u8) -> Result<Percent, &'static str> {
        if share <= 100 { Ok(Percent(share)) } else { Err("a share is from 0 to 100 percent") }
    }
}

impl From<Percent> for u8 {
    fn from(Percent(share): Percent) -> u8 {
        share
    }
}

/// What a rule's findings count as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// Nothing: the rule does not run.
    Off,
    /// Could be better.
    Info,
    /// Misleading, or cannot be checked.
    Warning,
    /// Unsafe or false as written.
    Error,
}

impl RuleLevel {
    /// The severity; none if the rule is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            RuleLevel::Off => None,
            RuleLevel::Info => Some(Severity::Info),
            RuleLevel::Warning => Some(Severity::Warning),
            RuleLevel::Error => Some(Severity::Error),
        }
    }
}

macro_rules! keys {
    (
        article { $($(#[$about:meta])* $article:ident: $article_type:ty,)* }
        run { $($(#[$run_about:meta])* $run:ident: $run_type:ty,)* }
    ) => {
        /// Settings of claimlint. Every key may be left out. What stands nearer to the article
        /// replaces what stands farther off; `rules` is merged rule by rule.
        #[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        #[schemars(title = "claimlint.toml")]
        pub struct Keys {
            /// A file whose keys hold where this one is silent; relative to this file.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub extend: Option<PathBuf>,
            $($(#[$about])* #[serde(skip_serializing_if = "Option::is_none")] pub $article: Option<$article_type>,)*
            $($(#[$run_about])* #[serde(skip_serializing_if = "Option::is_none")] pub $run: Option<$run_type>,)*
            /// Keys that hold for some paths only; later ones win.
            #[serde(default, rename = "override", skip_serializing_if = "Vec::is_empty")]
            pub overrides: Vec<Override>,
        }

        /// Keys that hold for some paths only.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct Override {
            /// The paths, written as in .gitignore, relative to the folder of this file.
            pub paths: Vec<String>,
            $($(#[$about])* #[serde(skip_serializing_if = "Option::is_none")] pub $article: Option<$article_type>,)*
        }

        impl Keys {
            /// Keys that decide on an article, in the order of the documentation.
            pub const ARTICLE: &[&str] = &[$(stringify!($article),)*];
            /// Keys that decide on a run.
            pub const RUN: &[&str] = &[$(stringify!($run),)*];

            /// Lets the keys that are written in `over` replace those here.
            pub(super) fn overlay(&mut self, over: &Keys) {
                $(if over.$article.is_some() { self.$article = over.$article.clone(); })*
                $(if over.$run.is_some() { self.$run = over.$run.clone(); })*
            }

            /// Whether a key is written.
            pub(super) fn has(&self, key: &str) -> bool {
                match key {
                    $(stringify!($article) => self.$article.is_some(),)*
                    $(stringify!($run) => self.$run.is_some(),)*
                    _ => false,
                }
            }
        }

        impl From<&Override> for Keys {
            fn from(keys: &Override) -> Keys {
                Keys { $($article: keys.$article.clone(),)* ..Keys::default() }
            }
        }
    };
}

keys! {
    article {
        /// Who the articles are for.
        profile: Profile,
        /// Whose rules of publishing hold, unless front matter names another.
        jurisdiction: Jurisdiction,
        /// What is advertised, unless front matter names another.
        product_class: ProductClass,
        /// Language of the articles.
        lang: Lang,
        /// Genre of the articles, whatever their front matter says.
        genre: Genre,
        /// Rules to run: codes, beginnings of codes (`DO`), names; empty for all.
        select: Vec<String>,
        /// Rules not to run, in the same words.
        ignore: Vec<String>,
        /// What the findings of single rules count as; `off` switches a rule off.
        rules: BTreeMap<String, RuleLevel>,
        /// Notices that the template of the site carries on every page, so that drafts pass without
        /// them.
        accepted_notices: BTreeSet<NoticeKind>,
        /// Rules newer than this version do not run, and are counted as not checked.
        rules_version: Version,
    }
    run {
        /// Language of messages.
        ui_lang: Language,
        /// What makes a run fail: the lightest finding that does, and `not-checked` for anything that
        /// could not be checked.
        fail_on: FailOn,
        /// Percent of the claims about interventions in an article that must be held against a source.
        require_evidence: Percent,
        /// Leave out findings less sure than this.
        min_confidence: Confidence,
        /// Leave out findings less grave than this.
        min_severity: Severity,
        /// Records of the cited sources, files or folders, relative to this file: CSL-JSON, RIS, BibTeX, PubMed, EndNote, RefWorks, NoteExpress, CNKI.
        libraries: Vec<PathBuf>,
        /// What services said of the cited sources, relative to this file; else the nearest
        /// `claimlint.lock` above the working folder.
        lock: PathBuf,
        /// Days after which what services said of a work is no longer believed.
        max_age: u32,
        /// A list of retractions in the form of Retraction Watch, relative to this file.
        retractions: PathBuf,
        /// Keep abstracts where git sees them. Publishers own most of them.
        commit_abstracts: bool,
        /// The address by which services may reach you; it goes out with every request to them.
        mailto: String,
        /// Hosts that may be asked although their addresses are not public.
        allow_hosts: Vec<String>,
        /// Folders shaped like `claims/`, known in addition to it, relative to this file.
        packs: Vec<PathBuf>,
        /// Files to take from folders, written as in .gitignore; else the endings decide.
        include: Vec<String>,
        /// Files and folders to leave out of folders, written as in .gitignore.
        exclude: Vec<String>,
        /// Findings that are known already, relative to this file.
        baseline: PathBuf,
        /// A folder to keep reports in between runs, relative to this file.
        cache: PathBuf,
        /// Files to check at the same time.
        jobs: NonZeroUsize,
        /// How scans go.
        scan: Scan,
        /// What is scanned: sites, feeds, lists and folders.
        source: Vec<Source>,
        /// Who is told of what a scan found.
        notify: Vec<Channel>,
    }
}

/// What a key without a value stands for.
pub(super) const UNSET: &[(&str, &str)] = &[
    ("jurisdiction", "that of the profile, else told from the article"),
    ("product_class", "told from the article"),
    ("genre", "as front matter says, else told from the article"),
    ("rules_version", "every rule"),
    ("ui_lang", "that of each article"),
    ("lock", "the nearest claimlint.lock above"),
    ("retractions", "none"),
    ("mailto", "none"),
    ("include", "files of every kind that claimlint reads"),
    ("baseline", "none"),
    ("cache", "none"),
    ("jobs", "as many as there are cores"),
    ("scan", "into .claimlint/store.db, eight pages at a time, a host once a second"),
    ("source", "nothing"),
    ("notify", "nobody"),
];

impl Keys {
    /// What holds where nothing is written.
    pub fn defaults() -> Keys {
        Keys {
            profile: Some(Profile::default()),
            lang: Some(Lang::default()),
            select: Some(Vec::new()),
            ignore: Some(Vec::new()),
            rules: Some(BTreeMap::new()),
            accepted_notices: Some(BTreeSet::new()),
            fail_on: Some(FailOn::default()),
            require_evidence: Some(Percent::default()),
            min_confidence: Some(Confidence::Probable),
            min_severity: Some(Severity::Info),
            libraries: Some(Vec::new()),
            max_age: Some(90),
            commit_abstracts: Some(false),
            allow_hosts: Some(Vec::new()),
            packs: Some(Vec::new()),
            exclude: Some(Vec::new()),
            ..Keys::default()
        }
    }
}
