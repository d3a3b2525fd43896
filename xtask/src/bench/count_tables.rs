//! The tables of the counted evaluations.

use core::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::counts::{Line, Mark, sum};

const ROOTS: [&str; 4] = [
    "roots, Alefeld-Potra-Shi",
    "roots, ModAB",
    "roots, everyday, sensible brackets",
    "roots, everyday, careless brackets",
];
const BRENT: &str = "minima of one variable, Brent";
const MGH: &str = "minima, More-Garbow-Hillstrom";
const NIST: &str = "fits, NIST";
const MINPACK: &str = "fits, MINPACK";
const SYSTEMS: &str = "systems, MINPACK";

/// All tables, each below its heading.
pub(super) fn all(lines: &[Line]) -> Result<String> {
    let tables = [
        ("Roots of one variable", roots(lines)),
        ("Minima of one variable", minima_of_one_variable(lines)),
        ("Minima of several variables", minima(lines)),
        ("Fits", fits(lines)),
        ("Systems of equations", systems(lines)),
    ];
    let mut out = String::new();
    for (title, table) in tables {
        writeln!(out, "### {title}\n\n{}", table?)?;
    }
    Ok(out.trim_end().to_owned() + "\n")
}

fn of<'a>(lines: &'a [Line], set: &'a str) -> impl Iterator<Item = &'a Line> {
    lines.iter().filter(move |line| line.set == set)
}

fn find<'a>(lines: &'a [Line], set: &str, route: &str) -> Option<&'a Line> {
    lines.iter().find(|l| l.set == set && l.route == route)
}

/// `` `root::find` `` in bold for ours, others as they are.
fn name(line: &Line) -> String {
    match line.route.strip_prefix("calc ") {
        Some(route) => format!("**`{route}`**"),
        None => line.route.clone(),
    }
}

/// What is not right about the answers, behind the counts.
fn faults(line: &Line) -> String {
    let wrong = line.marked(Mark::Wrong);
    let none = line.marked(Mark::Failed);
    match (wrong, none) {
        (0, 0) => String::new(),
        (_, 0) => format!(", {wrong} wrong"),
        (0, _) => format!(", {none} without"),
        _ => format!(", {wrong} wrong, {none} without"),
    }
}

/// Better first: more right, fewer wrong, fewer runs; on the way to a minimum of several variables those until
/// the value was low enough.
fn rank(line: &Line) -> (usize, usize, u32) {
    let problems = line.outcomes.len();
    let runs = match line.set == MGH {
        true => until_low(line),
        false => Some(line.runs()),
    };
    (
        problems - line.right(),
        line.marked(Mark::Wrong),
        runs.map_or(u32::MAX, |runs| runs.iter().sum()),
    )
}

/// Runs in all and at worst for each collection of problems, best on the first.
fn roots(lines: &[Line]) -> Result<String> {
    let mut first: Vec<&Line> = of(lines, ROOTS[0]).collect();
    first.sort_by_key(|line| rank(line));
    let count = |set| of(lines, set).next().map_or(0, |line| line.outcomes.len());
    let [aps, modab, sensible, careless] = ROOTS.map(count);
    let mut out = format!(
        "| runs of `f` in all (at worst) | {aps} of Alefeld, Potra, Shi | {modab} of ModAB | {sensible} of every \
         day, sensible brackets | {careless}, careless brackets |\n|---|---:|---:|---:|---:|\n"
    );
    for line in first {
        write!(out, "| {} |", name(line))?;
        for set in ROOTS {
            match find(lines, set, &line.route) {
                Some(line) => {
                    let values = line.runs()[0];
                    write!(out, " {values} ({}){} |", line.worst(), faults(line))?;
                }
                None => write!(out, " |")?,
            }
        }
        writeln!(out)?;
    }
    Ok(out)
}

fn minima_of_one_variable(lines: &[Line]) -> Result<String> {
    let mut rows: Vec<&Line> = of(lines, BRENT).collect();
    rows.sort_by_key(|line| rank(line));
    let mut out = "| | right of 19 | to 10⁻¹² | runs of `f` | of `f′` | at worst |\n\
                   |---|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for line in rows {
        let [values, slopes, _] = line.runs();
        let exact = line.marked(Mark::Exact);
        let (right, worst) = (line.right(), line.worst());
        writeln!(
            out,
            "| {} | {right} | {exact} | {values} | {} | {worst} |",
            name(line),
            or_dash(slopes)
        )?;
    }
    Ok(out)
}

