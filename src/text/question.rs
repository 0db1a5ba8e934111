//! Questions of the intake, and what can be tapped below them.

use super::bundle::Arg;
use super::catalog::{self, Key};
use super::pages::Speech;
use super::steps;
use super::telegram;
use super::voice::Voice;
use crate::dialogue::{Caution, Kind, Progress, Question, Section, Step, Way};
use crate::model::{Choice, Land, OptionId, StepId};

/// Up to so many options leave room on a small screen for "überspringen" and "mensch" as buttons of their own. Both
/// can be typed everywhere.
const ROOM_FOR_COMMANDS: usize = 6;

/// A question with its progress, its hint, the words that always help, and its choices.
pub(super) fn question(voice: &Voice<'_>, question: &Question) -> Speech {
    let step = voice.surroundings.intake.step(&question.step);
    let mut lines = Vec::new();
    lines.extend(question.progress.map(|at| progress(voice, at)));
    let asks_for_consent_on_telegram =
        telegram::is_here(voice) && step.is_some_and(|step| step.kind == Kind::Consent);
    if asks_for_consent_on_telegram && !question.repeated {
        lines.extend([voice.plain(catalog::TELEGRAM_NOTICE), telegram::other_ways(voice)]);
    }
    let in_full = || voice.content(&steps::question_text(&question.step));
    if question.repeated {
        lines.push(voice.content_if_any(&steps::again_text(&question.step)).unwrap_or_else(in_full));
    } else {
        lines.push(in_full());
        // What they may tell or send is said once they have agreed to tell it here.
        let hint = voice.content_if_any(&steps::hint_text(&question.step));
        lines.extend(hint.filter(|_| question.caution != Some(Caution::Words)));
    }
    if asks_for_consent_on_telegram {
        lines.push(voice.plain(catalog::TELEGRAM_CONSENT));
    }
    lines.extend(question.caution.map(|caution| {
        voice.plain(match caution {
            Caution::Words => catalog::TELEGRAM_WORDS,
            Caution::Files => catalog::TELEGRAM_FILES,
        })
    }));
    if !question.chosen.is_empty() {
        let chosen = labels(voice, &question.step, &question.chosen);
        lines.push(voice.say(catalog::QUESTION_CHOSEN, &[("chosen", chosen.into())]));
    }
    lines.push(footer(voice, step));
    let mut speech = Speech::of(&lines.join("\n\n"));
    speech.choices = question.caution.map(|caution| ways(voice, caution)).unwrap_or_default();
    speech.choices.extend(choices(voice, &question.step, &question.chosen));
    speech.step = Some(question.step.clone());
    speech
}

/// What can be chosen before words or files are taken on this channel.
fn ways(voice: &Voice<'_>, caution: Caution) -> Vec<Choice> {
    let label = |way| match (way, caution) {
        (Way::Here, Caution::Words) => catalog::CHOICE_HERE,
        (Way::Here, Caution::Files) => catalog::CHOICE_HERE_FILES,
        (Way::Other, Caution::Words | Caution::Files) => catalog::CHOICE_OTHER_WAYS,
    };
    Way::ALL.into_iter().map(|way| choice(voice, way.id(), label(way))).collect()
}

/// What is noted so far at a "several" step, with everything to choose once more.
pub(super) fn noted(voice: &Voice<'_>, step: &StepId, chosen: &[OptionId]) -> Speech {
    let text = if chosen.is_empty() {
        voice.plain(catalog::NOTED_NOTHING)
    } else {
        voice.say(catalog::NOTED, &[("chosen", labels(voice, step, chosen).into())])
    };
    let mut speech = Speech::of(&text);
    speech.choices = choices(voice, step, chosen);
    speech.step = Some(step.clone());
    speech.revises = true;
    speech
}

