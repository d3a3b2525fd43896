//! `{{#value NAME: label}}`: a number of the prose, taken from a captured output.

use anyhow::{Result, bail};

use super::output::Outputs;

/// The text after `label =` or `label:` in the output of the listing.
pub(super) fn find(outputs: &Outputs, body: &str) -> Result<String> {
    let Some((name, label)) = body.split_once(':') else {
        bail!("`{{{{#value {body}}}}}` needs the form `{{{{#value NAME: label}}}}`");
    };
    let (name, label) = (name.trim(), label.trim());
    let output = outputs.read(name)?;
    let values: Vec<&str> = output
        .lines()
        .filter_map(|line| after_label(line, label))
        .collect();
    match values[..] {
        [value] => Ok(value.to_owned()),
        [] => bail!("no line `{label} = …` in book/listings/out/{name}.txt"),
        _ => bail!(
            "{} lines `{label} = …` in book/listings/out/{name}.txt, must be one",
            values.len()
        ),
    }
}

fn after_label<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let rest = line.trim_start().strip_prefix(label)?.trim_start();
    let value = rest.strip_prefix('=').or_else(|| rest.strip_prefix(':'))?;
    Some(value.trim())
}

/// A value for a sentence: `-9.81 m/s²` gets a minus sign and not a hyphen, `−9.81 m/s²`.
pub(super) fn prose(value: &str) -> String {
    match value.strip_prefix('-') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("−{rest}"),
        _ => value.to_owned(),
    }
}

/// A number for a formula: `4.1e-5` becomes `4.1 \times 10^{-5}`.
pub(super) fn tex(value: &str) -> String {
    let Some((mantissa, exponent)) = value.split_once(['e', 'E']) else {
        return value.to_owned();
    };
    match (mantissa.parse::<f64>(), exponent.parse::<i32>()) {
        (Ok(_), Ok(exponent)) => format!("{mantissa} \\times 10^{{{exponent}}}"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs() -> Outputs {
        Outputs::from_pairs(&[(
            "step",
            "error: 4.13e-05\n  slope   = 3\nslope at 2 = 4\ntwice = 1\ntwice = 1\n",
        )])
    }

    #[test]
    fn a_value_is_the_text_after_its_label() {
        assert_eq!(find(&outputs(), "step: slope").unwrap(), "3");
        assert_eq!(find(&outputs(), "step: slope at 2").unwrap(), "4");
        assert_eq!(find(&outputs(), "step: error").unwrap(), "4.13e-05");
    }

    #[test]
    fn a_missing_label_a_missing_output_and_an_ambiguous_label_are_errors() {
        let message = |body| format!("{:#}", find(&outputs(), body).unwrap_err());
        assert!(message("step: height").contains("no line `height = …`"));
        assert!(message("stop: slope").contains("cargo xtask outputs"));
        assert!(message("step: twice").contains("2 lines"));
        assert!(message("step").contains("needs the form"));
    }

    #[test]
    fn a_sentence_gets_a_minus_sign() {
        assert_eq!(prose("-9.81 m/s²"), "−9.81 m/s²");
        assert_eq!(prose("4.13e-05"), "4.13e-05");
        assert_eq!(prose("--strict"), "--strict");
    }

    #[test]
    fn a_formula_gets_a_power_of_ten() {
        assert_eq!(tex("4.13e-05"), "4.13 \\times 10^{-5}");
        assert_eq!(tex("-0.5"), "-0.5");
        assert_eq!(tex("yes"), "yes");
    }
}
