"""What runs by itself: the timetable, the runner, one module per kind of job."""