/// Which of the Länder that have a place of this name? With the refusals of the step that asks for the Land.
///
/// In the order in which they are handed in: who understands a typed number counts the same list.
pub(super) fn which_land(voice: &Voice<'_>, laender: &[Land]) -> Speech {
    let mut speech = Speech::of(&voice.plain(catalog::WHICH_LAND));
    speech.choices = land_choices(voice, laender);
    if let Some(step) = voice.surroundings.intake.steps().iter().find(|step| step.kind == Kind::Place) {
        speech.choices.extend(option_choices(voice, step, &[]));
        speech.step = Some(step.id.clone());
    }
    speech
}

/// The labels of options, as a list in a sentence.
pub(super) fn labels(voice: &Voice<'_>, step: &StepId, options: &[OptionId]) -> String {
    options.iter().map(|option| voice.label(step, option)).collect::<Vec<_>>().join("; ")
}

/// Something to tap, with the sentence of that key on it.
pub(super) fn choice(voice: &Voice<'_>, id: &str, key: Key) -> Choice {
    Choice::answer(id, voice.plain(key))
}

/// A word for any time, with the sentence of that key on it.
pub(super) fn word(voice: &Voice<'_>, id: &str, key: Key) -> Choice {
    Choice { word: true, ..choice(voice, id, key) }
}

/// "fertig" goes on after several answers.
pub(super) fn done_choice(voice: &Voice<'_>) -> Choice {
    word(voice, "fertig", catalog::CHOICE_DONE)
}

fn progress(voice: &Voice<'_>, at: Progress) -> String {
    let args: [Arg<'_>; 2] = [("number", at.number.into()), ("of", at.of.into())];
    match at.section {
        Section::Core => voice.say(catalog::PROGRESS_CORE, &args),
        Section::Details => voice.say(catalog::PROGRESS_DETAILS, &args),
    }
}

fn footer(voice: &Voice<'_>, step: Option<&Step>) -> String {
    voice.plain(match step.map(|step| step.kind) {
        Some(Kind::Consent) => catalog::QUESTION_FOOTER_FIRST,
        Some(Kind::Review) => catalog::QUESTION_FOOTER_REQUIRED,
        Some(Kind::Choice | Kind::Several | Kind::Place | Kind::Text { .. } | Kind::Evidence { .. })
        | None => catalog::QUESTION_FOOTER,
    })
}

/// Everything that can be tapped at a step. The options keep their places whatever is chosen: a number typed means
/// the same option each time.
fn choices(voice: &Voice<'_>, id: &StepId, chosen: &[OptionId]) -> Vec<Choice> {
    let Some(step) = voice.surroundings.intake.step(id) else {
        return Vec::new();
    };
    let mut choices = match step.kind {
        Kind::Place => {
            land_choices(voice, &voice.texts.laender().into_iter().map(|(land, _)| land).collect::<Vec<_>>())
        }
        Kind::Consent
        | Kind::Choice
        | Kind::Several
        | Kind::Text { .. }
        | Kind::Evidence { .. }
        | Kind::Review => Vec::new(),
    };
    choices.extend(option_choices(voice, step, chosen));
    let has_room = choices.len() <= ROOM_FOR_COMMANDS;
    if !chosen.is_empty() {
        choices.push(done_choice(voice));
    }
    if has_room && step.skippable() {
        choices.push(word(voice, "ueberspringen", catalog::CHOICE_SKIP));
        choices.push(word(voice, "mensch", catalog::CHOICE_HUMAN));
    }
    choices
}

fn option_choices(voice: &Voice<'_>, step: &Step, chosen: &[OptionId]) -> Vec<Choice> {
    let offered = |option: &OptionId| {
        let label = voice.label(&step.id, option);
        let label = if chosen.contains(option) {
            voice.say(catalog::CHOICE_CHOSEN, &[("label", label.into())])
        } else {
            label
        };
        Choice::answer(option.as_str(), label)
    };
    step.options.iter().map(|option| offered(&option.id)).collect()
}

fn land_choices(voice: &Voice<'_>, laender: &[Land]) -> Vec<Choice> {
    let choice = |land: &Land| Choice::answer(land.iso(), voice.texts.land_name(*land));
    laender.iter().map(choice).collect()
}
