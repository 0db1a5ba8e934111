//! `lotse try`: the whole product in one terminal.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::ends::Ends;
use super::game::{self, Game};
use crate::channel::terminal::{Human, Json, Screen};
use crate::model::{Clock, SystemClock, Timestamp};
use crate::ops::settings::Settings;

/// How to play.
#[derive(Debug)]
pub struct Try {
    /// Where database and key are.
    pub folder: PathBuf,
    /// How it looks.
    pub look: Look,
    /// Forget what was played before.
    pub fresh: bool,
    /// Set the clock to this moment.
    pub at: Option<Timestamp>,
}

/// How a game looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// For people.
    Human {
        /// In colour.
        coloured: bool,
        /// Say first how to play: somebody sits at the keyboard.
        hint: bool,
    },
    /// For scripts: one JSON object a line.
    Json,
}

/// Plays on standard input and output until the input ends, nobody reads the output any more, or an orderly stop is
/// asked for.
///
/// # Errors
/// The files cannot be used, the database is of another key or version, or content has faults.
pub async fn play(how: Try, settings: &Settings) -> anyhow::Result<()> {
    let mut ends = Ends::listen()?;
    let content = super::content(settings)?;
    if how.fresh {
        game::forget(&how.folder)?;
    }
    let mut screen: Box<dyn Screen> = match how.look {
        Look::Human { coloured, .. } => {
            Box::new(Human::new(std::io::stdout(), game::margins(&content.texts), coloured))
        }
        Look::Json => Box::new(Json::new(std::io::stdout())),
    };
    if let Look::Human { hint: true, .. } = how.look
        && screen.hint(&content.texts.hint_for_playing()).is_err()
    {
        // Nobody is there to play with.
        return Ok(());
    }
    let clock: Arc<dyn Clock> = Arc::new(how.at.map_or_else(SystemClock::default, SystemClock::starting_at));
    let game = Game::begin(&how.folder, screen, clock, &settings.desk, content).await?;
    // Whatever is being waited for, the ends are listened for beside it.
    let played = tokio::select! {
        played = play_lines(&game) => played,
        () = ends.come() => Ok(()),
        () = game.gone() => Ok(()),
    };
    game.stop().await;
    played
}

async fn play_lines(game: &Game) -> anyhow::Result<()> {
    game.open().await?;
    let mut lines = BufReader::new(tokio::io::stdin());
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        game.hear(&String::from_utf8_lossy(&line)).await?;
    }
}
