//! Offers with the reasons why they fit.

use crate::directory::{Audience, Match, Need, Reason, Situation};
use crate::model::Land;
use crate::text::tests::scene::Scene;

/// Every offer of the directory, each with three reasons and its condition.
pub(in crate::text::tests) fn every_match(scene: &Scene) -> Vec<Match> {
    let all = reasons();
    let reasons = |at: usize| all.iter().copied().cycle().skip(at).step_by(all.len() / 3).take(3).collect();
    let matched = |(at, offer): (usize, &crate::directory::Offer)| Match {
        offer: offer.id.clone(),
        reasons: reasons(at),
        only_if_motive: true,
    };
    scene.directory.iter().enumerate().map(matched).collect()
}

/// Every reason there is, the longest words included.
fn reasons() -> Vec<Reason> {
    by_kind!(Reason {
        Reason::Danger => [Reason::Danger],
        Reason::Need(_) => Need::ALL.iter().copied().map(Reason::Need).collect::<Vec<_>>(),
        Reason::Situation(_) => Situation::ALL.iter().copied().map(Reason::Situation).collect::<Vec<_>>(),
        Reason::Land(_) => Land::ALL.map(Reason::Land),
        Reason::Audience(_) => Audience::ALL.iter().copied().map(Reason::Audience).collect::<Vec<_>>(),
        Reason::WithoutPolice => [Reason::WithoutPolice],
        Reason::AnyMotive => [Reason::AnyMotive],
        Reason::Nationwide => [Reason::Nationwide],
        Reason::Guide => [Reason::Guide],
    })
}
