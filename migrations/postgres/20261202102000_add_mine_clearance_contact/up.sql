-- The national point of contact on mine clearance is a role of its own.
ALTER TABLE appointments DROP CONSTRAINT appointments_role_is_known;
ALTER TABLE appointments ADD CONSTRAINT appointments_role_is_known CHECK (role IN ('administrator', 'desk_officer', 'focal_point', 'deputy', 'submitter', 'clearance_contact', 'reader'));
