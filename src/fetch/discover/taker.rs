//! What a run takes of a source: addresses as one writes them, each once, those that are wanted, and no
//! more than the limit.

use super::{Discovered, Found, Held, Problem, Trouble};
use crate::config::Source;
use jiff::Timestamp;
use reqwest::Url;
use std::collections::HashMap;

/// The longest address that is taken.
const LONGEST: usize = 8_000;

/// The most troubles that are told one by one.
const TROUBLES: usize = 100;

/// Parameters by which visitors are followed, and which do not tell pages apart.
const TRACKING: &[&str] = &[
    "spm",
    "scm",
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "share_token",
    "share_source",
    "isappinstalled",
    "bd_vid",
    "wfr",
    "_hsenc",
    "_hsmi",
];

/// Collects the articles of a source.
pub(super) struct Taker<'a> {
    source: &'a Source,
    found: Vec<Found>,
    /// Where each address stands among them.
    places: HashMap<String, usize>,
    troubles: Vec<Trouble>,
    complete: bool,
    full: bool,
}

impl<'a> Taker<'a> {
    /// Nothing of a source yet.
    pub(super) fn new(source: &'a Source) -> Taker<'a> {
        Taker {
            source,
            found: Vec::new(),
            places: HashMap::new(),
            troubles: Vec::new(),
            complete: true,
            full: false,
        }
    }

    /// Takes an article by its address, which may be relative to another.
    pub(super) fn take(&mut self, address: &str, base: Option<&Url>, modified: Option<Timestamp>) {
        let address = address.trim();
        let url = match base {
            Some(base) => base.join(address),
            None => Url::parse(address),
        };
        match url.ok().filter(is_page) {
            Some(url) => self.keep(normal(url), modified, None),
            None => self.trouble(&address.chars().take(200).collect::<String>(), Problem::NoAddress),
        }
    }

    /// Takes an article that need not be fetched.
    pub(super) fn keep(&mut self, address: String, modified: Option<Timestamp>, held: Option<Held>) {
        if let Some(place) = self.places.get(&address) {
            // Of several that an archive has, the last is the article.
            let known = &mut self.found[*place];
            if modified >= known.modified {
                known.modified = modified;
                known.held = held.or(known.held.take());
            }
            return;
        }
        let named = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, &address));
        let Source { include, exclude, .. } = self.source;
        if (!include.is_empty() && !named(include)) || named(exclude) {
            return;
        }
        let limit = self.source.limit();
        if self.found.len() >= limit {
            if !std::mem::replace(&mut self.full, true) {
                self.trouble(&self.source.at, Problem::Limit(limit));
            }
            return;
        }
        self.places.insert(address.clone(), self.found.len());
        self.found.push(Found { address, modified, held });
    }

    /// Notes what could not be had or taken.
    pub(super) fn trouble(&mut self, at: &str, problem: Problem) {
        self.complete &= !problem.hides();
        if self.troubles.len() < TROUBLES {
            self.troubles.push(Trouble { at: at.to_owned(), problem });
        }
    }

    /// Whether nothing more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// What was found. A source that has nothing is more often broken than empty.
    pub(super) fn done(mut self) -> Discovered {
        if self.found.is_empty() && self.complete {
            self.trouble(&self.source.at, Problem::Empty);
        }
        Discovered { found: self.found, troubles: self.troubles, complete: self.complete }
    }
}

/// An address without what does not tell pages apart. The crate for addresses writes hosts in small
/// letters and leaves out ports that are usual.
pub(super) fn normal(mut url: Url) -> String {
    url.set_fragment(None);
    let Some(query) = url.query() else { return url.into() };
    // What stays is left as it was written: decoded and encoded again, it might mean something else.
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !tracks(pair)).collect();
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(kept.as_str()));
    url.into()
}

/// Whether this may be the address of a page: what has a password in it must not be kept.
fn is_page(url: &Url) -> bool {
    let plain = url.username().is_empty() && url.password().is_none();
    matches!(url.scheme(), "http" | "https") && url.has_host() && plain && url.as_str().len() <= LONGEST
}

/// Whether a parameter is there to follow visitors. `from` is only where it names a place to come from:
/// with a number it is a place to begin at.
fn tracks(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    let is_word = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    name.starts_with("utm_") || TRACKING.contains(&name.as_str()) || (name == "from" && is_word)
}

/// Whether an address is as a pattern says, in which `*` stands for any characters.
fn matches(pattern: &str, address: &str) -> bool {
    let (pattern, address) = (pattern.as_bytes(), address.as_bytes());
    let (mut p, mut a, mut star) = (0, 0, None);
    while a < address.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, a));
                p += 1;
            }
            Some(byte) if *byte == address[a] => (p, a) = (p + 1, a + 1),
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    (p, a) = (at + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_what_does_not_tell_pages_apart() {
        let normal = |url: &str| normal(Url::parse(url).unwrap());
        assert_eq!(normal("HTTPS://Example.ORG:443/A?b=1&utm_source=x#top"), "https://example.org/A?b=1");
        assert_eq!(normal("https://example.org/a?spm=1.2.3&from=timeline"), "https://example.org/a");
        assert_eq!(
            normal("https://example.org/a?from=20&q=%26%3d"),
            "https://example.org/a?from=20&q=%26%3d"
        );
        assert_eq!(normal("http://example.org:8080?"), "http://example.org:8080/");
    }

    #[test]
    fn a_star_stands_for_anything() {
        assert!(matches("https://a.org/health/*", "https://a.org/health/x/1.html"));
        assert!(matches("*/health/*.html", "https://a.org/health/x/1.html"));
        assert!(matches("*", "") && matches("a**b", "ab") && matches("", ""));
        assert!(!matches("https://a.org/health", "https://a.org/health/1"));
        assert!(!matches("*.html", "https://a.org/1.htm"));
        // A pattern of many stars takes no more than their number times the length.
        assert!(!matches(&"*a".repeat(500), &"b".repeat(2_000)));
    }
}