fn or_dash(count: u32) -> String {
    match count {
        0 => "–".to_owned(),
        _ => count.to_string(),
    }
}

/// The problems that most methods solve, by their places in the set: all but Powell's and Brown's badly scaled,
/// Jennrich and Sampson's, Meyer's, and Biggs EXP6.
const COMMON: [usize; 13] = [0, 1, 4, 6, 7, 8, 10, 11, 12, 13, 14, 16, 17];

/// Runs on the common problems until the value was low enough, if it was in all.
fn until_low(line: &Line) -> Option<[u32; 3]> {
    let low = COMMON.iter().map(|&i| line.outcomes.get(i)?.low);
    Some(sum(low.collect::<Option<Vec<_>>>()?.into_iter()))
}

/// What a method asks for: 2 with Hessians, 1 with gradients, 0 values alone.
fn order(line: &Line) -> usize {
    let runs = line.runs();
    (0..3).rev().find(|&kind| runs[kind] > 0).unwrap_or(0)
}

fn minima(lines: &[Line]) -> Result<String> {
    let mut rows: Vec<&Line> = of(lines, MGH).collect();
    rows.sort_by_key(|line| (2 - order(line), rank(line)));
    let mut out = "| | asks for | solved of 18 | false success | until low enough, on 13: `f` | `∇f` | `∇²f` | to \
                   the end, on all: `f` |\n|---|---|---:|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for line in rows {
        let asks = ["values", "gradients", "Hessians"][order(line)];
        let [values, slopes, curvatures] =
            until_low(line).map_or(["–"; 3].map(str::to_owned), |low| low.map(or_dash));
        writeln!(
            out,
            "| {} | {asks} | {} | {} | {values} | {slopes} | {curvatures} | {} |",
            name(line),
            line.right(),
            line.marked(Mark::Wrong),
            line.runs()[0]
        )?;
    }
    Ok(out)
}

fn fits(lines: &[Line]) -> Result<String> {
    let mut out = "| | NIST's 54: six digits | eight | false success | runs of `r` | of `J` | MINPACK's 53: as low \
                   | false success | runs of `r` | of `J` |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        .to_owned();
    let mut routes: Vec<&Line> = of(lines, NIST).collect();
    routes.sort_by_key(|line| rank(line));
    let others = of(lines, MINPACK).filter(|line| find(lines, NIST, &line.route).is_none());
    for line in routes.into_iter().chain(others) {
        write!(out, "| {} |", name(line))?;
        match find(lines, NIST, &line.route) {
            Some(line) => {
                let [values, slopes, _] = line.runs();
                let (right, eight) = (line.right(), line.marked(Mark::Exact));
                let wrong = line.marked(Mark::Wrong);
                write!(
                    out,
                    " {right} | {eight} | {wrong} | {values} | {} |",
                    or_dash(slopes)
                )?;
            }
            None => write!(out, "{}", " |".repeat(5))?,
        }
        match find(lines, MINPACK, &line.route) {
            Some(line) => {
                let [values, slopes, _] = line.runs();
                let (right, wrong) = (line.right(), line.marked(Mark::Wrong));
                writeln!(out, " {right} | {wrong} | {values} | {} |", or_dash(slopes))?;
            }
            None => writeln!(out, "{}", " |".repeat(4))?,
        }
    }
    Ok(out)
}

fn systems(lines: &[Line]) -> Result<String> {
    let mut rows: Vec<&Line> = of(lines, SYSTEMS).collect();
    rows.sort_by_key(|line| rank(line));
    let mut out = "| | solved of 55 | to 10⁻¹¹ | false success | runs of `f` | of `J` |\n\
                   |---|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for line in rows {
        let [values, slopes, _] = line.runs();
        let (right, exact, wrong) = (
            line.right(),
            line.marked(Mark::Exact),
            line.marked(Mark::Wrong),
        );
        writeln!(
            out,
            "| {} | {right} | {exact} | {wrong} | {values} | {} |",
            name(line),
            or_dash(slopes)
        )?;
    }
    Ok(out)
}

