//! What the user asked for, as plain data.

use super::doc::{RuleDoc, Severity};
use super::version::Version;
use crate::evidence::Standing;
use crate::knowledge::NoticeKind;
use crate::text::Language;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Who the article is for, and under which rules it is published.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Health information for lay readers.
    #[default]
    Editorial,
    /// Information for health professionals.
    Professional,
}

/// What the user asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// Who the article is for.
    pub profile: Profile,
    /// Rules to run: codes, names or beginnings of codes (`DO`); empty for all.
    pub select: Vec<String>,
    /// Rules not to run, in the same words.
    pub ignore: Vec<String>,
    /// Language of messages; none for that of the article.
    pub ui_language: Option<Language>,
    /// The day to check for.
    pub as_of: Option<Date>,
    /// Days after which what services said of a work counts no more; none for ninety.
    pub max_age: Option<u32>,
    /// Severities that differ from the rules' own, by code.
    pub severity: BTreeMap<String, Severity>,
    /// What the template of the site says on every page, so that a draft need not.
    pub accepted_notices: BTreeSet<NoticeKind>,
    /// Rules newer than this do not run; none for those of this version.
    pub rules_version: Option<Version>,
}

/// Days after which what services said of a work counts no more, where nobody asked for others.
const MAX_AGE: u32 = 90;

impl Settings {
    /// Whether an answer of a day is too old on the day to check for.
    pub fn is_old(&self, answered: Option<Date>) -> bool {
        let standing = Standing::new([], answered);
        self.as_of.is_some_and(|day| standing.is_older_than(self.max_age.unwrap_or(MAX_AGE), day))
    }

    /// Whether a rule is to run.
    pub fn runs(&self, rule: &RuleDoc) -> bool {
        let named = |list: &[String]| list.iter().any(|word| rule.is_named(word));
        let meant = self.profile == Profile::Editorial || !rule.lay_readers_only;
        meant && (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Whether a rule is among those of the version that the user asked for.
    pub fn knows(&self, rule: &RuleDoc) -> bool {
        self.rules_version.is_none_or(|version| rule.since <= version)
    }
}
