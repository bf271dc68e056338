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
const NAMES: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "cookie",
    "cookies",
    "copyright",
    "crumb",
    "crumbs",
    "footer",
    "hot",
    "login",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "pager",
    "pagination",
    "popup",
    "promo",
    "rank",
    "recommend",
    "recommended",
    "recommendation",
    "related",
    "share",
    "sharing",
    "sidebar",
    "sidenav",
    "social",
    "sponsor",
    "subscribe",
    "toolbar",
    "widget",
];

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

/// Whether a word of `class` or `id` names furniture.
pub fn is_furniture_name(element: &Element) -> bool {
    if matches!(element.name(), "html" | "body" | "article" | "main") {
        return false;
    }
    let names = [element.attr("class"), element.attr("id")];
    let mut words = names.into_iter().flatten().flat_map(|value| value.split_ascii_whitespace());
    words.any(|word| {
        let lower = word.to_ascii_lowercase();
        let mut parts = lower.split(['-', '_']).filter(|part| !part.is_empty());
        parts.any(|part| NAMES.contains(&part))
    })
}

fn is_hidden(element: &Element) -> bool {
    element.attr("hidden").is_some()
        || element.attr("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || element.attr("style").is_some_and(|style| {
            let style: String =
                style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
            style.contains("display:none") || style.contains("visibility:hidden")
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
