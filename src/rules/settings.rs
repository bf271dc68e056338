//! What the user asked for, as plain data.

use super::doc::{RuleDoc, Severity};
use super::version::Version;
use crate::evidence::Standing;
use crate::knowledge::{Jurisdiction, NoticeKind};
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
    /// An advertisement in China.
    AdCn,
    /// An advertisement in the United States.
    AdUs,
    /// An advertisement in the European Union or the United Kingdom.
    AdEuUk,
    /// Information for health professionals.
    Professional,
}

impl Profile {
    /// Every profile.
    pub const ALL: &'static [Profile] =
        &[Profile::Editorial, Profile::AdCn, Profile::AdUs, Profile::AdEuUk, Profile::Professional];

    /// Its name, as settings and packs write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Editorial => "editorial",
            Profile::AdCn => "ad-cn",
            Profile::AdUs => "ad-us",
            Profile::AdEuUk => "ad-eu-uk",
            Profile::Professional => "professional",
        }
    }
}

/// What kind of product an article or advertisement is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProductClass {
    /// A food supplement: a health food (保健食品) in China, a dietary supplement in the United States.
    Supplement,
    /// A medicine sold without prescription.
    OtcDrug,
    /// A medicine on prescription.
    PrescriptionDrug,
    /// A medical device for use at home.
    HomeDevice,
    /// Any other food.
    Food,
    /// A cosmetic.
    Cosmetic,
}

impl ProductClass {
    /// Every class, by name.
    pub const ALL: &'static [(&'static str, ProductClass)] = &[
        ("supplement", ProductClass::Supplement),
        ("otc-drug", ProductClass::OtcDrug),
        ("prescription-drug", ProductClass::PrescriptionDrug),
        ("home-device", ProductClass::HomeDevice),
        ("food", ProductClass::Food),
        ("cosmetic", ProductClass::Cosmetic),
    ];

    /// The class of a name, as settings and front matter write it.
    pub fn parse(name: &str) -> Option<ProductClass> {
        ProductClass::ALL.iter().find(|(n, _)| *n == name).map(|&(_, class)| class)
    }
}

/// What the user asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// Who the article is for.
    pub profile: Profile,
    /// Whose rules of publishing hold; none for those of the profile, or what the article itself tells.
    pub jurisdiction: Option<Jurisdiction>,
    /// What is advertised; none for what the article itself tells.
    pub product_class: Option<ProductClass>,
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
        let meant = match self.profile {
            Profile::Professional => !rule.lay_readers_only,
            _ => !rule.professional_only,
        };
        meant && (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Whether a rule is among those of the version that the user asked for.
    pub fn knows(&self, rule: &RuleDoc) -> bool {
        self.rules_version.is_none_or(|version| rule.since <= version)
    }
}
