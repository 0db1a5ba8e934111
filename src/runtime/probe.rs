//! The points between which a crash must do no harm, by name.

/// A place on the way of a message. Tests stop the process there; production has nobody listening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Point {
    /// An inbound was read from its platform and is not yet committed.
    Arrived,
    /// An inbound is in the inbox and not yet decided.
    Accepted,
    /// A decision was made and is not yet committed.
    Decided,
    /// A decision is committed and nothing of it was sent.
    Committed,
    /// A message went out and that is not yet recorded.
    Sent,
}

impl Point {
    /// All points, in the order of the way.
    pub const ALL: [Self; 5] = [Self::Arrived, Self::Accepted, Self::Decided, Self::Committed, Self::Sent];
}

/// Is told when a point is reached.
pub trait Probe: Send + Sync + std::fmt::Debug {
    /// This point was reached just now.
    fn reached(&self, point: Point);

    /// A channel has done something to the rooms of its desk that is not yet known here.
    fn desk_changed(&self) {}
}

/// Nobody is listening.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProbe;

impl Probe for NoProbe {
    fn reached(&self, _: Point) {}
}
