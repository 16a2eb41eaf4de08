-- How somebody likes clean copies to be made where they do not say otherwise.
ALTER TABLE accounts ADD COLUMN cleaning TEXT NOT NULL DEFAULT '';       -- JSON; empty: as usual
