//! The attributes that tell what part an element has in its page, looked up once.

use scraper::node::Element;

/// Attributes of an element, where it has them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attributes<'a> {
    /// `class`.
    pub class: Option<&'a str>,
    /// `id`.
    pub id: Option<&'a str>,
    /// `style`.
    pub style: Option<&'a str>,
    /// `role`.
    pub role: Option<&'a str>,
    /// `itemprop`.
    pub itemprop: Option<&'a str>,
    /// `hidden`.
    pub hidden: Option<&'a str>,
    /// `aria-hidden`.
    pub aria_hidden: Option<&'a str>,
    /// `bgcolor`, of old pages.
    pub bgcolor: Option<&'a str>,
    /// `color`, of `<font>`.
    pub color: Option<&'a str>,
    /// `href`.
    pub href: Option<&'a str>,
    /// `rel`.
    pub rel: Option<&'a str>,
    /// The ids that the element opens: `aria-controls`, `data-target`.
    pub opens: [Option<&'a str>; 3],
}

impl<'a> Attributes<'a> {
    /// The ids of what the element opens, as a button or a link.
    pub fn opened(&self) -> impl Iterator<Item = &'a str> {
        let named = self.opens.into_iter().flatten().flat_map(str::split_ascii_whitespace);
        let href = self.href.filter(|href| href.starts_with('#'));
        named.chain(href).map(|id| id.trim_start_matches('#'))
    }

    /// Those of an element.
    pub fn of(element: &'a Element) -> Attributes<'a> {
        let mut all = Attributes::default();
        for (name, value) in element.attrs() {
            let place = match name {
                "class" => &mut all.class,
                "id" => &mut all.id,
                "style" => &mut all.style,
                "role" => &mut all.role,
                "itemprop" => &mut all.itemprop,
                "hidden" => &mut all.hidden,
                "aria-hidden" => &mut all.aria_hidden,
                "bgcolor" => &mut all.bgcolor,
                "color" => &mut all.color,
                "href" => &mut all.href,
                "rel" => &mut all.rel,
                "aria-controls" => &mut all.opens[0],
                "data-target" => &mut all.opens[1],
                "data-bs-target" => &mut all.opens[2],
                _ => continue,
            };
            *place = Some(value);
        }
        all
    }
}
