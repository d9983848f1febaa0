DROP TABLE password_links;
DROP TABLE sessions;
DROP TABLE appointments;
DROP TABLE people;
