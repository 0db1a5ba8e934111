//! When the desk is staffed: hours of the week, holidays, closed days. What contacts are told comes from here.
//!
//! Rules. A stretch belongs to the day on which it begins: one that begins before midnight runs on into a holiday,
//! and one that would begin on a holiday does not. Clock times are those of Germany; where a clock change skips a
//! time the stretch begins (or ends) as much later, and where it repeats one the first counts. Lengths of time are
//! real time, not differences of clock readings.

use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, ToSpan as _};
use serde::Deserialize;

use super::holidays::is_holiday;
use crate::dialogue::NextAnswer;
use crate::model::{Land, Timestamp, german_time, in_germany};

/// So many days are looked through for the next opening. No row of holidays is nearly as long.
const DAYS_AHEAD: i32 = 60;

/// The hours at which the desk is staffed. Default: Monday to Friday from 9 to 16, holidays of Nordrhein-Westfalen
/// (the starke Stelle sits in Bonn).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hours {
    /// Stretches that begin on a Monday.
    pub monday: Vec<Stretch>,
    /// Stretches that begin on a Tuesday.
    pub tuesday: Vec<Stretch>,
    /// Stretches that begin on a Wednesday.
    pub wednesday: Vec<Stretch>,
    /// Stretches that begin on a Thursday.
    pub thursday: Vec<Stretch>,
    /// Stretches that begin on a Friday.
    pub friday: Vec<Stretch>,
    /// Stretches that begin on a Saturday.
    pub saturday: Vec<Stretch>,
    /// Stretches that begin on a Sunday.
    pub sunday: Vec<Stretch>,
    /// The Land whose holidays count, beside those of the whole country.
    pub land: Land,
    /// Further days on which nobody is there.
    pub closed: Vec<ClosedDay>,
}

/// From one clock time to another; if the second is not later, to that time of the next day. Written `09:00-16:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Stretch {
    opens: Time,
    closes: Time,
}

/// A day on which nobody is there: every year (written `12-24`) or once (`2027-05-07`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum ClosedDay {
    /// Every year.
    EveryYear {
        /// The month, 1 to 12.
        month: i8,
        /// The day of the month.
        day: i8,
    },
    /// On this day alone.
    Once(Date),
}

/// Hours that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// No stretch.
    #[error("hours are written as 09:00-16:00")]
    Stretch,
    /// No day.
    #[error("a closed day is written as 12-24 (every year) or 2027-05-07 (once)")]
    Day,
}

impl TryFrom<String> for Stretch {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Self, HoursError> {
        let (opens, closes) = text.split_once(['-', '–']).ok_or(HoursError::Stretch)?;
        let opens = clock_time(opens).ok_or(HoursError::Stretch)?;
        let closes = if closes.trim() == "24:00" { Some(Time::MIN) } else { clock_time(closes) };
        Ok(Self { opens, closes: closes.ok_or(HoursError::Stretch)? })
    }
}

fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

impl TryFrom<String> for ClosedDay {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Self, HoursError> {
        if let Ok(date) = text.parse() {
            return Ok(Self::Once(date));
        }
        // A leap year, so that 29 February is a day.
        let day: Date = format!("2024-{text}").parse().map_err(|_| HoursError::Day)?;
        Ok(Self::EveryYear { month: day.month(), day: day.day() })
    }
}

impl Default for Hours {
    fn default() -> Self {
        let day = vec![Stretch { opens: Time::constant(9, 0, 0, 0), closes: Time::constant(16, 0, 0, 0) }];
        Self {
            monday: day.clone(),
            tuesday: day.clone(),
            wednesday: day.clone(),
            thursday: day.clone(),
            friday: day,
            saturday: Vec::new(),
            sunday: Vec::new(),
            land: Land::Nw,
            closed: Vec::new(),
        }
    }
}

impl Hours {
    /// Whether the desk is staffed at `now`.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.closes_after(now).is_some()
    }

    /// The first moment after `now` at which the desk opens. `None`: the hours are empty.
    #[must_use]
    pub fn next_opening(&self, now: Timestamp) -> Option<Timestamp> {
        self.from(now).map(|(opens, _)| opens).find(|opens| *opens > now)
    }

    /// `moment` itself if the desk is staffed then, or else the next opening.
    #[must_use]
    pub fn open_from(&self, moment: Timestamp) -> Option<Timestamp> {
        if self.is_open(moment) { Some(moment) } else { self.next_opening(moment) }
    }

    /// What can honestly be said about when a human answers.
    #[must_use]
    pub fn next_answer(&self, now: Timestamp) -> NextAnswer {
        match (self.closes_after(now), self.next_opening(now)) {
            (Some(until), _) => NextAnswer::OpenNow { until },
            (None, Some(at)) => NextAnswer::Opens { at },
            (None, None) => NextAnswer::Unknown,
        }
    }

    /// The moment by which the desk has been staffed for `time` since `since`; always one at which it is staffed.
    /// `None`: that never comes.
    #[must_use]
    pub fn after_open_time(&self, since: Timestamp, time: SignedDuration) -> Option<Timestamp> {
        let mut left = time;
        let mut counted = since;
        for (opens, closes) in self.from(since) {
            let begin = opens.max(counted);
            if closes <= begin {
                continue;
            }
            let length = closes.duration_since(begin);
            if left < length {
                return begin.checked_add(left).ok();
            }
            left -= length;
            counted = closes;
        }
        None
    }

    /// When the stretch in which `now` lies ends; stretches that follow each other without a gap are one.
    fn closes_after(&self, now: Timestamp) -> Option<Timestamp> {
        let mut end = None;
        for (opens, closes) in self.from(now) {
            if opens <= end.unwrap_or(now) && closes > end.unwrap_or(now) {
                end = Some(closes);
            }
        }
        end
    }

    /// Every stretch that is not over before `now`, in order of their beginnings, as far ahead as we look.
    fn from(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let today = in_germany(now).date();
        // A stretch of yesterday may run on after midnight.
        (-1..DAYS_AHEAD)
            .filter_map(move |ahead| today.checked_add(ahead.days()).ok())
            .flat_map(|day| self.of_day(day))
            .filter(move |(_, closes)| *closes > now)
    }

    fn of_day(&self, day: Date) -> Vec<(Timestamp, Timestamp)> {
        let closed = self.closed.iter().any(|closed| match *closed {
            ClosedDay::EveryYear { month, day: number } => (day.month(), day.day()) == (month, number),
            ClosedDay::Once(date) => day == date,
        });
        if closed || is_holiday(day, self.land) {
            return Vec::new();
        }
        let mut stretches: Vec<_> =
            self.of_weekday(day.weekday()).iter().filter_map(|stretch| stretch.on(day)).collect();
        stretches.sort();
        stretches
    }

    fn of_weekday(&self, weekday: Weekday) -> &[Stretch] {
        match weekday {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }
}

impl Stretch {
    fn on(self, day: Date) -> Option<(Timestamp, Timestamp)> {
        let last = if self.closes > self.opens { day } else { day.tomorrow().ok()? };
        Some((german_time(day, self.opens)?, german_time(last, self.closes)?))
    }
}
