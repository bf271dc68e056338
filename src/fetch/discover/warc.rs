//! An archive of pages (WARC 1.0 and 1.1): its answers that are web pages, each read when it is wanted.

use super::taker::{Taker, normal};
use super::{Held, Problem};
use crate::fetch::Page;
use flate2::bufread::GzDecoder;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use jiff::Timestamp;
use reqwest::Url;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// The longest line of a head, and the most lines.
const LINE: u64 = 64 * 1024;
const LINES: usize = 1_000;

/// Takes the pages of an archive. Of several answers of an address the last is its page.
pub(super) fn find(at: &str, taker: &mut Taker<'_>) {
    if super::is_address(at) {
        let reason = "an archive is read from a file; fetch it first";
        return taker.trouble(at, Problem::Read(reason.into()));
    }
    if let Err(error) = scan(Path::new(at), taker) {
        taker.trouble(at, Problem::Read(error.to_string()));
    }
}

/// Reads the page of a record.
pub(super) fn read(file: &Path, at: u64, skip: u64, longest: usize) -> Result<Page, Problem> {
    page(file, at, skip, longest)
        .map_err(|e| Problem::Read(e.to_string()))?
        .ok_or_else(|| Problem::TooMuch(format!("is longer than {longest} bytes")))
}

/// Counts the bytes that were read.
struct Counted<R> {
    inner: R,
    read: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut from = self.fill_buf()?;
        let n = from.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.read += n as u64;
        self.inner.consume(n);
    }
}

fn counted<R: BufRead>(inner: R) -> Counted<R> {
    Counted { inner, read: 0 }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn scan(path: &Path, taker: &mut Taker<'_>) -> io::Result<()> {
    let mut file = counted(BufReader::new(File::open(path)?));
    if !file.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        return records(path, 0, &mut file, taker);
    }
    // One member a record, as the format asks for; more of them in one are read as well.
    while !file.fill_buf()?.is_empty() && !taker.is_full() {
        let at = file.read;
        records(path, at, &mut counted(BufReader::new(GzDecoder::new(&mut file))), taker)?;
    }
    Ok(())
}

/// The records of a stream that begins at a place of the file.
fn records(
    path: &Path,
    at: u64,
    stream: &mut Counted<impl BufRead>,
    taker: &mut Taker<'_>,
) -> io::Result<()> {
    loop {
        let skip = stream.read;
        if taker.is_full() {
            return Ok(());
        }
        let Some(record) = Record::begin(stream)? else { return Ok(()) };
        let begun = stream.read;
        if record.kind == "response"
            && let Ok(url) = Url::parse(&record.address)
            && matches!(url.scheme(), "http" | "https")
            && Answer::begin(&mut stream.take(record.length))?.is_some_and(|answer| answer.is_page())
        {
            let held = Held::Record { file: path.to_owned(), at, skip };
            taker.keep(normal(url), record.date, Some(held));
        }
        let rest =
            record.length.checked_sub(stream.read - begun).ok_or_else(|| broken("a record overruns"))?;
        if io::copy(&mut stream.take(rest), &mut io::sink())? < rest {
            return Err(broken("the archive breaks off in a record"));
        }
    }
}

fn page(path: &Path, at: u64, skip: u64, longest: usize) -> io::Result<Option<Page>> {
    let mut file = BufReader::new(File::open(path)?);
    file.seek(SeekFrom::Start(at))?;
    let packed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let stream: Box<dyn BufRead> =
        if packed { Box::new(BufReader::new(GzDecoder::new(file))) } else { Box::new(file) };
    let mut stream = stream;
    io::copy(&mut (&mut stream).take(skip), &mut io::sink())?;
    let record = Record::begin(&mut stream)?.ok_or_else(|| broken("there is no record"))?;
    let mut inner = stream.take(record.length);
    let answer = Answer::begin(&mut inner)?.ok_or_else(|| broken("the record is no answer"))?;
    // Some archives take chunks and packing out, and leave what the headers say of them.
    let body: Box<dyn BufRead> = match answer.chunked && begins_chunk(inner.fill_buf()?) {
        true => Box::new(BufReader::new(Chunks { inner, left: 0, ended: false })),
        false => Box::new(inner),
    };
    let body = plain(body, &answer.packed)?;
    let mut whole = Vec::new();
    body.take(longest as u64 + 1).read_to_end(&mut whole)?;
    let fits = whole.len() <= longest;
    Ok(fits.then_some(Page {
        url: record.address,
        status: 200,
        content_type: answer.content_type,
        body: whole,
    }))
}

