//! The usual mistakes do not compile, and what the compiler says names them.
//!
//! Each file of `compile_errors/` is a mistake; its lines `//~ …` are what must be said. They are our
//! own sentences, or the few words of the compiler's that carry the meaning, so that another wording
//! around them does no harm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a mistake begins with that is found only where code is made for one choice of numbers.
const IN_CODE: &str = "// in code";

/// A package outside of the workspace whose examples are the mistakes.
fn package() -> (PathBuf, Vec<(String, PathBuf)>) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.parent().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_errors");
    fs::create_dir_all(&folder).unwrap();
    let mut manifest = String::from(
        "[package]\nname = \"mistakes\"\nedition = \"2024\"\n\n[workspace]\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\n",
    );
    for krate in ["calc-scalar", "calc-opt", "calc-nn"] {
        let path = root.join("crates").join(krate);
        manifest += &format!("{krate} = {{ path = {path:?} }}\n");
    }
    let mut mistakes: Vec<_> = fs::read_dir(here.join("compile_errors"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .collect();
    mistakes.sort();
    for (name, path) in &mistakes {
        manifest += &format!("\n[[example]]\nname = {name:?}\npath = {path:?}\n");
    }
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("lib.rs"), "").unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    (folder, mistakes)
}

fn check(folder: &Path, command: &str, what: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO"))
        .args([command, "--offline", "--quiet"])
        .args(what)
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(folder.join("target"))
        .output()
        .unwrap();
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn every_usual_mistake_is_named() {
    let (folder, mistakes) = package();
    // The negative control: the package itself builds, so what fails below are the mistakes.
    let (built, said) = check(&folder, "check", &["--lib"]);
    assert!(built, "{said}");
    assert!(mistakes.len() >= 29);
    for (name, path) in mistakes {
        let text = fs::read_to_string(path).unwrap();
        let command = if text.starts_with(IN_CODE) {
            "build"
        } else {
            "check"
        };
        let (built, said) = check(&folder, command, &["--example", &name]);
        assert!(!built, "{name} compiles");
        let wanted: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("//~ "))
            .collect();
        assert!(!wanted.is_empty(), "{name} does not say what to expect");
        for sentence in wanted {
            assert!(
                said.contains(sentence),
                "{name}: no {sentence:?} in\n{said}"
            );
        }
    }
}
