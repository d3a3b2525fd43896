//! Formulas: TeX to HTML and MathML at build time.

use anyhow::{Result, anyhow, bail};
use katex::{KatexContext, Settings, render_to_string};

use super::escape;

/// The typesetter, with its two sets of settings.
pub(super) struct Maths {
    context: KatexContext,
    inline: Settings,
    display: Settings,
}

impl Maths {
    pub(super) fn new() -> Self {
        Self {
            context: KatexContext::default(),
            inline: Settings::builder().display_mode(false).build(),
            display: Settings::builder().display_mode(true).build(),
        }
    }

    /// One formula as HTML on one line that Markdown leaves as it is.
    pub(super) fn render(&self, tex: &str, display: bool) -> Result<String> {
        if has_bare_root(tex) {
            bail!("formula `{}`: write `\\sqrt{{…}}` with braces", tex.trim());
        }
        let settings = if display { &self.display } else { &self.inline };
        let html = render_to_string(&self.context, &without_quote_marks(tex), settings)
            .map_err(|error| anyhow!("formula `{}`: {error}", tex.trim()))?;
        Ok(escape::hardened(&without_annotation(&html)))
    }
}

/// Whether a root stands before a command without braces: katex-rs sets `\sqrt\pi` wrongly, and does
/// not say so.
fn has_bare_root(tex: &str) -> bool {
    tex.match_indices("\\sqrt")
        .any(|(at, root)| tex[at + root.len()..].trim_start().starts_with('\\'))
}

/// What follows a formula without a space and must not begin a line, as in `$x$,` or `$k$-th`.
pub(super) fn suffix(text: &str) -> &str {
    let sign = |c: char| matches!(c, '.' | ',' | ';' | ':' | '?' | ')');
    let end = match text.strip_prefix('-') {
        Some(rest) => {
            1 + rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len())
        }
        None => text.find(|c| !sign(c)).unwrap_or(text.len()),
    };
    &text[..end]
}

/// An inline formula with its [`suffix`]. A browser may break a line after any part of a formula, so
/// the last part is taken out and held together with the suffix.
pub(super) fn glued(html: &str, suffix: &str) -> String {
    const PART: &str = "<span class=\"katex-base\">";
    const END: &str = "</span></span>";
    let (first, last) = (html.find(PART), html.rfind(PART));
    match (first, last, html.strip_suffix(END)) {
        (Some(first), Some(last), Some(open)) if first < last => format!(
            "{}{END}<span class=\"glued\"><span class=\"katex\"><span class=\"katex-html\" \
             aria-hidden=\"true\">{}{END}{suffix}</span>",
            &open[..last],
            &open[last..]
        ),
        _ => format!("<span class=\"glued\">{html}{suffix}</span>"),
    }
}

/// The TeX source that KaTeX repeats inside the MathML: the search index would list every formula
/// three times.
fn without_annotation(html: &str) -> String {
    match (html.find("<annotation"), html.find("</annotation>")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", &html[..start], &html[end + "</annotation>".len()..])
        }
        _ => html.to_owned(),
    }
}

/// A formula over several lines of a `>` quotation carries the marks of its later lines.
fn without_quote_marks(tex: &str) -> String {
    let quoted = tex
        .lines()
        .skip(1)
        .all(|line| line.trim_start().starts_with('>'));
    if !quoted || !tex.contains('\n') {
        return tex.to_owned();
    }
    let lines: Vec<&str> = tex
        .lines()
        .enumerate()
        .map(|(index, line)| match index {
            0 => line,
            _ => line.trim_start().trim_start_matches('>'),
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_without_braces_is_refused() {
        let maths = Maths::new();
        let error = maths.render(r"2\sqrt\varepsilon", false).unwrap_err();
        assert!(error.to_string().contains("with braces"), "{error}");
        assert!(maths.render(r"2\sqrt{\varepsilon} + \sqrt2", false).is_ok());
    }
    use pulldown_cmark::{Event, Parser, Tag, html};

    fn parse(markdown: &str) -> (usize, usize, String) {
        let events: Vec<_> = Parser::new_ext(markdown, super::super::scan::options()).collect();
        let cells = events
            .iter()
            .filter(|e| matches!(e, Event::Start(Tag::TableCell)))
            .count();
        let emphasised = events
            .iter()
            .filter(|e| matches!(e, Event::Start(Tag::Emphasis | Tag::Strong)))
            .count();
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter());
        (cells, emphasised, out)
    }

    #[test]
    fn bars_and_stars_survive_a_table() {
        let maths = Maths::new();
        let one = maths.render("|x|", false).unwrap();
        let two = maths.render("a_1^* b_2^*", false).unwrap();
        let (cells, emphasised, html) =
            parse(&format!("| a | b |\n|---|---|\n| {one} | {two} |\n"));
        assert_eq!(cells, 4, "two head cells and two body cells");
        assert_eq!(emphasised, 0);
        assert!(html.contains("<math"));
    }

    #[test]
    fn negative_control_raw_tex_does_not_survive_a_table() {
        let (cells, emphasised, _) = parse("| a | b |\n|---|---|\n| $|x|$ | $a_1^* b_2^*$ |\n");
        assert!(cells != 4 || emphasised != 0 || !parse("$|x|$").2.contains("<math"));
    }

    #[test]
    fn a_broken_formula_is_an_error_that_shows_it() {
        let error = Maths::new().render(r"\frac{a}{", false).unwrap_err();
        assert!(format!("{error:#}").contains(r"\frac{a}{"));
    }

    #[test]
    fn a_formula_is_one_line_with_mathml_for_those_who_cannot_see_it() {
        let html = Maths::new()
            .render(
                "\\begin{aligned} a &= b \\\\ \n c &= \\sqrt{d} \\end{aligned}",
                true,
            )
            .unwrap();
        assert!(!html.contains('\n'));
        assert!(html.contains("<math") && html.contains("aria-hidden"));
        assert!(!html.contains("annotation"));
    }

    #[test]
    fn no_line_begins_with_the_comma_behind_a_formula() {
        assert_eq!(suffix("), so"), "),");
        assert_eq!(suffix("-th one"), "-th");
        assert_eq!(suffix(" and"), "");

        let maths = Maths::new();
        for (tex, parts) in [("x", 1), ("a + b = c", 3)] {
            let html = maths.render(tex, false).unwrap();
            let whole = glued(&html, ",");
            assert!(whole.ends_with(",</span>"));
            assert_eq!(whole.matches("class=\"katex-base\"").count(), parts);
            let (opened, closed) = (whole.matches("<span").count(), whole.matches("</span>"));
            assert_eq!(opened, closed.count(), "{whole}");
            let (_, tail) = whole.split_once("class=\"glued\"").unwrap();
            assert_eq!(
                tail.matches("class=\"katex-base\"").count(),
                1,
                "only the last part"
            );
        }
    }

    #[test]
    fn a_quoted_formula_loses_the_marks_and_a_comparison_keeps_its_sign() {
        assert_eq!(without_quote_marks("\n> a\n> b\n> "), "\n a\n b\n ");
        assert_eq!(without_quote_marks("a\n> b\nc"), "a\n> b\nc");
    }
}
