//! What can be typed on the command line: one subcommand, one short function.

#[cfg(feature = "terminal")]
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
#[cfg(feature = "terminal")]
use clap::Args;
use clap::{Parser, Subcommand};
#[cfg(feature = "terminal")]
use jiff::Timestamp;

use crate::app;
use crate::model::OsEntropy;
use crate::ops::settings::{self, Settings};
use crate::privacy::MasterKey;

/// The chat front door of the starke Stelle.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play both sides in the terminal: you type as the contact; a line that begins with "lotse:" is the navigator.
    #[cfg(feature = "terminal")]
    Try(TryArgs),
    /// Run the bot on the channels of the settings, until SIGTERM.
    #[cfg(feature = "matrix")]
    Run {
        /// The settings file.
        #[arg(long)]
        config: PathBuf,
    },
    /// Check settings, content, texts and database; list all faults at once.
    Check {
        /// The settings file; without one, what is built in is checked.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Print a complete settings file: every key, its default and what it means.
    Settings,
    /// Make keys.
    #[command(subcommand)]
    Key(KeyCommand),
}

/// How to play.
#[cfg(feature = "terminal")]
#[derive(Debug, Args)]
struct TryArgs {
    /// For scripts: one JSON object a line.
    #[arg(long)]
    json: bool,
    /// Start over: forget what was played before.
    #[arg(long)]
    fresh: bool,
    /// Set the clock, for instance 2026-11-23T10:00:00+01:00.
    #[arg(long, value_name = "RFC 3339")]
    at: Option<Timestamp>,
    /// A settings file, for content and texts of your own.
    #[arg(long)]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Write a new master key. Refuses to overwrite one.
    New {
        /// Where to.
        path: PathBuf,
    },
}

/// Does what was asked.
///
/// # Errors
/// What went wrong, in a sentence that says what to do; the causes below it.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        #[cfg(feature = "terminal")]
        Command::Try(args) => play(&args),
        #[cfg(feature = "matrix")]
        Command::Run { config } => run_bot(&config),
        Command::Check { config } => check(config.as_deref()),
        Command::Settings => print_example(),
        Command::Key(KeyCommand::New { path }) => new_key(&path),
    }
}

/// Prints an error with its causes, and says with which code to leave.
#[must_use]
pub fn failed(error: &anyhow::Error) -> ExitCode {
    let mut out = std::io::stderr().lock();
    // Nobody is left to be told if this cannot be written.
    let _ = writeln!(out, "lotse: {error}");
    for cause in error.chain().skip(1) {
        let _ = writeln!(out, "  because: {cause}");
    }
    ExitCode::FAILURE
}

fn settings(config: Option<&Path>) -> anyhow::Result<Settings> {
    let environment = |name: &str| std::env::var(name).ok();
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    if let Some(unknown) = settings::unknown_variable(names) {
        return Err(unknown.into());
    }
    Ok(match config {
        Some(path) => Settings::read(path, environment)?,
        None => Settings::of_environment(environment)?,
    })
}

#[cfg(feature = "terminal")]
fn play(args: &TryArgs) -> anyhow::Result<ExitCode> {
    let settings = settings(args.config.as_deref())?;
    let (coloured, hint) = (std::io::stdout().is_terminal(), std::io::stdin().is_terminal());
    let look = if args.json { app::Look::Json } else { app::Look::Human { coloured, hint } };
    let game = app::Try { folder: PathBuf::from("."), look, fresh: args.fresh, at: args.at };
    to_the_end(app::play(game, &settings))??;
    Ok(ExitCode::SUCCESS)
}

#[cfg(feature = "matrix")]
fn run_bot(config: &Path) -> anyhow::Result<ExitCode> {
    let settings = settings(Some(config))?;
    to_the_end(app::run(&settings))??;
    Ok(ExitCode::SUCCESS)
}

fn check(config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let settings = settings(config)?;
    let report = to_the_end(app::check(&settings))?;
    let mut out = std::io::stdout().lock();
    for line in &report.lines {
        writeln!(out, "{line}")?;
    }
    Ok(if report.faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_example() -> anyhow::Result<ExitCode> {
    write!(std::io::stdout(), "{}", settings::EXAMPLE)?;
    Ok(ExitCode::SUCCESS)
}

fn new_key(path: &Path) -> anyhow::Result<ExitCode> {
    MasterKey::generate(&OsEntropy).write_new_file(path)?;
    writeln!(
        std::io::stdout(),
        "New master key: {}. Keep a copy in another safe place, away from backups of the database: without the key nothing can be read.",
        path.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Runs something to its end, and leaves without waiting for anybody: a thread that still reads from a keyboard must
/// not hold up an orderly stop.
fn to_the_end<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the operating system gives no threads")?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_background();
    Ok(outcome)
}
