//! Times as people in Germany read them.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::catalog;
use super::voice::Voice;
use crate::dialogue::NextAnswer;
use crate::model::in_germany;

/// The day in Germany.
pub(super) fn today(now: Timestamp) -> Date {
    in_germany(now).date()
}

/// „Mo 23.11., 10:02 Uhr“.
pub(super) fn moment(voice: &Voice<'_>, moment: Timestamp) -> String {
    let local = in_germany(moment);
    voice.say(
        catalog::MOMENT,
        &[
            ("weekday", local.weekday().to_monday_one_offset().into()),
            ("date", local.strftime("%-d.%-m.").to_string().into()),
            ("time", local.strftime("%H:%M").to_string().into()),
        ],
    )
}

/// „Januar 2025“.
pub(super) fn month(voice: &Voice<'_>, day: Date) -> String {
    let name = month_name(voice, day.month());
    voice.say(catalog::MONTH, &[("name", name.into()), ("year", day.year().into())])
}

fn month_name(voice: &Voice<'_>, number: i8) -> String {
    voice.say(catalog::MONTH_NAME, &[("number", number.into())])
}

/// „16 Uhr“, „16:30 Uhr“.
fn clock(voice: &Voice<'_>, local: &Zoned) -> String {
    let shape = if local.minute() == 0 { "%-H" } else { "%-H:%M" };
    voice.say(catalog::CLOCK, &[("time", local.strftime(shape).to_string().into())])
}

/// „Dienstag, 24. November“. Never "tomorrow": a message may be read on another day than it was written.
fn day(voice: &Voice<'_>, local: &Zoned) -> String {
    voice.say(
        catalog::DAY,
        &[
            ("weekday", local.weekday().to_monday_one_offset().into()),
            ("date", local.day().into()),
            ("month", month_name(voice, local.month()).into()),
        ],
    )
}

/// When a human may answer, as a sentence.
pub(super) fn next_answer(voice: &Voice<'_>, next: NextAnswer) -> String {
    match next {
        NextAnswer::OpenNow { until } => {
            let until = in_germany(until);
            let mut told = clock(voice, &until);
            if until.date() != voice.surroundings.today {
                let day = day(voice, &until);
                told = voice.say(catalog::DAY_CLOCK, &[("day", day.into()), ("clock", told.into())]);
            }
            voice.say(catalog::NEXT_OPEN, &[("until", told.into())])
        }
        NextAnswer::Opens { at } => {
            let at = in_germany(at);
            let (day, clock) = (day(voice, &at), clock(voice, &at));
            voice.say(catalog::NEXT_OPENS, &[("day", day.into()), ("clock", clock.into())])
        }
        NextAnswer::Unknown => voice.plain(catalog::NEXT_UNKNOWN),
    }
}
