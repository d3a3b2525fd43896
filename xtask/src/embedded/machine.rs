//! The machines, and how a program is run on one.

use core::time::Duration;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use super::build::Opt;
use crate::workspace::Workspace;

/// What executes a program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Emulator {
    /// QEMU for Arm: a board and its processor.
    Arm {
        board: &'static str,
        cpu: &'static str,
        /// Nanoseconds between two ticks of the clock that instructions are counted with.
        tick: f64,
    },
    /// QEMU for 32-bit RISC-V, which counts instructions itself.
    RiscV,
    /// A JavaScript engine.
    Node,
}

/// A machine that programs are built for and run on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Machine {
    /// As in tables and messages.
    pub(crate) name: &'static str,
    /// In one word.
    pub(crate) key: &'static str,
    /// How uses are compiled where one way is enough.
    pub(crate) usual: Opt,
    pub(crate) target: &'static str,
    /// The processor to compile for, where it is not the target's own.
    pub(crate) target_cpu: Option<&'static str>,
    pub(crate) emulator: Emulator,
    /// Whether megabytes of program fit.
    pub(crate) roomy: bool,
}

/// From the smallest to the largest, then the others.
pub(crate) const MACHINES: [Machine; 6] = [
    Machine {
        name: "Cortex-M0",
        key: "m0",
        usual: Opt::S,
        target: "thumbv6m-none-eabi",
        target_cpu: None,
        emulator: arm("microbit", "cortex-m0", 62.5),
        roomy: false,
    },
    Machine {
        name: "Cortex-M3",
        key: "m3",
        usual: Opt::Three,
        target: "thumbv7m-none-eabi",
        target_cpu: None,
        emulator: arm("lm3s6965evb", "cortex-m3", 80.0),
        roomy: false,
    },
    Machine {
        name: "Cortex-M4F",
        key: "m4f",
        usual: Opt::Three,
        target: "thumbv7em-none-eabihf",
        target_cpu: None,
        emulator: arm("mps2-an386", "cortex-m4", 40.0),
        roomy: true,
    },
    Machine {
        name: "Cortex-M7",
        key: "m7",
        usual: Opt::Three,
        target: "thumbv7em-none-eabihf",
        // With the unit for double precision, where it is compiled for speed.
        target_cpu: Some("cortex-m7"),
        emulator: arm("mps2-an500", "cortex-m7", 40.0),
        roomy: true,
    },
    Machine {
        name: "RV32IMAC",
        key: "rv32",
        usual: Opt::S,
        target: "riscv32imac-unknown-none-elf",
        target_cpu: None,
        emulator: Emulator::RiscV,
        roomy: true,
    },
    Machine {
        name: "WebAssembly",
        key: "wasm32",
        usual: Opt::Three,
        target: "wasm32-unknown-unknown",
        target_cpu: None,
        emulator: Emulator::Node,
        roomy: true,
    },
];

/// The machine for those who want to know quickly: the one most of these programs are written for.
pub(crate) const ONE: &str = "m4f";

const fn arm(board: &'static str, cpu: &'static str, tick: f64) -> Emulator {
    Emulator::Arm { board, cpu, tick }
}

/// With `-icount shift=8` an instruction takes 2⁸ ns: some ticks on every board, so that the count of
/// ticks gives that of instructions exactly.
pub(crate) const SHIFT: u32 = 8;

/// How long a program may take; the longest needs a few seconds.
const PATIENCE: Duration = Duration::from_secs(120);

impl Machine {
    /// The program that is missing on this computer, with its cure.
    pub(crate) fn missing(&self) -> Option<String> {
        let (program, package) = self.needs();
        missing(program, package).map(|line| format!("{}: {line}", self.name))
    }

    const fn needs(&self) -> (&'static str, &'static str) {
        match self.emulator {
            Emulator::Arm { .. } => ("qemu-system-arm", "qemu-system-arm"),
            Emulator::RiscV => ("qemu-system-riscv32", "qemu-system-misc"),
            Emulator::Node => ("node", "nodejs"),
        }
    }

    /// The file that cargo makes of a program.
    pub(crate) fn file(&self, program: &str) -> String {
        match self.emulator {
            Emulator::Node => format!("{program}.wasm"),
            _ => program.to_owned(),
        }
    }

