//! The double as a program: prints its address and runs until it is ended.

use clap::Parser;
use telegram_double::{Options, Telegram};

/// A Telegram Bot API for tests, which misbehaves on demand.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen; port 0 stands for a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: String,
    /// A bot's token; may be named several times. Others are made over /control/bots.
    #[arg(long = "bot")]
    bots: Vec<String>,
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the address is what this program has to say")]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let telegram = Telegram::listen(&arguments.listen, Options::default()).await?;
    for token in &arguments.bots {
        let _ = telegram.bot(token);
    }
    println!("{}", telegram.url());
    tokio::signal::ctrl_c().await
}
