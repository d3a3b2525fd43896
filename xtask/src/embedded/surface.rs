//! The public functions of a crate, read from its source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use syn::{Attribute, ImplItem, Item, TraitItem, Type, Visibility};

/// A function that can be called from outside.
///
/// Paths are those of the definition, as symbols have them, not those of a re-export.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Function {
    /// `calc_opt::root::find`.
    Free(String),
    /// `Search::next`, of the crate `calc_opt`.
    Inherent {
        krate: String,
        of: String,
        name: String,
    },
    /// `propose` of `Method` for `Brent`.
    Implemented {
        by: String,
        of: String,
        name: String,
    },
    /// `sin` of `Real`, with a body in the trait itself; for any type.
    Provided { of: String, name: String },
}

impl core::fmt::Display for Function {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Free(path) => f.write_str(path),
            Self::Inherent { krate, of, name } => write!(f, "{krate}::{of}::{name}"),
            Self::Implemented { by, of, name } => write!(f, "<{by} as {of}>::{name}"),
            Self::Provided { of, name } => write!(f, "{of}::{name}"),
        }
    }
}

/// Traits whose implementations are not looked at: text is for people, who are on the desktop, and
/// the formatting machinery of `core` can panic.
const TEXT: [&str; 4] = ["Display", "Debug", "LowerExp", "Error"];

/// Reads a crate from its `lib.rs` on.
pub(crate) fn of_crate(krate: &str, root: &Path) -> Result<BTreeSet<Function>> {
    let mut reader = Reader::of(krate);
    reader.file(root, krate, root.parent().context("a file in a folder")?)?;
    Ok(reader.reachable())
}

struct Reader {
    krate: String,
    found: BTreeSet<Function>,
    /// Types and traits that cannot be named outside.
    hidden: BTreeSet<String>,
    /// Other names of types, and the types.
    aliases: BTreeMap<String, String>,
}

impl Reader {
    fn of(krate: &str) -> Self {
        Self {
            krate: krate.to_owned(),
            found: BTreeSet::new(),
            hidden: BTreeSet::new(),
            aliases: BTreeMap::new(),
        }
    }

    /// What was found, but for methods of hidden types and traits; types by their own names.
    fn reachable(self) -> BTreeSet<Function> {
        let (hidden, aliases) = (self.hidden, self.aliases);
        let real = |name: String| aliases.get(&name).cloned().unwrap_or(name);
        let named = self.found.into_iter().map(|function| match function {
            Function::Inherent { krate, of, name } => Function::Inherent {
                krate,
                of: real(of),
                name,
            },
            other => other,
        });
        named
            .filter(|function| match function {
                Function::Free(_) | Function::Provided { .. } => true,
                Function::Inherent { of, .. } => !hidden.contains(of),
                Function::Implemented { by, of, .. } => {
                    !hidden.contains(by) && !hidden.contains(of)
                }
            })
            .collect()
    }

    fn hide(&mut self, visibility: &Visibility, name: &syn::Ident) {
        if !is_public(visibility) {
            self.hidden.insert(name.to_string());
        }
    }

    /// A file; the modules it declares lie in `folder`.
    fn file(&mut self, file: &Path, path: &str, folder: &Path) -> Result<()> {
        let text =
            fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let parsed =
            syn::parse_file(&text).with_context(|| format!("parsing {}", file.display()))?;
        self.items(&parsed.items, path, folder)
    }

