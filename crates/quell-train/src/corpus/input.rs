use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::error::{CorpusError, CorpusErrorKind};
use super::limits::Limits;
use super::record::Syntax;

/// A corpus file open for reading, inflated on the way when it is gzipped.
///
/// Only a regular file can be one: a pipe, a device or a directory is refused
/// before it is read, and a file that changes while it is read is an error at
/// its end.
pub struct Input {
    reader: Box<dyn BufRead + Send>,
    syntax: Option<Syntax>,
    file: File,
    opened: Metadata,
}

/// Opens a corpus file.
///
/// # Errors
///
/// [`CorpusErrorKind::NotAFile`] names what is there instead of a file;
/// [`CorpusErrorKind::Io`] is the system's refusal. Reading on may fail with
/// [`CorpusErrorKind::Limit`] (a decompression bomb) and
/// [`CorpusErrorKind::Changed`].
pub fn open(path: &Path, limits: Limits) -> Result<Input, CorpusError> {
    refuse_unless_file(path)?;
    let cannot = |error| CorpusError::io("open", path, error);
    let file = File::open(path).map_err(cannot)?;
    let opened = file.metadata().map_err(cannot)?;
    // Once more, on the open file: the name may have been given to another.
    if let Some(kind) = not_a_file(&opened) {
        return Err(wrong_kind(path, kind));
    }
    let plain = BufReader::new(file.try_clone().map_err(cannot)?);
    let reader = inflated(plain, limits).map_err(cannot)?;
    let (reader, syntax) = match syntax_of_name(path) {
        Some(syntax) => (reader, Some(syntax)),
        None => with_syntax(reader).map_err(|it| read_error(&it).in_file(path.display()))?,
    };
    Ok(Input { reader, syntax, file, opened })
}

/// Reads a whole file of at most `bytes_max` bytes as text.
///
/// # Errors
///
/// As [`open`], [`CorpusErrorKind::Limit`] and [`CorpusErrorKind::Encoding`].
pub fn read_text(path: &Path, bytes_max: u64) -> Result<String, CorpusError> {
    let here = |error: CorpusError| error.in_file(path.display());
    let input = open(path, Limits::default())?;
    let mut bytes = vec![];
    let read = input.take(bytes_max + 1).read_to_end(&mut bytes);
    read.map_err(|error| here(read_error(&error)))?;
    if bytes.len() as u64 > bytes_max {
        let says = format!("more than {bytes_max} bytes, which a file of this kind may have");
        return Err(here(CorpusError::new(CorpusErrorKind::Limit, says)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let says = format!("not UTF-8 at byte {at}; expected UTF-8. Convert it with iconv first");
        here(CorpusError::new(CorpusErrorKind::Encoding, says))
    })
}

/// Bytes that come from elsewhere than a file, such as standard input: inflated when
/// they are gzipped, and how the rows are written, if their first byte tells.
pub(super) fn stream(
    bytes: impl Read + Send + 'static,
    limits: Limits,
) -> io::Result<(Box<dyn BufRead + Send>, Option<Syntax>)> {
    // A writer may send it byte by byte: as much is awaited as tells what it is.
    let plain = with_head(bytes, |head| head.len() >= GZIP_MAGIC.len())?;
    with_syntax(inflated(plain, limits)?)
}

/// The bytes, and how the rows are written, if the first byte tells.
fn with_syntax(
    bytes: impl Read + Send + 'static,
) -> io::Result<(Box<dyn BufRead + Send>, Option<Syntax>)> {
    let mut reader = with_head(bytes, |head| first_of_text(head).is_some())?;
    // A brace begins JSONL; nothing else can be told from a first byte.
    let syntax = (first_of_text(reader.fill_buf()?) == Some(b'{')).then_some(Syntax::Jsonl);
    Ok((Box::new(reader), syntax))
}

/// The bytes, with a head in the buffer that is enough, ends, or is long.
fn with_head<R: Read>(
    mut bytes: R,
    is_enough: impl Fn(&[u8]) -> bool,
) -> io::Result<BufReader<io::Chain<io::Cursor<Vec<u8>>, R>>> {
    let (mut head, mut block) = (vec![], [0; HEAD_BYTES]);
    while !is_enough(&head) && head.len() < HEAD_BYTES {
        let read = bytes.read(&mut block)?;
        if read == 0 {
            break;
        }
        head.extend_from_slice(&block[..read]);
    }
    Ok(BufReader::with_capacity(2 * HEAD_BYTES, io::Cursor::new(head).chain(bytes)))
}

const HEAD_BYTES: usize = 4 << 10;

/// The bytes, inflated on the way when they are gzipped.
fn inflated(
    mut plain: impl BufRead + Send + 'static,
    limits: Limits,
) -> io::Result<Box<dyn BufRead + Send>> {
    Ok(if plain.fill_buf()?.starts_with(&GZIP_MAGIC) {
        Box::new(BufReader::new(Inflated::new(plain, limits)))
    } else {
        Box::new(plain)
    })
}

impl Input {
    /// How the rows are written, by the file's name or else its first byte;
    /// `None` when neither tells.
    #[must_use]
    pub fn syntax(&self) -> Option<Syntax> {
        self.syntax
    }

    fn check_unchanged(&self) -> io::Result<()> {
        let now = self.file.metadata()?;
        let same =
            now.len() == self.opened.len() && now.modified().ok() == self.opened.modified().ok();
        if same { Ok(()) } else { Err(io::Error::other(Refusal::Changed)) }
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.reader.read(into)
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.reader.fill_buf()?.is_empty() {
            self.check_unchanged()?;
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.reader.consume(bytes);
    }
}

/// Says what an error of an [`Input`], or of any other reader, means.
pub(super) fn read_error(error: &io::Error) -> CorpusError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()) {
        Some(Refusal::Changed) => CorpusError::new(
            CorpusErrorKind::Changed,
            "the file changed while it was read; read it again when its writer is done",
        ),
        Some(Refusal::Inflated(bytes)) => CorpusError::new(
            CorpusErrorKind::Limit,
            format!("more than {bytes} bytes after decompression; inflate it by hand and look"),
        ),
        Some(Refusal::Ratio(ratio)) => CorpusError::new(
            CorpusErrorKind::Limit,
            format!("inflates more than {ratio} times; inflate it by hand and look"),
        ),
        None if is_broken_gzip(error) => CorpusError::new(
            CorpusErrorKind::Cut,
            "the compressed file is cut off or damaged; get it again",
        ),
        None => CorpusError::new(CorpusErrorKind::Io, format!("cannot read: {error}")),
    }
}

