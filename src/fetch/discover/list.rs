//! A list of addresses, one a line.

use super::taker::Taker;
use super::{Desk, Problem};
use crate::config::Source;
use crate::document::decode;
use crate::fetch::charset;
use reqwest::Url;

pub(super) async fn find(desk: &Desk<'_>, source: &Source, taker: &mut Taker<'_>) {
    let page = match desk.load(&source.at, desk.client.longest()).await {
        Ok(page) => page,
        Err(problem) => return taker.trouble(&source.at, problem),
    };
    if page.content_type.contains("html") {
        return taker.trouble(&source.at, Problem::Read("it is a web page, and no list of addresses".into()));
    }
    let text = match decode(&page.body, charset(&page.content_type)) {
        Ok(decoded) => decoded.text,
        Err(error) => return taker.trouble(&source.at, Problem::Read(error.to_string())),
    };
    lines(&text, Url::parse(&page.url).ok().as_ref(), taker);
}

/// The addresses of a text.
pub(super) fn lines(text: &str, base: Option<&Url>, taker: &mut Taker<'_>) {
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        // Behind an address, a blank and `#` begin a comment; in it, `#` is a part of it.
        let address = line.split_once(" #").map_or(line, |(address, _)| address.trim_end());
        if address.is_empty() || address.starts_with('#') {
            continue;
        }
        // A path is relative to the list only if it says so; a word is no path.
        let base = base.filter(|_| address.starts_with(['/', '.']));
        taker.take(address, base, None);
        if taker.is_full() {
            break;
        }
    }
}
