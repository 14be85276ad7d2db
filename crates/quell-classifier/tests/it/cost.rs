//! Scoring is linear: instructions are counted, as time would depend on the machine.

use std::env;
use std::process::Command;

use quell_classifier::{Model, Scratch, WeightEncoding};

use crate::fixtures::random_parts;

/// Bytes of the shorter text; the longer has twice as many, half of the limit.
const BYTES: usize = 16 * 1024;
/// Twice the text may cost so much more: 2.0 is linear, 4.0 quadratic.
const FACTOR_MAX: f64 = 2.5;

/// Patterns that are hard for look-back, look-ahead and regular expressions.
const PATTERNS: [&str; 34] = [
    "a",
    "码",
    "a-",
    "ab-",
    "0-0-",
    "00-00 ",
    "a.a.",
    "ab.cd.",
    "com.",
    "x.com.",
    "@",
    "a@",
    "ab@",
    "【",
    "[",
    "回",
    "回回回退",
    "回a退",
    "x月x月",
    "1,1,",
    "1.1.",
    "95555.",
    "13800000000,",
    "1:",
    "http://",
    "http:/",
    "12 code ",
    "code 1234 ",
    "码1234",
    "stop ",
    "reply ",
    "'a",
    "¥1",
    "x ",
];

const TEXT: &str = "QUELL_COST_TEXT";
const LENGTH: &str = "QUELL_COST_BYTES";

#[test]
fn t22_twice_the_text_costs_at_most_two_and_a_half_times_the_instructions() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        assert!(env::var_os("CI").is_none(), "valgrind is needed to count instructions");
        println!("skipped: valgrind is not installed");
        return;
    }
    let empty = instructions("", 0);
    for pattern in PATTERNS {
        let (short, long) = (instructions(pattern, BYTES), instructions(pattern, 2 * BYTES));
        let factor = (long - empty) / (short - empty);
        println!(
            "{pattern:?}: {} a byte, {factor:.2}",
            ((long - empty) / (2 * BYTES) as f64).round()
        );
        assert!(factor <= FACTOR_MAX, "{pattern:?} twice as long costs {factor:.2} times as much");
    }
}

/// Instructions of this binary when it scores `pattern` repeated to `bytes` bytes.
fn instructions(pattern: &str, bytes: usize) -> f64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "cost::scores_one_pattern", "--ignored", "--test-threads=1"])
        .env(TEXT, pattern)
        .env(LENGTH, bytes.to_string())
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}");
    let collected = report.lines().find_map(|line| line.split_once("Collected : "));
    collected.unwrap_or_else(|| panic!("no count in {report}")).1.trim().parse().unwrap()
}

#[test]
#[ignore = "run by the test above, under valgrind"]
fn scores_one_pattern() {
    let parts = random_parts(64, WeightEncoding::Companded);
    let model = Model::open(parts.encode().unwrap()).unwrap();
    let bytes: usize = env::var(LENGTH).map_or(0, |bytes| bytes.parse().unwrap());
    let pattern = env::var(TEXT).unwrap_or_default();
    let text = pattern.repeat(bytes / pattern.len().max(1));
    let _ = model.score(&text, &mut Scratch::new());
}
