//! Loads from outside: a page must be complete with the network switched off.

use super::Site;
use super::links::is_external;
use super::page::Page;
use crate::report::Report;

/// Addresses in scripts that nothing fetches: names of XML vocabularies, and mdBook's playground
/// button, which only elements of the class `playground` have (there are none, see below).
const NOT_LOADED: [&str; 2] = ["http://www.w3.org/", "https://play.rust-lang.org/"];

/// Looks for anything a browser would fetch from another host.
pub(super) fn check(site: &Site, report: &mut Report) {
    for (name, page) in &site.pages {
        report.count(page_problem(page).map(|what| format!("{name} loads {what}")));
        let playground = page.classes.contains("playground");
        report.count(
            playground
                .then(|| format!("{name} has a run button that would call play.rust-lang.org")),
        );
    }
    for (name, style) in &site.styles {
        report.count(style_problem(style).map(|what| format!("{name} loads {what}")));
    }
    for (name, script) in &site.scripts {
        // Text of the chapters; nothing in it is executed.
        if name.starts_with("searchindex") {
            continue;
        }
        report.count(script_problem(script).map(|what| format!("{name} may load {what}")));
    }
}

fn page_problem(page: &Page) -> Option<String> {
    let loaded = page.references.iter().find(|reference| {
        is_external(&reference.address)
            && !reference.address.starts_with("data:")
            && !reference.address.starts_with("mailto:")
            && match reference.tag.as_str() {
                "a" | "area" | "base" => false,
                "link" => !matches!(reference.rel.as_str(), "canonical" | "license"),
                _ => true,
            }
    });
    match loaded {
        Some(reference) => Some(reference.address.clone()),
        None => style_problem(&page.style),
    }
}

/// `url(…)` and `@import` of another host.
fn style_problem(style: &str) -> Option<String> {
    let after_url = style.split("url(").skip(1);
    let after_import = style.split("@import").skip(1);
    after_url
        .chain(after_import)
        .map(|rest| rest.trim_start_matches([' ', '"', '\'']))
        .find(|rest| {
            rest.starts_with("http:") || rest.starts_with("https:") || rest.starts_with("//")
        })
        .map(|rest| {
            rest.chars()
                .take_while(|c| !matches!(c, ')' | '"' | '\'' | ';'))
                .collect()
        })
}

/// A quoted address of another host.
fn script_problem(script: &str) -> Option<String> {
    ["\"", "'", "`"].iter().find_map(|quote| {
        ["http://", "https://", "ws://", "wss://"]
            .iter()
            .find_map(|scheme| {
                script
                    .match_indices(&format!("{quote}{scheme}"))
                    .map(|(index, _)| &script[index + 1..])
                    .find(|address| !NOT_LOADED.iter().any(|known| address.starts_with(known)))
                    .map(|address| {
                        address
                            .chars()
                            .take(60)
                            .take_while(|c| !c.is_whitespace())
                            .collect()
                    })
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_loads_and_outside_links_pass() {
        let page = "<script src=\"a.js\"></script><link rel=stylesheet href=\"b.css\">\
                    <a href=\"https://example.org\"></a><p style=\"background: url(c.png)\">";
        assert_eq!(page_problem(&Page::parse(page)), None);
        assert_eq!(style_problem("@font-face { src: url(\"a.woff2\") }"), None);
        assert_eq!(
            script_problem("let ns = \"http://www.w3.org/2000/svg\";"),
            None
        );
    }

    #[test]
    fn negative_control_every_kind_of_outside_load_is_found() {
        for html in [
            "<script src=\"https://cdn.example/a.js\"></script>",
            "<img src=\"//cdn.example/a.png\">",
            "<link rel=\"stylesheet\" href=\"http://cdn.example/a.css\">",
            "<style>@import 'https://cdn.example/a.css';</style>",
            "<p style=\"background: url(https://cdn.example/a.png)\">",
        ] {
            assert!(page_problem(&Page::parse(html)).is_some(), "{html}");
        }
        assert!(style_problem("src: url('https://cdn.example/a.woff2')").is_some());
        assert!(script_problem("fetch('https://api.example/x')").is_some());
    }
}
