//! Turns a message and the bytes of a model into a score and its evidence.
#![no_std]
extern crate alloc;
