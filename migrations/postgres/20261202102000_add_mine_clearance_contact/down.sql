-- No earlier program knows the role, and neither the contact nor that there was one is thrown away unseen: where anybody
-- is or was appointed to it, this fails by appointments_role_is_known and leaves everything as it is. Whoever must go
-- back then restores the backup from before the upgrade.
ALTER TABLE appointments DROP CONSTRAINT appointments_role_is_known;
ALTER TABLE appointments ADD CONSTRAINT appointments_role_is_known CHECK (role IN ('administrator', 'desk_officer', 'focal_point', 'deputy', 'submitter', 'reader'));
