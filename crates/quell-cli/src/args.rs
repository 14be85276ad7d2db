//! The command line as clap sees it.

/// An inbound spam-SMS filter that says why.
#[derive(clap::Parser)]
#[command(name = "quell", version)]
pub(crate) struct Args {}
