//! What the benchmarks have in common: times, what a process has computed, the machine.

use std::time::Duration;

/// How long something took, many times.
pub struct Times(Vec<Duration>);

impl Times {
    /// In any order.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// How many there were in each second of `window`.
    pub fn per_second(&self, window: Duration) -> f64 {
        f64::from(u32::try_from(self.0.len()).unwrap_or(u32::MAX)) / window.as_secs_f64()
    }

    /// In milliseconds: so many of a hundred were as fast as this or faster.
    pub fn percentile(&self, percent: usize) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get(last * percent / 100).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}

/// How long a process (its number, or `self`) has computed so far, on all cores. `None` where the system does not say.
pub fn computed(process: &str) -> Option<Duration> {
    // Linux, proc(5): fields 14 and 15 of stat, in hundredths of a second; the name in field 2 may hold spaces.
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11..13)?.iter().filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 10))
}

/// How many cores it has, and of which kind.
pub fn machine() -> String {
    let cores = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models: Vec<_> = cores.lines().filter(|line| line.starts_with("model name")).collect();
    let model = models.first().and_then(|line| Some(line.split_once(':')?.1.trim()));
    format!("{} cores, {}", models.len(), model.unwrap_or("unknown processor"))
}
