//! `{{#figure NAME caption}}`: a figure's SVG in the page, with a numbered caption.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// The figure as one line of HTML; `caption` is HTML already.
pub(super) fn block(
    book: &Path,
    name: &str,
    label: &str,
    caption: &str,
    prefix: &str,
) -> Result<String> {
    let file = book.join(format!("src/figures/{name}.svg"));
    let svg = fs::read_to_string(file)
        .with_context(|| format!("missing figure: {name} — run `cargo xtask figures`"))?;
    wrap(&svg, name, label, caption, prefix)
}

fn wrap(svg: &str, name: &str, label: &str, caption: &str, prefix: &str) -> Result<String> {
    if caption.trim().is_empty() {
        bail!("figure {name} needs a caption: `{{{{#figure {name} What one sees.}}}}`");
    }
    if !svg.contains("<title") || !svg.contains("<desc") {
        bail!("figure {name} has no <title> and <desc> for those who cannot see it");
    }
    // Inlined, so that the theme's colours reach it; an <img> would not see a change of theme.
    // Markdown reads nothing in a block of HTML, which lasts until the next blank line.
    let svg = with_own_ids(svg, prefix).replace(['\n', '\r'], " ");
    Ok(format!(
        "<figure class=\"figure\" id=\"figure-{name}\">{svg}\
         <figcaption><span class=\"figure-number\">{label}.</span> {caption}</figcaption></figure>"
    ))
}

/// Ids and the references to them get a prefix: several figures share a page, and all chapters
/// share the print page.
fn with_own_ids(svg: &str, prefix: &str) -> String {
    let mut ids: Vec<&str> = svg
        .match_indices(" id=\"")
        .filter_map(|(index, found)| svg[index + found.len()..].split('"').next())
        .collect();
    // Longest first, so that `a` is not replaced inside `ab`.
    ids.sort_by_key(|id| core::cmp::Reverse(id.len()));
    ids.dedup();
    let mut out = svg.to_owned();
    for id in ids {
        let new = format!("{prefix}{id}");
        for (before, after) in [(" id=\"", "\""), ("url(#", ")"), ("href=\"#", "\"")] {
            out = out.replace(
                &format!("{before}{id}{after}"),
                &format!("{before}{new}{after}"),
            );
        }
    }
    rename_label_lists(&out, prefix)
}

/// `aria-labelledby="a b"` holds several ids.
fn rename_label_lists(svg: &str, prefix: &str) -> String {
    let mut out = svg.to_owned();
    for attribute in [" aria-labelledby=\"", " aria-describedby=\""] {
        let mut rest = out.as_str();
        let mut renamed = String::with_capacity(rest.len());
        while let Some((before, after)) = rest.split_once(attribute) {
            let (list, tail) = after.split_once('"').unwrap_or((after, ""));
            let list: Vec<String> = list
                .split_whitespace()
                .map(|id| format!("{prefix}{id}"))
                .collect();
            renamed.push_str(before);
            renamed.push_str(attribute);
            renamed.push_str(&list.join(" "));
            renamed.push('"');
            rest = tail;
        }
        renamed.push_str(rest);
        out = renamed;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg aria-labelledby=\"t d\"><title id=\"t\">T</title><desc id=\"d\">D</desc>\n<clipPath id=\"clip\"/><g clip-path=\"url(#clip)\"/><use href=\"#clip\"/></svg>";

    #[test]
    fn every_id_and_every_reference_gets_the_prefix() {
        assert_eq!(
            with_own_ids(SVG, "p-"),
            "<svg aria-labelledby=\"p-t p-d\"><title id=\"p-t\">T</title><desc id=\"p-d\">D</desc>\n<clipPath id=\"p-clip\"/><g clip-path=\"url(#p-clip)\"/><use href=\"#p-clip\"/></svg>"
        );
    }

    #[test]
    fn a_figure_without_caption_or_description_is_an_error() {
        let caption = wrap(SVG, "a", "Figure 1", " ", "p-").unwrap_err();
        assert!(format!("{caption}").contains("needs a caption"));
        let described =
            wrap("<svg><title>T</title></svg>", "a", "Figure 1", "c", "p-").unwrap_err();
        assert!(format!("{described}").contains("<desc>"));
        assert!(wrap(SVG, "a", "Figure 1", "c", "p-").is_ok());
    }
}
