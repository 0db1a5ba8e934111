//! Whether a motive opens the gate of an offer.

use super::{Motive, MotiveGate};

/// What a motive means for an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    /// It helps.
    Open,
    /// It may help; the condition has to be said.
    Conditional,
    /// It does not help with this motive.
    Closed,
}

impl MotiveGate {
    /// What the gate says to a motive.
    ///
    /// An answer names a broad field, a gate often a narrow one: a right-wing attack can be antisemitic, need not
    /// be. Such an offer stands with its condition instead of being withheld.
    pub(super) fn admit(self, motive: Motive) -> Admission {
        let (open, conditional): (&[Motive], &[Motive]) = match self {
            Self::Alle => (&[motive], &[]),
            Self::RechtsRassistischAntisemitisch => (&[Motive::Rechts], &[Motive::Unbekannt]),
            Self::Extremistisch => {
                (&[Motive::Rechts, Motive::Links, Motive::Religioes], &[Motive::Unbekannt])
            }
            Self::Diskriminierung | Self::Antisemitisch => {
                (&[], &[Motive::Unbekannt, Motive::Rechts, Motive::Religioes])
            }
            Self::Politisch | Self::PolitischOderDiskriminierung => {
                (&[Motive::Rechts, Motive::Links], &[Motive::Unbekannt, Motive::Religioes])
            }
        };
        if open.contains(&motive) {
            Admission::Open
        } else if conditional.contains(&motive) {
            Admission::Conditional
        } else {
            Admission::Closed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_does_not_know_the_motive_is_never_turned_away_and_never_sent_without_a_word() {
        for &gate in MotiveGate::ALL {
            let expected = if gate == MotiveGate::Alle { Admission::Open } else { Admission::Conditional };
            assert_eq!(gate.admit(Motive::Unbekannt), expected, "{gate}");
        }
    }

    #[test]
    fn a_personal_motive_opens_only_what_is_open_to_all() {
        for &gate in MotiveGate::ALL {
            let expected = if gate == MotiveGate::Alle { Admission::Open } else { Admission::Closed };
            assert_eq!(gate.admit(Motive::Persoenlich), expected, "{gate}");
        }
    }

    #[test]
    fn help_against_the_right_is_for_the_right_motive() {
        let gate = MotiveGate::RechtsRassistischAntisemitisch;
        assert_eq!(gate.admit(Motive::Rechts), Admission::Open);
        assert_eq!(gate.admit(Motive::Links), Admission::Closed);
        assert_eq!(gate.admit(Motive::Religioes), Admission::Closed);
    }
}
