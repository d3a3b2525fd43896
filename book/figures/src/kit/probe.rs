//! For tests: reading the lines back out of a finished picture.

use super::canvas::Pixel;

/// The polylines of all paths whose attributes contain `look`, in pixels.
pub(crate) fn polylines(svg: &str, look: &str) -> Vec<Vec<Pixel>> {
    svg.lines()
        .filter(|line| line.starts_with("<path") && line.contains(look))
        .flat_map(path)
        .collect()
}

/// The pieces of one `<path … d="…"/>`.
fn path(element: &str) -> Vec<Vec<Pixel>> {
    let data = element
        .split(" d=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default();
    data.split('M')
        .filter(|piece| !piece.is_empty())
        .map(piece)
        .collect()
}

fn piece(data: &str) -> Vec<Pixel> {
    let numbers: Vec<f64> = data
        .replace('l', " ")
        .replace('z', "")
        .replace('-', " -")
        .split_whitespace()
        .map(|n| n.parse().expect("a path holds numbers"))
        .collect();
    numbers
        .chunks_exact(2)
        .scan((0.0, 0.0), |here, step| {
            *here = (here.0 + step[0], here.1 + step[1]);
            Some(*here)
        })
        .collect()
}

#[test]
fn a_path_is_read_as_it_was_written() {
    let svg = "<path stroke=\"a\" d=\"M1 2l0.5-1-1 0.2M7 8l1 1\"/>";
    let lines = polylines(svg, "stroke=\"a\"");
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0][0], (1.0, 2.0));
    assert!((lines[0][2].0 - 0.5).abs() < 1e-12 && (lines[0][2].1 - 1.2).abs() < 1e-12);
    assert!(polylines(svg, "stroke=\"b\"").is_empty());
}
