//! Every key there is, by name: what is unknown is refused, and each has its variable in the environment.

use std::borrow::Cow;

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::{Settings, SettingsError};
use crate::model::{Private, line_of};

/// What begins the name of every variable.
const PREFIX: &str = "LOTSE_";

/// How a value is written in the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Text,
    /// As it is, and there alone: it has no key in the file.
    Secret,
    /// One after the other with commas between them.
    List,
    /// In digits.
    Number,
    /// `true` or `false`.
    Flag,
}

/// Every key with its form, in the order of the example.
pub(super) const KEYS: &[(&str, Form)] = &[
    ("database", Form::Text),
    ("database_file", Form::Text),
    ("master_key", Form::Secret),
    ("master_key_file", Form::Text),
    ("content", Form::Text),
    ("locales", Form::Text),
    ("desk.name", Form::Text),
    ("desk.navigators", Form::List),
    ("desk.hours.monday", Form::List),
    ("desk.hours.tuesday", Form::List),
    ("desk.hours.wednesday", Form::List),
    ("desk.hours.thursday", Form::List),
    ("desk.hours.friday", Form::List),
    ("desk.hours.saturday", Form::List),
    ("desk.hours.sunday", Form::List),
    ("desk.hours.land", Form::Text),
    ("desk.hours.closed", Form::List),
    ("desk.reminders.unclaimed_minutes", Form::Number),
    ("desk.reminders.again_minutes", Form::Number),
    ("desk.reminders.unanswered_minutes", Form::Number),
    ("files.largest_megabytes", Form::Number),
    ("files.kinds", Form::List),
    ("matrix.homeserver", Form::Text),
    ("matrix.user", Form::Text),
    ("matrix.password", Form::Secret),
    ("matrix.password_file", Form::Text),
    ("matrix.token", Form::Secret),
    ("matrix.token_file", Form::Text),
    ("matrix.store", Form::Text),
    ("matrix.unencrypted", Form::Text),
    ("matrix.repeat_after_seconds", Form::Number),
    ("telegram.token", Form::Secret),
    ("telegram.token_file", Form::Text),
    ("telegram.api_url", Form::Text),
    ("telegram.webhook_url", Form::Text),
    ("telegram.webhook_listen", Form::Text),
    ("telegram.webhook_secret_file", Form::Text),
    ("telegram.pace", Form::Flag),
    ("http.listen", Form::Text),
    ("http.public", Form::Flag),
];

/// Keys that say the same in different ways: one from the environment replaces all others of the file.
const SAME: &[&[&str]] = &[
    &["database", "database_file"],
    &["matrix.password", "matrix.password_file", "matrix.token", "matrix.token_file"],
];

/// The variable of a key.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

/// The first of these variables that looks like one of ours and is none, with what may have been meant.
///
/// Only names with `__` in them are judged: other programs, and container platforms by themselves, may set what
/// merely begins like ours.
pub fn unknown_variable(names: impl IntoIterator<Item = String>) -> Option<SettingsError> {
    let unknown = names
        .into_iter()
        .filter(|name| name.strip_prefix(PREFIX).is_some_and(|rest| rest.contains("__")))
        .find(|name| KEYS.iter().all(|(key, _)| variable(key) != *name))?;
    let known = KEYS.iter().map(|(key, _)| Cow::Owned(variable(key)));
    let detail = format!("there is no such setting{}", meant(&unknown, known));
    Some(SettingsError::Variable { variable: unknown, detail })
}

/// Refuses keys and sections that do not exist, with the line and what may have been meant.
pub(super) fn refuse_unknown(text: &str) -> Result<(), (usize, String)> {
    let table = DeTable::parse(text).map_err(|error| (line_of(text, &error), error.message().to_owned()))?;
    walk(text, "", table.get_ref())
}

