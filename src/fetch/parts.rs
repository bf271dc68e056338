//! Articles in several parts: where the next one is, and all of them as one page.

use super::visit::{Visit, Visited, get};
use super::{Client, FetchError, Robots, Validators};
use crate::document::{decode, html};
use reqwest::Url;
use scraper::{ElementRef, Html, Selector};

/// The most parts that an article is taken to have.
const MOST: usize = 20;
/// What links to the next part say.
const NEXT: &[&str] = &["下一页", "下页", "下一頁", "下頁", "next page", "next", "continue reading"];
/// Signs around what such links say.
const SIGNS: &[char] = &['>', '»', '›', '→', '[', ']', '(', ')', '【', '】', '（', '）', ' ', '\u{a0}'];
/// Names under which addresses give the number of a part.
const QUERY: &[&str] = &["page", "p", "pg", "pn", "pageno", "page_no", "pagenum", "paged"];

/// The address of the part behind one that a page of the first address shows. `number` is that of the
/// part last read; the first has none. Only an address that is the first one with the next number is
/// believed: links named the same lead to other articles as well.
pub fn next_part(html: &str, first: &str, number: Option<u32>) -> Option<(String, u32)> {
    if !speaks_of_next(html) {
        return None;
    }
    let first = Url::parse(first).ok()?;
    // A page that passes the limits of reading has no parts; reading it will tell.
    let html = html::parse(html, 0).ok()?.html;
    let base = base(&html, &first);
    let links = Selector::parse("link[rel][href], a[href]").ok()?;
    let mut found = html.select(&links).filter(|link| leads_on(*link)).filter_map(|link| {
        let mut url = base.join(link.attr("href")?.trim()).ok()?;
        url.set_fragment(None);
        let n = number_of(&url, &first)?;
        let follows = number.map_or(n == 1 || n == 2, |last| n == last + 1);
        follows.then(|| (url.to_string(), n))
    });
    found.next()
}

/// Whether it is worth while to look for a link to the next part.
fn speaks_of_next(html: &str) -> bool {
    let chinese = || NEXT.iter().filter(|word| !word.is_ascii()).any(|word| html.contains(word));
    let has =
        |word: &str| html.as_bytes().windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()));
    has("next") || chinese() || has("continue reading")
}

/// The address that links of a page are relative to.
pub(super) fn base(html: &Html, url: &Url) -> Url {
    let said = Selector::parse("base[href]").ok();
    let said = said.and_then(|selector| html.select(&selector).next()?.attr("href"));
    said.and_then(|href| url.join(href.trim()).ok()).unwrap_or_else(|| url.clone())
}

/// Whether a link says that it leads to the next page.
pub(super) fn leads_on(link: ElementRef<'_>) -> bool {
    let rel = link.attr("rel").unwrap_or_default();
    if rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next")) {
        return true;
    }
    let text: String = link.text().collect();
    let text = text.trim().trim_matches(SIGNS).to_lowercase();
    link.value().name() == "a" && NEXT.contains(&text.as_str())
}

/// The number of a part in its address, if that is the address of the first part with a number.
fn number_of(url: &Url, first: &Url) -> Option<u32> {
    let same_host = |a: &Url, b: &Url| {
        (a.scheme(), a.host_str(), a.port_or_known_default())
            == (b.scheme(), b.host_str(), b.port_or_known_default())
    };
    if !same_host(url, first) {
        return None;
    }
    if url.path() == first.path() {
        let mut rest: Vec<_> = url.query_pairs().collect();
        let at = rest.iter().position(|(name, _)| QUERY.contains(&name.to_ascii_lowercase().as_str()))?;
        let (name, number) = rest.remove(at);
        let of_first = first.query_pairs().filter(|(n, v)| !(*n == name && v == "1"));
        return rest.into_iter().eq(of_first).then(|| digits(&number)).flatten();
    }
    // The page of a whole site has no second part: what follows it is a list of articles.
    if url.query() != first.query() || first.path() == "/" {
        return None;
    }
    let (stem, ending) = parted(first.path());
    let rest = url.path().strip_prefix(stem)?;
    let number = match rest.strip_suffix(ending).filter(|_| !ending.is_empty()) {
        Some(rest) => rest.strip_prefix(['_', '-'])?,
        None => rest.strip_prefix(['/', '_', '-'])?.trim_end_matches('/'),
    };
    digits(number)
}

/// A path without its ending, and the ending: `/a/1` and `.html`, or `/a/1` and nothing.
fn parted(path: &str) -> (&str, &str) {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    match path[name..].rfind('.') {
        Some(dot) if dot > 0 => path.split_at(name + dot),
        _ => (path.trim_end_matches('/'), ""),
    }
}

