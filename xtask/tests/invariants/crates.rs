//! Which crate may depend on which, and on what.

use std::process::Command;

use toml::Table;

use crate::assert_none;
use crate::source::{read, root};

/// `domain <- store <- app(ssr) <- server`, `domain <- import <- server` and `frontend -> app -> domain`; `xtask` stands
/// alone.
const ARROWS: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("import", &["domain"]),
    ("store", &["domain"]),
    ("app", &["domain", "store"]),
    ("server", &["domain", "import", "store", "app"]),
    ("frontend", &["app"]),
    ("xtask", &[]),
];

/// Crates that do I/O, wait, or make things up by chance.
const NOT_FOR_DOMAIN: [&str; 16] = [
    "tokio",
    "async-std",
    "smol",
    "mio",
    "socket2",
    "hyper",
    "reqwest",
    "axum",
    "tower-http",
    "leptos",
    "sqlx",
    "libsqlite3-sys",
    "rustls",
    "web-sys",
    "rand",
    "getrandom",
];

fn manifest(member: &str) -> Table {
    read(&format!("{member}/Cargo.toml")).parse().unwrap()
}

/// The tables of dependencies of a manifest, those for single targets included.
fn dependency_tables(manifest: &Table) -> Vec<&Table> {
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let targets = manifest.get("target").and_then(|targets| targets.as_table());
    let targets = targets.into_iter().flat_map(Table::values).filter_map(|target| target.as_table());
    std::iter::once(manifest)
        .chain(targets)
        .flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()))
        .collect()
}

fn wrong_arrows(member: &str, allowed: &[&str], manifest: &Table) -> Vec<String> {
    let ours = ARROWS.map(|(name, _)| name);
    let names = dependency_tables(manifest).into_iter().flat_map(Table::keys);
    names
        .filter(|name| ours.contains(&name.as_str()) && !allowed.contains(&name.as_str()) && *name != member)
        .map(|name| format!("{member} -> {name}"))
        .collect()
}

fn members() -> Vec<String> {
    let workspace: Table = read("Cargo.toml").parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    members.iter().map(|member| member.as_str().unwrap().to_owned()).collect()
}

#[test]
fn arrows_point_the_allowed_way() {
    for member in members() {
        let allowed = ARROWS.iter().find(|(name, _)| *name == member);
        let (_, allowed) =
            allowed.unwrap_or_else(|| panic!("{member} is new: give it its arrows here and in architecture.md"));
        assert_none(&wrong_arrows(&member, allowed, &manifest(&member)), "an arrow that architecture.md does not have");
    }
    let wrong = "[dependencies]\nstore.workspace = true\n[target.'cfg(unix)'.dev-dependencies]\napp.workspace = true\n";
    assert_eq!(wrong_arrows("domain", &[], &wrong.parse().unwrap()), ["domain -> store", "domain -> app"]);
}

/// The features of `app`, other than `ssr`, that bring what only the server may have.
fn server_side_in_the_browser(manifest: &Table) -> Vec<String> {
    let mut offences = Vec::new();
    if manifest["dependencies"]["store"].get("optional").and_then(toml::Value::as_bool) != Some(true) {
        offences.push("store is not optional".to_owned());
    }
    for (feature, parts) in manifest["features"].as_table().unwrap() {
        let parts = parts.as_array().unwrap().iter().filter_map(|part| part.as_str());
        let server_side = ["ssr", "dep:store", "store", "domain/zones", "dep:axum", "dep:leptos_axum"];
        let brought = parts.filter(|part| server_side.contains(part) && feature != "ssr");
        offences.extend(brought.map(|part| format!("feature {feature} brings {part}")));
    }
    offences
}

#[test]
fn the_browser_gets_no_store() {
    assert_none(
        &server_side_in_the_browser(&manifest("app")),
        "app: only the feature `ssr` may bring the server's side",
    );
    let wrong =
        "[features]\nhydrate = [\"dep:store\"]\nssr = [\"dep:store\"]\n[dependencies]\nstore = { workspace = true }\n";
    assert_eq!(server_side_in_the_browser(&wrong.parse().unwrap()).len(), 2);
}

#[test]
fn domain_depends_on_no_input_or_output() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut tree = Command::new(cargo);
    tree.current_dir(root()).args(["tree", "--locked", "--offline", "-p", "domain", "--all-features"]);
    let output = tree.args(["--edges", "normal", "--prefix", "none", "--format", "{p}"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listing = String::from_utf8(output.stdout).unwrap();
    let names = listing.lines().filter_map(|line| line.split_whitespace().next()).collect::<Vec<_>>();
    assert!(names.contains(&"domain") && names.contains(&"serde"), "not a listing: {listing}");
    let found = names.into_iter().filter(|name| NOT_FOR_DOMAIN.contains(name)).map(str::to_owned).collect::<Vec<_>>();
    assert_none(&found, "domain, or what it depends on, does I/O or makes things up by chance");
}

/// Lines of `[workspace.dependencies]` that stand without their reason; our own crates need none.
fn without_reason(manifest: &str) -> Vec<String> {
    let table = manifest.lines().skip_while(|line| *line != "[workspace.dependencies]").skip(1);
    let table = table.take_while(|line| !line.starts_with('[')).collect::<Vec<_>>();
    let is_comment = |line: Option<&&str>| line.is_some_and(|line| line.starts_with('#'));
    (0..table.len())
        .filter(|&at| table[at].starts_with(|first: char| first.is_ascii_lowercase()) && table[at].contains('='))
        .filter(|&at| !table[at].contains("path = ") && !is_comment(at.checked_sub(1).and_then(|at| table.get(at))))
        .map(|at| table[at].to_owned())
        .collect()
}

#[test]
fn every_dependency_says_what_it_is_for() {
    assert_none(&without_reason(&read("Cargo.toml")), "dependencies without a comment above");
    let sample = "[workspace.dependencies]\nstore = { path = \"store\" }\n\n# Time.\njiff = \"0.2\"\nhex = \"0.4\"\n\n[profile]\na = 1\n";
    assert_eq!(without_reason(sample), ["hex = \"0.4\""]);
}
