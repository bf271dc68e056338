//! claimlint checks health articles, Chinese and English, against the sources they lean on.
//!
//! The way of the data is the way of the modules, lowest first; a module uses only those above
//! it in this list (`tests/layers.rs` proves it):
//!
//! | module | turns | into |
//! |---|---|---|
//! | [`text`] | bytes of the original file | texts whose every character knows its bytes |
//! | [`knowledge`] | the packs in `claims/` | compiled matchers |
//! | [`document`] | a file | blocks with kind, language and spans |
//! | [`extract`] | blocks | claims, doses, studies, citations, references, notices |
//! | [`evidence`] | references and a library | links and verdicts |
//! | [`rules`] | facts and evidence | candidate findings |
//! | [`finding`] | candidates | findings |
//! | [`suppress`] | findings and directives of the article | those told, and those silenced |
//! | [`card`], [`verdict`] | findings | what there is to do, and what to make of the article |
//! | [`check`] | all of these | one report |
//! | [`reading`] | an article and its findings | its text with the findings in place |
//! | [`baseline`] | findings of another day | what is known already |
//! | [`report`] | a report | text for people, CI and machines |
//! | [`config`] | `claimlint.toml` and own packs | settings of each path |
//! | `fetch` | references and addresses | what services say of them, and pages |
//! | `store` | what a scan saw | pages, snapshots, runs and findings over time |
//! | `scan` | sources | what is new, fixed and still there, and who is told |
//!
//! Everything up to [`check`] is pure: the same input gives the same output, without network,
//! clock or environment.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::panic,
        clippy::todo
    )
)]

/// Names this build of the program and the packs in it: another build may say other things of the
/// same article.
pub const BUILD: &str = env!("CLAIMLINT_BUILD");

pub mod baseline;
pub mod card;
pub mod check;
pub mod config;
pub mod document;
pub mod evidence;
pub mod extract;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod finding;
pub mod knowledge;
pub mod reading;
pub mod report;
pub mod rules;
#[cfg(feature = "desk")]
pub mod scan;
#[cfg(feature = "desk")]
pub mod store;
pub mod suppress;
pub mod text;
pub mod verdict;
