//! Settings that the command line may give instead of `claimlint.toml`.

use claimlint::config::{Choice, Configs, FailOn, FailWord, Keys, Lang, Percent};
use claimlint::knowledge::Genre;
use claimlint::rules::{Confidence, Profile, Severity};
use claimlint::text::Language;
use clap::ValueEnum;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Arguments that stand for keys of `claimlint.toml`.
#[derive(clap::Args)]
#[command(next_help_heading = "Settings, over those of claimlint.toml")]
pub struct SettingArgs {
    /// Settings to go by [default: the nearest claimlint.toml above each article]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Go by no claimlint.toml
    #[arg(long)]
    no_config: bool,
    /// Who the articles are for [default: editorial]
    #[arg(long)]
    profile: Option<ProfileName>,
    /// Language of the articles [default: auto]
    #[arg(long)]
    lang: Option<LanguageName>,
    /// Genre of the articles: research_news, leaflet, qa, debunk, …  [default: as front matter says, else told from the article]
    #[arg(long, value_parser = genre)]
    genre: Option<Genre>,
    /// Run these rules only, even if claimlint.toml ignores them: codes, beginnings of codes, names
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    ignore: Vec<String>,
    /// Language of messages [default: that of the article]
    #[arg(long)]
    ui_lang: Option<UiLanguage>,
    /// Fail from this severity on; not-checked: also where anything could not be checked [default: error]
    #[arg(long, value_name = "SEVERITY,…", value_delimiter = ',')]
    fail_on: Vec<FailOnName>,
    /// Fail where less of an article's claims about interventions was held against a source
    #[arg(long, value_name = "N%", value_parser = percent)]
    require_evidence: Option<Percent>,
    /// Show only findings that this baseline does not know
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Leave out findings less sure than this [default: probable]
    #[arg(long, value_name = "CONFIDENCE")]
    min_confidence: Option<ConfidenceName>,
    /// Leave out findings less grave than this [default: info]
    #[arg(long, value_name = "SEVERITY")]
    min_severity: Option<SeverityName>,
    /// Records of the cited sources, files or folders: CSL-JSON, RIS, BibTeX, PubMed, EndNote, RefWorks, NoteExpress, CNKI
    #[arg(long, value_name = "DIR|FILE")]
    library: Vec<PathBuf>,
    /// Files and folders to leave out of folders, written as in .gitignore
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Keep reports in this folder, and do not check again what has not changed
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Files to check at the same time [default: as many as there are cores]
    #[arg(long, short = 'j', value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

impl SettingArgs {
    /// The settings of every path.
    pub fn configs(&self) -> anyhow::Result<Configs> {
        let choice = match &self.config {
            Some(file) => Choice::File(file.clone()),
            None if self.no_config => Choice::None,
            None => Choice::Nearest,
        };
        Ok(Configs::new(choice, self.keys()?, std::env::current_dir()?)?)
    }

    /// The keys that the command line gives.
    fn keys(&self) -> anyhow::Result<Keys> {
        let fail_on = given(&self.fail_on).map(|words| words.into_iter().map(FailWord::from).collect());
        Ok(Keys {
            profile: self.profile.map(Profile::from),
            lang: self.lang.map(Lang::from),
            genre: self.genre,
            select: given(&self.select),
            // Rules that are named here run, even if the file ignores them.
            ignore: given(&self.ignore).or_else(|| given(&self.select).map(|_| Vec::new())),
            ui_lang: self.ui_lang.map(Language::from),
            fail_on: fail_on.map(FailOn::new).transpose()?,
            min_confidence: self.min_confidence.map(Confidence::from),
            min_severity: self.min_severity.map(Severity::from),
            libraries: given(&self.library),
            exclude: given(&self.exclude),
            require_evidence: self.require_evidence,
            baseline: self.baseline.clone(),
            cache: self.cache.clone(),
            jobs: self.jobs,
            ..Keys::default()
        })
    }
}

fn given<T: Clone>(list: &[T]) -> Option<Vec<T>> {
    (!list.is_empty()).then(|| list.to_vec())
}

fn percent(word: &str) -> Result<Percent, String> {
    let number = word.strip_suffix('%').unwrap_or(word).parse().ok();
    number.and_then(|n: u8| Percent::try_from(n).ok()).ok_or_else(|| "a share from 0% to 100%".to_owned())
}

fn genre(word: &str) -> Result<Genre, String> {
    let known = || Genre::ALL.iter().map(|g| g.as_str()).collect::<Vec<_>>().join(", ");
    Genre::parse(word).ok_or_else(|| format!("no such genre; one of {}", known()))
}

/// Words of the command line for values of the library.
macro_rules! names {
    ($($name:ident for $value:ident { $($variant:ident),* })*) => {
        $(
            #[derive(Clone, Copy, ValueEnum)]
            enum $name { $($variant),* }

            impl From<$name> for $value {
                fn from(name: $name) -> $value {
                    match name { $($name::$variant => $value::$variant),* }
                }
            }
        )*
    };
}

names! {
    ProfileName for Profile { Editorial, AdCn, AdUs, AdEuUk, Professional }
    LanguageName for Lang { Auto, Zh, En }
    UiLanguage for Language { Zh, En }
    FailOnName for FailWord { Error, Warning, Info, Never, NotChecked }
    ConfidenceName for Confidence { Possible, Probable, Certain }
    SeverityName for Severity { Info, Warning, Error }
}
