"""The codes of serious acts (严重失信行为代码), and of the city's works in which they are met."""
