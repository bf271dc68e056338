//! Which elements of a page are not its article, by their names and attributes.

use scraper::node::Element;

/// Elements whose text nobody reads on the page.
pub fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "head"
            | "svg"
            | "iframe"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "select"
            | "textarea"
            | "noembed"
            | "noframes"
            | "datalist"
            | "rp"
    )
}

/// Words of `class` and `id` that name the furniture of a page.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "ad", "ads", "advert", "advertisement", "breadcrumb", "breadcrumbs", "cookie", "cookies", "copyright", "crumb",
    "crumbs", "footer", "hot", "login", "menu", "modal", "nav", "navbar", "navigation", "newsletter", "pager",
    "pagination", "popup", "promo", "rank", "ranking", "recommend", "recommended", "recommendation",
    "recommendations", "related", "share", "sharing", "sidebar", "sidenav", "social", "sponsor", "sponsored",
    "subscribe", "toolbar", "widget", "trending", "tags", "outbrain", "taboola",
];

/// Words that name what readers wrote, which may be longer than the article.
const COMMENT_NAMES: &[&str] = &["comment", "comments", "disqus", "respond", "replies"];

/// What the words of an element's `class` and `id` say of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Name {
    /// Nothing.
    Plain,
    /// That it is furniture.
    Furniture,
    /// That readers wrote it.
    Comments,
}

/// Whether the element's own name or role says that it is furniture, or it is not shown.
pub fn is_furniture_tag(element: &Element) -> bool {
    matches!(element.name(), "nav" | "footer" | "aside" | "button" | "dialog" | "menu")
        || is_hidden(element)
        || element.attr("role").is_some_and(|role| {
            matches!(
                role,
                "navigation"
                    | "contentinfo"
                    | "complementary"
                    | "search"
                    | "dialog"
                    | "alertdialog"
                    | "menu"
                    | "menubar"
                    | "toolbar"
            )
        })
}

/// What the element's `class` and `id` call it.
pub fn name(element: &Element) -> Name {
    if matches!(element.name(), "html" | "body" | "article" | "main") {
        return Name::Plain;
    }
    let values = [element.attr("class"), element.attr("id")];
    let mut found = Name::Plain;
    for word in values.into_iter().flatten().flat_map(words) {
        if COMMENT_NAMES.contains(&word.as_str()) {
            return Name::Comments;
        }
        if NAMES.contains(&word.as_str()) {
            found = Name::Furniture;
        }
    }
    found
}

/// The words of a `class` or `id`, lower case: `side-bar`, `side_bar` and `sideBar` have two.
pub fn words(value: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in value.chars() {
        if !c.is_alphanumeric() || (lower && c.is_ascii_uppercase()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
        lower = c.is_ascii_lowercase();
    }
    words
}

fn is_hidden(element: &Element) -> bool {
    element.attr("hidden").is_some()
        || element.attr("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || element.attr("style").is_some_and(|style| {
            let style: String =
                style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
            style.contains("display:none")
        })
}

/// Elements that make a block of their own.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}
