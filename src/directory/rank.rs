//! May an offer be proposed to this person, and how near is it to what they need?
//!
//! The hard rules decide first; distance only orders what they let through. Distance starts from the editors'
//! priority (1 to about 90) and moves by the steps below, so that an editor can reckon why something stands where
//! it stands. Accepted: the steps were chosen by reading answers, not measured.

use std::collections::BTreeSet;

use super::gate::Admission;
use super::{
    Area, Audience, Confidence, Criteria, Motive, MotiveGate, Need, Offer, Police, PoliceWish, Reason,
    Situation,
};

/// Of the Land that was named.
const OWN_LAND: i32 = -10;
/// For each named situation it is made for, up to [`SITUATIONS_COUNTED`].
const SITUATION: i32 = -4;
/// More do not count, or the offers with the longest lists would always win.
const SITUATIONS_COUNTED: i32 = 3;
/// Made for just this office or role.
const AUDIENCE: i32 = -3;
/// No certain way to reach it.
const NO_CONTACT: i32 = 15;
/// Editors doubt that it exists as described.
const DOUBTFUL: i32 = 15;
/// Only with a motive that is not known.
const CONDITIONAL: i32 = 12;
/// Only in a part of the Land, and nobody asked which.
const REGION: i32 = 4;
/// May lead to the police, for somebody who wants none.
const TOWARDS_POLICE: i32 = 6;
/// Hands over to the police by itself what is reported to it, for somebody who wants none: behind all help that
/// leaves this to them, whatever its priority.
const PASSES_ON: i32 = 100;
/// Police, for somebody who has already been there and did not ask again.
const POLICE_AGAIN: i32 = 20;

/// Police, for somebody who does not know whether they want them: not before help that leaves it open.
const POLICE_UNSURE: i32 = 20;

/// The starke Stelle, for somebody who has said nothing: it guides to everything else, so it comes first.
const GUIDE_FIRST: i32 = -100;

/// What is shown to somebody who has said nothing: where most can begin.
const GENERAL: [Need; 6] = [
    Need::Lotse,
    Need::Psychosozial,
    Need::Opferberatung,
    Need::OnlineHass,
    Need::Recht,
    Need::Sicherheitsberatung,
];

/// Kinds of help as a set of bits, because matching asks for them very often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Needs(u32);

impl Needs {
    fn of<'a>(needs: impl IntoIterator<Item = &'a Need>) -> Self {
        Self(needs.into_iter().fold(0, |bits, need| bits | 1 << (*need as u32)))
    }

    pub const fn none() -> Self {
        Self(0)
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }
}

/// What the criteria ask for, put into the form in which offers are weighed.
pub(super) struct Wish<'a> {
    criteria: &'a Criteria,
    /// There is danger now.
    danger: bool,
    /// The kinds of help to be covered; those that were asked for, or what stands in for them.
    wanted: Needs,
    /// What was asked for says that police may be named.
    police_asked: bool,
}

impl<'a> Wish<'a> {
    pub fn of(criteria: &'a Criteria) -> Self {
        let police = [Need::Anzeige, Need::Sicherheitsberatung];
        let mut wanted = match (criteria.needs.is_empty(), criteria.situations.is_empty()) {
            (true, true) => Needs::of(&GENERAL),
            (true, false) => Needs::of(Need::ALL),
            (false, _) => Needs::of(&criteria.needs),
        };
        if criteria.police == PoliceWish::Gewuenscht {
            wanted = wanted.or(Needs::of(&police));
        }
        Self {
            criteria,
            danger: criteria.situations.contains(&Situation::AkuteGefahr)
                || criteria.needs.contains(&Need::Gefahrenabwehr),
            wanted,
            police_asked: police.iter().any(|need| criteria.needs.contains(need)),
        }
    }

    /// Whether the starke Stelle competes with the other offers. Otherwise it closes the list: whoever named
    /// something definite is first shown what is made for it.
    pub fn asks_for_guide(&self, guide: &Offer) -> bool {
        self.says_nothing() || guide.needs.iter().any(|need| self.criteria.needs.contains(need))
    }