/// A body as it was before it was packed.
fn plain(mut body: Box<dyn BufRead>, packed: &str) -> io::Result<Box<dyn Read>> {
    let start = body.fill_buf()?;
    let (is_gzip, is_zlib) = (start.starts_with(&[0x1f, 0x8b]), start.first() == Some(&0x78));
    Ok(match packed {
        "gzip" | "x-gzip" if is_gzip => Box::new(MultiGzDecoder::new(body)),
        "deflate" if is_zlib => Box::new(ZlibDecoder::new(body)),
        "br" | "zstd" | "compress" => return Err(broken(&format!("the page is packed as {packed}"))),
        _ => body,
    })
}

/// Whether a body begins with the length of a chunk.
fn begins_chunk(start: &[u8]) -> bool {
    let line = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let digits = line.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    let behind = line.get(digits).copied();
    line.len() < start.len() && (1..=16).contains(&digits) && matches!(behind, Some(b'\r' | b';' | b' '))
}

/// A line of a head without its end; none at the end of the stream.
fn line(stream: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let n = stream.take(LINE).read_until(b'\n', &mut bytes)?;
    if n as u64 == LINE {
        return Err(broken("a line of a head is too long"));
    }
    Ok((n > 0).then(|| String::from_utf8_lossy(&bytes).trim_end().to_owned()))
}

/// The fields of a head up to its empty line, their names in small letters.
fn fields(stream: &mut impl BufRead, mut take: impl FnMut(&str, &str)) -> io::Result<()> {
    for _ in 0..LINES {
        match line(stream)? {
            None => return Ok(()),
            Some(line) if line.is_empty() => return Ok(()),
            Some(line) => {
                if let Some((name, value)) = line.split_once(':') {
                    take(&name.trim().to_ascii_lowercase(), value.trim());
                }
            }
        }
    }
    Err(broken("a head has too many lines"))
}

/// The head of a record.
struct Record {
    kind: String,
    address: String,
    date: Option<Timestamp>,
    length: u64,
}

impl Record {
    /// Reads the head of the next record; none at the end.
    fn begin(stream: &mut impl BufRead) -> io::Result<Option<Record>> {
        let version = loop {
            match line(stream)? {
                None => return Ok(None),
                Some(line) if line.is_empty() => {}
                Some(line) => break line,
            }
        };
        if !version.starts_with("WARC/") {
            return Err(broken("it is no WARC file, or a record is not where it should be"));
        }
        let mut record = Record { kind: String::new(), address: String::new(), date: None, length: 0 };
        let mut length = None;
        fields(stream, |name, value| match name {
            "warc-type" => record.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => {
                record.address = value.trim_start_matches('<').trim_end_matches('>').to_owned();
            }
            "warc-date" => record.date = value.parse().ok(),
            "content-length" => length = value.parse().ok(),
            _ => {}
        })?;
        record.length = length.ok_or_else(|| broken("a record does not say how long it is"))?;
        Ok(Some(record))
    }
}

/// The head of an answer.
struct Answer {
    status: u16,
    content_type: String,
    packed: String,
    chunked: bool,
}

impl Answer {
    /// Reads the head of an answer; none if it is no answer.
    fn begin(stream: &mut impl BufRead) -> io::Result<Option<Answer>> {
        let first = line(stream)?.unwrap_or_default();
        let status = first.strip_prefix("HTTP/").and_then(|rest| rest.split(' ').nth(1)?.parse().ok());
        let Some(status) = status else { return Ok(None) };
        let mut answer =
            Answer { status, content_type: String::new(), packed: String::new(), chunked: false };
        fields(stream, |name, value| match name {
            "content-type" => answer.content_type = value.to_ascii_lowercase(),
            "content-encoding" => answer.packed = value.to_ascii_lowercase(),
            "transfer-encoding" => answer.chunked = value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        })?;
        Ok(Some(answer))
    }

    fn is_page(&self) -> bool {
        self.status == 200 && self.content_type.contains("html")
    }
}

/// A body that was sent in chunks.
struct Chunks<R> {
    inner: R,
    left: u64,
    ended: bool,
}

impl<R: BufRead> Read for Chunks<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended {
            self.next()?;
        }
        if self.ended {
            return Ok(0);
        }
        let n = (&mut self.inner).take(self.left).read(out)?;
        self.left -= n as u64;
        match n == 0 && !out.is_empty() {
            true => Err(broken("a page breaks off in a chunk")),
            false => Ok(n),
        }
    }
}

impl<R: BufRead> Chunks<R> {
    /// Begins the next chunk.
    fn next(&mut self) -> io::Result<()> {
        loop {
            let Some(size) = line(&mut self.inner)? else {
                self.ended = true;
                return Ok(());
            };
            if !size.is_empty() {
                let digits = size.split(';').next().unwrap_or_default().trim();
                self.left = u64::from_str_radix(digits, 16).map_err(|_| broken("a chunk has no length"))?;
                self.ended = self.left == 0;
                return Ok(());
            }
        }
    }
}