    fn items(&mut self, items: &[Item], path: &str, folder: &Path) -> Result<()> {
        for item in items {
            match item {
                Item::Mod(module) if !left_out(&module.attrs) => {
                    let path = format!("{path}::{}", module.ident);
                    let below = folder.join(module.ident.to_string());
                    match &module.content {
                        Some((_, items)) => self.items(items, &path, &below)?,
                        None => self.file(
                            &module_file(folder, &module.ident.to_string()),
                            &path,
                            &below,
                        )?,
                    }
                }
                Item::Fn(function)
                    if is_public(&function.vis)
                        && !left_out(&function.attrs)
                        && !is_hidden(&function.attrs) =>
                {
                    self.found
                        .insert(Function::Free(format!("{path}::{}", function.sig.ident)));
                }
                Item::Impl(block) if !left_out(&block.attrs) => self.block(block),
                Item::Type(alias) => {
                    self.aliases
                        .insert(alias.ident.to_string(), head_of(&alias.ty));
                }
                Item::Struct(definition) => self.hide(&definition.vis, &definition.ident),
                Item::Enum(definition) => self.hide(&definition.vis, &definition.ident),
                Item::Trait(definition) if !is_public(&definition.vis) => {
                    self.hide(&definition.vis, &definition.ident);
                }
                Item::Trait(definition) => {
                    for item in &definition.items {
                        if let TraitItem::Fn(method) = item
                            && method.default.is_some()
                        {
                            self.found.insert(Function::Provided {
                                of: definition.ident.to_string(),
                                name: method.sig.ident.to_string(),
                            });
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &syn::ItemImpl) {
        let by = head_of(&block.self_ty);
        let of = block
            .trait_
            .as_ref()
            .and_then(|(_, path, _)| path.segments.last())
            .map(|segment| segment.ident.to_string());
        if of.as_deref().is_some_and(|of| TEXT.contains(&of)) {
            return;
        }
        for item in &block.items {
            let ImplItem::Fn(method) = item else { continue };
            let name = method.sig.ident.to_string();
            match &of {
                Some(of) => {
                    self.found.insert(Function::Implemented {
                        by: by.clone(),
                        of: of.clone(),
                        name,
                    });
                }
                None if is_public(&method.vis) => {
                    self.found.insert(Function::Inherent {
                        krate: self.krate.clone(),
                        of: by.clone(),
                        name,
                    });
                }
                None => {}
            }
        }
    }
}

fn module_file(folder: &Path, name: &str) -> PathBuf {
    let flat = folder.join(format!("{name}.rs"));
    if flat.exists() {
        flat
    } else {
        folder.join(name).join("mod.rs")
    }
}

/// `pub`, and not `pub(crate)`: an item that is `pub` can be reached, the lint `unreachable_pub` says.
const fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether a function is for the crates themselves, not for those who use them.
fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc")
            && (attribute.meta.require_list()).is_ok_and(|list| list.tokens.to_string() == "hidden")
    })
}

/// Tests, and what is there only with an optional feature: the vectors are computed without.
fn left_out(attributes: &[Attribute]) -> bool {
    let condition = |attribute: &Attribute| {
        let list = attribute.meta.require_list().ok()?;
        attribute
            .path()
            .is_ident("cfg")
            .then(|| list.tokens.to_string())
    };
    attributes.iter().filter_map(condition).any(|condition| {
        ["test", "doctest"].contains(&condition.as_str()) || condition.starts_with("feature =")
    })
}

/// The name of a type without its parameters; other types by their first character.
fn head_of(of: &Type) -> String {
    match of {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map_or_else(String::new, |segment| segment.ident.to_string()),
        Type::Reference(_) => "&".to_owned(),
        Type::Tuple(_) => "(".to_owned(),
        Type::Array(_) | Type::Slice(_) => "[".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut reader = Reader::of("calc_toy");
        let parsed = syn::parse_file(text).unwrap();
        reader
            .items(&parsed.items, "calc_toy", Path::new("."))
            .unwrap();
        reader.reachable().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_can_be_called_from_outside_is_found() {
        let found = read(
            "pub fn free() {} fn private() {} pub(crate) fn inside() {}
             #[cfg(feature = \"serde\")] mod interop { pub fn optional() {} }
             struct Hidden; impl Add for Hidden { fn add() {} }
             trait Inner { fn inner() {} } impl Inner for f64 { fn inner() {} }
             #[doc(hidden)] pub fn inside() {}
             mod below { pub fn deep() {} #[cfg(test)] pub fn test() {} }
             #[cfg(test)] mod tests { pub fn test() {} }
             pub trait Real { fn constant(); fn sin() {} }
             impl<T> Dual<T> { pub fn slope() {} fn chain() {} }
             pub type Single = Dual<f32>; impl Single { pub fn round() {} }
             impl<T> Add for Dual<T> { fn add() {} }
             impl<A, B> Layer for (A, B) { fn forward() {} }
             impl fmt::Display for Dual<f64> { fn fmt() {} }",
        );
        assert_eq!(
            found,
            [
                "calc_toy::below::deep",
                "calc_toy::free",
                "calc_toy::Dual::round",
                "calc_toy::Dual::slope",
                "<( as Layer>::forward",
                "<Dual as Add>::add",
                "Real::sin",
            ]
        );
    }
}
