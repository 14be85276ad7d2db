use super::{OUT, rendered};
use crate::workspace;

#[test]
fn regenerating_gives_the_committed_tables() {
    let committed = std::fs::read_to_string(workspace::root().join(OUT)).unwrap();
    let rendered = rendered();
    let differs = committed.lines().zip(rendered.lines()).position(|(old, new)| old != new);
    assert!(
        committed == rendered,
        "{OUT} differs from line {}: run `cargo xtask tables`",
        differs.map_or(committed.lines().count().min(rendered.lines().count()), |at| at) + 1
    );
}
