//! How long the stages of a large run take: `cargo bench`. A plain loop that
//! prints medians; what a whole start takes is measured by `benches/run.sh`.

#![expect(
    clippy::print_stdout,
    reason = "what is printed is what this program is for"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::ensure;
use secrun::core::entropy;
use secrun::core::message::ShownPath;
use secrun::dotenv::Interpolation;
use secrun::dotenv::{self, MAX_FILE_BYTES, MAX_KEYS, ReadOptions};
use secrun::schema;

fn main() -> anyhow::Result<()> {
    let file = env_file();
    ensure!(file.len() == MAX_FILE_BYTES, "the env file is of full size");
    let path = ShownPath::typed(Path::new(".env"));
    let settings = ReadOptions::alone(Interpolation::Braces);
    let reading = dotenv::read(&path, file.as_bytes(), &settings);
    ensure!(reading.problems.is_empty(), "the env file is in order");
    tell("read a .env of 1 MiB and 4096 keys", 200, || {
        dotenv::read(&path, file.as_bytes(), &settings)
    });

    let text = schema_of(1000);
    let path = ShownPath::typed(Path::new("secrun.toml"));
    ensure!(
        schema::parse(&path, text.as_bytes()).is_ok_and(|schema| schema.rules.len() == 1000),
        "the schema is in order"
    );
    tell("parse a schema of 1000 keys", 200, || {
        schema::parse(&path, text.as_bytes())
    });

    let value = noise(1, 51);
    tell("estimate the entropy of 1000 values", 200, || {
        (0..1000)
            .map(|_| entropy::bits_to_guess(black_box(value.as_bytes())))
            .sum::<u32>()
    });
    Ok(())
}

/// Runs something over and over and prints the median.
fn tell<T>(what: &str, runs: usize, mut act: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(act());
            start.elapsed()
        })
        .collect();
    times.sort();
    let median = times.get(runs / 2).copied().unwrap_or_default();
    println!("{what:40} {:9.1} µs", median.as_secs_f64() * 1e6);
}

/// As many keys as a file may have, in as many bytes.
fn env_file() -> String {
    let line = MAX_FILE_BYTES / MAX_KEYS;
    let statement = |at: usize| {
        let name = format!("KEY_{at:04}=");
        let value = noise(at, line - name.len() - 1);
        format!("{name}{value}\n")
    };
    (0..MAX_KEYS).map(statement).collect()
}

/// Rules of the common kinds, as many secrets as settings.
fn schema_of(keys: usize) -> String {
    let secrets = [
        "{ }",
        "{ min_length = 20 }",
        "{ format = \"github\", owner = \"ml-platform\" }",
        "{ type = \"url\", schemes = [\"postgres\"] }",
    ];
    let settings = [
        "{ default = \"plain\" }",
        "{ type = \"int\", min = 1, max = 600, default = 30 }",
        "{ type = \"enum\", values = [\"dev\", \"test\", \"prod\"], default = \"dev\" }",
        "{ type = \"bool\", default = false }",
    ];
    let table = |title: &str, name: &str, rules: [&str; 4]| -> String {
        let rule = |(at, rule)| format!("{name}_{at:04} = {rule}\n");
        let rules = rules.iter().cycle().take(keys / 2).enumerate().map(rule);
        std::iter::once(format!("[{title}]\n"))
            .chain(rules)
            .collect()
    };
    [
        "version = 1\n",
        &table("secrets", "SECRET", secrets),
        &table("settings", "SETTING", settings),
    ]
    .concat()
}

/// Letters and digits without a pattern, the same in every run.
fn noise(seed: usize, length: usize) -> String {
    const SIGNS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let mut state = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let next = |_| {
        // Xorshift (Marsaglia, 2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(SIGNS[usize::from(state.to_le_bytes()[4]) % SIGNS.len()])
    };
    (0..length).map(next).collect()
}
