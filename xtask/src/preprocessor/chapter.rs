//! One chapter: every formula and directive replaced, every mistake collected.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use pulldown_cmark::{Parser, html};

use super::output::{self, Outputs};
use super::scan::{Piece, options, pieces};
use super::{escape, figure, maths, maths::Maths, value};

/// What chapters are rendered with.
pub(super) struct Renderer {
    book: PathBuf,
    outputs: Outputs,
    maths: Maths,
    repository: Option<String>,
}

/// A chapter after rendering.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) content: String,
    /// A text that stands at the place of the mistake, and the message.
    pub(super) problems: Vec<(String, String)>,
}

/// A chapter's place in the book.
struct Place<'a> {
    slug: &'a str,
    /// "3." for the third numbered chapter.
    number: Option<&'a str>,
    figures: usize,
}

impl Renderer {
    pub(super) fn new(book: &Path, repository: Option<String>) -> Self {
        Self {
            book: book.to_path_buf(),
            outputs: Outputs::of_book(book),
            maths: Maths::new(),
            repository,
        }
    }

    pub(super) fn render(&self, content: &str, slug: &str, number: Option<&str>) -> Rendered {
        let mut place = Place {
            slug,
            number,
            figures: 0,
        };
        let mut out = String::with_capacity(content.len() * 2);
        let mut problems = Vec::new();
        let list = pieces(content);
        let mut taken = 0;
        for (index, (offset, piece)) in list.iter().enumerate() {
            let (needle, html) = match piece {
                Piece::Text(text) | Piece::Verbatim(text) => {
                    out.push_str(&text[taken..]);
                    taken = 0;
                    continue;
                }
                Piece::Broken { text, message } => {
                    problems.push(((*text).to_owned(), message.clone()));
                    continue;
                }
                Piece::Maths { tex, display } => {
                    let suffix = suffix_of(*display, list.get(index + 1));
                    taken = suffix.len();
                    (tex.trim().to_owned(), self.formula(tex, *display, suffix))
                }
                Piece::Directive { name, body } => {
                    let html = match is_alone(content, *offset, name) {
                        true => self.directive(name, body, &mut place),
                        false => Err(anyhow!("`{{{{#{name} …` must stand on a line of its own")),
                    };
                    (format!("{{{{#{name} {body}"), html)
                }
            };
            match html {
                Ok(html) => {
                    out.push_str(&html);
                    let is_block = html.starts_with("<div") || html.starts_with("<figure");
                    let next = list.get(index + 1).map(|(_, next)| next);
                    if is_block && !followed_by_blank_line(next) {
                        // A block of HTML ends at a blank line.
                        out.push('\n');
                    }
                }
                Err(error) => problems.push((needle, format!("{error:#}"))),
            }
        }
        Rendered {
            content: out,
            problems,
        }
    }

    fn formula(&self, tex: &str, display: bool, suffix: &str) -> Result<String> {
        let mut filled = String::new();
        let mut rest = tex;
        while let Some((before, after)) = rest.split_once("{{#value") {
            let Some((body, tail)) = after.split_once("}}") else {
                bail!("`{{{{#value` without `}}}}` in formula `{tex}`");
            };
            filled.push_str(before);
            filled.push_str(&value::tex(&value::find(&self.outputs, body.trim())?));
            rest = tail;
        }
        filled.push_str(rest);
        let html = self.maths.render(&filled, display)?;
        Ok(match suffix {
            "" => html,
            suffix => maths::glued(&html, suffix),
        })
    }

    fn directive(&self, name: &str, body: &str, place: &mut Place<'_>) -> Result<String> {
        match name {
            "value" => Ok(escape::markdown(&value::prose(&value::find(
                &self.outputs,
                body,
            )?))),
            "output" => output::block(&self.outputs, body, self.repository.as_deref()),
            "figure" => {
                place.figures += 1;
                let (name, caption) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
                let label = match place.number {
                    Some(number) => format!("Figure {number}{}", place.figures),
                    None => format!("Figure {}", place.figures),
                };
                let prefix = format!("{}-{}-", place.slug, place.figures);
                figure::block(&self.book, name, &label, &self.caption(caption)?, &prefix)
            }
            other => bail!("unknown directive `{{{{#{other}`; there are output, value and figure"),
        }
    }

