-- The cases navigators work on, and what must go out.

-- What the desk's lists need of a case; everything else is in the sealed state of its conversation.
-- Added by the turn that hands over, changed when its status changes, removed with its conversation.
CREATE TABLE cases (
    -- The plain number people speak of. Never used twice (see `last_case` in meta).
    number        INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    conversation  TEXT    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    status        TEXT    NOT NULL CHECK (status IN ('waiting', 'claimed', 'closed')),
    opened_at     INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX cases_by_conversation ON cases (conversation);
CREATE INDEX cases_by_status ON cases (status, number);

-- Every message that must go out, or went out.
-- Added by the turn that decided it. A delivered row stays as the history of its conversation and is removed
-- with it; a row without a conversation is removed as soon as it is delivered.
CREATE TABLE outbox (
    -- The order of the commits; rows of one target go out in this order.
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    -- A UUID; on Matrix the transaction id, so that a second attempt cannot double the message.
    id            TEXT    NOT NULL UNIQUE,
    target        BLOB    NOT NULL CHECK (length(target) = 32),
    -- NULL: it belongs to no conversation (desk lists, the last word after a deletion).
    conversation  TEXT    REFERENCES conversations (id) ON DELETE CASCADE,
    -- Sealed by the data key of the conversation, or by the master key where there is none.
    payload       BLOB    NOT NULL,
    payload_key   TEXT    NOT NULL,
    -- It must wait until this case has a room; NULL: it need not, or need no longer.
    held_for      INTEGER,
    -- How often sending was begun.
    attempts      INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- 1: sending was begun and its end never recorded, so it may have arrived.
    half_sent     INTEGER NOT NULL DEFAULT 0 CHECK (half_sent IN (0, 1)),
    -- dead: given up in front of a human; it no longer blocks its target.
    state         TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
    -- Not to be tried before this moment.
    due_at        INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    -- When it was delivered or given up.
    ended_at      INTEGER,
    CHECK ((state = 'waiting') = (ended_at IS NULL))
) STRICT;

CREATE INDEX outbox_waiting ON outbox (seq) WHERE state = 'waiting' AND held_for IS NULL;
CREATE INDEX outbox_held ON outbox (held_for) WHERE held_for IS NOT NULL;
CREATE INDEX outbox_by_conversation ON outbox (conversation, seq);

-- Where a relayed message and its copy stand, so that replies, edits and deletions find the other side.
-- Added when the copy is delivered, removed with the conversation.
CREATE TABLE links (
    -- The outgoing message that is the copy.
    outbox        TEXT PRIMARY KEY NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    conversation  TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    source        BLOB NOT NULL CHECK (length(source) = 32),
    copy          BLOB NOT NULL CHECK (length(copy) = 32),
    -- Both platform ids, sealed by the data key of the conversation.
    ids           BLOB NOT NULL,
    ids_key       TEXT NOT NULL
) STRICT;

CREATE INDEX links_by_source ON links (source);
CREATE INDEX links_by_copy ON links (copy);
CREATE INDEX links_by_conversation ON links (conversation);
