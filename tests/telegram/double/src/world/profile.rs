//! What a bot has set about itself: commands, names, descriptions.

use std::collections::HashMap;

use serde_json::{Value, json};

/// Settings by what they are for: a language, a scope; each has a default under the empty key.
#[derive(Debug)]
pub(crate) struct Profile {
    texts: HashMap<(String, String), String>,
    commands: HashMap<(String, String), Value>,
    pub menu_button: Value,
}

impl Profile {
    pub fn named(name: &str) -> Self {
        let texts = HashMap::from([(("name".to_owned(), String::new()), name.to_owned())]);
        Self { texts, commands: HashMap::new(), menu_button: json!({ "type": "commands" }) }
    }

    pub fn set_text(&mut self, what: &str, language: &str, text: &str) {
        let key = (what.to_owned(), language.to_owned());
        if text.is_empty() {
            self.texts.remove(&key);
        } else {
            self.texts.insert(key, text.to_owned());
        }
    }

    /// The text for a language; where there is none, the one for all.
    pub fn text(&self, what: &str, language: &str) -> &str {
        self.texts
            .get(&(what.to_owned(), language.to_owned()))
            .or_else(|| self.texts.get(&(what.to_owned(), String::new())))
            .map_or("", String::as_str)
    }

    /// Sets the commands for a scope (in canonical JSON) and a language; none are taken away.
    pub fn set_commands(&mut self, scope: String, language: &str, commands: Value) {
        let key = (scope, language.to_owned());
        if commands.as_array().is_none_or(Vec::is_empty) {
            self.commands.remove(&key);
        } else {
            self.commands.insert(key, commands);
        }
    }

    /// Exactly what was set for this scope and language.
    pub fn commands(&self, scope: String, language: &str) -> Value {
        self.commands.get(&(scope, language.to_owned())).cloned().unwrap_or_else(|| json!([]))
    }
}