    /// A caption's Markdown as HTML on one line.
    fn caption(&self, markdown: &str) -> Result<String> {
        let mut filled = String::new();
        let list = pieces(markdown);
        let mut taken = 0;
        for (index, (_, piece)) in list.iter().enumerate() {
            match piece {
                Piece::Text(text) | Piece::Verbatim(text) => {
                    filled.push_str(&text[taken..]);
                    taken = 0;
                }
                Piece::Maths { tex, display } => {
                    let suffix = suffix_of(*display, list.get(index + 1));
                    taken = suffix.len();
                    filled.push_str(&self.formula(tex, *display, suffix)?);
                }
                Piece::Directive {
                    name: "value",
                    body,
                } => {
                    let value = value::find(&self.outputs, body)?;
                    filled.push_str(&escape::markdown(&value::prose(&value)));
                }
                Piece::Directive { name, .. } => bail!("a caption cannot hold `{{{{#{name}`"),
                Piece::Broken { message, .. } => bail!("{message}"),
            }
        }
        let mut out = String::new();
        html::push_html(&mut out, Parser::new_ext(&filled, options()));
        let out = out
            .trim()
            .trim_start_matches("<p>")
            .trim_end_matches("</p>");
        Ok(escape::hardened(out))
    }
}

/// What follows an inline formula and has to stay on its line.
fn suffix_of<'a>(display: bool, next: Option<&(usize, Piece<'a>)>) -> &'a str {
    match next {
        Some((_, Piece::Text(text))) if !display => maths::suffix(text),
        _ => "",
    }
}

/// Whether a directive that becomes a block starts its line (a value may stand anywhere).
fn is_alone(content: &str, offset: usize, name: &str) -> bool {
    let start = content[..offset].rfind('\n').map_or(0, |index| index + 1);
    !matches!(name, "output" | "figure")
        || content[start..offset]
            .chars()
            .all(|c| c.is_whitespace() || c == '>')
}

fn followed_by_blank_line(next: Option<&Piece<'_>>) -> bool {
    match next {
        None => true,
        Some(Piece::Text(text)) => {
            let mut lines = text.split('\n').skip(1);
            lines.next().is_none_or(|line| line.trim().is_empty())
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renderer() -> Renderer {
        Renderer {
            book: PathBuf::from("no-such-folder"),
            outputs: Outputs::from_pairs(&[(
                "run",
                "slope = 3.25\nerror = 1.5e-05\nname = a_b*c\n",
            )]),
            maths: Maths::new(),
            repository: None,
        }
    }

    fn render(content: &str) -> Rendered {
        renderer().render(content, "chapter", Some("2."))
    }

    #[test]
    fn values_stand_in_prose_and_in_formulas() {
        let rendered = render(
            "slope {{#value run: slope}}, {{#value run: name}} and $e = {{#value run: error}}$",
        );
        assert_eq!(rendered.problems, []);
        assert!(
            rendered
                .content
                .starts_with("slope 3&#46;25, a&#95;b&#42;c and <span class=\"katex\">")
        );
        assert!(rendered.content.contains("×"));
    }

    #[test]
    fn code_is_untouched() {
        let code = "`{{#value run: nothing}} $x$`\n\n```text\n{{#output nothing}}\n```\n";
        assert_eq!(render(code).content, code);
    }

    #[test]
    fn every_mistake_is_reported_not_only_the_first() {
        let rendered = render(
            "$\\frac{$ and\n{{#output gone}}\nand {{#nonsense x}} and\n{{#figure gone Caption.}}\nand {{#output run}}",
        );
        let messages: Vec<_> = rendered.problems.iter().map(|(_, m)| m.as_str()).collect();
        assert_eq!(messages.len(), 5, "{messages:?}");
        assert!(messages[1].contains("missing output: gone"));
        assert!(messages[2].contains("unknown directive"));
        assert!(messages[3].contains("missing figure: gone"));
        assert!(messages[4].contains("line of its own"));
    }

    #[test]
    fn text_right_after_an_output_is_still_markdown() {
        let rendered = render("{{#output run}}\n*more*\n");
        assert!(rendered.content.ends_with("</div></div>\n\n*more*\n"));
    }

    #[test]
    fn a_caption_may_hold_markup_and_formulas() {
        let caption = renderer().caption("The *slope* of $x_1$ is `3`.").unwrap();
        assert!(caption.starts_with("The <em>slope</em> of <span class=\"katex\">"));
        assert!(!caption.contains('\n'));
    }
}
