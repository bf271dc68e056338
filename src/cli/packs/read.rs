//! Reading a table: UTF-8, UTF-16 with its mark, or GB18030, as spreadsheets in China save it.

use anyhow::{Context, bail};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Longest table that is read.
const LONGEST: u64 = 256 << 20;

/// The text of a table.
pub fn text(path: &Path) -> anyhow::Result<String> {
    let shown = path.display();
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("cannot read {shown}"))?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {shown}"))?;
    if bytes.len() as u64 > LONGEST {
        bail!("{shown} has more than {LONGEST} bytes; divide it");
    }
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        bail!("{shown} is a workbook, not CSV; save the sheet as CSV");
    }
    decoded(bytes).with_context(|| format!("{shown} is neither UTF-8 nor GB18030; save it as CSV in UTF-8"))
}

fn decoded(bytes: Vec<u8>) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes)
        && encoding != UTF_8
    {
        return encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
            .map(|t| t.into_owned());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(other) => {
            let text = GB18030.decode_without_bom_handling_and_without_replacement(other.as_bytes())?;
            Some(text.into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_as_spreadsheets_save_them() {
        let text = "id,zh\n1,头孢克洛\n";
        assert_eq!(decoded(text.into()).as_deref(), Some(text));
        assert_eq!(decoded(GB18030.encode(text).0.into_owned()).as_deref(), Some(text));
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(utf16).as_deref(), Some(text));
        assert_eq!(decoded(vec![b'a', 0xff, 0xff, b'\n']), None);
    }
}
