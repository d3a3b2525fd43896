//! `{{#output NAME}}`: what a listing printed, with the command that prints it again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use super::escape;

/// The captured outputs.
#[derive(Debug)]
pub(super) enum Outputs {
    Folder(PathBuf),
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "for the tests of the directives")
    )]
    Pairs(BTreeMap<String, String>),
}

impl Outputs {
    /// `listings/out` below the book's root.
    pub(super) fn of_book(root: &Path) -> Self {
        Self::Folder(root.join("listings/out"))
    }

    #[cfg(test)]
    pub(super) fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        let owned = |&(name, text): &(&str, &str)| (name.to_owned(), text.to_owned());
        Self::Pairs(pairs.iter().map(owned).collect())
    }

    /// The output of one listing.
    pub(super) fn read(&self, name: &str) -> Result<String> {
        let text = match self {
            Self::Folder(folder) => fs::read_to_string(folder.join(format!("{name}.txt"))).ok(),
            Self::Pairs(pairs) => pairs.get(name).cloned(),
        };
        text.ok_or_else(|| anyhow!("missing output: {name} — run `cargo xtask outputs`"))
    }
}

/// The block that stands under a listing.
pub(super) fn block(outputs: &Outputs, name: &str, repository: Option<&str>) -> Result<String> {
    let text = outputs.read(name)?;
    let text = escape::preformatted(text.trim_end_matches('\n'));
    let command = escape::preformatted(&format!("cargo run -p calc-listings --example {name}"));
    let source = repository.map_or_else(String::new, |repository| {
        format!(
            " <a class=\"output-source\" href=\"{repository}/blob/main/book/listings/examples/{name}.rs\">listing</a>"
        )
    });
    Ok(format!(
        "<div class=\"output\" role=\"group\" aria-label=\"Output\">\
         <div class=\"output-label\">Output</div>\
         <pre><code class=\"language-text\">{text}</code></pre>\
         <div class=\"output-command\"><code>{command}</code>{source}</div></div>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_shows_the_output_and_the_command() {
        let outputs = Outputs::from_pairs(&[("slope", "a < b\nc\n")]);
        let html = block(&outputs, "slope", None).unwrap();
        assert!(!html.contains('\n'));
        assert!(html.contains("a &#60; b&#10;c</code>"));
        assert!(html.contains("cargo run &#45;p calc&#45;listings &#45;&#45;example slope"));
    }
}