    fn says_nothing(&self) -> bool {
        self.criteria.needs.is_empty() && self.criteria.situations.is_empty()
    }

    /// Whether something was named that was done to somebody, not only a topic or a state.
    pub fn names_a_deed(&self) -> bool {
        self.criteria.situations.iter().any(|situation| match situation {
            Situation::AkuteGefahr
            | Situation::Bedrohung
            | Situation::Beleidigung
            | Situation::Verleumdung
            | Situation::Noetigung
            | Situation::HassImNetz
            | Situation::Hassnachricht
            | Situation::DoxingFeindesliste
            | Situation::Nachstellung
            | Situation::Sachbeschaedigung
            | Situation::TaetlicherAngriff
            | Situation::Sexualisiert
            | Situation::Extremismus => true,
            Situation::Wahlkampf
            | Situation::Verwaltung
            | Situation::Angehoerige
            | Situation::Belastung
            | Situation::Verfahren
            | Situation::Praevention => false,
        })
    }

    /// Whether offers that serve no requested need are mere additions.
    pub fn names_needs(&self) -> bool {
        !self.criteria.needs.is_empty()
    }

    /// The offer as a candidate, or `None` if a hard rule forbids it. It is already known to be active and of
    /// the right area.
    pub fn weigh<'o>(&self, offer: &'o Offer) -> Option<Candidate<'o>> {
        let admission = offer.motive.admit(self.criteria.motive);
        if admission == Admission::Closed || !self.admits_audience(offer) {
            return None;
        }
        if !self.admits_police(offer)
            || offer.not_for.iter().any(|not| self.criteria.situations.contains(not))
        {
            return None;
        }
        if offer.is_emergency() && !self.danger {
            return None;
        }
        let conditional = admission == Admission::Conditional;
        let needs = Needs::of(&offer.needs);
        let serves = needs.and(self.wanted);
        let late = conditional || self.passes_on_unasked(offer);
        Some(Candidate {
            offer,
            conditional,
            relevant: self.is_relevant(offer, needs),
            asked: !needs.and(Needs::of(&self.criteria.needs)).is_empty(),
            serves,
            opens: if late { Needs::none() } else { serves },
            distance: self.distance(offer, conditional),
        })
    }

    /// Somebody who did not tell their office gets a restricted offer only if it takes both kinds of office.
    fn admits_audience(&self, offer: &Offer) -> bool {
        let takes = |audience| offer.audience.contains(&audience);
        match self.criteria.audience {
            None | Some(Audience::Alle) => {
                takes(Audience::Alle) || (takes(Audience::Hauptamt) && takes(Audience::Ehrenamt))
            }
            Some(
                audience @ (Audience::Hauptamt
                | Audience::Ehrenamt
                | Audience::Kandidierende
                | Audience::Angehoerige
                | Audience::Verwaltung),
            ) => takes(Audience::Alle) || takes(audience),
        }
    }

    /// Trap 13, and the founding idea that nobody is pushed towards the police.
    fn admits_police(&self, offer: &Offer) -> bool {
        let wished = match self.criteria.police {
            PoliceWish::Nicht => false,
            PoliceWish::Angezeigt | PoliceWish::Gewuenscht => true,
            PoliceWish::Unsicher => self.police_asked || (self.danger && offer.is_emergency()),
        };
        match offer.police {
            Police::No | Police::Optional => true,
            Police::Yes => wished,
        }
    }

    fn is_relevant(&self, offer: &Offer, needs: Needs) -> bool {
        let fits = offer.situations.iter().any(|situation| self.criteria.situations.contains(situation));
        let emergency = self.danger && offer.is_emergency();
        let serves = !needs.and(self.wanted).is_empty();
        let for_victims = self.names_a_deed() && offer.helps_any_victim();
        emergency || for_victims || if self.criteria.situations.is_empty() { serves } else { fits }
    }

    fn distance(&self, offer: &Offer, conditional: bool) -> i32 {
        let named = &self.criteria.situations;
        let fitting = (0..SITUATIONS_COUNTED)
            .zip(offer.situations.iter().filter(|situation| named.contains(situation)))
            .map(|_| SITUATION)
            .sum::<i32>();
        let steps = [
            (offer.area != Area::Bund, OWN_LAND),
            (self.names_audience(offer), AUDIENCE),
            (!offer.has_contact(), NO_CONTACT),
            (offer.confidence == Confidence::Low, DOUBTFUL),
            (conditional, CONDITIONAL),
            (offer.region.is_some(), REGION),
            (offer.police == Police::Optional && self.criteria.police == PoliceWish::Nicht, TOWARDS_POLICE),
            (self.passes_on_unasked(offer), PASSES_ON),
            (self.is_police_again(offer), POLICE_AGAIN),
            (self.is_police_for_the_unsure(offer), POLICE_UNSURE),
            (self.says_nothing() && offer.is_guide(), GUIDE_FIRST),
        ];
        let moved: i32 = steps.iter().filter(|(holds, _)| *holds).map(|(_, step)| step).sum();
        i32::from(offer.priority) + fitting + moved
    }

    /// A reporting office that may lead to the police does so on its own: what is reported is no longer in the hands
    /// of those who reported it. Advice centres leave that step to them.
    fn passes_on_unasked(&self, offer: &Offer) -> bool {
        offer.police == Police::Optional
            && self.criteria.police == PoliceWish::Nicht
            && offer.needs.contains(&Need::Meldestelle)
    }

    fn is_police_again(&self, offer: &Offer) -> bool {
        offer.police == Police::Yes
            && self.criteria.police == PoliceWish::Angezeigt
            && !self.police_asked
            && !offer.is_emergency()
    }

    fn is_police_for_the_unsure(&self, offer: &Offer) -> bool {
        offer.police == Police::Yes && self.criteria.police == PoliceWish::Unsicher && !offer.is_emergency()
    }

    fn names_audience(&self, offer: &Offer) -> bool {
        self.criteria.audience.is_some_and(|own| own != Audience::Alle && offer.audience.contains(&own))
    }

    /// Why the offer stands in the answer, the strongest reason first; each one holds.
    pub fn reasons(&self, offer: &Offer) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if self.danger && offer.is_emergency() {
            reasons.push(Reason::Danger);
        }
        let needs: BTreeSet<Need> = offer.needs.iter().copied().collect();
        reasons.extend(self.criteria.needs.intersection(&needs).copied().map(Reason::Need));
        if offer.is_guide() {
            reasons.push(Reason::Guide);
        }
        let made_for: BTreeSet<Situation> = offer.situations.iter().copied().collect();
        reasons.extend(self.criteria.situations.intersection(&made_for).copied().map(Reason::Situation));
        if offer.police == Police::No && self.criteria.police == PoliceWish::Nicht {
            reasons.push(Reason::WithoutPolice);
        }
        if self.names_audience(offer) {
            reasons.extend(self.criteria.audience.map(Reason::Audience));
        }
        if let Area::Land(land) = offer.area {
            reasons.push(Reason::Land(land));
        }
        if offer.area == Area::Bund {
            reasons.push(Reason::Nationwide);
        }
        if offer.motive == MotiveGate::Alle && self.criteria.motive != Motive::Unbekannt {
            // Whoever named a motive wonders whether it matters; to others this says nothing.
            reasons.push(Reason::AnyMotive);
        }
        reasons
    }
}

/// An offer that no hard rule forbids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'o> {
    pub offer: &'o Offer,
    /// Helps only with a motive that is not known.
    pub conditional: bool,
    /// Has to do with what was said. One that has not stands in the answer only if a guarantee needs it.
    pub relevant: bool,
    /// Serves a need that was asked for.
    pub asked: bool,
    /// Which of the wanted needs it serves.
    pub serves: Needs,
    /// For which of them it may come first. A conditional offer may be in vain; and that nobody else does it is no
    /// reason to show first who hands over to the police unasked.
    pub opens: Needs,
    /// Smaller is nearer.
    pub distance: i32,
}
