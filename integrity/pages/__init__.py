"""What makes pages: fields, forms, tables, charts."""
