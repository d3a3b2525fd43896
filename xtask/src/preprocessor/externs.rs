//! For `mdbook test` only: hidden `extern crate` lines, because rustdoc is told where the crates
//! are but not what they are called.

use super::fences;

/// What a snippet may use: the four crates and the shared test functions.
const CRATES: [&str; 5] = [
    "calc_scalar",
    "calc_multi",
    "calc_opt",
    "calc_nn",
    "support",
];

/// The content with the hidden lines, and the number of snippets that got them.
pub(super) fn add(content: &str) -> (String, usize) {
    let mut out = String::with_capacity(content.len() + 1024);
    let mut copied = 0;
    let mut count = 0;
    for block in fences::blocks(content) {
        if block.info.is_none() || !block.is_tested_rust() {
            continue;
        }
        count += 1;
        let source = &content[block.range.clone()];
        let at = block.range.start + insertion_point(source);
        out.push_str(&content[copied..at]);
        let margin = margin(content, block.range.start);
        for name in CRATES {
            if !source.contains(&format!("extern crate {name}")) {
                out.push_str(&format!("{margin}# extern crate {name};\n"));
            }
        }
        copied = at;
    }
    out.push_str(&content[copied..]);
    (out, count)
}

/// After the fence and after the lines that must come first in a file (`//!`, `#![…]`).
fn insertion_point(source: &str) -> usize {
    let mut at = 0;
    for (index, line) in source.split_inclusive('\n').enumerate() {
        let code = line.trim_start_matches([' ', '>']).trim_end();
        let code = code
            .strip_prefix('#')
            .map_or(code, |hidden| match hidden.strip_prefix(' ') {
                Some(hidden) => hidden.trim_start(),
                None => code,
            });
        let first =
            code.is_empty() || code == "#" || code.starts_with("//!") || code.starts_with("#![");
        if index > 0 && !first {
            break;
        }
        at += line.len();
    }
    at
}

/// What every line of a block inside a list or a quotation starts with.
fn margin(content: &str, start: usize) -> String {
    let line_start = content[..start].rfind('\n').map_or(0, |index| index + 1);
    content[line_start..start]
        .chars()
        .map(|c| if c == '>' { '>' } else { ' ' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIDDEN: &str = "# extern crate calc_scalar;\n# extern crate calc_multi;\n# extern crate calc_opt;\n# extern crate calc_nn;\n# extern crate support;\n";

    #[test]
    fn every_rust_snippet_gets_the_crates() {
        let (content, count) = add("a\n```rust\nuse calc_scalar::Real;\n```\n```text\nb\n```\n");
        assert_eq!(count, 1);
        assert_eq!(
            content,
            format!("a\n```rust\n{HIDDEN}use calc_scalar::Real;\n```\n```text\nb\n```\n")
        );
    }

    #[test]
    fn the_lines_come_after_what_must_be_first_in_a_file() {
        let (content, _) = add(
            "```rust\n# //! A sentence.\n# #![allow(x)]\n#\n#[derive(Debug)]\nstruct A;\n```\n",
        );
        assert_eq!(
            content,
            format!(
                "```rust\n# //! A sentence.\n# #![allow(x)]\n#\n{HIDDEN}#[derive(Debug)]\nstruct A;\n```\n"
            )
        );
    }

    #[test]
    fn a_snippet_in_a_list_keeps_its_indentation() {
        let (content, _) = add("- a\n  ```rust\n  f();\n  ```\n");
        assert!(content.contains("\n  # extern crate support;\n  f();"));
    }

    #[test]
    fn a_crate_named_by_hand_is_not_named_twice() {
        let (content, _) = add("```rust\nextern crate calc_nn;\n```\n");
        assert_eq!(content.matches("extern crate calc_nn").count(), 1);
    }
}
