//! `quell model`.

use std::collections::BTreeSet;
use std::fs;

use expect_test::expect;

use crate::command::{check, directory, quell, unnumbered};

/// The built-in model, as it lies in the repository.
const MODEL: &[u8] = include_bytes!("../../../../models/default.quell");

#[test]
fn the_built_in_model_is_the_one_in_the_repository_and_sound() {
    let at = directory(&[]);
    fs::write(at.path().join("m.quell"), MODEL).unwrap();
    let [built_in, file] =
        [&["model", "verify"][..], &["model", "verify", "m.quell"]].map(|it| quell(at.path(), it));
    assert_eq!((built_in.code, file.code), (0, 0));
    let said = |out: &str| out.split_once(": ").map(|(_, said)| said.to_owned());
    assert_eq!(said(&built_in.out), said(&file.out));
    let bytes = format!("built-in model: sound, {} bytes, checksum ", MODEL.len());
    assert!(built_in.out.starts_with(&bytes), "{}", built_in.out);
}

#[test]
fn inspect_prints_sizes_and_the_card() {
    let at = directory(&[]);
    let page = quell(at.path(), &["model", "inspect"]);
    let (sizes, card) = page.out.split_once("\n\n").expect("the card after a blank line");
    let sizes: Vec<&str> =
        sizes.lines().map(|line| line.split(", checksum").next().unwrap()).collect();
    check(
        &unnumbered(&sizes.join("\n")),
        &expect![[r#"
        built-in model: 0 bytes
        0 rows of weights, 0 rows of topics
    "#]],
    );
    let json = quell(at.path(), &["model", "inspect", "--json"]).json();
    let mut shown = serde_json::from_str::<serde_json::Value>(card).unwrap();
    // Hundreds of counts are for programs; people are told where they are.
    let pointer = shown["profile"].take();
    assert!(pointer.as_str().unwrap().contains("--json"), "{pointer}");
    let mut whole = json[0]["card"].clone();
    assert!(whole["profile"].take().is_object());
    assert_eq!(shown, whole);
    assert_eq!(json[0]["bytes"], MODEL.len());
    let heads = json[0]["heads"].as_object().unwrap().keys().map(String::as_str);
    assert_eq!(heads.collect::<BTreeSet<_>>(), ["unwanted", "essential", "fraud"].into());
}

/// Half a download: exit code 1, and where it ends.
#[test]
fn m1_a_truncated_model_says_where_it_ends() {
    let at = directory(&[]);
    let mut said = String::new();
    for bytes in [0, 7, 500, MODEL.len() - 1] {
        fs::write(at.path().join("cut.quell"), &MODEL[..bytes]).unwrap();
        let answer = quell(at.path(), &["model", "verify", "cut.quell"]);
        assert_eq!((answer.code, answer.out.as_str()), (1, ""));
        let expected = format!("truncated at byte {bytes}, expected ");
        assert!(answer.err.contains(&expected), "{}", answer.err);
        said.push_str(&answer.err);
        assert_eq!(quell(at.path(), &["check", "hi", "--model", "cut.quell"]).code, 2);
    }
    let last = format!("expected {}; fetch the file again\n", MODEL.len());
    assert!(said.ends_with(&last), "{said}");
}

#[test]
fn m9_the_model_of_another_program_is_named() {
    let formats = [
        ("a Python pickle", &b"\x80\x04\x95\x10"[..]),
        ("a ZIP archive (PyTorch, NumPy)", b"PK\x03\x04\x14\0"),
        ("GGUF", b"GGUF\x03\0\0\0"),
        ("no format known here", b"text,label\n"),
    ];
    let at = directory(&[]);
    for (name, head) in formats {
        let mut bytes = head.to_vec();
        bytes.resize(2000, 0);
        fs::write(at.path().join("m"), bytes).unwrap();
        let answer = quell(at.path(), &["model", "verify", "m"]);
        let expected = format!("m: model refused: not a quell model but {name}; ");
        assert!(answer.code == 1 && answer.err.starts_with(&expected), "{answer:?}");
    }
}

/// Not a model that is damaged, but no model file at all: bad usage.
#[cfg(unix)]
#[test]
fn m10_what_cannot_be_a_model_file_is_refused_unread() {
    let at = directory(&[]);
    fs::write(at.path().join("m.quell"), MODEL).unwrap();
    std::os::unix::fs::symlink("m.quell", at.path().join("link")).unwrap();
    let large = fs::File::create(at.path().join("large")).unwrap();
    large.set_len(1 << 30).unwrap();
    let mut said = String::new();
    for name in [".", "link", "large", "missing"] {
        let verify = quell(at.path(), &["model", "verify", name]);
        let check = quell(at.path(), &["check", "hi", "--model", name]);
        assert_eq!((verify.code, &verify), (2, &check), "{name}");
        said.push_str(&verify.err);
    }
    check(
        &said,
        &expect![[r#"
            quell: .: is a folder, expected a regular file; give the path of a .quell file, or a copy
            quell: link: is a link, expected a regular file; give the path of a .quell file, or a copy
            quell: large: 1073741824 bytes, a model has at most 67108864; this is another file
            quell: missing: No such file or directory (os error 2); give the path of a .quell file
        "#]],
    );
}
