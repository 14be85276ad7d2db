#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them itself")]

use std::fs;

use expect_test::expect;
use quell_classifier::MODEL_BYTES_MAX;

use super::*;

/// Whether they are a model is for `Model::open` to say.
#[test]
fn the_bytes_of_a_regular_file_are_read_whole() {
    let at = tempfile::tempdir().unwrap();
    for bytes in [&b""[..], b"\x89QUELL\r\n and more"] {
        fs::write(at.path().join("m.quell"), bytes).unwrap();
        assert_eq!(read_model_file(&at.path().join("m.quell")).unwrap(), bytes);
    }
}

/// A device may never end, and a link may lead elsewhere by the time it is followed
/// again.
#[cfg(unix)]
#[test]
fn m10_what_cannot_be_a_model_file_is_refused_unread() {
    let at = tempfile::tempdir().unwrap();
    let path = |name: &str| at.path().join(name);
    fs::write(path("m.quell"), "a model").unwrap();
    std::os::unix::fs::symlink("m.quell", path("link")).unwrap();
    std::os::unix::fs::symlink("/dev/null", path("link_to_device")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
    // Sparse: it claims the bytes without taking the room.
    fs::File::create(path("large")).unwrap().set_len(MODEL_BYTES_MAX as u64 + 1).unwrap();
    fs::write(path("one_name"), "a model").unwrap();
    fs::hard_link(path("one_name"), path("other_name")).unwrap();
    let names = ["", "link", "link_to_device", "socket", "one_name", "large", "missing"];
    let said = names.map(|name| read_model_file(&path(name)).unwrap_err().to_string());
    let said = (said.join("\n") + "\n").replace(&format!("{}/", at.path().display()), "AT/");
    expect![[r#"
        AT/: is a folder, expected a regular file; give the path of a .quell file, or a copy
        AT/link: is a link, expected a regular file; give the path of a .quell file, or a copy
        AT/link_to_device: is a link, expected a regular file; give the path of a .quell file, or a copy
        AT/socket: is a pipe or device, expected a regular file; give the path of a .quell file, or a copy
        AT/one_name: is a file of several names (hard links), expected a regular file; give the path of a .quell file, or a copy
        AT/large: 67108865 bytes, a model has at most 67108864; this is another file
        AT/missing: No such file or directory (os error 2); give the path of a .quell file
    "#]]
    .assert_eq(&said);
    let device = read_model_file(Path::new("/dev/zero")).unwrap_err().to_string();
    assert!(device.starts_with("/dev/zero: is a pipe or device, "), "{device}");
}
