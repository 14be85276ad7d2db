//! Why a command failed, on standard error.

use std::error::Error;
use std::io;

use quell_train::corpus::{CorpusError, CorpusErrorKind};
use quell_train::examples::ExamplesError;
use quell_train::training::TrainError;

use crate::shown;

/// Says what went wrong, a fault in a corpus with its stable code.
pub(crate) fn tell(error: &(dyn Error + 'static), can_skip_bad: bool) {
    let kind = kind(error);
    let code = kind.map_or_else(String::new, |kind| format!("[{}]", kind.code()));
    anstream::eprintln!("quell{code}: {}", shown::lines(error.to_string().trim_end()));
    if can_skip_bad && kind == Some(CorpusErrorKind::BadLines) {
        anstream::eprintln!("  --skip-bad leaves them out");
    }
}

/// What sort of fault in a corpus it is, if it is one.
fn kind(error: &(dyn Error + 'static)) -> Option<CorpusErrorKind> {
    let corpus = match error.downcast_ref() {
        Some(TrainError::Examples(ExamplesError::Corpus(error))) => Some(error),
        _ => error.downcast_ref::<CorpusError>(),
    };
    corpus.map(CorpusError::kind)
}

/// Whoever read our output has had enough, as `head` does.
pub(crate) fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
