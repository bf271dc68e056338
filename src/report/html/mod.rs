//! One HTML file without script: the articles by risk; each as it was read with its findings in
//! place, what there is to do, claims beside their sources, and what was not checked. It prints well.

mod text;
pub(crate) mod view;

use super::Report;
use crate::text::Language;
use askama::Template;
use std::io::{self, Write};
use view::Page;

pub(super) fn write(report: &Report, language: Option<Language>, out: &mut dyn Write) -> io::Result<()> {
    Page::of(report, language.unwrap_or_else(|| report.language())).write_into(out)
}
