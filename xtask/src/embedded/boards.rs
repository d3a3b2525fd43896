//! The templates for real boards are built; to run them, somebody has to plug one in.

use anyhow::Result;

use super::{Options, build};
use crate::process;
use crate::report::Report;
use crate::toolchain;
use crate::workspace::Workspace;

/// The templates, and what they are built for.
const BOARDS: [(&str, &str); 2] = [
    ("rp2040", "thumbv6m-none-eabi"),
    ("stm32f4", "thumbv7em-none-eabihf"),
];

/// Builds each of them.
pub(crate) fn check(workspace: &Workspace, options: &Options) -> Result<Report> {
    let mut report = Report::of("templates for boards");
    for (board, target) in BOARDS {
        if let Err(error) = toolchain::need_target(workspace, target) {
            options.lacks(&mut report, format!("{board}: {error:#}"));
            continue;
        }
        let mut cargo = workspace.cargo();
        cargo
            .current_dir(workspace.path(&format!("tests/firmware/boards/{board}")))
            .args(["build", "--locked", "--release", "--target-dir"])
            .arg(workspace.path(build::MEASURED))
            // Without what is for debuggers alone, and with the only way to panic that these targets know: as others
            // compile the tools and crates that the templates need, too.
            .args(["--config", "profile.release.debug=false"])
            .args(["--config", "profile.release.panic=\"abort\""])
            .env_remove("RUSTFLAGS");
        let captured = process::capture(&mut cargo)?;
        report.count((!captured.success).then(|| {
            format!(
                "tests/firmware/boards/{board} is not built\n{}",
                captured.text
            )
        }));
    }
    Ok(report)
}
