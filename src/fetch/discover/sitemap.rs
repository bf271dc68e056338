//! A sitemap: XML or text, packed or not, or an index of sitemaps.

use super::taker::Taker;
use super::{Desk, Problem, list};
use crate::config::Source;
use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use reqwest::Url;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Read;

/// The most addresses of a sitemap.
const ADDRESSES: usize = 50_000;
/// The longest sitemap, unpacked.
const LONGEST: usize = 50 * 1024 * 1024;
/// How deep elements may lie in one another.
const NESTED: usize = 32;
/// How deep indexes may lie in one another.
const DEEPEST: usize = 3;
/// The most sitemaps that are asked for.
const SITEMAPS: usize = 1_000;

/// Reads a sitemap, and those that it names, in their order.
pub(super) async fn find(desk: &Desk<'_>, source: &Source, taker: &mut Taker<'_>) {
    let mut seen = HashSet::from([source.at.clone()]);
    let mut open = vec![(source.at.clone(), 0)];
    let mut asked = 0;
    while let Some((at, depth)) = open.pop().filter(|_| !taker.is_full()) {
        if asked == SITEMAPS {
            return taker.trouble(&at, Problem::TooMuch(format!("is one of more than {SITEMAPS} sitemaps")));
        }
        asked += 1;
        let page = match desk.load(&at, LONGEST).await {
            Ok(page) => page,
            Err(problem) => {
                taker.trouble(&at, problem);
                continue;
            }
        };
        let base = Url::parse(&page.url).ok();
        match unpacked(&page.body).and_then(|text| read(&text, &at, base.as_ref(), taker)) {
            Ok(more) if depth == DEEPEST && !more.is_empty() => {
                let what = format!("is an index in indexes, deeper than {DEEPEST}");
                taker.trouble(&at, Problem::TooMuch(what));
            }
            Ok(more) => {
                let new = more.into_iter().filter(|at| seen.insert(at.clone())).map(|at| (at, depth + 1));
                let new: Vec<_> = new.collect();
                open.extend(new.into_iter().rev());
            }
            Err(problem) => taker.trouble(&at, problem),
        }
    }
}

/// A sitemap as it was before it was packed.
fn unpacked(body: &[u8]) -> Result<Cow<'_, [u8]>, Problem> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(body));
    }
    let mut text = Vec::new();
    let mut packed = MultiGzDecoder::new(body).take(LONGEST as u64 + 1);
    packed.read_to_end(&mut text).map_err(|e| Problem::Read(e.to_string()))?;
    match text.len() > LONGEST {
        true => Err(Problem::TooMuch(format!("unpacks to more than {LONGEST} bytes"))),
        false => Ok(Cow::Owned(text)),
    }
}

/// What an element of a sitemap says.
#[derive(Default)]
struct Entry {
    loc: String,
    changed: String,
}

/// Takes the pages of a sitemap; gives the sitemaps of an index.
fn read(body: &[u8], at: &str, base: Option<&Url>, taker: &mut Taker<'_>) -> Result<Vec<String>, Problem> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        list::lines(text, base, taker);
        return Ok(Vec::new());
    }
    let mut reader = Reader::from_str(text);
    let (mut open, mut sitemaps): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut entry, mut taken) = (Entry::default(), 0);
    while taken <= ADDRESSES && !taker.is_full() {
        let event = reader.read_event().map_err(|e| Problem::Read(e.to_string()))?;
        let path = || open.iter().map(String::as_str).collect::<Vec<_>>();
        let text = match event {
            Event::Start(element) => {
                open.push(element.local_name().as_ref().to_owned());
                if open.len() > NESTED {
                    return Err(Problem::Read("it is nested too deeply".into()));
                }
                if open.len() == 1 && !matches!(open[0].as_str(), "urlset" | "sitemapindex") {
                    return Err(Problem::Read("it is no sitemap".into()));
                }
                continue;
            }
            Event::End(_) => {
                match path().as_slice() {
                    ["urlset", "url"] => {
                        let Entry { loc, changed } = std::mem::take(&mut entry);
                        taker.take(&loc, base, day_or_time(changed.trim()));
                        taken += 1;
                    }
                    ["sitemapindex", "sitemap"] => {
                        let Entry { loc, .. } = std::mem::take(&mut entry);
                        let url = base.and_then(|base| base.join(loc.trim()).ok());
                        match url {
                            Some(url) => sitemaps.push(url.into()),
                            None => {
                                taker.trouble(at, Problem::TooMuch("names a sitemap by no address".into()))
                            }
                        }
                        taken += 1;
                    }
                    _ => {}
                }
                open.pop();
                continue;
            }
            Event::Text(text) => text.into_inner(),
            Event::CData(text) => text.into_inner(),
            Event::GeneralRef(reference) => character(&reference),
            Event::Eof if open.is_empty() => return Ok(sitemaps),
            Event::Eof => return Err(Problem::Read("it breaks off".into())),
            _ => continue,
        };
        // Pictures and films of a page have elements of the same names, deeper.
        match path().as_slice() {
            [_, "url" | "sitemap", "loc"] => entry.loc.push_str(&text),
            [_, "url" | "sitemap", "lastmod"] => entry.changed.push_str(&text),
            _ => {}
        }
    }
    if taken > ADDRESSES {
        taker.trouble(at, Problem::TooMuch(format!("has more than {ADDRESSES} addresses")));
    }
    Ok(sitemaps)
}

fn character(reference: &BytesRef<'_>) -> Cow<'static, str> {
    if reference.is_char_ref() {
        let char = reference.resolve_char_ref().ok().flatten();
        return Cow::Owned(char.map(String::from).unwrap_or_default());
    }
    Cow::Borrowed(resolve_predefined_entity(&reference.borrow().into_inner()).unwrap_or_default())
}

/// A time, or the beginning of a day, in UTC if nothing else is said.
fn day_or_time(text: &str) -> Option<Timestamp> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    text.parse().ok().or_else(day)
}
