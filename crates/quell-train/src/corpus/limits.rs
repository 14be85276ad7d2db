/// Most bytes of text a caller may ask for: the greatest text the service takes.
pub const TEXT_BYTES_HARD_MAX: usize = 1 << 20;

/// How much a reader takes before it refuses, whatever the input claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a line, or of a CSV record with its quoted line breaks.
    pub line_bytes: usize,
    /// UTF-8 bytes of one message.
    pub text_bytes: usize,
    /// Rows of one file.
    pub rows: u64,
    /// Bytes of one file after decompression.
    pub inflated_bytes: u64,
    /// Bytes out for a byte in, once [`Limits::RATIO_FROM_BYTES`] are out.
    pub inflated_ratio: u64,
}

impl Limits {
    /// A text at the hard limit, every byte of it escaped as `\u00XX`, and room
    /// for the other keys.
    pub const LINE_BYTES: usize = 6 * TEXT_BYTES_HARD_MAX + (64 << 10);
    /// 255 parts of 153 bytes, the longest concatenated message, fit in 64 KiB.
    pub const TEXT_BYTES: usize = 64 << 10;
    /// Twelve times the largest public corpus of the field (800,000 rows).
    pub const ROWS: u64 = 10_000_000;
    /// `ROWS` rows of 400 bytes.
    pub const INFLATED_BYTES: u64 = 4 << 30;
    /// Message text deflates 3 to 8 times, a corpus of copies up to 100 times;
    /// DEFLATE itself ends at 1,032.
    pub const INFLATED_RATIO: u64 = 200;
    /// Below this a high ratio harms nobody.
    pub const RATIO_FROM_BYTES: u64 = 16 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            line_bytes: Self::LINE_BYTES,
            text_bytes: Self::TEXT_BYTES,
            rows: Self::ROWS,
            inflated_bytes: Self::INFLATED_BYTES,
            inflated_ratio: Self::INFLATED_RATIO,
        }
    }
}