    /// How many instructions went by in so many ticks, at 2ˢʰⁱᶠᵗ ns each.
    pub(crate) fn instructions(&self, ticks: u32, shift: u32) -> u32 {
        match self.emulator {
            Emulator::Arm { tick, .. } => {
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "less than 2³²"
                )]
                let whole = (f64::from(ticks) * tick / f64::from(1_u32 << shift)).round() as u32;
                whole
            }
            // QEMU's counter of instructions counts nanoseconds.
            _ => ticks >> shift,
        }
    }

    /// The machine to compile for at this level: for size, the only processor with a directory of its own
    /// runs what is compiled for its relative, which has the unit for single precision alone.
    pub(crate) fn compiled(&self, opt: Opt) -> Self {
        match (self.target_cpu, opt) {
            (Some(_), Opt::S) => Self {
                name: "Cortex-M7 with what is compiled for Cortex-M4F",
                target_cpu: None,
                ..*self
            },
            _ => *self,
        }
    }

    /// Runs a program and returns what it wrote; its clock goes by the time of this computer.
    pub(crate) fn run(&self, workspace: &Workspace, program: &Path) -> Result<String> {
        self.run_with(workspace, program, &[])
    }

    /// Runs a program whose clock counts 2ˢʰⁱᶠᵗ ns for an instruction, which takes a third longer.
    pub(crate) fn run_counted(
        &self,
        workspace: &Workspace,
        program: &Path,
        shift: u32,
    ) -> Result<String> {
        self.run_with(workspace, program, &["-icount", &format!("shift={shift}")])
    }

    fn run_with(&self, workspace: &Workspace, program: &Path, clock: &[&str]) -> Result<String> {
        let mut command = match self.emulator {
            Emulator::Arm { board, cpu, .. } => {
                let mut qemu = Command::new("qemu-system-arm");
                qemu.args(["-cpu", cpu, "-machine", board]);
                qemu
            }
            Emulator::RiscV => {
                let mut qemu = Command::new("qemu-system-riscv32");
                qemu.args(["-machine", "virt", "-bios", "none"]);
                qemu
            }
            Emulator::Node => {
                let mut node = Command::new("node");
                node.arg(workspace.path("tests/firmware/programs/run.mjs"));
                node
            }
        };
        if self.emulator != Emulator::Node {
            command
                .args(["-nographic", "-monitor", "none", "-serial", "none"])
                .args(["-semihosting-config", "enable=on,target=native"])
                .args(clock)
                .arg("-kernel");
        }
        command.arg(program);
        let name = program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        said(&mut command).with_context(|| format!("{name} on {}", self.name))
    }
}

/// Whether a program is missing on this computer, with its cure.
fn missing(program: &str, package: &str) -> Option<String> {
    let there = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    (!there).then(|| format!("no `{program}`; on Debian and Ubuntu: apt-get install {package}"))
}

/// What a command wrote, to whichever of the two: QEMU has the program's words on standard error.
fn said(command: &mut Command) -> Result<String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let gather = |mut stream: Box<dyn std::io::Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).map(|_| bytes)
        })
    };
    let streams = [
        child.stdout.take().map(|s| gather(Box::new(s))),
        child.stderr.take().map(|s| gather(Box::new(s))),
    ];
    let start = Instant::now();
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => {
                child.kill()?;
                child.wait()?;
                bail!("did not end within {} s", PATIENCE.as_secs());
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let mut text = String::new();
    for stream in streams.into_iter().flatten() {
        let bytes = stream.join().ok().context("reading what it wrote")??;
        text.push_str(&String::from_utf8_lossy(&bytes));
    }
    if !status.success() {
        bail!("ended with {status}\n{}", last_lines(&text));
    }
    Ok(text)
}

/// The end of a long text.
fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(5)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_of_the_clock_are_instructions() {
        // 980 instructions of 256 ns are 4014.08 ticks of 62.5 ns, as QEMU counts them.
        assert_eq!(MACHINES[0].instructions(4014, SHIFT), 980);
        assert_eq!(MACHINES[4].instructions(4014, 0), 4014);
        assert_eq!(MACHINES[4].instructions(1024, SHIFT), 4);
    }

    #[test]
    fn what_is_run_as_compiled_for_another_machine_says_so() {
        let names = |opt| MACHINES.map(|machine| machine.compiled(opt).name);
        assert_eq!(names(Opt::Three), MACHINES.map(|machine| machine.name));
        let own = MACHINES.map(|machine| machine.target_cpu.is_none());
        for ((name, machine), own) in names(Opt::S).iter().zip(MACHINES).zip(own) {
            assert_eq!(*name == machine.name, own, "{name}");
        }
    }

    #[test]
    fn a_missing_emulator_comes_with_its_cure() {
        assert_eq!(
            missing("qemu-system-abacus", "qemu-system-misc").unwrap(),
            "no `qemu-system-abacus`; on Debian and Ubuntu: apt-get install qemu-system-misc"
        );
        assert!(missing("sh", "dash").is_none() || missing("cargo", "cargo").is_none());
    }

    #[test]
    fn an_unsuccessful_end_is_an_error_with_the_last_words() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo last words; exit 3"]);
        let error = format!("{:#}", said(&mut command).unwrap_err());
        assert!(
            error.contains('3') && error.contains("last words"),
            "{error}"
        );
    }
}
