-- Every message that is out is found again by its id on the platform, not only copies of what somebody wrote: a card of
-- the queue is changed, a reaction is taken back. What it is a copy of stands in its sealed payload.
DROP INDEX links_by_source;
ALTER TABLE links DROP COLUMN source;
