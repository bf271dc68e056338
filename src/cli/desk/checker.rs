//! Checks the articles of a scan as `check` would.

use crate::cli::check::Plan;
use crate::cli::input::hint_of;
use crate::cli::settings::SettingArgs;
use claimlint::check::DocumentReport;
use claimlint::document::Hint;
use claimlint::scan::{Article, Examiner};
use claimlint::store::Digests;

/// Packs, rules, records and settings as they stand when it is made.
pub struct Checker {
    plan: Plan,
    digests: Digests,
}

impl Checker {
    /// A checker for today.
    pub fn new(settings: &SettingArgs) -> anyhow::Result<Checker> {
        let plan = Plan::standing(settings, jiff::Zoned::now().date())?;
        for error in &plan.errors {
            tracing::warn!(path = error.path, error = error.message, "not all of a library can be used");
        }
        let [rules, evidence] = plan.digests()?;
        Ok(Checker { plan, digests: Digests { rules: rules.to_string(), evidence: evidence.to_string() } })
    }

    /// The same, for reports that show the articles.
    pub fn with_reading(mut self) -> Checker {
        self.plan.with_reading = true;
        self
    }
}

impl Examiner for Checker {
    fn digests(&self) -> &Digests {
        &self.digests
    }

    fn examine(&self, article: Article<'_>) -> Result<DocumentReport, String> {
        let told = |error: anyhow::Error| format!("{error:#}");
        let settings = self.plan.article(article.address).map_err(told)?;
        let hint = Hint {
            language: article.source.lang,
            genre: article.source.genre,
            ..hint_of(article.content_type)
        };
        self.plan.check(article.address, article.bytes, &settings, hint, &[]).map_err(told)
    }
}
