//! The preprocessor `course`: turns the book's directives and formulas into HTML.

use core::cell::Cell;
use std::fs;
use std::io;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Result, anyhow, bail};
use mdbook_preprocessor::book::{Book, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext, parse_input};

mod scan;
mod fences;
mod escape;
mod maths;
mod value;
mod output;
mod figure;
mod prose;
mod externs;
mod chapter;

use chapter::Renderer;

/// The preprocessor. In process it replaces the command of the same name in `book.toml`.
#[derive(Debug, Default)]
pub(crate) struct Course {
    /// How many Rust snippets the last run for `mdbook test` saw.
    pub(crate) snippets: Rc<Cell<usize>>,
}

impl Preprocessor for Course {
    fn name(&self) -> &'static str {
        "course"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let testing = context.renderer == "test";
        let source = context.root.join(&context.config.book.src);
        let renderer = Renderer::new(&context.root, repository(context));
        let mut problems = Vec::new();
        let mut snippets = 0;
        book.for_each_chapter_mut(|chapter| {
            if testing {
                let (content, count) = externs::add(&chapter.content);
                chapter.content = content;
                snippets += count;
            } else {
                render(&renderer, &source, chapter, &mut problems);
            }
        });
        self.snippets.set(snippets);
        match problems.is_empty() {
            true => Ok(book),
            false => Err(anyhow!(problems.join("\n"))),
        }
    }
}

/// Replaces a chapter's content; what is wrong with it goes to `problems` with file and line.
fn render(renderer: &Renderer, source: &Path, chapter: &mut Chapter, problems: &mut Vec<String>) {
    let Some(path) = chapter.source_path.clone() else {
        return;
    };
    // Line numbers are those of the file the author edits, before mdBook's includes.
    let raw = fs::read_to_string(source.join(&path)).unwrap_or_default();
    let place = |line: Option<usize>| match line {
        Some(line) => format!("book/src/{}:{line}", path.display()),
        None => format!("book/src/{}", path.display()),
    };
    for problem in prose::lint(&raw) {
        problems.push(format!(
            "{}: {}",
            place(Some(problem.line)),
            problem.message
        ));
    }
    let number = chapter.number.as_ref().map(ToString::to_string);
    let slug = path.with_extension("").to_string_lossy().replace('/', "-");
    let rendered = renderer.render(&chapter.content, &slug, number.as_deref());
    for (needle, message) in rendered.problems {
        let line = needle.lines().next().and_then(|first| line_of(&raw, first));
        problems.push(format!("{}: {message}", place(line)));
    }
    chapter.content = rendered.content;
}

/// The first line, counted from 1, that contains the needle.
fn line_of(text: &str, needle: &str) -> Option<usize> {
    text.lines()
        .position(|line| line.contains(needle))
        .map(|index| index + 1)
}

fn repository(context: &PreprocessorContext) -> Option<String> {
    context.config.html_config()?.git_repository_url
}

/// `cargo xtask preprocess`: mdBook's protocol for preprocessors that are programs.
pub(crate) fn command_line(arguments: &[String]) -> Result<bool> {
    if arguments.first().is_some_and(|first| first == "supports") {
        return Ok(true);
    }
    if io::IsTerminal::is_terminal(&io::stdin()) {
        bail!("`preprocess` is for the mdBook command line; to build the book: `cargo xtask book`");
    }
    let (context, book) = parse_input(io::stdin())?;
    let book = Course::default().run(&context, book)?;
    serde_json::to_writer(io::stdout(), &book)?;
    Ok(true)
}