/// For each set: ours, the best of SciPy, the best of the other libraries.
pub(super) fn summary(lines: &[Line]) -> Result<String> {
    /// The set, what it is called, and the route of ours that the documents recommend.
    const SETS: [(&str, &str, &str); 10] = [
        (
            ROOTS[0],
            "154 roots of Alefeld, Potra and Shi",
            "root::find",
        ),
        (
            ROOTS[1],
            "91 of ModAB's paper: poles, jumps, multiple roots",
            "root::find",
        ),
        (
            ROOTS[2],
            "400 equations of every day, sensible brackets",
            "root::find",
        ),
        (ROOTS[3], "the same, careless brackets", "root::find"),
        (
            BRENT,
            "Brent's 19 minima of one variable",
            "minimize_scalar::find",
        ),
        (
            MGH,
            "18 minima of Moré, Garbow, Hillstrom; runs until low enough on 13 of them; with Hessians",
            "minimize::newton",
        ),
        (MGH, "the same with gradients alone", "minimize::bfgs"),
        (MGH, "the same with values alone", "minimize::powell"),
        (NIST, "54 fits of NIST to six digits", "least_squares::fit"),
        (SYSTEMS, "55 systems of MINPACK", "root::system"),
    ];
    let mut out = "| right answers, runs of `f` | of | ours | | best of SciPy | | best other | |\n\
                   |---|---:|---:|---|---:|---|---:|---|\n"
        .to_owned();
    for (set, title, route) in SETS {
        let ours = find(lines, set, &format!("calc {route}"))
            .with_context(|| format!("{set} was not counted by {route}"))?;
        let asks = order(ours);
        let best = |keep: fn(&Line) -> bool| {
            let rows = of(lines, set).filter(|line| keep(line));
            let alike = rows.filter(|line| set != MGH || order(line) == asks);
            alike.min_by_key(|line| rank(line))
        };
        let cell = |line: &Line| {
            let runs = match set == MGH {
                true => until_low(line),
                false => Some(line.runs()),
            };
            let runs = runs.map_or("–".to_owned(), |runs| runs[0].to_string());
            format!("{}, {runs}{}", line.right(), false_ones(line))
        };
        let (text, problems) = (cell(ours), ours.outcomes.len());
        write!(out, "| {title} | {problems} | {text} | `{route}` |")?;
        for other in [
            best(Line::is_scipys),
            best(|line| !line.is_ours() && !line.is_scipys()),
        ] {
            match other {
                Some(line) => write!(out, " {} | {} |", cell(line), line.route)?,
                None => write!(out, " | |")?,
            }
        }
        writeln!(out)?;
    }
    Ok(out)
}

fn false_ones(line: &Line) -> String {
    match line.marked(Mark::Wrong) {
        0 => String::new(),
        wrong => format!(", {wrong} wrong"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::counts::parse;

    #[test]
    fn the_route_with_more_right_answers_stands_first() {
        let text = "roots, Alefeld-Potra-Shi\tcalc root::a\t9 9\n\
                    roots, Alefeld-Potra-Shi\tb\t4 4!\n\
                    roots, Alefeld-Potra-Shi\tc\t8 8\n\
                    roots, ModAB\tc\t5- 7!\n";
        let table = roots(&parse(text).unwrap()).unwrap();
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| c | 16 (8) | 12 (7), 1 wrong, 1 without | | |",
                "| **`root::a`** | 18 (9) | | | |",
                "| b | 8 (4), 1 wrong | | | |",
            ]
        );
    }

    #[test]
    fn who_fails_on_a_common_problem_has_no_sum() {
        let tokens = |first: &str| format!("{MGH}\ta\t{first}{}", " 2/2>3/3".repeat(17));
        let [all, not_all] =
            ["1/1>3/3", "3/3-"].map(|first| parse(&tokens(first)).unwrap().remove(0));
        assert_eq!(until_low(&all), Some([25, 25, 0]));
        assert_eq!(until_low(&not_all), None);
        assert_eq!([all.right(), not_all.right()], [18, 17]);
    }
}
