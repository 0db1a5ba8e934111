//! The Fluent bundle: from an id and its arguments to a sentence.

use std::fmt;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;
use unic_langid::subtags::Language;

/// One argument of a sentence: its name and its value.
pub(super) type Arg<'a> = (&'static str, FluentValue<'a>);

/// All sentences of one language.
pub(super) struct Bundle(FluentBundle<FluentResource>);

impl Bundle {
    /// Takes whatever can be read from the files; what cannot is for the inventory to report.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let german = Language::from_bytes(b"de").unwrap_or_default();
        let mut bundle =
            FluentBundle::new_concurrent(vec![LanguageIdentifier::from_parts(german, None, None, &[])]);
        // Fluent would wrap each argument in invisible marks; commands and links that people copy would break.
        bundle.set_use_isolating(false);
        for (_, content) in files {
            let resource = match FluentResource::try_new((*content).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            // A repeated id keeps its first text here and is a fault in the inventory.
            drop(bundle.add_resource(resource));
        }
        Self(bundle)
    }

    /// The sentence, if there is one with this id. An argument that is missing stays visible as `{$name}`.
    pub fn find(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.0.get_message(id)?.value()?;
        let mut errors = Vec::new();
        Some(self.0.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }

    /// The sentence; without one, the id in brackets.
    pub fn say(&self, id: &str, args: &[Arg<'_>]) -> String {
        self.say_with(id, &args.iter().cloned().collect())
    }

    /// The same with arguments that were gathered before.
    pub fn say_with(&self, id: &str, args: &FluentArgs<'_>) -> String {
        self.find(id, args).unwrap_or_else(|| format!("⟨{id}⟩"))
    }

    /// A sentence that names nothing.
    pub fn text(&self, id: &str) -> String {
        self.say(id, &[])
    }
}

impl fmt::Debug for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bundle")
    }
}
