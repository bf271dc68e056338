//! Which format a library file is in, told by its text.

/// A format of library files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// CSL-JSON: an array, one object, or an object a line.
    CslJson,
    /// RIS: `TY  - JOUR`.
    Ris,
    /// PubMed's own text: `PMID- 1`.
    Nbib,
    /// PubMed's XML.
    PubMedXml,
    /// EndNote's XML.
    EndNoteXml,
    /// EndNote's tagged text: `%T`.
    EndNote,
    /// RefWorks' tagged text: `RT Journal Article`.
    RefWorks,
    /// NoteExpress: `{Title}: …`.
    NoteExpress,
    /// Labels as CNKI and SinoMed write them: `Title-题名: …`, `【标题】…`.
    Labels,
    /// BibTeX and BibLaTeX.
    BibTex,
}

/// How many lines are looked at.
const LINES: usize = 400;
/// How much of an XML file is looked at, in bytes.
const HEAD: usize = 8_192;

impl Format {
    /// The format of a text.
    pub fn tell(text: &str) -> Option<Format> {
        let start = text.trim_start();
        if start.starts_with('<') {
            return xml(start);
        }
        if start.starts_with('[') || start.starts_with('{') && !is_braced_label(start) {
            return Some(Format::CslJson);
        }
        start.lines().take(LINES).find_map(line)
    }
}

fn xml(text: &str) -> Option<Format> {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let has = |word: &str| head.contains(word);
    if has("<PubmedArticle") || has("<PubmedBookArticle") || has("<MedlineCitation") {
        Some(Format::PubMedXml)
    } else if has("<records>") || has("<record>") {
        Some(Format::EndNoteXml)
    } else {
        None
    }
}

/// `{Reference Type}`, and not the brace of an object.
fn is_braced_label(text: &str) -> bool {
    let name = text[1..].split('}').next().unwrap_or_default();
    name.len() < 40 && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// The format that a line gives away.
fn line(line: &str) -> Option<Format> {
    let line = line.trim_start_matches(['\u{feff}', ' ', '\t']);
    let tag = |tag: &str| line.strip_prefix(tag);
    let dash = |rest: &str| rest.trim_start_matches(' ').starts_with('-');
    if tag("TY").is_some_and(|rest| rest.starts_with(' ') && dash(rest)) {
        Some(Format::Ris)
    } else if tag("PMID").is_some_and(dash) {
        Some(Format::Nbib)
    } else if ["%0 ", "%A ", "%T "].iter().any(|t| tag(t).is_some()) {
        Some(Format::EndNote)
    } else if ["RT ", "A1 ", "T1 "].iter().any(|t| tag(t).is_some()) {
        Some(Format::RefWorks)
    } else if line.starts_with('{') && is_braced_label(line) {
        Some(Format::NoteExpress)
    } else if line.starts_with("DataType:") || super::tagged::is_label(line) {
        Some(Format::Labels)
    } else if is_bibtex(line) {
        Some(Format::BibTex)
    } else {
        None
    }
}

/// `@article{`, `@string(`.
fn is_bibtex(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('@') else { return false };
    let word = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    word.len() < rest.len() && word.trim_start().starts_with(['{', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_text() {
        let told = [
            ("[{\"title\": \"a\"}]", Some(Format::CslJson)),
            ("{ \"title\": 1}", Some(Format::CslJson)),
            ("{Reference Type}: Journal Article", Some(Format::NoteExpress)),
            ("Provider: x\n\nTY  - JOUR", Some(Format::Ris)),
            ("TY - JOUR", Some(Format::Ris)),
            ("PMID- 1\nTI  - a", Some(Format::Nbib)),
            ("%0 Journal Article", Some(Format::EndNote)),
            ("RT Journal Article\nSR 1", Some(Format::RefWorks)),
            ("SrcDatabase-来源库: 期刊", Some(Format::Labels)),
            ("【标题】某药", Some(Format::Labels)),
            ("% made by hand\n@article{a,", Some(Format::BibTex)),
            ("<?xml version=\"1.0\"?><PubmedArticleSet><PubmedArticle>", Some(Format::PubMedXml)),
            ("<xml><records><record>", Some(Format::EndNoteXml)),
            ("<!DOCTYPE html><html><p>Sign in", None),
            ("Dear all, please find the list below.", None),
            ("me@example.org", None),
            ("", None),
        ];
        for (text, format) in told {
            assert_eq!(Format::tell(text), format, "{text}");
        }
    }
}
