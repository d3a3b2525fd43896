//! What a check found: how many things were right, and a line for each that was not.

/// The result of one check.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// What was looked at, in the plural: "outputs".
    pub(crate) subject: &'static str,
    pub(crate) passed: usize,
    /// One line for each thing that is wrong.
    pub(crate) problems: Vec<String>,
    /// What was skipped, and why: a line each, which does not fail the check.
    pub(crate) notes: Vec<String>,
}

impl Report {
    pub(crate) fn of(subject: &'static str) -> Self {
        Self {
            subject,
            ..Self::default()
        }
    }

    /// Counts one thing: right if there is no problem with it.
    pub(crate) fn count(&mut self, problem: Option<String>) {
        match problem {
            Some(problem) => self.problems.push(problem),
            None => self.passed += 1,
        }
    }

    /// Takes in what another found of the same subject.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.problems.extend(other.problems);
        self.notes.extend(other.notes);
    }

    /// Prints the problems, or one line saying that there are none; returns whether all is well.
    pub(crate) fn print(&self) -> bool {
        for note in &self.notes {
            println!("{note}");
        }
        for problem in &self.problems {
            eprintln!("{problem}");
        }
        if self.problems.is_empty() {
            let skipped = self.notes.iter().filter(|n| n.starts_with("skipped"));
            match (skipped.count(), self.passed) {
                // What was written is said above.
                (0, 0) if !self.notes.is_empty() => {}
                (0, passed) => println!("{passed} {}: all well", self.subject),
                (n, passed) => println!(
                    "{passed} {}: all well, as far as they ran; {n} skipped",
                    self.subject
                ),
            }
        }
        self.problems.is_empty()
    }
}