fn walk(text: &str, section: &str, table: &DeTable<'_>) -> Result<(), (usize, String)> {
    for (key, value) in table {
        let name = key.get_ref();
        let path = if section.is_empty() { name.to_string() } else { format!("{section}.{name}") };
        let in_file = || KEYS.iter().filter(|(_, form)| *form != Form::Secret);
        if in_file().any(|(known, _)| *known == path) {
            continue;
        }
        let inside = format!("{path}.");
        if in_file().any(|(known, _)| known.starts_with(&inside)) {
            match value.get_ref() {
                DeValue::Table(inner) => walk(text, &path, inner)?,
                // Reading it for good says what it should be.
                _ => continue,
            }
            continue;
        }
        let line = text.get(..key.span().start).unwrap_or_default().matches('\n').count() + 1;
        if KEYS.contains(&(path.as_str(), Form::Secret)) {
            let variable = variable(&path);
            let detail = format!("a secret does not stand in the settings; use {path}_file, or {variable}");
            return Err((line, detail));
        }
        let known = in_file().filter_map(|(known, _)| {
            let rest = known.strip_prefix(section)?;
            let rest = if section.is_empty() { rest } else { rest.strip_prefix('.')? };
            Some(Cow::Borrowed(rest.split('.').next().unwrap_or(rest)))
        });
        return Err((line, format!("there is no key {path}{}", meant(name, known))));
    }
    Ok(())
}

/// What may have been meant: the most alike, if it is alike enough.
fn meant<'a>(typed: &str, known: impl Iterator<Item = Cow<'a, str>>) -> String {
    known
        .map(|known| (strsim::normalized_damerau_levenshtein(typed, &known), known))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| format!("; did you mean {known}?"))
        .unwrap_or_default()
}

/// The settings of this table with the environment laid over them.
pub(super) fn overlaid(
    mut table: Table,
    environment: &impl Fn(&str) -> Option<String>,
) -> Result<Settings, SettingsError> {
    let set: Vec<_> = KEYS
        .iter()
        .filter_map(|(key, form)| environment(&variable(key)).map(|value| (*key, *form, value)))
        .collect();
    // First of all, because two from the environment contradict each other and must both be seen.
    for (key, ..) in &set {
        for same in SAME.iter().filter(|same| same.contains(key)).copied().flatten() {
            remove(&mut table, same);
        }
    }
    let mut secrets = Vec::new();
    for (key, form, value) in set {
        let wrong =
            |detail: &str| SettingsError::Variable { variable: variable(key), detail: detail.to_owned() };
        let value = match form {
            Form::Secret => {
                secrets.push((key, Private::new(value)));
                continue;
            }
            Form::Text => Value::String(value),
            Form::List => Value::Array(
                value.split(',').map(str::trim).filter(|item| !item.is_empty()).map(Value::from).collect(),
            ),
            Form::Number => {
                let number = value.trim().parse().map_err(|_| wrong("a whole number was expected"))?;
                Value::Integer(number)
            }
            Form::Flag => {
                let flag = value.trim().parse().map_err(|_| wrong("true or false was expected"))?;
                Value::Boolean(flag)
            }
        };
        insert(&mut table, key, value);
        // Read after each one, so that it is known which one is wrong.
        Settings::deserialize(table.clone()).map_err(|error| wrong(error.message()))?;
    }
    let mut settings = Settings::deserialize(table).map_err(|error| SettingsError::Variable {
        // The file was read before, and each variable above: this cannot be.
        variable: format!("{PREFIX}…"),
        detail: error.message().to_owned(),
    })?;
    for (key, secret) in secrets {
        let place = match key {
            "master_key" => Some(&mut settings.master_key),
            "matrix.password" => Some(&mut settings.matrix.get_or_insert_default().password),
            "matrix.token" => Some(&mut settings.matrix.get_or_insert_default().token),
            "telegram.token" => Some(&mut settings.telegram.get_or_insert_default().token),
            _ => None,
        };
        if let Some(place) = place {
            *place = Some(secret);
        }
    }
    Ok(settings)
}

fn insert(table: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
        }
        Some((section, rest)) => {
            let inner = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

fn remove(table: &mut Table, key: &str) {
    match key.split_once('.') {
        None => {
            table.remove(key);
        }
        Some((section, rest)) => {
            if let Some(Value::Table(inner)) = table.get_mut(section) {
                remove(inner, rest);
            }
        }
    }
}
