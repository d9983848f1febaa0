DROP TABLE historic_reports;
