DROP TABLE audit_unsealed;
