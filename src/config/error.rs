//! Why settings were refused.

use crate::text::Fault;

/// Why a configuration was refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ConfigError {
    /// Something in the file is wrong.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The file could not be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The file, as the user named it.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// The rules themselves are broken.
    #[error(transparent)]
    Rules(#[from] crate::rules::DocError),
    /// A pattern of the command line is wrong.
    #[error("{reason}; patterns are written as in .gitignore: news/**, *.md, !keep.md")]
    Pattern {
        /// Which one, and what is wrong with it.
        reason: String,
    },
    /// A rule of the command line is not there.
    #[error("no rule is named {word}; {mend}")]
    NoRule {
        /// What was written.
        word: String,
        /// The nearest name, or where to find them.
        mend: String,
    },
}
