//! A small directory for tests: the smallest that loads, and offers that differ from a sound one in what is named.

use super::{Directory, ESSENTIAL, Fault, NOTRUF_110, NOTRUF_112, Problem};

/// A sound offer of `bund.toml`, in which some fields are replaced, added, or (with an empty value) left out.
pub(super) fn offer(id: &str, changes: &[(&str, &str)]) -> String {
    let id = format!("{id:?}");
    let mut fields = vec![
        ("id", id.as_str()),
        ("name", r#""Beratung""#),
        ("organization", r#""Verein""#),
        ("area", r#""bund""#),
        ("needs", r#"["psychosozial"]"#),
        ("situations", r#"["belastung"]"#),
        ("audience", r#"["alle"]"#),
        ("motive", r#""alle""#),
        ("police", r#""no""#),
        ("anonymous", r#""ja""#),
        ("cost", r#""kostenfrei""#),
        ("channels", r#"["telefon"]"#),
        ("phones", r#"[{ number = "116 123", certain = true }]"#),
        ("status", r#""active""#),
        ("priority", "10"),
        ("source", r#""https://example.org""#),
        ("confidence", r#""high""#),
    ];
    for &(name, value) in changes {
        fields.retain(|(field, _)| *field != name);
        if !value.is_empty() {
            fields.push((name, value));
        }
    }
    let lines: Vec<_> = fields.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("[[offer]]\n{}\n", lines.join("\n"))
}

/// The offers without which nothing loads.
pub(super) fn essentials() -> String {
    let emergency = [("needs", r#"["gefahrenabwehr"]"#), ("situations", r#"["akute_gefahr"]"#)];
    ESSENTIAL
        .map(|id| offer(id, if [NOTRUF_110, NOTRUF_112].contains(&id) { &emergency } else { &[] }))
        .join("\n")
}

/// The essentials and these offers.
pub(super) fn directory(offers: &[String]) -> Directory {
    let text = format!("{}\n{}", essentials(), offers.join("\n"));
    Directory::load(&[("bund.toml", &text)]).expect("the sample is sound")
}

/// The faults of the essentials and this offer.
pub(super) fn faults(offer: &str) -> Vec<Fault> {
    let text = format!("{}\n{offer}", essentials());
    Directory::load(&[("bund.toml", &text)]).err().unwrap_or_default()
}

/// The problems of an offer in which these fields are changed.
pub(super) fn problems(changes: &[(&str, &str)]) -> Vec<Problem> {
    faults(&offer("geprueft", changes)).into_iter().map(|fault| fault.problem).collect()
}
