//! The counted problems for libraries in other languages.
//!
//! A search is opened by the number of its set and its own, asked for values, slopes and curvatures, and
//! closed with its end. All arrays are as long as the numbers below say.

use std::ffi::c_char;

use crate::counted::Counted;
use crate::problem::Problem;
use crate::sets::SETS;

thread_local! {
    /// The problems of all sets; they live as long as the program.
    static PROBLEMS: Vec<&'static [Box<dyn Problem>]> =
        SETS.iter().map(|set| &*Vec::leak((set.problems)())).collect();
}

/// Writes as much of a text as fits, and a zero.
///
/// # Safety
///
/// `room` bytes, at least one, may be written at `out`.
unsafe fn write(text: &str, out: *mut c_char, room: usize) {
    let length = text.len().min(room - 1);
    // SAFETY: shorter than the room, which the caller answers for.
    unsafe {
        out.cast::<u8>()
            .copy_from_nonoverlapping(text.as_ptr(), length);
        *out.add(length) = 0;
    }
}

/// The name of a set, empty behind the last.
///
/// # Safety
///
/// `room` bytes, at least one, may be written at `out`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn calc_set(set: usize, out: *mut c_char, room: usize) {
    // SAFETY: as the caller promises.
    unsafe { write(SETS.get(set).map_or("", |set| set.name), out, room) }
}

/// A search of a problem, null behind the last.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn calc_open(set: usize, problem: usize) -> *mut Counted<'static> {
    let problems = PROBLEMS.with(|problems| problems.get(set).copied().unwrap_or_default());
    let problem = problems.get(problem).map(|problem| problem.as_ref());
    problem.map_or(std::ptr::null_mut(), |problem| {
        Box::into_raw(Box::new(Counted::new(problem)))
    })
}

/// The number of unknowns, of values, and of numbers in the start.
///
/// # Safety
///
/// `search` is open, and `out` has room for three.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn calc_sizes(search: *const Counted<'static>, out: *mut usize) {
    // SAFETY: as the caller promises.
    let (problem, out) = unsafe { ((*search).problem(), std::slice::from_raw_parts_mut(out, 3)) };
    out.copy_from_slice(&[problem.size(), problem.outputs(), problem.start().len()]);
}

/// The start; for one unknown, the two ends.
///
/// # Safety
///
/// `search` is open, and `out` has room for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn calc_start(search: *const Counted<'static>, out: *mut f64) {
    // SAFETY: as the caller promises.
    unsafe {
        let start = (*search).problem().start();
        std::slice::from_raw_parts_mut(out, start.len()).copy_from_slice(&start);
    }
}

/// Values (`kind` 0), slopes (1), or curvatures (2) at `x`; false, and nothing counted, if the budget is spent.
///
/// # Safety
///
/// `search` is open, `x` holds as many numbers as there are unknowns, and `out` has room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn calc_run(
    search: *const Counted<'static>,
    kind: u32,
    x: *const f64,
    out: *mut f64,
) -> bool {
    // SAFETY: as the caller promises.
    unsafe {
        let search = &*search;
        if search.is_spent() {
            return false;
        }
        let (n, m) = (search.problem().size(), search.problem().outputs());
        let x = std::slice::from_raw_parts(x, n);
        match kind {
            0 => search.values_into(x, std::slice::from_raw_parts_mut(out, m)),
            1 => search.jacobian_into(x, std::slice::from_raw_parts_mut(out, m * n)),
            _ => search.hessian_into(x, std::slice::from_raw_parts_mut(out, n * n)),
        }
        true
    }
}

/// Judges the end of a search and closes it: its token. `x` is null if there is no point.
///
/// # Safety
///
/// `search` is open and not used again, `x` is null or holds as many numbers as there are unknowns, and
/// `room` bytes, at least one, may be written at `out`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn calc_close(
    search: *mut Counted<'static>,
    x: *const f64,
    claimed: bool,
    out: *mut c_char,
    room: usize,
) {
    // SAFETY: as the caller promises.
    unsafe {
        let search = Box::from_raw(search);
        let n = search.problem().size();
        let x = (!x.is_null()).then(|| std::slice::from_raw_parts(x, n));
        write(&search.token(x, claimed), out, room);
    }
}
