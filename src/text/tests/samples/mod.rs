//! A sample of everything that can be said. A new kind of thing does not compile until it has one.

/// Lists samples by kind: the patterns must be all there are, and each has at least one sample that fits it.
macro_rules! by_kind {
    ($type:ty { $($pattern:pat => $samples:expr,)+ }) => {{
        fn _all_kinds_are_listed(one: &$type) {
            match one { $($pattern => {})+ }
        }
        let mut all: Vec<$type> = Vec::new();
        $(
            let samples: Vec<$type> = Vec::from($samples);
            assert!(!samples.is_empty(), "no sample of {}", stringify!($pattern));
            assert!(samples.iter().all(|one| matches!(one, $pattern)), "wrong sample of {}", stringify!($pattern));
            all.extend(samples);
        )+
        all
    }};
}

mod checks;
mod matches;
mod notices;
mod says;
mod sheets;

pub(super) use checks::{findings, problems};
pub(super) use matches::every_match;
pub(super) use notices::{cards, notices};
pub(super) use says::says;
pub(super) use sheets::sheets;
