//! Checks of the built site: links, external loads, the course's numbers.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

mod page;
mod links;
mod loads;
mod numbers;

use crate::report::Report;
pub(crate) use links::decoded;
use page::Page;

/// Every page by its path below the site's root, and the paths of all files.
#[derive(Debug, Default)]
struct Site {
    pages: BTreeMap<String, Page>,
    styles: BTreeMap<String, String>,
    scripts: BTreeMap<String, String>,
    files: Vec<String>,
}

impl Site {
    fn read(root: &Path) -> Result<Self> {
        let mut site = Self::default();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(root.join(&folder)).with_context(|| {
                format!("no book at {} — run `cargo xtask book`", root.display())
            })?;
            for entry in entries {
                let entry = entry?;
                let relative = folder.join(entry.file_name());
                if entry.file_type()?.is_dir() {
                    folders.push(relative);
                    continue;
                }
                let name = relative.to_string_lossy().replace('\\', "/");
                let text = || fs::read_to_string(entry.path());
                match relative.extension().and_then(|e| e.to_str()) {
                    Some("html") => {
                        site.pages.insert(name.clone(), Page::parse(&text()?));
                    }
                    Some("css") => {
                        site.styles.insert(name.clone(), text()?);
                    }
                    Some("js") => {
                        site.scripts.insert(name.clone(), text()?);
                    }
                    _ => {}
                }
                site.files.push(name);
            }
        }
        Ok(site)
    }
}

/// Links inside the site lead somewhere, and nothing is loaded from outside it.
pub(crate) fn check_links(root: &Path) -> Result<Report> {
    let site = Site::read(root)?;
    let mut report = Report::of("links");
    links::check(&site, &mut report);
    loads::check(&site, &mut report);
    Ok(report)
}

/// The numbers the course promises stand on their pages.
pub(crate) fn check_numbers(root: &Path) -> Result<Report> {
    let site = Site::read(root)?;
    let mut report = Report::of("numbers");
    numbers::check(&site, &mut report);
    Ok(report)
}
