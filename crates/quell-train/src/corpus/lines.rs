use std::io::{self, BufRead};

/// Physical lines of an input, each read into at most `cap` bytes: a line that
/// is longer is skipped to its end without being held.
pub(super) struct Lines<R> {
    input: R,
    line: u64,
}

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    /// By a line feed; else by the end of the input.
    pub(super) newline: bool,
    /// The line had more bytes than the cap, and what was read is only its head.
    pub(super) too_long: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 0 }
    }

    /// The number of the line read last, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Appends the next line, without its line break, to `buffer`, which may
    /// grow to `cap` bytes. `None` at the end of the input.
    pub(super) fn next(&mut self, buffer: &mut Vec<u8>, cap: usize) -> io::Result<Option<Ending>> {
        let mut any = false;
        let mut too_long = false;
        let newline = loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                break false;
            }
            any = true;
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let body = &chunk[..end.unwrap_or(chunk.len())];
            let room = cap.saturating_sub(buffer.len());
            too_long |= body.len() > room;
            buffer.extend_from_slice(&body[..body.len().min(room)]);
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                break true;
            }
        };
        if !any {
            return Ok(None);
        }
        self.line += 1;
        if buffer.last() == Some(&b'\r') {
            buffer.pop();
        }
        Ok(Some(Ending { newline, too_long }))
    }
}
