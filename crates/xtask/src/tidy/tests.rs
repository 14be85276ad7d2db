//! The real workspace is tidy, and every rule can fail.

use std::collections::BTreeSet;

use expect_test::{Expect, expect};

use super::arrows::{Locked, Member};
use super::{File, arrows, machine, shape};

#[test]
fn this_workspace_is_tidy() {
    let faults = super::faults().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What the arrows make of members written as "name: shipped, … | of tests, …", above a
/// registry where reqwest and linfa-linear are found below an innocent name.
fn check_arrows(members: &[&str], expected: &Expect) {
    let locked = "[[package]]\nname = \"innocent\"\ndependencies = [\"middle 1.0.0\"]\n\
                  [[package]]\nname = \"middle\"\ndependencies = [\"reqwest\", \"linfa-linear\"]\n";
    let members: Vec<Member> = members.iter().map(|line| member(line)).collect();
    let faults = arrows::faults(&members, &Locked::parse(locked).unwrap());
    expected.assert_eq(&faults.join("\n"));
}

fn member(line: &str) -> Member {
    let (name, rest) = line.split_once(':').unwrap();
    let (shipped, tests) = rest.split_once('|').unwrap_or((rest, ""));
    let names = |list: &str| -> BTreeSet<String> {
        list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    Member {
        name: name.to_owned(),
        manifest: format!("crates/{name}/Cargo.toml"),
        shipped: names(shipped),
        tests: names(tests),
    }
}

#[test]
fn arrows_of_the_design_pass() {
    check_arrows(
        &[
            "quell-classifier: | proptest",
            "quell-runtime: quell-classifier",
            "quell-train: quell-classifier, linfa",
            "quell-cli: quell-classifier, quell-runtime, quell-train, clap",
            "xtask: clap",
            "benches: quell-train, quell-runtime",
        ],
        &expect![""],
    );
}

#[test]
fn the_classifier_depends_on_nothing() {
    check_arrows(
        &["quell-classifier: libm"],
        &expect!["quell-classifier depends on libm: expected no dependency at all"],
    );
}

#[test]
fn an_arrow_the_other_way_is_seen_in_tests_too() {
    check_arrows(
        &["quell-train: quell-runtime", "quell-runtime: quell-classifier | quell-train"],
        &expect![[r"
            quell-train depends on quell-runtime: expected at most [quell-classifier]
            quell-runtime depends on quell-train: expected at most [quell-classifier]"]],
    );
}

#[test]
fn automation_uses_no_member_and_a_new_member_brings_its_arrows() {
    check_arrows(
        &["xtask: quell-train", "quell-train:", "quell-new:"],
        &expect![[r"
            xtask depends on quell-train: expected at most []
            quell-new: add its arrows to crates/xtask/src/tidy/arrows.rs"]],
    );
}

#[test]
fn network_and_training_are_found_below_what_the_runtime_uses() {
    check_arrows(
        &["quell-runtime: quell-classifier, innocent", "quell-classifier:"],
        &expect![[r"
            quell-runtime ends up with linfa-linear: expected neither training nor network
            quell-runtime ends up with reqwest: expected neither training nor network"]],
    );
}

#[test]
fn the_top_level_is_what_the_design_draws() {
    let design = "Cargo.toml Cargo.lock README.md ARCHITECTURE.md CHANGELOG.md LICENSE-MIT \
                  LICENSE-APACHE crates/a datasets/b benches/c .ci/run";
    let faults = shape::top_level(design.split(' ').chain(["scripts/build.sh"]));
    expect![[r"
        scripts: not at the top level
        models: missing at the top level"]]
    .assert_eq(&faults.join("\n"));
}

#[test]
fn names_that_say_nothing() {
    assert!(shape::crate_name("quell-common").is_some());
    assert!(shape::file_name("crates/a/src/utils.rs").is_some());
    assert!(shape::file_name("crates/a/src/helpers/mod.rs").is_some());
    assert_eq!(shape::file_name("crates/a/src/commonplace.rs"), None);
}

#[test]
fn lints_are_taken_from_the_workspace() {
    assert!(shape::root_lints("[workspace.lints.rust]\nunsafe_code = \"deny\"\n").is_some());
    assert_eq!(shape::root_lints("[workspace.lints.rust]\nunsafe_code = \"forbid\"\n"), None);
    assert!(shape::member_lints("a", "[lints.rust]\nunsafe_code = \"allow\"\n").is_some());
    assert_eq!(shape::member_lints("a", "[lints]\nworkspace = true\n"), None);
}

fn file(path: &str, text: impl Into<String>) -> File {
    File { path: path.to_owned(), text: text.into() }
}

#[test]
fn a_lib_file_only_declares() {
    let lib = "//! fn is a word here.\nmod a;\npub use a::fn_like;\npub const fn one() -> u8 {\n";
    expect!["crates/a/src/lib.rs:4: expected no function in lib.rs"]
        .assert_eq(&shape::functions_of_lib(&file("crates/a/src/lib.rs", lib)).join("\n"));
    assert!(shape::functions_of_lib(&file("crates/a/src/a.rs", lib)).is_empty());
}

#[test]
fn long_files_are_named_unless_generated_or_tests() {
    let lines = |count: usize| "\n".repeat(count);
    let length = |path: &str, text: String| shape::length(&file(path, text));
    assert!(length("crates/a/src/a.rs", lines(501)).is_some());
    assert_eq!(length("crates/a/src/a.rs", lines(500)), None);
    assert!(length("crates/a/src/main.rs", lines(61)).is_some());
    assert_eq!(length("crates/a/src/tests.rs", lines(501)), None);
    assert_eq!(length("crates/a/tests/it/a.rs", lines(501)), None);
    assert_eq!(length("crates/a/src/a.rs", format!("// @generated\n{}", lines(501))), None);
}

#[test]
fn nothing_leads_to_one_machine() {
    let faults = |path: &str, line: &str| machine::faults(&file(path, line)).len();
    assert_eq!(faults("README.md", concat!("run it in /ho", "me/ann/quell")), 1);
    assert_eq!(faults("a.toml", concat!("path = \"/wo", "rk/quell\"")), 1);
    assert_eq!(faults("a.md", concat!("https://shop.example/ho", "me/ and net", "/wo", "rk/")), 0);
    assert_eq!(faults("requirements.txt", concat!("--index", "-url https://a.example")), 1);
    assert_eq!(faults("README.md", concat!("see crates", ".io")), 1);
}

#[test]
fn the_lock_file_knows_only_the_default_registry() {
    let locked = |source: &str| {
        let line = format!("source = \"registry+https://{source}\"");
        machine::faults(&file("Cargo.lock", line)).len()
    };
    assert_eq!(locked(concat!("github.com/rust-lang/crates", ".io-index")), 0);
    assert_eq!(locked("mirror.example/index"), 1);
}
