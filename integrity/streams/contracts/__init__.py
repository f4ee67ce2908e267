"""STREAM: contracts of government (政府合同履约); each duty with a day is a node of a contract."""
