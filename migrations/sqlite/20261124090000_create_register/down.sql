DROP TABLE registers;
DROP TABLE treaty_actions;
DROP TABLE states;