fn digits(text: &str) -> Option<u32> {
    let plain = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Puts the parts of an article behind its first one. An article of which a part cannot be had is an
/// error: half of it would look as if the rest had been mended.
pub(super) async fn join(
    client: &Client,
    robots: &Robots,
    mut whole: Visited,
) -> Result<Visited, FetchError> {
    let first = whole.page.url.clone();
    let mut next = next_of(&whole.page.body, &whole.page.content_type, &first, None);
    while let Some((address, number)) = next.filter(|_| whole.parts.len() + 1 < MOST) {
        // What is not there, or is not to be read, is no part of it.
        let Visit::Page(part) = get(client, robots, &address, None, client.longest()).await? else { break };
        // Behind the last part, some hosts show the last or the first again.
        if part.page.body.is_empty() || whole.page.body.ends_with(&part.page.body) || part.page.url == first {
            break;
        }
        next = next_of(&part.page.body, &part.page.content_type, &first, Some(number));
        let limit = client.longest();
        if whole.page.body.len() + part.page.body.len() > limit {
            return Err(FetchError::TooLong { host: whole.page.host(), limit });
        }
        whole.page.body.extend_from_slice(format!("\n<!-- claimlint: part {address} -->\n").as_bytes());
        whole.page.body.extend_from_slice(&part.page.body);
        whole.parts.push(address);
    }
    if !whole.parts.is_empty() {
        whole.validators = Validators::default();
    }
    Ok(whole)
}

fn next_of(body: &[u8], content_type: &str, first: &str, number: Option<u32>) -> Option<(String, u32)> {
    let is_page = content_type.is_empty() || content_type.contains("html");
    let text = decode(body, charset(content_type)).ok().filter(|_| is_page)?;
    next_part(&text.text, first, number)
}

/// The label of the encoding that a content type gives.
pub fn charset(content_type: &str) -> Option<&str> {
    let (_, behind) = content_type.split_once("charset=")?;
    let label = behind.split(';').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "https://example.org/a/t20260102_345.html";

    fn next(link: &str, first: &str, number: Option<u32>) -> Option<String> {
        next_part(link, first, number).map(|(address, _)| address)
    }

    #[test]
    fn the_next_part_is_the_first_address_with_a_number() {
        let said = |href: &str| format!("<p>x</p><a href='{href}'> 下一页 &gt;</a>");
        let found = |href: &str, first: &str| next(&said(href), first, None);
        for (first, href) in [
            (FIRST, "t20260102_345_1.html"),
            (FIRST, "/a/t20260102_345_2.html"),
            (FIRST, "./t20260102_345-2.html#top"),
            (FIRST, "?page=2"),
            ("https://example.org/a/1/", "/a/1/2/"),
            ("https://example.org/a/1", "/a/1/2"),
            ("https://example.org/v.php?id=7", "v.php?id=7&page=2"),
            ("https://example.org/v.php?page=1&id=7", "v.php?page=2&id=7"),
        ] {
            assert!(found(href, first).is_some(), "{href} after {first}");
        }
        for (first, href) in [
            // Other articles.
            (FIRST, "t20260102_346.html"),
            (FIRST, "t20260102_3452.html"),
            (FIRST, "https://other.example.org/a/t20260102_345_2.html"),
            (FIRST, "t20260102_345_7.html"),
            (FIRST, "javascript:next()"),
            ("https://example.org/v.php?id=7", "v.php?id=8"),
            ("https://example.org/v.php?id=7", "v.php?id=8&page=2"),
            // Lists of articles, and comments.
            ("https://example.org/", "/2"),
            ("https://example.org/news/", "/news/page/2/"),
            ("https://example.org/a/1/", "/a/1/comment-page-2/"),
        ] {
            assert_eq!(found(href, first), None, "{href} after {first}");
        }
    }

    #[test]
    fn parts_follow_one_another() {
        let link = "<link rel='next' href='t20260102_345_3.html'>";
        assert!(next(link, FIRST, Some(2)).is_some());
        assert!(next(link, FIRST, Some(3)).is_none() && next(link, FIRST, None).is_none());
        let other = "<a href='t20260102_345_2.html'>下一篇</a><a href='t20260102_345_2.html'>第二页</a>";
        assert_eq!(next(other, FIRST, None), None);
        assert_eq!(charset("text/html; charset=\"gbk\"; x=y"), Some("gbk"));
        assert_eq!(charset("text/html"), None);
    }
}
