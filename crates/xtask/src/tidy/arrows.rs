//! Which crate may depend on which: the table of ARCHITECTURE.md, as a rule.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata};

/// The members that a member may use, in code and in tests. One that does not stand here is a
/// fault: a new crate comes with its arrows. `None` is free to use all.
const ARROWS: [(&str, Option<&[&str]>); 6] = [
    ("quell-classifier", Some(&[])),
    ("quell-runtime", Some(&["quell-classifier"])),
    ("quell-train", Some(&["quell-classifier"])),
    ("quell-cli", Some(&["quell-classifier", "quell-runtime", "quell-train"])),
    // Automation starts the command like any user, so it can measure what users get.
    ("xtask", Some(&[])),
    ("benches", None),
];

/// Built for apps and for servers alike, so nothing below it may train or open a socket.
const EMBEDDED: &str = "quell-runtime";
const TRAINING: [&str; 2] = ["linfa", "ndarray"];
/// The crates on which practically all others with sockets are built.
const NETWORK: [&str; 16] = [
    "async-io",
    "async-std",
    "axum",
    "curl",
    "h2",
    "hyper",
    "mio",
    "native-tls",
    "quinn",
    "redis",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "tokio",
    "ureq",
];

/// A member of the workspace and what its manifest asks for.
pub(super) struct Member {
    pub(super) name: String,
    /// The path of its `Cargo.toml` from the root.
    pub(super) manifest: String,
    /// Dependencies and build dependencies, optional ones too: what users compile.
    pub(super) shipped: BTreeSet<String>,
    /// Dependencies of its tests.
    pub(super) tests: BTreeSet<String>,
}

/// The names of the dependencies of every crate in `Cargo.lock`; versions are taken together,
/// and so are platforms and features, so this knows of at least what is built.
pub(super) struct Locked(BTreeMap<String, BTreeSet<String>>);

impl Locked {
    /// Reads the text of a `Cargo.lock`.
    ///
    /// # Errors
    ///
    /// When it is not TOML.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|error| format!("Cargo.lock: {error}"))?;
        let mut locked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for package in list(&table, "package").iter().filter_map(toml::Value::as_table) {
            let Some(name) = package.get("name").and_then(toml::Value::as_str) else { continue };
            // "name", or "name version" where there are two versions of it.
            let names = list(package, "dependencies").iter().filter_map(toml::Value::as_str);
            let names = names.filter_map(|entry| entry.split(' ').next()).map(str::to_owned);
            locked.entry(name.to_owned()).or_default().extend(names);
        }
        Ok(Self(locked))
    }

    /// Everything below `first`, and `first` itself.
    fn below(&self, first: &BTreeSet<String>) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = first.iter().collect();
        while let Some(name) = next.pop() {
            if seen.insert(name.clone()) {
                next.extend(self.0.get(name).into_iter().flatten());
            }
        }
        seen
    }
}

/// The members, as cargo describes them.
pub(super) fn members(metadata: &Metadata) -> Vec<Member> {
    metadata.workspace_packages().into_iter().map(|package| member(metadata, package)).collect()
}

/// What breaks the table, or the promises of the classifier and the runtime.
pub(super) fn faults(members: &[Member], locked: &Locked) -> Vec<String> {
    let names: BTreeSet<&String> = members.iter().map(|member| &member.name).collect();
    let mut faults: Vec<String> = members.iter().flat_map(|one| astray(one, &names)).collect();
    for member in members {
        if member.name == "quell-classifier" {
            faults.extend(member.shipped.iter().map(|name| {
                format!("quell-classifier depends on {name}: expected no dependency at all")
            }));
        }
        if member.name == EMBEDDED {
            faults.extend(too_heavy(member, members, locked));
        }
    }
    faults
}

/// Members that `member` uses without an arrow to them.
fn astray(member: &Member, names: &BTreeSet<&String>) -> Vec<String> {
    let name = &member.name;
    let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| known == name) else {
        return vec![format!("{name}: add its arrows to crates/xtask/src/tidy/arrows.rs")];
    };
    let Some(allowed) = allowed else { return Vec::new() };
    let used = member.shipped.union(&member.tests).filter(|used| names.contains(used));
    used.filter(|used| !allowed.contains(&used.as_str()))
        .map(|used| format!("{name} depends on {used}: expected at most [{}]", allowed.join(", ")))
        .collect()
}

fn too_heavy(member: &Member, members: &[Member], locked: &Locked) -> Vec<String> {
    // Members stand in Cargo.lock together with what only their tests need, so their part of
    // the way down is taken from the manifests.
    let mut used = member.shipped.clone();
    for other in members {
        if used.remove(&other.name) {
            used.extend(other.shipped.iter().cloned());
        }
    }
    let below = locked.below(&used);
    let unwanted = |name: &&String| {
        let training = TRAINING.iter().any(|family| {
            name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        });
        training || NETWORK.contains(&name.as_str())
    };
    let found = below.iter().filter(unwanted);
    found
        .map(|name| {
            format!("{EMBEDDED} ends up with {name}: expected neither training nor network")
        })
        .collect()
}

fn member(metadata: &Metadata, package: &cargo_metadata::Package) -> Member {
    let root = &metadata.workspace_root;
    let manifest = package.manifest_path.strip_prefix(root).unwrap_or(&package.manifest_path);
    let of = |tests: bool| {
        let wanted = package
            .dependencies
            .iter()
            .filter(move |one| (one.kind == DependencyKind::Development) == tests);
        wanted.map(|one| one.name.clone()).collect()
    };
    Member {
        name: package.name.to_string(),
        manifest: manifest.as_str().replace('\\', "/"),
        shipped: of(false),
        tests: of(true),
    }
}

fn list<'a>(table: &'a toml::Table, key: &str) -> &'a [toml::Value] {
    table.get(key).and_then(toml::Value::as_array).map_or(&[], Vec::as_slice)
}
