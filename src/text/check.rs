//! Compares what the files hold with what the program and the content need.

use std::collections::BTreeSet;

use super::catalog::{AUDIENCE, COMMON, KEYS, LAND, MOTIVE, NEED, SITUATION};
use super::inventory::{Entered, Inventory};
use super::steps;
use crate::dialogue::Intake;
use crate::directory::{Audience, MotiveGate, Need, Situation};
use crate::model::{Fault, Land};

const INTAKE_FILE: &str = "locales/de/intake.ftl";
const OFFERS_FILE: &str = "locales/de/offers.ftl";
const DESK_FILE: &str = "locales/de/desk.ftl";

/// The sentences for faults: each names what its fault names, which no list here knows.
const FAULT_PREFIX: &str = "fault-";

/// What the program itself needs: every sentence of the catalog, and a word for every code.
pub(super) fn program(inventory: &Inventory) -> Vec<Fault> {
    let mut faults = Vec::new();
    for key in KEYS {
        match inventory.get(key.id) {
            None => faults.push(missing(key.file, key.id)),
            Some(entered) => {
                for variable in key.vars.iter().filter(|name| !entered.variables.contains(**name)) {
                    faults.push(about(entered, key.id, "text-variable-unused").naming("variable", *variable));
                }
            }
        }
    }
    for word in words().iter().filter(|word| inventory.get(word).is_none()) {
        faults.push(missing(OFFERS_FILE, word));
    }
    for (id, entered) in inventory.iter() {
        let own = KEYS.iter().find(|key| key.id == id).map(|key| key.vars);
        if own.is_none() && id.starts_with(FAULT_PREFIX) {
            continue;
        }
        let given = |name: &str| COMMON.contains(&name) || own.is_some_and(|own| own.contains(&name));
        for variable in entered.variables.iter().filter(|name| !given(name)) {
            faults.push(about(entered, id, "text-variable-unknown").naming("variable", variable));
        }
    }
    faults
}

/// What an intake needs, and what nobody needs.
pub(super) fn content(inventory: &Inventory, intake: &Intake) -> Vec<Fault> {
    let mut needed: BTreeSet<(String, &str)> = BTreeSet::new();
    let mut welcome = BTreeSet::new();
    for step in intake.steps() {
        needed.insert((steps::question_text(&step.id), INTAKE_FILE));
        needed.insert((steps::sheet_text(&step.id), DESK_FILE));
        welcome.insert(steps::hint_text(&step.id));
        welcome.insert(steps::again_text(&step.id));
        for option in &step.options {
            needed.insert((steps::option_text(&step.id, &option.id), INTAKE_FILE));
        }
    }
    needed.extend(intake.advice_ids().map(|id| (steps::advice_text(id), INTAKE_FILE)));

    let mut faults: Vec<Fault> = needed
        .iter()
        .filter(|(id, _)| inventory.get(id).is_none())
        .map(|(id, file)| missing(file, id))
        .collect();

    welcome.extend(needed.into_iter().map(|(id, _)| id));
    welcome.extend(KEYS.iter().map(|key| key.id.to_owned()));
    welcome.extend(words());
    for (id, entered) in inventory.iter() {
        if !welcome.contains(id) && !id.starts_with(FAULT_PREFIX) {
            faults.push(about(entered, id, "text-unused"));
        }
    }
    faults
}

/// The ids of the words for all codes.
fn words() -> Vec<String> {
    let mut words = Vec::new();
    words.extend(Land::ALL.iter().map(|land| LAND.id(land.iso())));
    words.extend(Need::ALL.iter().map(|need| NEED.id(need.code())));
    words.extend(Situation::ALL.iter().map(|situation| SITUATION.id(situation.code())));
    words.extend(Audience::ALL.iter().map(|audience| AUDIENCE.id(audience.code())));
    words.extend(MotiveGate::ALL.iter().map(|gate| MOTIVE.id(gate.code())));
    words
}

fn missing(file: &str, id: &str) -> Fault {
    Fault::new(file, id, "text-missing").naming("id", id)
}

fn about(entered: &Entered, id: &str, key: &'static str) -> Fault {
    Fault::new(&entered.file, id, key).naming("id", id)
}
