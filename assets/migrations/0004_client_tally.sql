-- How many clients there are, how often clients changed, and which did last: so that a list of a million is counted
-- in no time, and what a program keeps of them in memory is never stale. Triggers keep it, whoever changes a client.

CREATE TABLE client_tally (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    -- Clients that are not in the trash.
    clients INTEGER NOT NULL,
    -- Changes of clients so far.
    changes INTEGER NOT NULL
) STRICT;

-- Which client each of the last changes was about.
CREATE TABLE client_change (
    number INTEGER PRIMARY KEY,
    client INTEGER NOT NULL
) STRICT;

INSERT INTO client_tally SELECT 1, count(*), 0 FROM client WHERE deleted_at IS NULL;

CREATE TRIGGER client_is_added AFTER INSERT ON client BEGIN
    UPDATE client_tally SET clients = clients + (NEW.deleted_at IS NULL), changes = changes + 1;
    INSERT INTO client_change SELECT changes, NEW.id FROM client_tally;
    DELETE FROM client_change WHERE number <= (SELECT changes FROM client_tally) - 4096;
END;

CREATE TRIGGER client_is_changed AFTER UPDATE ON client BEGIN
    UPDATE client_tally
    SET clients = clients + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL), changes = changes + 1;
    INSERT INTO client_change SELECT changes, NEW.id FROM client_tally;
    DELETE FROM client_change WHERE number <= (SELECT changes FROM client_tally) - 4096;
END;

CREATE TRIGGER client_is_removed AFTER DELETE ON client BEGIN
    UPDATE client_tally SET clients = clients - (OLD.deleted_at IS NULL), changes = changes + 1;
    INSERT INTO client_change SELECT changes, OLD.id FROM client_tally;
    DELETE FROM client_change WHERE number <= (SELECT changes FROM client_tally) - 4096;
END;
