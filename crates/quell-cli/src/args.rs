//! The command line as clap sees it.

use crate::dataset;

/// An inbound spam-SMS filter that says why.
#[derive(clap::Parser)]
#[command(name = "quell", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Look after labelled messages: import, audit, split, count.
    Dataset(dataset::Args),
}
