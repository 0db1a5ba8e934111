use jiff::SignedDuration;

use crate::desk::Hours;
use crate::dialogue::NextAnswer;
use crate::model::Timestamp;

/// A moment by the clocks in Germany.
fn at(text: &str) -> Timestamp {
    text.parse::<jiff::civil::DateTime>().unwrap().in_tz("Europe/Berlin").unwrap().timestamp()
}

fn next(hours: &Hours, now: &str) -> Option<Timestamp> {
    hours.next_opening(at(now))
}

fn read(text: &str) -> Hours {
    toml::from_str(text).unwrap()
}

/// Nobody is there any day, except as `text` says.
fn only(text: &str) -> Hours {
    let empty = "monday = []\ntuesday = []\nwednesday = []\nthursday = []\nfriday = []\n";
    let kept: String = empty
        .lines()
        .filter(|line| !text.contains(line.split(' ').next().unwrap()))
        .flat_map(|line| [line, "\n"])
        .collect();
    read(&format!("{kept}{text}"))
}

#[test]
fn a_working_day_is_open_from_nine_to_four() {
    let hours = Hours::default();
    for (now, open) in [
        ("2026-11-23T08:59:59", false),
        ("2026-11-23T09:00", true),
        ("2026-11-27T15:59", true),
        ("2026-11-27T16:00", false),
        ("2026-11-28T10:00", false),
        ("2026-11-29T10:00", false),
    ] {
        assert_eq!(hours.is_open(at(now)), open, "{now}");
    }
    assert_eq!(
        hours.next_answer(at("2026-11-27T15:59")),
        NextAnswer::OpenNow { until: at("2026-11-27T16:00") }
    );
    assert_eq!(
        hours.next_answer(at("2026-11-27T16:00")),
        NextAnswer::Opens { at: at("2026-11-30T09:00") },
        "after Friday comes Monday"
    );
    assert_eq!(next(&hours, "2026-11-23T03:00"), Some(at("2026-11-23T09:00")), "on the same day");
    assert_eq!(next(&hours, "2026-11-23T09:00"), Some(at("2026-11-24T09:00")), "strictly after now");
}

#[test]
fn holidays_are_skipped() {
    // F38
    let hours = Hours::default();
    for (now, opens) in [
        ("2026-04-02T16:00", "2026-04-07T09:00"), // Good Friday to Easter Monday
        ("2026-06-03T16:00", "2026-06-05T09:00"), // Corpus Christi, in Nordrhein-Westfalen
        ("2025-10-02T17:00", "2025-10-06T09:00"), // 3 October on a Friday
        ("2026-12-23T16:00", "2026-12-24T09:00"), // 24 December is a working day by law
        ("2026-12-24T16:00", "2026-12-28T09:00"),
        ("2026-12-31T16:00", "2027-01-04T09:00"), // over the end of the year
    ] {
        assert_eq!(next(&hours, now), Some(at(opens)), "{now}");
    }
    let in_berlin = read("land = 'DE-BE'");
    assert_eq!(next(&in_berlin, "2026-06-03T16:00"), Some(at("2026-06-04T09:00")));
}

#[test]
fn closed_days_come_from_the_settings() {
    let hours = read("closed = ['12-24', '12-31', '2026-11-24']");
    assert_eq!(next(&hours, "2026-11-23T16:00"), Some(at("2026-11-25T09:00")));
    assert_eq!(next(&hours, "2027-11-23T08:00"), Some(at("2027-11-23T09:00")), "once is once");
    assert_eq!(next(&hours, "2026-12-23T16:00"), Some(at("2026-12-28T09:00")));
    assert_eq!(next(&hours, "2030-12-23T16:00"), Some(at("2030-12-27T09:00")), "every year");
}

#[test]
fn a_clock_change_moves_the_moment_and_not_the_clock() {
    // F38
    let sunday = only("sunday = ['01:00-05:00']");
    for (day, length) in [("2026-03-29", 3), ("2026-10-25", 5)] {
        let opens = at(&format!("{day}T01:00"));
        assert_eq!(sunday.next_opening(at(&format!("{day}T00:30"))), Some(opens));
        let until = opens.checked_add(SignedDuration::from_hours(length)).unwrap();
        assert_eq!(sunday.next_answer(opens), NextAnswer::OpenNow { until }, "{day}");
        assert!(!sunday.is_open(until));
    }
    let hours = Hours::default();
    assert_eq!(next(&hours, "2026-03-27T16:00").unwrap().to_string(), "2026-03-30T07:00:00Z");
    assert_eq!(next(&hours, "2026-10-23T16:00").unwrap().to_string(), "2026-10-26T08:00:00Z");
}

#[test]
fn a_night_shift_runs_over_midnight_and_into_a_holiday() {
    // F38
    let hours = only("monday = ['22:00-02:00']\nthursday = ['20:00-24:00']\nfriday = ['00:00-06:00']");
    assert!(hours.is_open(at("2026-11-24T01:59")) && !hours.is_open(at("2026-11-24T02:00")));
    assert!(!hours.is_open(at("2026-11-23T01:00")), "the night before belongs to Sunday");
    assert_eq!(
        hours.next_answer(at("2026-11-26T23:00")),
        NextAnswer::OpenNow { until: at("2026-11-27T06:00") },
        "two stretches without a gap are one"
    );
    let may_day = only("thursday = ['22:00-02:00']\nfriday = ['22:00-02:00']");
    assert!(may_day.is_open(at("2026-05-01T01:00")), "what began on a working day runs on");
    assert!(!may_day.is_open(at("2026-05-01T23:00")), "nothing begins on a holiday");
}

#[test]
fn only_time_at_which_somebody_is_there_counts() {
    let hours = Hours::default();
    let after = |since: &str, minutes| hours.after_open_time(at(since), SignedDuration::from_mins(minutes));
    assert_eq!(after("2026-11-23T10:00", 15), Some(at("2026-11-23T10:15")));
    assert_eq!(after("2026-11-23T03:00", 15), Some(at("2026-11-23T09:15")));
    assert_eq!(after("2026-11-27T15:50", 15), Some(at("2026-11-30T09:05")));
    assert_eq!(after("2026-11-27T15:45", 15), Some(at("2026-11-30T09:00")), "never at closing time");
    assert_eq!(after("2026-12-24T15:00", 9 * 60), Some(at("2026-12-29T10:00")));
}

#[test]
fn without_hours_nothing_is_promised() {
    let never = only("sunday = []");
    assert_eq!(never.next_answer(at("2026-11-23T10:00")), NextAnswer::Unknown);
    assert_eq!(never.after_open_time(at("2026-11-23T10:00"), SignedDuration::ZERO), None);
}

#[test]
fn what_cannot_be_read_is_refused_with_an_example() {
    for (text, example) in [
        ("monday = ['9 bis 16']", "09:00-16:00"),
        ("monday = ['09:00-25:00']", "09:00-16:00"),
        ("closed = ['24.12.']", "12-24"),
        ("closed = ['13-01']", "12-24"),
        ("montag = []", "montag"),
        ("land = 'NRW'", "DE-NW"),
    ] {
        let error = toml::from_str::<Hours>(text).unwrap_err().to_string();
        assert!(error.contains(example), "{text}: {error}");
    }
}
