//! The code blocks of a chapter, as rustdoc will see them.

use core::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::scan::options;

/// One code block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) range: Range<usize>,
    /// The words after the opening fence, `None` for an indented block.
    pub(super) info: Option<String>,
}

impl Block {
    /// Whether rustdoc compiles this block.
    pub(super) fn is_tested_rust(&self) -> bool {
        let Some(info) = &self.info else { return true };
        let mut rust = true;
        for word in info.split([',', ' ', '\t']).filter(|word| !word.is_empty()) {
            match word {
                "ignore" => return false,
                "rust" => return !info.split([',', ' ', '\t']).any(|w| w == "ignore"),
                "should_panic" | "no_run" | "compile_fail" | "test_harness" => {}
                _ => rust = false,
            }
        }
        rust
    }
}

/// All code blocks in order.
pub(super) fn blocks(content: &str) -> Vec<Block> {
    Parser::new_ext(content, options())
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => Some(Block {
                range,
                info: Some(info.into_string()),
            }),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                Some(Block { range, info: None })
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_that_rustdoc_compiles_are_known() {
        let tested = |info: &str| {
            blocks(&format!("```{info}\nx\n```\n"))
                .first()
                .is_some_and(Block::is_tested_rust)
        };
        assert!(tested("rust") && tested("") && tested("rust,no_run") && tested("should_panic"));
        assert!(!tested("text") && !tested("rust,ignore") && !tested("toml") && !tested("console"));
    }
}
