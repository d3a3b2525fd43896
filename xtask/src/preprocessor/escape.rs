//! Makes text and HTML survive the second reading as Markdown.

/// Text in a Markdown paragraph: shown as it is, whatever it contains.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if needs_entity(c) || matches!(c, '<' | '>' | '&') {
            push_entity(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// Finished HTML on one line, of which Markdown reads nothing: not its text (`*`, `_`, quotes …),
/// not its blank lines, and no `|` anywhere, because a table row is cut before tags are seen.
pub(super) fn hardened(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut in_tag = false;
    let mut quote = None;
    for c in html.chars() {
        match c {
            '|' => push_entity(&mut out, c),
            // The HTML may hold numbered entities itself.
            '#' if out.ends_with('&') => out.push(c),
            '\n' | '\r' => out.push(' '),
            _ if in_tag => {
                match (quote, c) {
                    (None, '"' | '\'') => quote = Some(c),
                    (None, '>') => in_tag = false,
                    (Some(open), c) if open == c => quote = None,
                    _ => {}
                }
                out.push(c);
            }
            '<' => {
                in_tag = true;
                out.push(c);
            }
            c if needs_entity(c) => push_entity(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

/// Text inside `<pre>`, with its line breaks, on one line of Markdown.
pub(super) fn preformatted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c == '\n' || needs_entity(c) || matches!(c, '<' | '>' | '&') {
            push_entity(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// The characters that begin Markdown inside a line, and those that smart punctuation changes.
fn needs_entity(c: char) -> bool {
    matches!(
        c,
        '\\' | '*'
            | '_'
            | '`'
            | '['
            | ']'
            | '~'
            | '$'
            | '|'
            | '{'
            | '}'
            | '!'
            | '\''
            | '"'
            | '.'
            | '-'
            | ':'
            | '#'
            | '+'
    )
}

fn push_entity(out: &mut String, c: char) {
    out.push_str("&#");
    out.push_str(&u32::from(c).to_string());
    out.push(';');
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Parser, html as to_html};

    fn rendered(markdown: &str) -> String {
        let mut out = String::new();
        to_html::push_html(
            &mut out,
            Parser::new_ext(markdown, super::super::scan::options()),
        );
        out
    }

    #[test]
    fn text_reads_the_same_after_markdown() {
        let hostile = r#"a_1^* |x| `b` [c](d) ~~e~~ "f" -- ... \* 1. # {g} <h> &amp;"#;
        let html = rendered(&markdown(hostile));
        let expected = html_of_text(hostile);
        assert_eq!(html, format!("<p>{expected}</p>\n"));
    }

    /// What pulldown-cmark writes for plain text.
    fn html_of_text(text: &str) -> String {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    }

    #[test]
    fn preformatted_text_keeps_its_lines_on_one_line() {
        let one_line = preformatted("a\n\n* b | c\n");
        assert!(!one_line.contains('\n'));
        assert_eq!(one_line, "a&#10;&#10;&#42; b &#124; c&#10;");
    }

    #[test]
    fn attributes_keep_their_characters_except_the_table_bar() {
        assert_eq!(
            hardened("<a b=\"x*y|z>\">u*v\nw</a>"),
            "<a b=\"x*y&#124;z>\">u&#42;v w</a>"
        );
        assert_eq!(hardened("f&#x27;"), "f&#x27;");
    }
}
