//! Files that are no text, told by their first bytes: those that are unpacked, and those that are
//! refused by their name.

use super::limits::ReadError;

/// A file that holds the article inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Container {
    /// A package of Office Open XML, or another zip archive.
    Zip,
    /// A mail or a page saved as one: EML, MHTML.
    Mail,
}

/// What a file begins with, what it is then, and what to do with it.
const REFUSED: &[(usize, &[u8], &str, &str)] = &[
    (0, b"{\\rtf", "an RTF file", AS_DOCX),
    (0, b"\x89PNG\r\n\x1a\n", "an image (PNG)", AS_TEXT),
    (0, b"\xff\xd8\xff", "an image (JPEG)", AS_TEXT),
    (0, b"GIF87a", "an image (GIF)", AS_TEXT),
    (0, b"GIF89a", "an image (GIF)", AS_TEXT),
    (8, b"WEBPVP8", "an image (WebP)", AS_TEXT),
    (0, b"II*\0", "an image (TIFF)", AS_TEXT),
    (0, b"MM\0*", "an image (TIFF)", AS_TEXT),
    (4, b"ftyp", "a video or photograph", AS_TEXT),
    (0, b"ID3\x03", "a sound file", AS_TEXT),
    (0, b"ID3\x04", "a sound file", AS_TEXT),
    (0, b"\x1f\x8b\x08", "compressed (gzip)", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive (7z)", UNPACK),
    (0, b"Rar!\x1a\x07", "an archive (RAR)", UNPACK),
    (0, b"\xfd7zXZ\0", "compressed (xz)", UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "compressed (zstd)", UNPACK),
    (30, b"mimetypeapplication/epub+zip", "an EPUB book", "give its chapters as HTML"),
    (30, b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file", AS_DOCX),
];

const AS_DOCX: &str = "save it as DOCX, HTML or text";
const AS_TEXT: &str = "give the words of the article as text, HTML or DOCX";
const UNPACK: &str = "unpack it first";

/// How far behind the start of a file `%PDF-` may stand, as readers of PDF allow.
const PDF_PREFIX: usize = 1024;

/// What holds the article; none if the file is text, or may be.
pub fn container(bytes: &[u8]) -> Result<Option<Container>, ReadError> {
    let found = REFUSED.iter().find(|(at, mark, ..)| bytes.get(*at..).is_some_and(|b| b.starts_with(mark)));
    if let Some(&(_, _, what, mend)) = found {
        return Err(ReadError::Unsupported { what, mend });
    }
    let head = &bytes[..bytes.len().min(PDF_PREFIX)];
    if head.windows(5).any(|w| w == b"%PDF-") && !head.starts_with(b"<") {
        return Err(ReadError::Unsupported { what: "a PDF file", mend: AS_DOCX });
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        return Err(match bytes.windows(name.len()).any(|w| w == name) {
            true => ReadError::Unsupported { what: "encrypted", mend: "save it without a password" },
            false => ReadError::Unsupported { what: "an old Office file (.doc, .xls, .ppt)", mend: AS_DOCX },
        });
    }
    Ok(if bytes.starts_with(b"PK\x03\x04") {
        Some(Container::Zip)
    } else if is_mail(bytes) {
        Some(Container::Mail)
    } else {
        None
    })
}

/// Longest head of a mail that is looked at, in bytes.
const MAIL_HEAD: usize = 65_536;

/// A mail opens with fields, `Name: value`, of which some say how its body is written.
fn is_mail(bytes: &[u8]) -> bool {
    let (mut fields, mut telling) = (0, false);
    for line in bytes[..bytes.len().min(MAIL_HEAD)].split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|b| *b == b':') else { return false };
        let name = line[..colon].to_ascii_lowercase();
        if name.is_empty() || !name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-') {
            return false;
        }
        telling |= matches!(name.as_slice(), b"mime-version" | b"content-type" | b"received");
        fields += 1;
    }
    fields >= 2 && telling
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_their_content() {
        let said = |bytes: &[u8]| container(bytes).map_err(|e| e.to_string());
        assert!(said(b"%PDF-1.7\n").unwrap_err().contains("a PDF file"));
        assert!(said(b"\n%PDF-1.7\n").unwrap_err().contains("save it as DOCX"));
        assert!(said(b"{\\rtf1\\ansi}").unwrap_err().contains("RTF"));
        assert!(said(b"PK\x03\x04").unwrap() == Some(Container::Zip));
        let odt =
            [b"PK\x03\x04".as_slice(), &[0; 26], b"mimetypeapplication/vnd.oasis.opendocument.text"].concat();
        assert!(said(&odt).unwrap_err().contains("OpenDocument"));
        let mut ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        assert!(said(&ole).unwrap_err().contains(".doc"));
        ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(said(&ole).unwrap_err().contains("password"));
        assert_eq!(said("<p>见%PDF-文件</p>".as_bytes()), Ok(None));
    }

    #[test]
    fn a_mail_is_told_from_text_with_colons() {
        let is = |text: &str| container(text.as_bytes()) == Ok(Some(Container::Mail));
        assert!(is(
            "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x"
        ));
        assert!(!is("Title: Iron\nAuthor: A\n\nText."));
        assert!(!is("Content-Type: text\nhello"));
        assert!(!is("服用方法: 每日一次\n注意: 饭后\n\n正文"));
    }
}
