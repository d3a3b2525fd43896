//! Cuts a chapter's Markdown into code, formulas, directives and text.

use core::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// One stretch of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Prose and markup.
    Text(&'a str),
    /// A code block, inline code or a comment: nobody touches it.
    Verbatim(&'a str),
    /// What stands between the dollar signs.
    Maths { tex: &'a str, display: bool },
    /// `{{#name body}}`, with the place it stands at.
    Directive { name: &'a str, body: &'a str },
    /// Something that cannot be read, and why.
    Broken { text: &'a str, message: String },
}

/// The pieces in order with their byte offsets.
pub(super) fn pieces(content: &str) -> Vec<(usize, Piece<'_>)> {
    let verbatim = verbatim_ranges(content);
    let mut pieces = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    let mut next_verbatim = verbatim.iter().peekable();
    while at < content.len() {
        while next_verbatim.peek().is_some_and(|range| range.end <= at) {
            next_verbatim.next();
        }
        let limit = next_verbatim
            .peek()
            .map_or(content.len(), |range| range.start);
        let (length, piece) = if at >= limit {
            let end = next_verbatim
                .peek()
                .map_or(content.len(), |range| range.end);
            (end - at, Some(Piece::Verbatim(&content[at..end])))
        } else if content[at..].starts_with("{{#") {
            // A caption may hold inline code.
            directive(&content[at..])
        } else {
            special(&content[at..limit])
        };
        if let Some(piece) = piece {
            if text_start < at {
                pieces.push((text_start, Piece::Text(&content[text_start..at])));
            }
            pieces.push((at, piece));
            text_start = at + length;
        }
        at += length;
    }
    if text_start < content.len() {
        pieces.push((text_start, Piece::Text(&content[text_start..])));
    }
    pieces
}

/// What starts right here: its length, and the piece unless it is plain text.
fn special(rest: &str) -> (usize, Option<Piece<'_>>) {
    if rest.starts_with('\\') {
        let escaped = rest.chars().nth(1).map_or(0, char::len_utf8);
        return (1 + escaped, None);
    }
    if let Some(after) = rest.strip_prefix("$$") {
        return match end_of_maths(after, "$$") {
            Some(end) => (
                end + 4,
                Some(Piece::Maths {
                    tex: &after[..end],
                    display: true,
                }),
            ),
            None => broken(rest, 2, "`$$` is not closed in this paragraph"),
        };
    }
    if let Some(after) = rest.strip_prefix('$') {
        let end = end_of_maths(after, "$").filter(|&end| {
            let tex = &after[..end];
            !tex.is_empty()
                && !tex.starts_with(char::is_whitespace)
                && !tex.ends_with(char::is_whitespace)
        });
        return match end {
            Some(end) => (
                end + 2,
                Some(Piece::Maths {
                    tex: &after[..end],
                    display: false,
                }),
            ),
            None => broken(
                rest,
                1,
                "`$` does not enclose a formula in this paragraph (no blanks inside the signs; a dollar is `\\$`)",
            ),
        };
    }
    let length = rest
        .char_indices()
        .skip(1)
        .find(|&(_, c)| matches!(c, '\\' | '$' | '{'))
        .map_or(rest.len(), |(index, _)| index);
    (length, None)
}

fn broken<'a>(rest: &'a str, length: usize, why: &str) -> (usize, Option<Piece<'a>>) {
    let line = rest.lines().next().unwrap_or_default();
    let piece = Piece::Broken {
        text: line,
        message: format!("{why}: {line}"),
    };
    (length, Some(piece))
}

/// The index of the closing sign, which must come before the paragraph ends.
fn end_of_maths(after: &str, sign: &str) -> Option<usize> {
    let mut skip = false;
    let mut blank = false;
    for (index, c) in after.char_indices() {
        if skip {
            skip = false;
            blank = false;
            continue;
        }
        match c {
            '\\' => skip = true,
            '\n' if blank => return None,
            '\n' => blank = true,
            '$' if after[index..].starts_with(sign) => return Some(index),
            '$' => return None,
            c if c.is_whitespace() => {}
            _ => blank = false,
        }
    }
    None
}

/// `{{#name body}}`. A figure's caption may hold braces and line breaks: it ends with its line.
fn directive(rest: &str) -> (usize, Option<Piece<'_>>) {
    let inner = &rest[3..];
    let name_end = inner
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(inner.len());
    let name = &inner[..name_end];
    let paragraph = inner.find("\n\n").unwrap_or(inner.len());
    let end = inner[..paragraph].match_indices("}}").find(|&(index, _)| {
        name != "figure" || {
            let tail = &inner[index + 2..];
            tail.lines().next().unwrap_or_default().trim().is_empty()
        }
    });
    match end {
        Some((end, _)) => (
            3 + end + 2,
            Some(Piece::Directive {
                name,
                body: inner[name_end..end].trim(),
            }),
        ),
        None => broken(rest, 3, "`{{#` without `}}`"),
    }
}

/// Code blocks, inline code and comments, in order.
fn verbatim_ranges(content: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for (event, range) in Parser::new_ext(content, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) | Event::Code(_) => {
                ranges.push(range);
            }
            Event::Html(html) | Event::InlineHtml(html) if html.starts_with("<!--") => {
                ranges.push(range);
            }
            _ => {}
        }
    }
    ranges
}

/// The Markdown dialect of mdBook.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(content: &str) -> Vec<Piece<'_>> {
        pieces(content)
            .into_iter()
            .map(|(_, piece)| piece)
            .collect()
    }

    #[test]
    fn formulas_are_found_and_code_is_left_alone() {
        assert_eq!(
            kinds("a $x_1$ `$y$` b"),
            [
                Piece::Text("a "),
                Piece::Maths {
                    tex: "x_1",
                    display: false
                },
                Piece::Text(" "),
                Piece::Verbatim("`$y$`"),
                Piece::Text(" b"),
            ]
        );
        let fenced = "```rust\nlet price = \"$5\";\n```\n";
        assert!(matches!(kinds(fenced)[..], [Piece::Verbatim(_), ..]));
    }

    #[test]
    fn a_display_formula_may_span_lines_but_not_paragraphs() {
        assert_eq!(
            kinds("$$\na\n$$"),
            [Piece::Maths {
                tex: "\na\n",
                display: true
            }]
        );
        assert!(matches!(kinds("$$\na\n\nb$$")[0], Piece::Broken { .. }));
    }

    #[test]
    fn a_lone_dollar_is_an_error_unless_escaped() {
        assert!(matches!(kinds("costs $5 only")[1], Piece::Broken { .. }));
        assert!(matches!(kinds("from $5 to $6")[1], Piece::Broken { .. }));
        assert_eq!(kinds(r"costs \$5 only"), [Piece::Text(r"costs \$5 only")]);
    }

    #[test]
    fn a_caption_may_hold_braces_and_a_value_ends_at_the_first_pair() {
        assert_eq!(
            kinds("{{#figure a_b The curve $x^{\\frac{1}{2}}$ and\nmore.}}\nrest"),
            [
                Piece::Directive {
                    name: "figure",
                    body: "a_b The curve $x^{\\frac{1}{2}}$ and\nmore."
                },
                Piece::Text("\nrest"),
            ]
        );
        assert!(matches!(
            kinds("{{#figure a_b At `x = 1`.}}\n")[0],
            Piece::Directive { name: "figure", .. }
        ));
        assert_eq!(
            kinds("is {{#value a: b}}."),
            [
                Piece::Text("is "),
                Piece::Directive {
                    name: "value",
                    body: "a: b"
                },
                Piece::Text("."),
            ]
        );
    }
}
