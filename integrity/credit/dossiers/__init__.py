"""One click makes the file (卷宗) of a matter: of a thing of any stream, a record or an entry."""
