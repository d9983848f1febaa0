DROP TABLE classifications;
