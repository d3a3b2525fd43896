//! The answers to the browser.

use std::fs;
use std::path::Path;

use tiny_http::{Header, Method, Request, Response, Server};

use super::{Shared, path};

/// Asked for by the pages to learn of a new build.
const STATE: &str = "/__state";

/// Added to every page on its way to the browser; the files do not have it.
const RELOAD: &str = concat!(
    "<script>\n",
    include_str!("reload.js"),
    "</script>\n</body>"
);

/// Answers requests until the process ends.
pub(super) fn answer(server: &Server, site: &Path, shared: &Shared) {
    for request in server.incoming_requests() {
        let (code, kind, body) = reply(&request, site, shared);
        let mut response = Response::from_data(body).with_status_code(code);
        for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-store")] {
            if let Ok(header) = Header::from_bytes(name, value) {
                response = response.with_header(header);
            }
        }
        // The browser may have gone away; that is its affair.
        let _ = request.respond(response);
    }
}

fn reply(request: &Request, site: &Path, shared: &Shared) -> (u16, &'static str, Vec<u8>) {
    const TEXT: &str = "text/plain; charset=utf-8";
    if !matches!(request.method(), Method::Get | Method::Head) {
        return (405, TEXT, b"only GET".to_vec());
    }
    if request.url() == STATE {
        let text = shared.with(|state| {
            format!(
                "{}\n{}",
                state.build,
                state.problem.as_deref().unwrap_or_default()
            )
        });
        return (200, TEXT, text.into_bytes());
    }
    // No page is read while the site is being written.
    shared.with(|_| {
        let (code, file) = match path::file(site, request.url()) {
            Some(file) => (200, file),
            None => (404, site.join("404.html")),
        };
        match fs::read(&file) {
            Ok(bytes) => (code, path::content_type(&file), with_reload(&file, bytes)),
            Err(_) => (404, TEXT, b"not found".to_vec()),
        }
    })
}

fn with_reload(file: &Path, bytes: Vec<u8>) -> Vec<u8> {
    let is_page = file.extension().is_some_and(|e| e == "html");
    match String::from_utf8(bytes) {
        Ok(text) if is_page => text.replacen("</body>", RELOAD, 1).into_bytes(),
        Ok(text) => text.into_bytes(),
        Err(binary) => binary.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_get_the_reload_script() {
        let page = b"<body>a</body>".to_vec();
        assert!(with_reload(Path::new("a.html"), page.clone()).len() > page.len());
        assert_eq!(with_reload(Path::new("a.js"), page.clone()), page);
        assert_eq!(
            with_reload(Path::new("a.woff2"), vec![0xff, 0x00]),
            [0xff, 0x00]
        );
    }
}
