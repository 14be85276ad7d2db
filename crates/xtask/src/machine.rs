//! What a measurement was made on, without naming the machine.

use std::fs;

use crate::process;

/// The processor's model and cores, as the system tells them.
pub(crate) fn described() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(std::env::consts::ARCH, |(_, model)| model.trim());
    format!("{cores} cores of {model}, {}", std::env::consts::OS)
}

/// Today, as `2026-11-24`.
///
/// # Errors
///
/// When there is no `date`.
pub(crate) fn today() -> Result<String, String> {
    let printed = process::printed(process::command("date").arg("+%F"))?;
    Ok(printed.trim().to_owned())
}
