//! Parse, call, print the chain of errors, exit code.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    lotse::ops::logging::keep_panics_to_their_place();
    let cli = lotse::cli::Cli::parse();
    lotse::ops::logging::start();
    match lotse::cli::run(cli) {
        Ok(code) => code,
        Err(error) => lotse::cli::failed(&error),
    }
}
