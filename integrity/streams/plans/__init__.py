"""STREAM: work plans (工作方案): tasks with who leads, who supports, and by when."""
