//! Parse, call, print the chain of errors, exit code.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = lotse::cli::Cli::parse();
    lotse::ops::logging::start();
    match lotse::cli::run(cli) {
        Ok(code) => code,
        Err(error) => lotse::cli::failed(&error),
    }
}
