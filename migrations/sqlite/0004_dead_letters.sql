-- What came in and could not be handled, because something that is stored was damaged.
-- Added by the turn that gives an inbound up and tells the desk, so that what can still be read is not lost with what
-- cannot. Removed with its row of the inbox, so it is kept no longer than the event key.
--
-- Once the damage is mended, this lets the next start handle all of it, in a database that no Lotse has open:
--   UPDATE inbox SET done_at = NULL, payload = dead_letters.payload, payload_key = dead_letters.payload_key
--       FROM dead_letters WHERE dead_letters.inbox = inbox.seq;
--   DELETE FROM dead_letters;
CREATE TABLE dead_letters (
    inbox        INTEGER PRIMARY KEY NOT NULL REFERENCES inbox (seq) ON DELETE CASCADE,
    -- Sealed by the master key.
    payload      BLOB    NOT NULL,
    payload_key  TEXT    NOT NULL
) STRICT;

-- Earlier versions kept what was given up also where it belongs to no conversation and nothing would ever remove it.
DELETE FROM outbox WHERE state = 'dead' AND conversation IS NULL;
