//! Which elements of a page are not its article, by their names and attributes.

use super::attributes::Attributes;

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

/// What a word of `class` or `id`, lower case, says.
#[rustfmt::skip]
fn meaning(word: &[u8]) -> Name {
    match word {
        b"ad" | b"ads" | b"advert" | b"advertisement" | b"breadcrumb" | b"breadcrumbs" | b"cookie" | b"cookies"
        | b"copyright" | b"crumb" | b"crumbs" | b"footer" | b"hot" | b"login" | b"menu" | b"modal" | b"nav" | b"navbar"
        | b"navigation" | b"newsletter" | b"pager" | b"pagination" | b"popup" | b"promo" | b"rank" | b"ranking"
        | b"recommend" | b"recommended" | b"recommendation" | b"recommendations" | b"related" | b"share" | b"sharing"
        | b"sidebar" | b"sidenav" | b"social" | b"sponsor" | b"sponsored" | b"subscribe" | b"toolbar" | b"widget"
        | b"trending" | b"tags" | b"outbrain" | b"taboola" => Name::Furniture,
        // What readers wrote may be longer than the article.
        b"comment" | b"comments" | b"disqus" | b"respond" | b"replies" => Name::Comments,
        _ => Name::Plain,
    }
}

/// The longest word that has a meaning.
const LONGEST_WORD: usize = 16;

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

/// Whether the element's own name or role says that it is furniture.
pub fn is_furniture_tag(name: &str, attributes: &Attributes<'_>) -> bool {
    matches!(name, "nav" | "footer" | "aside" | "button" | "dialog" | "menu")
        || is_amp_furniture(name)
        || attributes.role.is_some_and(|role| {
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
pub fn name(tag: &str, attributes: &Attributes<'_>) -> Name {
    if matches!(tag, "html" | "body" | "article" | "main") {
        return Name::Plain;
    }
    let mut found = Name::Plain;
    for word in [attributes.class, attributes.id].into_iter().flatten().flat_map(words) {
        let mut lower = [0; LONGEST_WORD];
        let Some(lower) = lower.get_mut(..word.len()) else { continue };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        match meaning(lower) {
            Name::Comments => return Name::Comments,
            Name::Furniture => found = Name::Furniture,
            Name::Plain => {}
        }
    }
    found
}

/// Whether an element between heading and body belongs to the article: a figure, or what is named as its
/// opening.
pub fn leads(tag: &str, attributes: &Attributes<'_>) -> bool {
    const OPENINGS: &[&str] = &[
        "standfirst",
        "dek",
        "deck",
        "subtitle",
        "subhead",
        "subheadline",
        "subheading",
        "summary",
        "lead",
        "lede",
        "intro",
        "excerpt",
        "abstract",
    ];
    let named = |value| words(value).any(|word| OPENINGS.iter().any(|name| name.eq_ignore_ascii_case(word)));
    tag == "figure" || attributes.class.is_some_and(named)
}

/// The words of a `class` or `id`: `side-bar`, `side_bar` and `sideBar` have two.
pub fn words(value: &str) -> impl Iterator<Item = &str> {
    let bytes = value.as_bytes();
    let is_part = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    let is_hump = move |at: usize| bytes[at - 1].is_ascii_lowercase() && bytes[at].is_ascii_uppercase();
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = (end..bytes.len()).find(|at| is_part(*at))?;
        end = start + 1;
        while is_part(end) && !is_hump(end) {
            end += 1;
        }
        value.get(start..end)
    })
}

/// Elements of AMP that hold advertisements, menus and questions to the visitor.
fn is_amp_furniture(name: &str) -> bool {
    matches!(
        name.strip_prefix("amp-"),
        Some("ad" | "auto-ads" | "consent" | "embed" | "list" | "sidebar" | "user-notification")
    )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_marks_and_humps() {
        let of = |value| words(value).collect::<Vec<_>>();
        assert_eq!(of("side-bar__main navBar2 相关_x-"), ["side", "bar", "main", "nav", "Bar2", "相关", "x"]);
        assert_eq!(of("--"), [] as [&str; 0]);
    }
}
