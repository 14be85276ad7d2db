use std::path::Path;
use std::time::Duration;

use expect_test::expect;

use super::{Starts, does_nothing, table};

fn starts(ms: &[u64], resident_kib: u64) -> Starts {
    Starts { times: ms.iter().map(|&ms| Duration::from_millis(ms)).collect(), resident_kib }
}

#[test]
fn one_slow_start_does_not_move_the_median() {
    let (text, is_within) =
        table(&mut starts(&[2, 900, 1, 2, 2], 900), &mut starts(&[700, 5, 6, 4, 7], 5000));
    expect![[r#"
        | 5 starts each | median ms | times `true` (limit 5) | peak resident KiB (limit 8192) |
        |---|---|---|---|
        | `true` | 2.00 | 1 | 900 |
        | `quell check "…"` | 6.00 | 3.00 | 5000 |"#]]
    .assert_eq(&text);
    assert!(is_within);
}

#[test]
fn either_limit_can_be_passed() {
    assert!(!table(&mut starts(&[1], 900), &mut starts(&[6], 900)).1, "six times the floor");
    assert!(!table(&mut starts(&[1], 900), &mut starts(&[1], 8193)).1, "a KiB over 8 MiB");
}

#[test]
fn a_start_is_timed_and_its_memory_read() {
    let mut measured = Starts::default();
    measured.add(&does_nothing(), &[]).unwrap();
    assert!(measured.resident_kib > 100 && measured.times[0] > Duration::ZERO);
    measured.add(Path::new("/nowhere/quell"), &[]).unwrap_err();
}
