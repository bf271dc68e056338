//! What `claimlint check` can be told on the command line.

use crate::cli::settings::SettingArgs;
use clap::ValueEnum;
use jiff::civil::Date;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(clap::Args)]
pub struct Args {
    /// Files, folders, patterns of paths ('drafts/**/*.md'), or - for standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// How to write the report
    #[arg(long, default_value = "human")]
    pub format: FormatName,
    /// The day to check for [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// What standard input is called in the report; its ending tells its format
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    pub stdin_filename: String,
    /// When to use colours
    #[arg(long, default_value = "auto")]
    pub color: Color,
    #[command(flatten)]
    pub settings: SettingArgs,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum FormatName {
    Human,
    Concise,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}
