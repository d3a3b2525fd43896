//! The README shows code that is compiled elsewhere.

use std::fs;
use std::path::Path;

/// The text between `// ANCHOR: name` and `// ANCHOR_END: name`.
fn anchored(source: &str, name: &str) -> String {
    let start = format!("// ANCHOR: {name}\n");
    let end = format!("// ANCHOR_END: {name}\n");
    let from = source.find(&start).expect("the anchor starts") + start.len();
    let to = source.find(&end).expect("the anchor ends");
    source[from..to].to_owned()
}

#[test]
fn the_readme_shows_the_firmware_that_is_built_for_every_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let firmware =
        fs::read_to_string(root.join("tests/firmware/src/lib.rs")).expect("the firmware");
    let shown = anchored(&firmware, "readme");
    assert!(shown.contains("derivative(resistance, kelvin)"));
    assert!(
        readme.contains(&shown),
        "README.md does not show tests/firmware/src/lib.rs between its `readme` anchors"
    );
}
