//! Faults in content and texts, said to editors.

use super::bundle::{Arg, Bundle};
use super::catalog::{
    FAULT_DETAIL, FAULT_LINE, FAULT_LINE_PLACED, FAULT_PLACE_LINE, FAULT_PLACE_LINE_OFFER, FAULT_PLACE_OFFER,
    FAULT_UNKNOWN,
};
use super::inventory::Inventory;
use crate::directory;
use crate::model::Fault;

/// One line: where, what, and what to do.
pub(super) fn render(bundle: &Bundle, inventory: &Inventory, fault: &Fault) -> String {
    let id = format!("fault-{}", fault.key);
    let args: Vec<Arg<'_>> = fault.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    // A sentence that names something this fault does not carry would show a hole: then the plain form is better.
    let fits = inventory.get(&id).is_some_and(|entered| {
        entered.variables.iter().all(|name| args.iter().any(|(given, _)| given == name))
    });
    let text = match bundle.find(&id, &args.into_iter().collect()) {
        Some(text) if fits => text,
        Some(_) | None => unknown(bundle, fault),
    };
    let file: Arg<'_> = ("file", fault.file.as_str().into());
    let line = if fault.place.is_empty() {
        bundle.find(FAULT_LINE.id, &[file, ("text", text.into())].into_iter().collect())
    } else {
        // A bare number is a line, as parsers count them.
        let place = match fault.place.parse::<u32>() {
            Ok(line) => bundle.say(FAULT_PLACE_LINE.id, &[("line", line.into())]),
            Err(_) => fault.place.clone(),
        };
        let place = ("place", place.into());
        bundle.find(FAULT_LINE_PLACED.id, &[file, place, ("text", text.into())].into_iter().collect())
    };
    // Even the file with these sentences may be the one that is broken.
    line.unwrap_or_else(|| format!("{} {}: {} {:?}", fault.file, fault.place, fault.key, fault.args))
}

/// A fault of the directory in the form that all faults have.
pub(super) fn of_directory(bundle: &Bundle, fault: &directory::Fault) -> Fault {
    let line = fault.line.map(|line| ("line", line.into()));
    let offer = fault.offer.as_ref().map(|offer| ("offer", offer.as_str().into()));
    let place = match (line, offer) {
        (Some(line), Some(offer)) => bundle.say(FAULT_PLACE_LINE_OFFER.id, &[line, offer]),
        (Some(line), None) => bundle.say(FAULT_PLACE_LINE.id, &[line]),
        (None, Some(offer)) => bundle.say(FAULT_PLACE_OFFER.id, &[offer]),
        (None, None) => String::new(),
    };
    Fault { file: fault.file.clone(), place, key: fault.problem.key(), args: fault.problem.args() }
}

fn unknown(bundle: &Bundle, fault: &Fault) -> String {
    let details: Vec<String> = fault
        .args
        .iter()
        .map(|(name, value)| {
            bundle.say(FAULT_DETAIL.id, &[("name", (*name).into()), ("value", value.as_str().into())])
        })
        .collect();
    bundle.say(FAULT_UNKNOWN.id, &[("key", fault.key.into()), ("details", details.join(", ").into())])
}
