use crate::desk::Case;
use crate::model::{CaseNumber, Timestamp};

#[test]
fn a_case_stored_before_there_were_reminders_and_transfers_is_read() {
    let case = Case::open(CaseNumber(7), true, Timestamp::UNIX_EPOCH);
    let mut stored = serde_json::to_value(&case).unwrap();
    let fields = stored.as_object_mut().unwrap();
    for later in ["told_open_lines", "unanswered_since", "reminded_at", "feedback_at", "transfer_to"] {
        assert!(fields.remove(later).is_some(), "{later}");
    }
    assert_eq!(serde_json::from_value::<Case>(stored).unwrap(), case);
}
