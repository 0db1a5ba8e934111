//! Public holidays in Germany: those of the whole country and those of one Land.
//!
//! Source: the holiday laws of the Länder and article 2 (2) of the Unification Treaty (3 October), as they have
//! been in force since 2023. Accepted gap: holidays of single municipalities (Assumption Day in Catholic parts of
//! Bavaria, Corpus Christi in parts of Saxony and Thuringia, the Peace Festival of Augsburg) are working days here;
//! whoever needs one enters it in the settings as a closed day.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use crate::model::Land;

/// Days from Easter Sunday.
const GOOD_FRIDAY: i32 = -2;
const EASTER_MONDAY: i32 = 1;
const ASCENSION: i32 = 39;
const WHIT_SUNDAY: i32 = 49;
const WHIT_MONDAY: i32 = 50;
const CORPUS_CHRISTI: i32 = 60;

/// Whether `day` is a public holiday in all of `land`.
#[must_use]
pub fn is_holiday(day: Date, land: Land) -> bool {
    nationwide(day) || of_land(day, land)
}

fn nationwide(day: Date) -> bool {
    matches!((day.month(), day.day()), (1 | 5, 1) | (10, 3) | (12, 25 | 26))
        || matches!(from_easter(day), Some(GOOD_FRIDAY | EASTER_MONDAY | ASCENSION | WHIT_MONDAY))
}

fn of_land(day: Date, land: Land) -> bool {
    let fixed = match (day.month(), day.day()) {
        // Epiphany.
        (1, 6) => matches!(land, Land::Bw | Land::By | Land::St),
        // International Women's Day.
        (3, 8) => matches!(land, Land::Be | Land::Mv),
        // Assumption Day.
        (8, 15) => land == Land::Sl,
        // Children's Day.
        (9, 20) => land == Land::Th,
        // Reformation Day.
        (10, 31) => matches!(
            land,
            Land::Bb | Land::Hb | Land::Hh | Land::Mv | Land::Ni | Land::Sh | Land::Sn | Land::St | Land::Th
        ),
        // All Saints' Day.
        (11, 1) => matches!(land, Land::Bw | Land::By | Land::Nw | Land::Rp | Land::Sl),
        // Day of Repentance: the Wednesday before 23 November.
        (11, 16..=22) => land == Land::Sn && day.weekday() == Weekday::Wednesday,
        _ => false,
    };
    fixed
        || match from_easter(day) {
            Some(0 | WHIT_SUNDAY) => land == Land::Bb,
            Some(CORPUS_CHRISTI) => {
                matches!(land, Land::Bw | Land::By | Land::He | Land::Nw | Land::Rp | Land::Sl)
            }
            Some(_) | None => false,
        }
}

/// How many days `day` comes after the Easter Sunday of its year.
fn from_easter(day: Date) -> Option<i32> {
    let easter = easter(day.year())?;
    easter.until(day).ok().map(|span| span.get_days())
}

/// Easter Sunday in the Gregorian calendar: the "anonymous" algorithm that S. Butcher printed in 1876, as given by
/// J. Meeus, Astronomical Algorithms, chapter 8. Valid for every year from 1583; `None` where no date can be made.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (golden, century, in_century) = (year_number % 19, year_number / 100, year_number % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    // The days from 22 March, on which Easter can fall at the earliest.
    let days = epact + to_sunday - 7 * late;
    let first = Date::new(year, 3, 22).ok()?;
    first.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_calendars_have_it() {
        // Published dates; 2038 is the latest day possible, 2285 the earliest (both rare edges of the rule).
        for known in [
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2030-04-21",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2285-03-22",
        ] {
            let known = day(known);
            assert_eq!(easter(known.year()), Some(known));
        }
    }

    #[test]
    fn nationwide_holidays_hold_in_every_land() {
        for known in [
            "2027-01-01",
            "2026-04-03",
            "2026-04-06",
            "2026-05-01",
            "2026-05-14",
            "2026-05-25",
            "2026-10-03",
            "2026-12-25",
            "2026-12-26",
        ] {
            for land in Land::ALL {
                assert!(is_holiday(day(known), land), "{known} in {land}");
            }
        }
        for working in ["2026-12-24", "2026-12-31", "2026-04-02", "2026-05-15", "2026-11-23"] {
            for land in Land::ALL {
                assert!(!is_holiday(day(working), land), "{working} in {land}");
            }
        }
    }

    #[test]
    fn the_laender_have_their_own() {
        for (known, land, elsewhere) in [
            ("2026-06-04", Land::Nw, Land::Be),
            ("2026-11-01", Land::Nw, Land::Sn),
            ("2027-01-06", Land::By, Land::Nw),
            ("2027-03-08", Land::Be, Land::Nw),
            ("2026-08-15", Land::Sl, Land::By),
            ("2026-09-20", Land::Th, Land::Sn),
            ("2026-10-31", Land::Hh, Land::Nw),
            ("2026-11-18", Land::Sn, Land::Th),
            ("2026-04-05", Land::Bb, Land::Be),
        ] {
            assert!(is_holiday(day(known), land), "{known} in {land}");
            assert!(!is_holiday(day(known), elsewhere), "{known} in {elsewhere}");
        }
    }
}
