"""Moves of reports, assessments and registers that write no paper, and why."""

OURS = "between people of this program, nothing goes outside"
OWNER = "the word of who is told; nothing is decided against it"

WITHOUT: dict[str, dict[str, str]] = {
    "activity": dict.fromkeys(
        ("verify_activity", "return_activity", "contest_activity", "keep_activity"), OURS
    ),
    "assessment": {
        **dict.fromkeys(("tell_bodies", "abandon"), OURS),
        "sign_assessment": "another person issues the letter, which is the paper",
    },
    "assessment_line": {
        **dict.fromkeys(("confirm_line", "object_to_line"), OWNER),
        "let_line_stand": "a day came that the notice names; nobody decides",
    },
    "periodical": dict.fromkeys(
        ("edit", "count_again", "submit", "send_back", "abandon", "recall_report"), OURS
    ),
}
