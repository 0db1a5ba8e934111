//! What the desk does, each noun for itself.

mod case;
mod duty;
mod hours;
