//! `--format FORMAT[=FILE]`: a format, and where its report goes.

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command, ValueEnum};
use std::ffi::OsStr;
use std::path::PathBuf;

/// A report to write.
#[derive(Clone)]
pub struct Target {
    /// How it is written.
    pub format: FormatName,
    /// Where to; none for standard output.
    pub file: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// For people, with excerpts
    Human,
    /// One line a finding
    Concise,
    /// Everything, for machines; see docs/json.md
    Json,
    /// The same, one line an article
    Jsonl,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Code Quality of GitLab
    Gitlab,
    /// JUnit XML, a test a rule
    Junit,
    /// One page without script: articles by risk, each with its findings in place
    Html,
    /// A comment on a pull request
    Markdown,
}

/// Reads a [`Target`], and knows the names of formats for help and completion.
#[derive(Clone)]
pub struct TargetParser;

impl TypedValueParser for TargetParser {
    type Value = Target;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Target, clap::Error> {
        let text =
            value.to_str().ok_or_else(|| clap::Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let format = EnumValueParser::<FormatName>::new().parse_ref(command, arg, OsStr::new(name))?;
        Ok(Target { format, file: file.map(PathBuf::from) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FormatName::value_variants().iter().filter_map(FormatName::to_possible_value)))
    }
}
