//! Settings as TOML, each with where it comes from.

use super::keys::UNSET;
use super::{ConfigError, Keys, Layers, RuleLevel};
use std::fmt::Write;

/// Column that the comments start in, where the value leaves room.
const COMMENT: usize = 36;

/// The settings of an article and of the run that would check it, as TOML.
pub fn show(name: &str, article: &Layers, run: &Layers) -> Result<String, ConfigError> {
    let mut out = format!("# how {name} is checked\n");
    section(&mut out, article, Keys::ARTICLE);
    out.push_str("\n# how the run goes\n");
    section(&mut out, run, Keys::RUN);
    let levels = article.levels()?;
    if !levels.is_empty() {
        out.push_str("\n[rules]\n");
    }
    for (code, (level, origin)) in levels {
        line(&mut out, &format!("{code} = \"{}\"", word(level)), &origin.to_string());
    }
    Ok(out)
}

fn section(out: &mut String, layers: &Layers, names: &[&str]) {
    let values = toml::Table::try_from(layers.keys()).unwrap_or_default();
    for name in names.iter().filter(|name| **name != "rules") {
        let key = name.replace('_', "-");
        let origin = layers.origin(name).to_string();
        let unset = UNSET.iter().find(|(unset, _)| unset == name);
        match (values.get(&key), unset) {
            (Some(value), _) => line(out, &format!("{key} = {value}"), &origin),
            (None, Some((_, meaning))) => line(out, &format!("#{key} ="), &format!("{origin}: {meaning}")),
            (None, None) => {}
        }
    }
}

fn line(out: &mut String, text: &str, comment: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{text:<COMMENT$} # {comment}");
}

fn word(level: RuleLevel) -> &'static str {
    level.severity().map_or("off", |severity| severity.as_str())
}
