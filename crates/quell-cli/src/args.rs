//! The command line as clap sees it.

use crate::{check, dataset, eval, model, train};

/// An inbound spam-SMS filter that says why.
///
/// Exit codes: 0 done, 1 a check failed, 2 bad usage or bad input.
#[derive(clap::Parser)]
#[command(name = "quell", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Say of a message, or of a file of messages, which are unwanted, and why.
    Check(check::Args),
    /// Make a model from labelled messages, by a recipe.
    Train(train::Args),
    /// Measure a model on labelled messages.
    Eval(eval::Args),
    /// Look into a model file.
    Model(model::Args),
    /// Look after labelled messages: import, audit, annotate, split, count.
    Dataset(dataset::Args),
}

impl Command {
    /// Whether it has `--skip-bad`.
    pub(crate) fn can_skip_bad(&self) -> bool {
        match self {
            Self::Check(_) | Self::Eval(_) => true,
            Self::Dataset(args) => args.can_skip_bad(),
            Self::Train(_) | Self::Model(_) => false,
        }
    }
}
