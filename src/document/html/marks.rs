//! What each element of a page says of itself: by its name, its attributes, the page's style sheet.

use super::attributes::Attributes;
use super::dom::Dom;
use super::furniture::{self, Name};
use super::look::{Look, Sheet};
use super::sink::NodeMap;
use super::stats::{Step, walk};
use ego_tree::NodeId;
use scraper::Node;
use std::collections::HashSet;

/// What an element says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Its name or role is that of furniture.
    pub furniture: bool,
    /// What its `class` and `id` call it.
    pub name: Name,
    /// It is hidden, and nothing on the page opens it.
    pub hidden: bool,
    /// Its own text is of no size, or in the colour of its background.
    pub unreadable: bool,
}

/// What the elements of a page say of themselves, those aside that nobody reads.
pub fn marks(dom: &Dom) -> NodeMap<Mark> {
    let sheet = Sheet::of(dom);
    let mut marks = NodeMap::default();
    let mut looks: Vec<Look> = Vec::new();
    let mut opened: HashSet<&str> = HashSet::new();
    let mut hidden: Vec<(NodeId, &str)> = Vec::new();
    walk(dom.html.tree.root(), |step| match step {
        Step::Enter(node) => {
            let mut look = looks.last().copied().unwrap_or_default();
            match node.value() {
                Node::Element(element) if furniture::is_skipped(element.name()) => return false,
                Node::Element(element) => {
                    let (name, attributes) = (element.name(), Attributes::of(element));
                    look = look.inside(name, &attributes, &sheet);
                    opened.extend(attributes.opened());
                    let is_hidden = sheet.is_hidden(&attributes);
                    if let (true, Some(id)) = (is_hidden, attributes.id) {
                        hidden.push((node.id(), id));
                    }
                    let mark = Mark {
                        furniture: furniture::is_furniture_tag(name, &attributes),
                        name: furniture::name(name, &attributes),
                        hidden: is_hidden,
                        unreadable: look.is_unreadable(),
                    };
                    marks.insert(node.id(), mark);
                }
                Node::Text(_) => return false,
                _ => {}
            }
            looks.push(look);
            true
        }
        Step::Leave => {
            looks.pop();
            true
        }
    });
    for (node, _) in hidden.into_iter().filter(|(_, id)| opened.contains(id)) {
        if let Some(mark) = marks.get_mut(&node) {
            mark.hidden = false;
        }
    }
    marks
}
