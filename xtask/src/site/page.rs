//! One HTML page: its ids, its links and loads, its text.

use core::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// An attribute that names an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) tag: String,
    pub(super) attribute: String,
    pub(super) address: String,
    /// The `rel` of a `<link>`.
    pub(super) rel: String,
}

/// What the checks need to know of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) ids: BTreeSet<String>,
    pub(super) repeated_ids: BTreeSet<String>,
    pub(super) references: Vec<Reference>,
    pub(super) classes: BTreeSet<String>,
    /// The text inside `<main>`, with single blanks.
    pub(super) text: String,
    /// Style sheets and style attributes of the page itself.
    pub(super) style: String,
    pub(super) has_base: bool,
}

impl Page {
    pub(super) fn parse(html: &str) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(Collector::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        let collected = tokenizer.sink.0.into_inner();
        let mut page = collected.page;
        page.text = page.text.split_whitespace().collect::<Vec<_>>().join(" ");
        page
    }
}

#[derive(Default)]
struct Collector(RefCell<Collected>);

#[derive(Default)]
struct Collected {
    page: Page,
    in_main: bool,
    in_style: bool,
    in_script: bool,
}

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut collected = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => collected.tag(&tag),
            Token::CharacterTokens(text) => {
                collected.text(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Collected {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let start = tag.kind == TagKind::StartTag;
        let name = tag.name.as_ref();
        match name {
            "main" => self.in_main = start,
            "style" => self.in_style = start,
            "script" => self.in_script = start,
            "base" => self.page.has_base = true,
            _ => {}
        }
        // Blocks separate words, inline elements do not: a formula is full of spans.
        if self.in_main && !matches!(name, "span" | "code" | "em" | "strong" | "a" | "b" | "i") {
            self.page.text.push(' ');
        }
        if !start {
            return TokenSinkResult::Continue;
        }
        self.attributes(tag);
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }

    fn attributes(&mut self, tag: &Tag) {
        let value_of = |wanted: &str| {
            tag.attrs
                .iter()
                .find(|a| a.name.local.as_ref() == wanted)
                .map(|a| a.value.to_string())
        };
        for attribute in &tag.attrs {
            let value = attribute.value.to_string();
            match attribute.name.local.as_ref() {
                "id" if !self.page.ids.insert(value.clone()) => {
                    self.page.repeated_ids.insert(value);
                }
                "class" => self
                    .page
                    .classes
                    .extend(value.split_whitespace().map(str::to_owned)),
                "style" => {
                    self.page.style.push_str(&value);
                    self.page.style.push('\n');
                }
                name
                @ ("href" | "src" | "srcset" | "poster" | "data" | "xlink:href" | "action") => {
                    self.page.references.push(Reference {
                        tag: tag.name.to_string(),
                        attribute: name.to_owned(),
                        address: value,
                        rel: value_of("rel").unwrap_or_default(),
                    });
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_style {
            self.page.style.push_str(text);
        } else if self.in_main && !self.in_script {
            self.page.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_a_browser_reads_it() {
        let page = Page::parse(
            "<base href=\"/x/\"><main><p id=a>1&#46;5 <code>x</code>y</p><p>z</p>\
             <script>var s = '<a href=\"#no\">';</script></main><a href=\"b.html#c\">t</a>",
        );
        assert_eq!(page.text, "1.5 xy z");
        assert!(page.ids.contains("a") && page.has_base);
        let links: Vec<_> = page.references.iter().filter(|r| r.tag == "a").collect();
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].address, "b.html#c");
    }

    #[test]
    fn an_id_used_twice_is_noticed() {
        assert_eq!(
            Page::parse("<p id=a><p id=b><p id=a>").repeated_ids.len(),
            1
        );
    }
}
