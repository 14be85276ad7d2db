//! The command from outside: what it prints, and how it exits.

mod dataset;
