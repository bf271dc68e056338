//! Properties of paragraphs and runs, as styles and the text itself set them.

use super::xml::Xml;
use crate::document::limits::ReadError;
use quick_xml::events::{BytesStart, Event};

/// Properties; what is none is not said here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Properties {
    /// Id of the style.
    pub style: Option<String>,
    /// Level of a heading, from 1; 0 for running text.
    pub outline: Option<u8>,
    /// Whether it is an item of a list.
    pub listed: Option<bool>,
    /// Whether it is raised.
    pub superscript: Option<bool>,
    /// Whether it is hidden.
    pub hidden: Option<bool>,
}

impl Properties {
    /// Reads an element of properties up to its end.
    pub fn read<'a>(xml: &mut Xml<'a>, element: &BytesStart<'a>) -> Result<Properties, ReadError> {
        let mut found = Properties::default();
        let end = element.name();
        while let Some((event, _)) = xml.next()? {
            match event {
                Event::End(e) if e.name() == end => break,
                // Properties of the mark at the end of a paragraph, and what was before a tracked change.
                Event::Start(e) if matches!(e.local_name().as_ref(), "rPr" | "pPrChange" | "rPrChange") => {
                    xml.skip(&e)?;
                }
                Event::Start(e) | Event::Empty(e) => found.note(xml, &e),
                _ => {}
            }
        }
        Ok(found)
    }

    /// Notes one property.
    pub fn note<'a>(&mut self, xml: &Xml<'a>, element: &BytesStart<'a>) {
        let value = xml.attribute(element, "val").map(|(value, _)| value);
        let on = !matches!(value, Some("0" | "false" | "off"));
        match element.local_name().as_ref() {
            "pStyle" | "rStyle" => self.style = value.map(str::to_owned),
            "outlineLvl" => {
                self.outline =
                    value.and_then(|v| v.parse::<u8>().ok()).map(|v| if v < 9 { v + 1 } else { 0 });
            }
            "numId" => self.listed = Some(value != Some("0")),
            "vertAlign" => self.superscript = Some(value == Some("superscript")),
            "vanish" => self.hidden = Some(on),
            _ => {}
        }
    }

    /// These, and where they say nothing, others.
    pub fn over(self, base: &Properties) -> Properties {
        Properties {
            style: self.style,
            outline: self.outline.or(base.outline),
            listed: self.listed.or(base.listed),
            superscript: self.superscript.or(base.superscript),
            hidden: self.hidden.or(base.hidden),
        }
    }
}
