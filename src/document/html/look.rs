//! Whether readers see an element: what its attributes, its own style and the page's style sheet say.

use super::attributes::Attributes;
use super::dom::Dom;
use scraper::Node;
use std::collections::HashSet;

/// Farther out than this, in pixels, no screen shows anything.
const OFF_SCREEN: f64 = -500.0;

/// What a page's style sheets say of hiding.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Classes that `<style>` hides.
    classes: HashSet<String>,
    /// Ids that it hides.
    ids: HashSet<String>,
    /// Whether there is a style sheet: colours may then come from it.
    styled: bool,
}

/// How an element looks; what is inside it inherits that.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    no_size: bool,
    ink: Option<Colour>,
    paper: Option<Colour>,
}

type Colour = [u8; 3];

impl Look {
    /// Whether its own text cannot be read: of no size, or in the colour of its background.
    pub fn is_unreadable(self) -> bool {
        self.no_size || (self.ink.is_some() && self.ink == self.paper)
    }

    /// The look of an element inside one of this look.
    pub fn inside(mut self, name: &str, attributes: &Attributes<'_>, sheet: &Sheet) -> Look {
        if sheet.styled && (attributes.class.is_some() || attributes.id.is_some()) {
            (self.ink, self.paper) = (None, None);
        }
        if let Some(colour) = attributes.bgcolor {
            self.paper = parse_colour(colour);
        }
        if let ("font", Some(colour)) = (name, attributes.color) {
            self.ink = parse_colour(colour);
        }
        for (name, value) in attributes.style.into_iter().flat_map(declarations) {
            match name.as_str() {
                "font-size" => self.no_size = no_size(&value).unwrap_or(self.no_size),
                "color" => self.ink = parse_colour(&value),
                "background" | "background-color" => self.paper = parse_colour(&value),
                "background-image" => self.paper = None,
                _ => {}
            }
        }
        self
    }
}

/// Classes and ids of rules that show something.
#[derive(Debug, Default)]
struct Shown(HashSet<String>);

impl Sheet {
    /// Reads the style sheets of a page.
    pub fn of(dom: &Dom) -> Sheet {
        let mut sheet = Sheet::default();
        let mut shown = Shown::default();
        for node in dom.html.tree.nodes() {
            let Node::Element(element) = node.value() else { continue };
            match element.name() {
                "style" => {
                    let text = node.first_child();
                    sheet.styled = true;
                    let css = text.and_then(|t| t.value().as_text()).map_or("", |t| t);
                    rules(css, false, &mut |selectors, body, conditional| {
                        sheet.rule(selectors, body, conditional, &mut shown);
                    });
                }
                "link" => sheet.styled |= Attributes::of(element).rel == Some("stylesheet"),
                _ => {}
            }
        }
        sheet.classes.retain(|name| !shown.0.contains(name));
        sheet.ids.retain(|name| !shown.0.contains(name));
        sheet
    }

    /// Notes a rule that hides; one that shows again in some state makes the hiding a matter of scripts.
    fn rule(&mut self, selectors: &str, body: &str, conditional: bool, shown: &mut Shown) {
        if !body.contains("display") {
            return;
        }
        let Some((_, display)) = declarations(body).find(|(name, _)| name == "display") else { return };
        let hides = display.trim_end_matches("!important").trim() == "none";
        if hides && conditional {
            return;
        }
        for selector in selectors.split(',').map(str::trim) {
            let rest = selector.get(1..).filter(|rest| rest.chars().all(is_name));
            match (hides, selector.chars().next(), rest) {
                (true, Some('.'), Some(name)) => drop(self.classes.insert(name.to_owned())),
                (true, Some('#'), Some(name)) => drop(self.ids.insert(name.to_owned())),
                (true, ..) => {}
                (false, ..) => {
                    let names = selector.match_indices(['.', '#']).map(|(at, _)| &selector[at + 1..]);
                    shown.0.extend(names.map(|name| name.chars().take_while(|c| is_name(*c)).collect()));
                }
            }
        }
    }

    /// Whether an element and all in it is hidden.
    pub fn is_hidden(&self, attributes: &Attributes<'_>) -> bool {
        let by_class = |class: &str| self.classes.contains(class);
        attributes.hidden.is_some_and(|value| !value.eq_ignore_ascii_case("until-found"))
            || attributes.aria_hidden.is_some_and(|value| value.eq_ignore_ascii_case("true"))
            || attributes.style.is_some_and(is_hiding_style)
            || (!self.classes.is_empty()
                && attributes.class.is_some_and(|c| c.split_ascii_whitespace().any(by_class)))
            || attributes.id.is_some_and(|id| self.ids.contains(id))
    }
}

/// `display:none`, or a place off the screen. `visibility:hidden` is what scripts undo.
fn is_hiding_style(style: &str) -> bool {
    let mut lifted = false;
    let mut away = false;
    for (name, value) in declarations(style) {
        let far = || pixels(&value).is_some_and(|n| n <= OFF_SCREEN);
        match name.as_str() {
            "display" if value.starts_with("none") => return true,
            "position" => lifted = matches!(value.as_str(), "absolute" | "fixed"),
            "left" | "right" | "top" => away |= far(),
            "text-indent" if far() => return true,
            _ => {}
        }
    }
    lifted && away
}

