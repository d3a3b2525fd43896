//! From the address a browser asks for to a file of the site, and to nothing else.

use std::path::{Path, PathBuf};

use crate::site::decoded;

/// The file, if the address names one inside the site.
pub(super) fn file(site: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let path = decoded(path);
    let mut file = site.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let harmless = part != ".." && part != "." && !part.contains(['\\', ':', '\0']);
        if !harmless {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    // A symbolic link could still lead out.
    let real = file.canonicalize().ok()?;
    real.starts_with(site.canonicalize().ok()?).then_some(real)
}

/// What the browser is told about the file.
pub(super) fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_files_of_the_site_are_found() {
        let base = std::env::temp_dir().join(format!("xtask-serve-{}", std::process::id()));
        let site = base.join("site");
        fs::create_dir_all(site.join("sub")).unwrap();
        fs::write(base.join("secret.txt"), "").unwrap();
        for name in ["index.html", "a b.html", "sub/index.html"] {
            fs::write(site.join(name), "").unwrap();
        }
        for good in ["/", "/index.html?x=1", "/a%20b.html", "/sub/", "/sub"] {
            assert!(file(&site, good).is_some(), "{good}");
        }
        for bad in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/sub/..%2f../secret.txt",
            "/..%5csecret.txt",
            "//etc/passwd",
            "/gone.html",
        ] {
            assert_eq!(file(&site, bad), None, "{bad}");
        }
        fs::remove_dir_all(&base).unwrap();
    }
}
