//! A listing: a page that links to articles, and the pages on which it goes on.

use super::taker::{Taker, normal};
use super::{Desk, Problem};
use crate::config::Source;
use crate::document::{decode, html};
use crate::fetch::parts::{base, leads_on};
use crate::fetch::{Page, charset};
use reqwest::Url;
use scraper::{ElementRef, Selector};
use std::collections::HashSet;
use std::num::NonZeroUsize;

/// Reads a listing, and the pages on which it goes on, as deep as the source says.
pub(super) async fn find(desk: &Desk<'_>, source: &Source, taker: &mut Taker<'_>) {
    let chosen = match source.select.as_deref().map(Selector::parse).transpose() {
        Ok(chosen) => chosen,
        Err(error) => return taker.trouble(&source.at, Problem::Read(format!("`select`: {error}"))),
    };
    let depth = source.depth.map_or(1, NonZeroUsize::get);
    let mut seen = HashSet::new();
    let mut links: Vec<String> = Vec::new();
    let mut next = Some(source.at.clone());
    for _ in 0..depth {
        let Some(at) = next.take() else { break };
        // A listing may say `next` of itself.
        if !seen.insert(Url::parse(&at).map_or_else(|_| at.clone(), normal)) {
            break;
        }
        match desk.load(&at, desk.client.longest()).await {
            Ok(page) => match read(&page, chosen.as_ref()) {
                Ok(found) => {
                    if found.links.is_empty() {
                        let nothing = "it has no link that `select` finds";
                        taker.trouble(&at, Problem::Read(nothing.into()));
                    }
                    links.extend(found.links);
                    next = found.next;
                }
                Err(reason) => taker.trouble(&at, Problem::Read(reason)),
            },
            Err(problem) => taker.trouble(&at, problem),
        }
    }
    for link in links {
        let is_listing = Url::parse(&link).is_ok_and(|url| seen.contains(&normal(url)));
        if !is_listing {
            taker.take(&link, None, None);
        }
    }
}

/// What a page of a listing links to.
struct Linked {
    links: Vec<String>,
    next: Option<String>,
}

/// Reads a page of a listing. Without a selector, links to other hosts and those that leaf through the
/// listing are no articles.
fn read(page: &Page, chosen: Option<&Selector>) -> Result<Linked, String> {
    let text = decode(&page.body, charset(&page.content_type)).map_err(|e| e.to_string())?;
    let html = html::parse(&text.text, 0).map_err(|e| e.to_string())?.html;
    let url = Url::parse(&page.url).map_err(|_| "it has no address".to_owned())?;
    let base = base(&html, &url);
    let anchor = Selector::parse("a[href], area[href]").map_err(|e| e.to_string())?;
    let target = |link: ElementRef<'_>| {
        let to = base.join(link.attr("href")?.trim()).ok()?;
        matches!(to.scheme(), "http" | "https").then_some(to)
    };
    let links: Vec<String> = match chosen {
        Some(chosen) => {
            let inside = |element: ElementRef<'_>| match element.attr("href") {
                Some(_) => vec![target(element)],
                None => element.select(&anchor).map(target).collect(),
            };
            html.select(chosen).flat_map(inside).flatten().map(String::from).collect()
        }
        None => {
            let own = |to: &Url| to.host_str() == url.host_str();
            let articles = html.select(&anchor).filter(|link| !leafs(*link)).filter_map(target);
            articles.filter(own).map(String::from).collect()
        }
    };
    let any = Selector::parse("link[rel][href], a[href]").map_err(|e| e.to_string())?;
    let next = html.select(&any).filter(|link| leads_on(*link)).find_map(target);
    let next = next.filter(|to| to.host_str() == url.host_str()).map(String::from);
    Ok(Linked { links, next })
}

/// Whether a link leads to another page of the listing: it says so, or is a number.
fn leafs(link: ElementRef<'_>) -> bool {
    let text: String = link.text().collect();
    let text = text.trim();
    leads_on(link) || (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
}
