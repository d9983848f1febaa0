DROP TABLE courtesy_links;
