//! The functions that the symbols of a program stand for.

use super::surface::Function;

/// The function behind a demangled symbol of the `v0` scheme; for a method of a trait both the
/// implementation and what the trait provides, because a symbol does not tell them apart.
pub(crate) fn functions(symbol: &str) -> Vec<Function> {
    let parts = split(symbol, "::");
    // A closure is not the function it stands in.
    if parts.iter().any(|part| part.starts_with('{')) {
        return Vec::new();
    }
    let names: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.starts_with("<"))
        .collect();
    match parts.first().and_then(|first| first.strip_prefix('<')) {
        None => vec![Function::Free(names.join("::"))],
        Some(first) => {
            let Some(name) = names.first() else {
                return Vec::new();
            };
            let first = first.strip_suffix('>').unwrap_or(first);
            let name = (*name).to_owned();
            match split(first, " as ").as_slice() {
                [by, of] => vec![
                    Function::Implemented {
                        by: head(by),
                        of: head(of),
                        name: name.clone(),
                    },
                    Function::Provided { of: head(of), name },
                ],
                _ => vec![Function::Inherent {
                    krate: split(first, "::")
                        .first()
                        .copied()
                        .unwrap_or_default()
                        .to_owned(),
                    of: head(first),
                    name,
                }],
            }
        }
    }
}

/// The name of a type or trait without path and parameters; other types by their first character.
fn head(path: &str) -> String {
    if let Some(first) = path.chars().next().filter(|c| "&([".contains(*c)) {
        return first.to_string();
    }
    let parts = split(path, "::");
    let last = parts
        .iter()
        .rev()
        .find(|part| !part.starts_with('<'))
        .copied()
        .unwrap_or(path);
    last.split('<').next().unwrap_or(last).to_owned()
}

/// Cuts a path where the separator stands outside all brackets.
fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut i = 0;
    let bytes = text.as_bytes();
    while i < bytes.len() {
        match bytes[i] {
            b'<' | b'(' | b'[' | b'{' => depth += 1,
            b'>' if i > 0 && bytes[i - 1] == b'-' => {}
            b'>' | b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && bytes[i..].starts_with(separator.as_bytes()) => {
                parts.push(&text[start..i]);
                start = i + separator.len();
                i = start;
                continue;
            }
            _ => {}
        }
        i += 1;
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(symbol: &str) -> String {
        functions(symbol)
            .first()
            .map_or_else(String::new, ToString::to_string)
    }

    #[test]
    fn symbols_are_read_as_functions() {
        assert_eq!(
            read("calc_opt::root::find::<f64, fn(f64) -> f64>"),
            "calc_opt::root::find"
        );
        assert_eq!(
            read("<calc_opt::root::search::Search<f32, calc_opt::root::brent::Brent<f32>>>::next"),
            "calc_opt::Search::next"
        );
        assert_eq!(
            read("<calc_scalar::dual::Dual<f64, 2> as core::ops::arith::Add<f64>>::add"),
            "<Dual as Add>::add"
        );
        assert_eq!(
            read("<(calc_nn::A, calc_nn::B) as calc_nn::layer::Layer>::forward::<f32>"),
            "<( as Layer>::forward"
        );
        assert_eq!(read("calc_opt::root::find::{closure#0}"), "");
    }

    #[test]
    fn a_method_may_be_the_traits_own() {
        let both = functions("<f64 as calc_scalar::real::Real>::sin");
        assert_eq!(both[1].to_string(), "Real::sin");
    }
}
