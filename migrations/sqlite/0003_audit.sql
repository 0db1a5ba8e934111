-- What happened, without content and without a person: what the statistics are made of.
-- Added by turns, never changed; it outlives the conversations, so it must never hold more than this.
CREATE TABLE audit (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    -- The case, if there was one. No reference: the case may be gone.
    case_number  INTEGER,
    -- A fixed word (case_opened, case_claimed, conversation_deleted, …).
    what         TEXT    NOT NULL
) STRICT;
