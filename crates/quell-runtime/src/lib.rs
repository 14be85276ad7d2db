//! The filter to embed: text score, policy and verdict with reasons.
