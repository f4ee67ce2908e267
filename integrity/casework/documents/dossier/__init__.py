"""The file of a matter (卷宗): its papers, files and log in order, as a PDF or sealed."""
