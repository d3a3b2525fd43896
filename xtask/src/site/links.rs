//! Links inside the site: the page exists, the anchor exists, no id stands twice.

use super::Site;
use crate::report::Report;

/// Looks at every link of every page.
pub(super) fn check(site: &Site, report: &mut Report) {
    for (name, page) in &site.pages {
        for id in &page.repeated_ids {
            report
                .problems
                .push(format!("{name}: two elements have the id `{id}`"));
        }
        // The 404 page is served at any depth; its addresses hang on the final address of the site.
        if page.has_base {
            continue;
        }
        for reference in &page.references {
            if is_external(&reference.address) || reference.attribute == "srcset" {
                continue;
            }
            report.count(
                problem(site, name, &reference.address)
                    .map(|why| format!("{name}: link to `{}`: {why}", reference.address)),
            );
        }
    }
}

/// Whether the address has a scheme or a host.
pub(super) fn is_external(address: &str) -> bool {
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    scheme || address.starts_with("//")
}

fn problem(site: &Site, from: &str, address: &str) -> Option<String> {
    let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or_default();
    let target = match resolve(from, &decoded(path)) {
        Some(target) => target,
        None => return Some("leads out of the site".to_owned()),
    };
    if !site.files.contains(&target) {
        return Some(format!("there is no {target}"));
    }
    let anchor = decoded(anchor);
    match site.pages.get(&target) {
        Some(page) if !anchor.is_empty() && !page.ids.contains(&anchor) => {
            Some(format!("{target} has no element with the id `{anchor}`"))
        }
        _ => None,
    }
}

/// The file a relative address means, seen from a page.
fn resolve(from: &str, path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        parts.clear();
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    if path.ends_with('/') || parts.is_empty() {
        parts.push("index.html");
    }
    Some(parts.join("/"))
}

/// `%20` and its like, undone.
pub(crate) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let code = (bytes[index] == b'%')
            .then(|| bytes.get(index + 1..index + 3))
            .flatten()
            .and_then(|hex| core::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) => {
                out.push(byte);
                index += 3;
            }
            None => {
                out.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::page::Page;
    use super::*;

    fn problems(html: &str) -> Vec<String> {
        let mut site = Site::default();
        for (name, text) in [("a.html", html), ("sub/b.html", "<p id=\"größe\">")] {
            site.pages.insert(name.to_owned(), Page::parse(text));
            site.files.push(name.to_owned());
        }
        let mut report = Report::of("links");
        check(&site, &mut report);
        report.problems
    }

    #[test]
    fn good_links_pass() {
        let good = "<p id=here><a href=\"#here\"></a><a href=\"sub/b.html#gr%C3%B6%C3%9Fe\"></a>\
                    <a href=\"https://example.org/\"></a><a href=\"mailto:a@b\"></a>";
        assert_eq!(problems(good), [""; 0]);
    }

    #[test]
    fn negative_control_bad_links_and_double_ids_fail() {
        assert_eq!(problems("<a href=\"c.html\"></a>").len(), 1);
        assert_eq!(problems("<a href=\"#nowhere\"></a>").len(), 1);
        assert_eq!(problems("<a href=\"sub/b.html#nowhere\"></a>").len(), 1);
        assert_eq!(problems("<a href=\"../a.html\"></a>").len(), 1);
        assert_eq!(problems("<p id=a><p id=a>").len(), 1);
    }
}
