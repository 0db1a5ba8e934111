//! What stands in the Fluent files: every message with what it names, and where.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use crate::model::Fault;

/// One message of a Fluent file.
#[derive(Debug, Default)]
pub(super) struct Entered {
    /// The file in which it stands.
    pub file: String,
    /// The variables it names, through other messages too.
    pub variables: BTreeSet<String>,
    /// The messages it is built from.
    references: BTreeSet<String>,
}

/// All messages, by id.
#[derive(Debug, Default)]
pub(super) struct Inventory(BTreeMap<String, Entered>);

impl Inventory {
    /// Reads the files. What cannot be read, stands twice or refers to nothing is a fault; the rest is taken.
    pub fn take(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut inventory = Self::default();
        let mut faults = Vec::new();
        for (file, content) in files {
            let resource = match parser::parse(*content) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    for error in errors {
                        let line = line_of(content, error.pos.start);
                        faults.push(Fault::new(*file, "", "text-syntax").naming("line", line.to_string()));
                    }
                    resource
                }
            };
            for entry in resource.body {
                inventory.enter(file, entry, &mut faults);
            }
        }
        inventory.follow_references(&mut faults);
        (inventory, faults)
    }

    fn enter(&mut self, file: &str, entry: Entry<&str>, faults: &mut Vec<Fault>) {
        // Terms are messages whose id begins with a hyphen: nobody asks for them, others may refer to them.
        let (id, pattern) = match entry {
            Entry::Message(message) => (message.id.name.to_owned(), message.value),
            Entry::Term(term) => (format!("-{}", term.id.name), Some(term.value)),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {
                return;
            }
        };
        let mut entered = Entered { file: file.to_owned(), ..Entered::default() };
        if let Some(pattern) = pattern {
            entered.read_pattern(&pattern);
        }
        match self.0.entry(id) {
            Slot::Vacant(slot) => {
                slot.insert(entered);
            }
            Slot::Occupied(slot) => {
                faults.push(Fault::new(file, slot.key(), "text-twice").naming("id", slot.key()));
            }
        }
    }

    /// Adds to every message the variables of those it is built from, as often as anything is new: references may
    /// form a chain, and (by mistake) a circle.
    fn follow_references(&mut self, faults: &mut Vec<Fault>) {
        for (id, entered) in &self.0 {
            for reference in entered.references.iter().filter(|to| !self.0.contains_key(*to)) {
                let fault = Fault::new(&entered.file, id, "text-reference-unknown");
                faults.push(fault.naming("id", id).naming("reference", reference));
            }
        }
        loop {
            let mut more = Vec::new();
            for (id, entered) in &self.0 {
                let inherited = entered.references.iter().filter_map(|to| self.0.get(to));
                for variable in inherited.flat_map(|to| &to.variables) {
                    if !entered.variables.contains(variable) {
                        more.push((id.clone(), variable.clone()));
                    }
                }
            }
            if more.is_empty() {
                return;
            }
            for (id, variable) in more {
                self.0.entry(id).or_default().variables.insert(variable);
            }
        }
    }

    /// The message with this id.
    pub fn get(&self, id: &str) -> Option<&Entered> {
        self.0.get(id)
    }

    /// Every message that can be asked for, with its id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entered)> {
        self.0.iter().filter(|(id, _)| !id.starts_with('-')).map(|(id, entered)| (id.as_str(), entered))
    }
}

impl Entered {
    fn read_pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression } => self.read_expression(expression),
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                self.read_inline(selector);
                for variant in variants {
                    self.read_pattern(&variant.value);
                }
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, attribute: _ } => {
                self.references.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { id, attribute: _, arguments: _ } => {
                self.references.insert(format!("-{}", id.name));
            }
            InlineExpression::FunctionReference { id: _, arguments } => {
                for argument in &arguments.positional {
                    self.read_inline(argument);
                }
                for argument in &arguments.named {
                    self.read_inline(&argument.value);
                }
            }
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
}

/// The line, counted from 1, in which the byte at `position` stands.
fn line_of(content: &str, position: usize) -> usize {
    content.bytes().take(position).filter(|&byte| byte == b'\n').count() + 1
}
