//! Reads `content/intake.toml` and finds everything that is wrong with it, at once.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Section;
use super::intake::{AdviceRule, Choosable, Guard, Intake, Kind, Step};
use crate::model::{Fault, OptionId, StepId, read_toml};

/// The options a consent step must have: the engine acts on them.
pub(super) const CONSENT_OPTIONS: [&str; 3] = ["ja", "nein", "mehr"];
/// The options a review step must have: the engine acts on them.
pub(super) const REVIEW_OPTIONS: [&str; 4] = ["uebergeben", "angebote", "aendern", "loeschen"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIntake {
    step: Vec<RawStep>,
    #[serde(default)]
    advice: Vec<RawAdvice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    id: StepId,
    kind: RawKind,
    section: Option<Section>,
    #[serde(default)]
    when: Vec<RawGuard>,
    #[serde(default)]
    on_card: bool,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    option: Vec<Choosable>,
    most_chars: Option<u32>,
    most_items: Option<u32>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawKind {
    Consent,
    Choice,
    Several,
    Place,
    Text,
    Evidence,
    Review,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGuard {
    step: StepId,
    is: Option<Vec<OptionId>>,
    not: Option<Vec<OptionId>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAdvice {
    id: String,
    when: Vec<RawGuard>,
}

/// Reads an intake.
///
/// # Errors
/// All faults of the file; a file that is no TOML, or has unknown words, gives that one alone.
pub fn load_intake(file: &str, text: &str) -> Result<Intake, Vec<Fault>> {
    let raw: RawIntake = read_toml(file, text)?;
    let mut faults = Faults { file, found: Vec::new() };
    let steps: Vec<Step> = raw.step.into_iter().map(|step| faults.step(step)).collect();
    let advice: Vec<AdviceRule> = raw
        .advice
        .into_iter()
        .map(|advice| {
            let when = advice.when.into_iter().map(|guard| faults.guard(&advice.id, guard)).collect();
            AdviceRule { id: advice.id, when }
        })
        .collect();
    faults.order(&steps);
    faults.guards(&steps);
    faults.advice(&steps, &advice);
    if faults.found.is_empty() { Ok(Intake { steps, advice }) } else { Err(faults.found) }
}

struct Faults<'a> {
    file: &'a str,
    found: Vec<Fault>,
}

impl Faults<'_> {
    fn add(&mut self, place: &str, key: &'static str, args: &[(&'static str, &str)]) {
        let fault = Fault::new(self.file, place, key);
        self.found.push(args.iter().fold(fault, |fault, (name, value)| fault.naming(name, *value)));
    }

    fn guard(&mut self, place: &str, raw: RawGuard) -> Guard {
        match (raw.is, raw.not) {
            (Some(is), None) => Guard::Is(raw.step, is),
            (None, Some(not)) => Guard::Not(raw.step, not),
            (None, None) | (Some(_), Some(_)) => {
                self.add(place, "guard-needs-one", &[("step", raw.step.as_str())]);
                Guard::Not(raw.step, Vec::new())
            }
        }
    }

    fn step(&mut self, mut raw: RawStep) -> Step {
        let place = raw.id.to_string();
        let kind = self.kind(&place, raw.kind, raw.most_chars, raw.most_items);
        let guards = std::mem::take(&mut raw.when);
        let when = guards.into_iter().map(|guard| self.guard(&place, guard)).collect();
        let wants_options = match kind {
            Kind::Consent | Kind::Choice | Kind::Several | Kind::Review => true,
            Kind::Place | Kind::Text { .. } | Kind::Evidence { .. } => false,
        };
        if wants_options && raw.option.is_empty() {
            self.add(&place, "options-missing", &[]);
        }
        let takes_words = matches!(kind, Kind::Text { .. } | Kind::Evidence { .. });
        if takes_words && !raw.option.is_empty() {
            self.add(&place, "options-superfluous", &[]);
        }
        if raw.sensitive && !takes_words {
            self.add(&place, "sensitive-superfluous", &[]);
        }
        let mut seen = BTreeSet::new();
        for option in &raw.option {
            if !seen.insert(&option.id) {
                self.add(&place, "option-twice", &[("option", option.id.as_str())]);
            }
        }
        let needed: &[&str] = match kind {
            Kind::Consent => &CONSENT_OPTIONS,
            Kind::Review => &REVIEW_OPTIONS,
            Kind::Choice | Kind::Several | Kind::Place | Kind::Text { .. } | Kind::Evidence { .. } => &[],
        };
        for option in needed.iter().filter(|id| !seen.iter().any(|other| other.as_str() == **id)) {
            self.add(&place, "option-needed", &[("option", option)]);
        }
        let RawStep { id, section, on_card, sensitive, option: options, .. } = raw;
        Step { id, kind, section, when, on_card, sensitive, options }
    }

    fn kind(&mut self, place: &str, kind: RawKind, most_chars: Option<u32>, most_items: Option<u32>) -> Kind {
        match (kind, most_chars, most_items) {
            (RawKind::Consent, None, None) => Kind::Consent,
            (RawKind::Choice, None, None) => Kind::Choice,
            (RawKind::Several, None, None) => Kind::Several,
            (RawKind::Place, None, None) => Kind::Place,
            (RawKind::Text, Some(most_chars), None) => Kind::Text { most_chars },
            (RawKind::Evidence, Some(most_chars), Some(most_items)) => {
                Kind::Evidence { most_items, most_chars }
            }
            (RawKind::Review, None, None) => Kind::Review,
            (RawKind::Text, _, _) => {
                self.add(place, "limit-needed", &[("limit", "most_chars")]);
                Kind::Text { most_chars: 0 }
            }
            (RawKind::Evidence, _, _) => {
                self.add(place, "limit-needed", &[("limit", "most_items, most_chars")]);
                Kind::Evidence { most_items: 0, most_chars: 0 }
            }
            (
                RawKind::Consent | RawKind::Choice | RawKind::Several | RawKind::Place | RawKind::Review,
                _,
                _,
            ) => {
                self.add(place, "limit-superfluous", &[]);
                Kind::Choice
            }
        }
    }

    fn order(&mut self, steps: &[Step]) {
        let mut seen = BTreeSet::new();
        for step in steps {
            if !seen.insert(&step.id) {
                self.add(step.id.as_str(), "step-twice", &[]);
            }
        }
        let edge = |step: Option<&Step>, kind: Kind| {
            step.is_some_and(|step| step.kind == kind && step.when.is_empty())
        };
        if steps.len() < 2 || !edge(steps.first(), Kind::Consent) {
            self.add("", "consent-not-first", &[]);
        }
        if steps.len() < 2 || !edge(steps.last(), Kind::Review) {
            self.add("", "review-not-last", &[]);
        }
        for step in steps.iter().skip(1).take(steps.len().saturating_sub(2)) {
            if matches!(step.kind, Kind::Consent | Kind::Review) {
                self.add(step.id.as_str(), "consent-or-review-between", &[]);
            }
        }
    }

    fn guards(&mut self, steps: &[Step]) {
        for (place, step) in steps.iter().enumerate() {
            for guard in &step.when {
                self.guard_target(step.id.as_str(), guard, &steps[..place], steps);
            }
        }
    }

    fn advice(&mut self, steps: &[Step], advice: &[AdviceRule]) {
        let mut seen = BTreeSet::new();
        for rule in advice {
            if !seen.insert(&rule.id) {
                self.add(&rule.id, "advice-twice", &[]);
            }
            for guard in &rule.when {
                self.guard_target(&rule.id, guard, steps, steps);
            }
        }
    }

    fn guard_target(&mut self, place: &str, guard: &Guard, earlier: &[Step], all: &[Step]) {
        let wanted = guard.step();
        let Some(step) = earlier.iter().find(|step| step.id == *wanted) else {
            let key = if all.iter().any(|step| step.id == *wanted) {
                "guard-later-step"
            } else {
                "guard-unknown-step"
            };
            self.add(place, key, &[("step", wanted.as_str())]);
            return;
        };
        if guard.options().is_empty() {
            self.add(place, "guard-needs-one", &[("step", wanted.as_str())]);
        }
        for option in guard.options().iter().filter(|id| step.option(id).is_none()) {
            self.add(
                place,
                "guard-unknown-option",
                &[("step", wanted.as_str()), ("option", option.as_str())],
            );
        }
    }
}