/// The declarations of a style, lower case.
fn declarations(style: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let lower = |text: &str| text.trim().to_ascii_lowercase();
    style.split(';').filter_map(move |d| d.split_once(':').map(|(name, value)| (lower(name), lower(value))))
}

/// Whether a font size is nought; a share of the size outside says nothing.
fn no_size(value: &str) -> Option<bool> {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    match number.trim().parse::<f64>() {
        Ok(0.0) => Some(true),
        Ok(_) if value.ends_with("em") && !value.ends_with("rem") => None,
        Ok(_) => Some(false),
        Err(_) => (!value.ends_with('%') && value != "inherit").then_some(false),
    }
}

fn pixels(value: &str) -> Option<f64> {
    value.trim_end_matches("!important").trim().trim_end_matches("px").parse().ok()
}

/// A colour, where it is told by value or is white or black; the first word of a background.
fn parse_colour(value: &str) -> Option<Colour> {
    let value = value.trim().to_ascii_lowercase();
    if let Some(parts) = value.strip_prefix("rgb(").and_then(|v| v.split_once(')')) {
        let mut parts = parts.0.split(',').map(|n| n.trim().parse().ok());
        return Some([parts.next()??, parts.next()??, parts.next()??]);
    }
    let word = value.split_ascii_whitespace().next()?.trim_end_matches("!important");
    let digits = match word {
        "white" => "ffffff",
        "black" => "000000",
        _ => word.strip_prefix('#')?,
    };
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    match digits.len() {
        6 => Some([r, g, b]),
        3 => Some([(number >> 8) as u8 & 15, (number >> 4) as u8 & 15, number as u8 & 15].map(|n| n * 17)),
        _ => None,
    }
}

/// Gives selectors and declarations of each rule, and whether it stands under a condition.
fn rules(css: &str, conditional: bool, rule: &mut dyn FnMut(&str, &str, bool)) {
    let mut rest = css;
    while let Some((head, body)) = rest.split_once('{') {
        let head = head.rsplit_once("*/").map_or(head, |(_, head)| head);
        let head = head.rsplit_once([';', '}']).map_or(head, |(_, head)| head).trim();
        if head.starts_with('@') {
            let (inside, behind) = block(body);
            // A condition inside another is passed over.
            if !conditional {
                rules(inside, true, rule);
            }
            rest = behind;
            continue;
        }
        let Some((declarations, behind)) = body.split_once('}') else { return };
        rule(head, declarations, conditional);
        rest = behind;
    }
}

/// The block whose opening brace was read, and what follows it.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 1_usize;
    for (at, brace) in text.match_indices(['{', '}']) {
        depth = if brace == "{" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    (text, "")
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

#[cfg(test)]
mod tests {
    use crate::document::html::marks::marks;
    use crate::document::html::parse;
    use scraper::Node;

    /// The words of a page that a reader sees.
    fn seen(page: &str) -> String {
        let dom = parse(page, 0).unwrap();
        let marks = marks(&dom);
        let mut out = String::new();
        for node in dom.html.tree.nodes() {
            let Node::Text(text) = node.value() else { continue };
            let elements: Vec<_> = node.ancestors().filter(|n| n.value().is_element()).collect();
            let hidden = elements.iter().any(|n| marks.get(&n.id()).is_none_or(|mark| mark.hidden));
            if !hidden && !marks[&elements[0].id()].unreadable {
                out.push_str(text);
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_hidden_for_good_is_not_seen() {
        for hidden in [
            "<p style='display : none'>no</p>",
            "<p hidden>no</p>",
            "<p aria-hidden=true>no</p>",
            "<p style='position:absolute;left:-9999px'>no</p>",
            "<p style='text-indent:-9999px'>no</p>",
            "<p style='font-size:0px'>no</p>",
            "<div style='font-size:0'><p style='font-size:1em'>no</p></div>",
            "<p style='color:#fff;background-color:white'>no</p>",
            "<div bgcolor=#FFFFFF><font color=white>no</font></div>",
            "<style>/* x */ p,.off{display:none}</style><p class=off>no</p>",
            "<style>@media print{.x{color:red}}#off{display: none !important}</style><p id=off>no</p>",
        ] {
            assert_eq!(seen(&format!("{hidden}<b>yes</b>")), "yes", "{hidden}");
        }
    }

    #[test]
    fn what_a_script_or_a_click_shows_is_seen() {
        for shown in [
            "<p style='visibility:hidden'>yes</p>",
            "<p hidden=until-found>yes</p>",
            "<div style='font-size:0'><p style='font-size:16px'>yes</p></div>",
            "<p style='color:#fff;background:url(dark.png) #fff'>yes</p>",
            "<p style='color:#fff'>yes</p>",
            "<style></style><div bgcolor=white><p class=dark style='color:white'>yes</p></div>",
            "<button aria-controls=a></button><p id=a style='display:none'>yes</p>",
            "<style>.x{display:none}.x.open{display:block}</style><p class=x>yes</p>",
            "<style>@media print{.x{display:none}}</style><p class=x>yes</p>",
            "<style>.x{display:none}@media (min-width:9em){a{b:c}.x{display:block}}</style><p class=x>yes</p>",
        ] {
            assert_eq!(seen(shown), "yes", "{shown}");
        }
    }
}