fn is_broken_gzip(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | InvalidInput | InvalidData)
}

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// What stops a reader that no system call stopped.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("the file changed")]
    Changed,
    #[error("more than {0} bytes")]
    Inflated(u64),
    #[error("a ratio of more than {0}")]
    Ratio(u64),
}

/// Inflated bytes, counted against the limits.
struct Inflated<R> {
    decoder: MultiGzDecoder<Counted<R>>,
    out: u64,
    limits: Limits,
}

impl<R: BufRead> Inflated<R> {
    fn new(input: R, limits: Limits) -> Self {
        let decoder = MultiGzDecoder::new(Counted { input, bytes: 0 });
        Self { decoder, out: 0, limits }
    }
}

impl<R: BufRead> Read for Inflated<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(into)?;
        self.out += read as u64;
        if self.out > self.limits.inflated_bytes {
            return Err(io::Error::other(Refusal::Inflated(self.limits.inflated_bytes)));
        }
        let ratio = self.limits.inflated_ratio;
        let taken = self.decoder.get_ref().bytes.max(1);
        if self.out > Limits::RATIO_FROM_BYTES && self.out / taken > ratio {
            return Err(io::Error::other(Refusal::Ratio(ratio)));
        }
        Ok(read)
    }
}

/// A reader that counts what was taken from it.
struct Counted<R> {
    input: R,
    bytes: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
        self.input.consume(bytes);
    }
}

/// Looks at what stands under the name without opening it, since opening a pipe
/// waits for its writer.
pub(super) fn refuse_unless_file(path: &Path) -> Result<(), CorpusError> {
    match std::fs::metadata(path) {
        Ok(found) => not_a_file(&found).map_or(Ok(()), |kind| Err(wrong_kind(path, kind))),
        Err(error) => {
            let is_link = std::fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink());
            match (is_link, error.kind()) {
                (true, io::ErrorKind::NotFound) => Err(wrong_kind(path, "a link to nothing")),
                (true, io::ErrorKind::PermissionDenied) | (false, _) => {
                    Err(CorpusError::io("open", path, error))
                }
                (true, _) => Err(wrong_kind(path, "a symbolic link in a loop")),
            }
        }
    }
}

fn wrong_kind(path: &Path, kind: &str) -> CorpusError {
    let says = format!("this is {kind}; expected a regular file");
    CorpusError::new(CorpusErrorKind::NotAFile, says).in_file(path.display())
}

fn not_a_file(found: &Metadata) -> Option<&'static str> {
    if found.is_file() {
        return None;
    }
    if found.is_dir() {
        return Some("a directory");
    }
    Some(special_kind(found))
}

#[cfg(unix)]
fn special_kind(found: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = found.file_type();
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special_kind(_: &Metadata) -> &'static str {
    "a device or pipe"
}

fn syntax_of_name(path: &Path) -> Option<Syntax> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let (_, extension) = name.rsplit_once('.')?;
    match extension {
        "jsonl" | "ndjson" | "json" => Some(Syntax::Jsonl),
        "csv" | "tsv" => Some(Syntax::Csv),
        "txt" => Some(Syntax::Text),
        _ => None,
    }
}

/// The first byte that is neither of a byte order mark nor white space.
fn first_of_text(head: &[u8]) -> Option<u8> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    let text = head.strip_prefix(MARK).unwrap_or(head);
    let is_cut_mark = head.len() < MARK.len() && MARK.starts_with(head);
    text.iter().copied().find(|byte| !byte.is_ascii_whitespace()).filter(|_| !is_cut_mark)
}
