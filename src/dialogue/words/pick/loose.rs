//! Reading what comes near: a part of a label, a slip of the finger.

use std::collections::BTreeSet;

use super::Reading;
use super::reader::Reader;
use crate::dialogue::words::normal::slips;

impl Reader<'_> {
    /// The options of which the message names a part: exactly one if nothing of weight is missing.
    pub(super) fn partial(&self, said: &[String]) -> Reading {
        const FEWEST_LETTERS: usize = 4;
        let weight = |words: &[String]| -> Vec<String> {
            words.iter().filter(|word| !self.is_function_word(word)).cloned().collect()
        };
        let said_weight = weight(said);
        if self.negations(said) > 0 || said_weight.iter().map(String::len).sum::<usize>() < FEWEST_LETTERS {
            return Reading::default();
        }
        let mut options = BTreeSet::new();
        let mut complete = BTreeSet::new();
        for phrase in self.options.phrases.iter().filter(|phrase| self.negations(&phrase.words) == 0) {
            let phrase_weight = weight(&phrase.words);
            if phrase_weight == said_weight {
                complete.insert(phrase.option);
            } else if phrase_weight.windows(said_weight.len()).any(|window| window == said_weight) {
                options.insert(phrase.option);
            }
        }
        if complete.len() == 1 {
            return Reading { options: complete, ..Reading::default() };
        }
        options.extend(complete);
        Reading { unsure: true, options, ..Reading::default() }
    }

    /// The options of which the message, or a long word in it, is a slip of the finger.
    pub(super) fn slipped(&self, said: &[String]) -> Reading {
        // Comparing costs; in a longer text an option is named again, and spelled better.
        const MOST_WORDS: usize = 60;
        let whole = self.slipped_whole(said);
        if !whole.options.is_empty() || self.negations(said) > 0 || said.len() > MOST_WORDS {
            return whole;
        }
        let words = said.iter().filter(|word| !self.is_function_word(word));
        let found: Vec<BTreeSet<usize>> = words
            .map(|word| self.closest(std::slice::from_ref(word), 6))
            .filter(|found| !found.is_empty())
            .collect();
        let options: BTreeSet<usize> = found.iter().flatten().copied().collect();
        Reading { unsure: found.iter().any(|found| found.len() > 1), options, ..Reading::default() }
    }

    pub(super) fn slipped_whole(&self, said: &[String]) -> Reading {
        let options = self.closest(said, 5);
        Reading { unsure: options.len() > 1, options, ..Reading::default() }
    }

    /// The options known by something that is one slip away (two in long words), the nearest only.
    fn closest(&self, said: &[String], fewest_letters: usize) -> BTreeSet<usize> {
        const TWO_SLIPS_FROM: usize = 9;
        let typed = said.join(" ");
        let mut nearest = usize::MAX;
        let mut options = BTreeSet::new();
        for phrase in &self.options.phrases {
            let meant = phrase.words.join(" ");
            let most = match meant.len() {
                letters if letters < fewest_letters => continue,
                letters if letters < TWO_SLIPS_FROM => 1,
                _ => 2,
            };
            // A letter more or less must not turn "keine" into "meine".
            if self.negations(said) != self.negations(&phrase.words) {
                continue;
            }
            let Some(distance) = slips(&typed, &meant, most) else { continue };
            if distance < nearest {
                nearest = distance;
                options.clear();
            }
            if distance == nearest {
                options.insert(phrase.option);
            }
        }
        options
    }

    fn negations(&self, said: &[String]) -> usize {
        said.iter().filter(|word| self.lexicon.grammar.negation.contains(*word)).count()
    }
}
