//! Misbehaviour on demand: for a method, for a chat, for the next calls.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::watch;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Code 429; the call is not carried out.
    Flood {
        /// Seconds to wait, as the answer says.
        retry_after: u64,
    },
    /// The call is refused with this code and this description.
    Refused {
        /// The code of HTTP and of the body.
        code: u16,
        /// For example `Internal Server Error`.
        description: String,
    },
    /// Code 502 with a page of HTML, as a proxy in front of the server gives it. The call is not carried out.
    BadGateway,
    /// The connection ends without an answer; the call was not carried out.
    LostBefore,
    /// The connection ends without an answer, but the call was carried out.
    LostAfter,
    /// The call is carried out at once; the answer comes after so many milliseconds.
    Slow {
        /// How long the answer takes.
        millis: u64,
    },
    /// The call is carried out at once; the answer comes when the fault is lifted.
    Held,
    /// The call is carried out, and its answer breaks off in the middle of the JSON.
    Malformed,
    /// Code 409, as if somebody else were asking for updates.
    Conflict,
}

/// A trouble and whom it meets: without restriction every call, for ever.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Fault {
    trouble: Trouble,
    method: Option<String>,
    chat: Option<i64>,
    #[serde(rename = "times")]
    left: Option<u32>,
    #[serde(default)]
    skip: u32,
}

impl Fault {
    /// This trouble, at every call.
    #[must_use]
    pub fn new(trouble: Trouble) -> Self {
        Self { trouble, method: None, chat: None, left: None, skip: 0 }
    }

    /// "Too Many Requests", with the seconds to wait.
    #[must_use]
    pub fn flood(retry_after: u64) -> Self {
        Self::new(Trouble::Flood { retry_after })
    }

    /// A refusal in other words than the double would find itself.
    #[must_use]
    pub fn refused(code: u16, description: &str) -> Self {
        Self::new(Trouble::Refused { code, description: description.to_owned() })
    }

    /// The answer takes so long.
    #[must_use]
    pub fn slow(by: Duration) -> Self {
        Self::new(Trouble::Slow { millis: u64::try_from(by.as_millis()).unwrap_or(u64::MAX) })
    }

    /// Only calls of this method; upper and lower case are the same, as for the server.
    #[must_use]
    pub fn on(self, method: &str) -> Self {
        Self { method: Some(method.to_owned()), ..self }
    }

    /// Only calls that name this chat.
    #[must_use]
    pub fn in_chat(self, chat: i64) -> Self {
        Self { chat: Some(chat), ..self }
    }

    /// Only so often; then the fault is over.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { left: Some(times), ..self }
    }

    /// Lets so many calls pass before the first one is met.
    #[must_use]
    pub fn after(self, calls: u32) -> Self {
        Self { skip: calls, ..self }
    }
}

/// How a fault is doing: how often it struck, and whether it was lifted.
#[derive(Debug, Clone, Copy, Default)]
struct Course {
    strikes: u32,
    lifted: bool,
}

/// A fault that was laid out: waits for it, or takes it away.
#[derive(Debug, Clone)]
pub struct Laid {
    course: Arc<watch::Sender<Course>>,
}

impl Laid {
    /// Waits until it has met so many calls.
    pub async fn struck(&self, times: u32) {
        let mut course = self.course.subscribe();
        // The sender lives in `self`.
        let _ = course.wait_for(|course| course.strikes >= times).await;
    }

    /// How many calls it has met.
    #[must_use]
    pub fn strikes(&self) -> u32 {
        self.course.borrow().strikes
    }

    /// Takes it away; answers that were held go out.
    pub fn lift(&self) {
        self.course.send_modify(|course| course.lifted = true);
    }

    /// Until it is taken away.
    pub(crate) async fn lifted(&self) {
        let mut course = self.course.subscribe();
        let _ = course.wait_for(|course| course.lifted).await;
    }
}

/// What meets a call.
pub(crate) struct Strike {
    pub trouble: Trouble,
    pub laid: Laid,
}

/// The faults that wait for calls.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<(Fault, Laid)>,
}

impl Faults {
    pub fn lay(&mut self, fault: Fault) -> Laid {
        let laid = Laid { course: Arc::new(watch::Sender::new(Course::default())) };
        self.waiting.push((fault, laid.clone()));
        laid
    }

    /// Lifts everything.
    pub fn clear(&mut self) {
        for (_, laid) in self.waiting.drain(..) {
            laid.lift();
        }
    }

    /// The first fault that meets this call, counted.
    pub fn strike(&mut self, method: &str, chat: Option<i64>) -> Option<Strike> {
        self.waiting.retain(|(fault, laid)| fault.left != Some(0) && !laid.course.borrow().lifted);
        for (fault, laid) in &mut self.waiting {
            let meant = fault.method.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(method))
                && (fault.chat.is_none() || fault.chat == chat);
            if !meant {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            if let Some(left) = &mut fault.left {
                *left -= 1;
            }
            laid.course.send_modify(|course| course.strikes += 1);
            return Some(Strike { trouble: fault.trouble.clone(), laid: laid.clone() });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_meets_the_calls_it_was_laid_out_for_and_no_other() {
        let mut faults = Faults::default();
        let laid = faults.lay(Fault::flood(3).on("sendMessage").in_chat(7).after(1).times(1));
        assert!(faults.strike("getMe", None).is_none(), "another method");
        assert!(faults.strike("sendMessage", Some(8)).is_none(), "another chat");
        assert!(faults.strike("SendMessage", Some(7)).is_none(), "the first call passes");
        let strike = faults.strike("SendMessage", Some(7)).expect("the second is met");
        assert_eq!(strike.trouble, Trouble::Flood { retry_after: 3 });
        assert!(faults.strike("sendMessage", Some(7)).is_none(), "it was for one call");
        assert_eq!(laid.strikes(), 1);
    }

    #[test]
    fn a_lifted_fault_meets_nobody() {
        let mut faults = Faults::default();
        faults.lay(Fault::new(Trouble::BadGateway)).lift();
        assert!(faults.strike("getMe", None).is_none());
    }
}
