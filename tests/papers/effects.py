"""Moves that write no paper, and why: they have no effect in law outside, or another writes it."""

from tests.papers.reporting import WITHOUT as REPORTING

STEP = "a step of the procedure; what it comes to has a paper"
CLAIM = "what the one who owes says; it decides nothing"
OWNER = "the word of who is owed; nothing is decided against it"
RULE = "a day came that an earlier paper or the law names; nobody decides"
OURS = "between people of this program, nothing goes outside"
COURT = "the court decides, and its own document is the paper"
GIVEN = "who complained or is owed is given it on paper whenever asked for"
GIVEN_BY_OTHERS = "others found it, and their own document is the paper"
REMEDY = "follows from a remedy; the answer to that is the paper"
PUBLIC = "done in public, by the text that is signed or published itself"

WITHOUT: dict[str, dict[str, str]] = {
    **REPORTING,
    "acceptance": {"accept": PUBLIC, "ask_change": CLAIM},
    "arrears_sheet": {
        "state_lines": CLAIM,
        "answer_lines": OWNER,
        "end_sheet": "it confirms nothing",
    },
    "arrears_striking": {
        "withhold": OWNER,
        "fall_to_finder": RULE,
        "drop": "follows from a payment that was put right, which both sides see",
    },
    "appraisal": {
        **dict.fromkeys(("accept", "object"), OWNER),
        "object_for": "the appraised party's own paper is filed",
        "stand": RULE,
        "assign": STEP,
        "overrule": GIVEN_BY_OTHERS,
    },
    "rule_set": {
        **dict.fromkeys(("put_forward", "send_back", "abandon"), STEP),
        "enact": "a rule of the group's own, made public with its document on the page of rules",
    },
    "change_request": {"grant": PUBLIC, "refuse": PUBLIC},
    "commitment": {
        **dict.fromkeys(("submit", "edit", "decline", "ask_extension", "request_change"), STEP),
        **dict.fromkeys(("sign", "publish", "change", "withdraw"), PUBLIC),
        **dict.fromkeys(("report", "progress"), CLAIM),
        **dict.fromkeys(("verify", "send_back"), PUBLIC),
    },
    "compensation": {
        **dict.fromkeys(("report", "leave"), CLAIM),
        **dict.fromkeys(("confirm", "deny"), OWNER),
        **dict.fromkeys(("find_paid", "find_unpaid"), STEP),
    },
    "decision": {
        **dict.fromkeys(("confirm", "abandon"), GIVEN_BY_OTHERS),
        **dict.fromkeys(("propose_revocation", "let_stand"), STEP),
        "revoke": GIVEN_BY_OTHERS,
        "expire": RULE,
    },
    "complaint": {
        **dict.fromkeys(("readdress", "pass_on", "ask_extension", "escalate"), STEP),
        **dict.fromkeys(("confirm", "dispute"), OWNER),
        "fall_silent": RULE,
        "uphold": STEP,
        **dict.fromkeys(("accept", "refuse", "answer", "decide"), GIVEN),
    },
    "contact_request": {"*": OURS},
    "person_inquiry": {"*": OURS},
    "reaching": {
        **dict.fromkeys(("defend", "object_related", "appeal_related"), OWNER),
        "lapse_reach": "nothing had begun",
    },
    "reach_order": {"*": "the decision about the person is the paper; this is between bodies"},
    "contract": {
        "enter": OURS,
        "review": GIVEN_BY_OTHERS,
        "break_off": GIVEN_BY_OTHERS,
        "dissolve": "the paper of the change says it",
    },
    "contract_change": {
        **dict.fromkeys(("agree", "object"), OWNER),
        "withdraw": CLAIM,
    },
    "contract_node": {
        **dict.fromkeys(("report", "deliver", "admit", "contest"), CLAIM),
        **dict.fromkeys(("confirm", "deny", "accept", "refuse"), OWNER),
        **dict.fromkeys(("confirm_for", "deny_for"), "the counterparty's own paper is filed"),
        **dict.fromkeys(("rule_kept", "rule_owed", "rule_not_owed"), GIVEN_BY_OTHERS),
        **dict.fromkeys(("hold", "release"), GIVEN_BY_OTHERS),
        "leave": RULE,
        "entrust": OURS,
        "conclude": "the word on the delivery says it",
        **dict.fromkeys(
            ("hand_over", "settle", "drop", "take_back"), "the claim for payment has its papers"
        ),
        "change": "follows from the change or the end of the contract",
    },
    "court_case": {
        **dict.fromkeys(("assign", "readdress", "insist", "accept", "start", "close"), STEP),
        **dict.fromkeys(("perform", "settle", "report_part", "refuse", "progress"), CLAIM),
        **dict.fromkeys(("withdraw", "ask_withdrawal", "allow_withdrawal"), STEP),
        "refuse_withdrawal": STEP,
        **dict.fromkeys(("confirm", "send_back", "end_round", "revive", "terminate"), COURT),
        **dict.fromkeys(("agree", "keep_part", "deny_part", "break_off", "conduct_done"), COURT),
    },
    "credit_record": {
        **dict.fromkeys(("dispute", "maintain", "withdraw", "repair"), REMEDY),
        "readdress": "nothing was decided against the wrong body, and its notice is made void",
        "correct": "the paper of the correction says it",
        "annul": "the document that annulled what it rested on is the paper",
        "expire": RULE,
    },
    "delivery": {"*": "it is how a paper goes"},
    "dispute": {
        **dict.fromkeys(("contest", "agree"), OWNER),
        "concede": CLAIM,
        "fall_to_finder": RULE,
        "end": COURT,
    },
    "document": {"*": "it is itself a paper"},
    "enrolment": {"file": OWNER, "accept": "the account that it asks for is what comes of it"},
    "evaluation_correction": {
        "propose_points": STEP,
        "decline_correction": "the answer is read on the page, with its reasons",
    },
    "questionnaire": {"*": "people are asked and counted; nobody gains or loses by it"},
    "evaluation_material": {"*": "between evaluators and bodies in this program"},
    "evaluation_round": {
        **dict.fromkeys(("open", "finish", "review", "tell", "send_back"), STEP),
        **dict.fromkeys(("propose_release", "decline_release"), STEP),
    },
    "evaluator_objection": {"*": "the answer is read on the page; it ends or keeps an assignment"},
    "scheme_draft": {"*": "the standard is published; it binds nobody before a round uses it"},
    "score_objection": {"*": "the answer is read on the page, and published with the result"},
    "extension": {"*": STEP},
    "finding": {
        **dict.fromkeys(("admit", "dispute", "report"), CLAIM),
        **dict.fromkeys(("uphold", "reject", "inspect", "send_back"), STEP),
        "order": "the order that it makes has its paper",
    },
    "grievance": {
        **dict.fromkeys(("report", "refuse"), CLAIM),
        **dict.fromkeys(("confirm", "deny", "contest", "withdraw"), OWNER),
        **dict.fromkeys(("note_confirmed", "note_denied"), OWNER),
        "fall_to_finder": RULE,
    },
    "invoice": {
        **dict.fromkeys(("forward", "readdress", "plan", "extend", "dispute"), STEP),
        **dict.fromkeys(("verify", "pay"), CLAIM),
        **dict.fromkeys(("note_verified", "note_plan", "note_payment"), CLAIM),
        **dict.fromkeys(("decline_plan", "waive"), OWNER),
        "break_plan": RULE,
        **dict.fromkeys(("owe_interest", "reopen"), "a sum; the interest statement says it"),
        "judge": COURT,
        "take_on": STEP,
        "dismiss": "follows from the finding, whose paper says what is owed, or from a judgment",
    },
    "lawsuit": {"*": COURT},
    "loss_claim": {
        **dict.fromkeys(("send", "resend"), STEP),
        **dict.fromkeys(("state", "report"), CLAIM),
        **dict.fromkeys(("confirm", "deny", "withdraw"), OWNER),
        **dict.fromkeys(("note_confirmed", "note_denied"), OWNER),
        "fall_to_finder": RULE,
        "overrule": GIVEN_BY_OTHERS,
    },
    "tip": {
        **dict.fromkeys(("send", "resend", "accept", "pass_on", "update"), STEP),
        "refuse": "read by the receipt; nobody knows to whom a paper would go",
        **dict.fromkeys(("defend", "state"), CLAIM),
        **dict.fromkeys(("confirm", "dispute"), OWNER),
        **dict.fromkeys(("fall_to_finder", "fall_silent"), RULE),
        **dict.fromkeys(("uphold", "send_back"), STEP),
    },
    "tip_contact_request": {"*": OURS},
    "list_entry": {
        **dict.fromkeys(("decide", "send_back", "propose_removal", "keep"), STEP),
        "publicise": PUBLIC,
        "adopt": "the tax office published it, and the list that was adopted names everybody",
        "renew": "the list of the new year names it again",
        "defend": "what the subject says itself; the record of it is made when it was heard",
        "expire": "the notice of the change says it; it is drafted in the next night",
    },
    "listing": {"*": COURT},
    "milestone": {"*": CLAIM},
    "objection": {"*": STEP},
    "petition": {"admit_petition": "the objection that it becomes has its paper"},
    "appeal": {"*": STEP},
    "proceeding": {"*": GIVEN_BY_OTHERS},
    "record_correction": {"decline": "nothing changes for anybody"},
    "payment": {
        **dict.fromkeys(("confirm", "deny"), OWNER),
        **dict.fromkeys(("own_up", "stand_by", "retract"), CLAIM),
        **dict.fromkeys(("correct", "replace"), STEP),
        **dict.fromkeys(("check", "match"), "what the treasury's own records show"),
        "fall_to_finder": RULE,
        **dict.fromkeys(("find_paid", "find_unpaid"), STEP),
    },
    "detachment": {"agree": STEP, "maintain": "nothing changes for anybody"},
    "ledger_row": {"*": "what a file or a list says is changed by a paper of its own"},
    "hearing": {
        **dict.fromkeys(("hold_hearing", "become_moot"), STEP),
        "forgo_hearing": OWNER,
        "not_appear": "the decision says that nobody came",
    },
    "recommendation": {"*": "what becomes of the candidate has its papers"},
    "tax_list": {"*": "the tax office published it itself"},
    "review_objection": {"*": "read by the receipt; what becomes of the candidate has a paper"},
    "matter": {"*": "a list of where to check says what nobody is deprived of"},
    "offer": {"*": "what is offered is published, and nobody loses a right by it"},
    "catalogue_draft": {
        **dict.fromkeys(("edit", "submit", "review", "send_back", "withdraw"), STEP),
        "approve": "the catalogue is published; what it opens is said on each record",
    },
    "grading_scheme": {"*": "rules of supervision; each grade is told with its reason"},
    "grade_objection": {"*": "the answer is read on the page, and takes no right"},
    "file_reading": {"*": "every look is shown to the subject, who is answered on its page"},
    "alias": {
        "*": "a name in a table; the body is told, and what stands under it keeps its papers"
    },
    "check_duty": {"*": "what was done is decided elsewhere; its subject is answered on its page"},
    "rules_briefing": {"*": "between a department and the office; the rules are public"},
    "coverage_gap": {"*": "between a body and the office; the rate stays what it is"},
    "made_decision": {"*": "between bodies; whether it came is shown to everybody"},
    "posting": {
        "claim": CLAIM,
        **dict.fromkeys(("let_stand", "correct"), PUBLIC),
        "annul": "it is hidden at once; the withdrawal that must follow has its paper",
    },
    "gathering": {"*": "between bodies; whether it came is shown to everybody"},
    "measure_draft": {
        **dict.fromkeys(("edit", "submit", "review", "send_back", "withdraw"), STEP),
        "approve": "the list is published; who is listed gets the decision that names it",
    },
    "receivable": {"withdraw": OWNER},
    "pledge": {
        "report": CLAIM,
        "withdraw": CLAIM,
        **dict.fromkeys(("confirm", "send_back", "find_broken", "reopen"), STEP),
    },
    "plan_task": {
        "report": CLAIM,
        **dict.fromkeys(("accept_report", "find_done", "send_back", "drop_task"), STEP),
    },
    "push": {"*": "between bodies, by the decision that it carries"},
    "remnant": {
        **dict.fromkeys(("find_true", "find_untrue", "send_back"), STEP),
        **dict.fromkeys(("state", "withdraw"), CLAIM),
        "fall_to_finder": RULE,
    },
    "rectification": {
        **dict.fromkeys(("answer", "put_right"), CLAIM),
        "send_back": STEP,
    },
    "target": {"report": CLAIM, "find_met": STEP, "refute": "follows from the published value"},
    "target_reading": {
        "question": CLAIM,
        **dict.fromkeys(("keep_value", "correct"), "the department publishes its values itself"),
    },
    "remedial_point": {
        "answer": CLAIM,
        "verify": STEP,
        "send_back": STEP,
        "fail": STEP,
        "revoke": "the correction of the score has its paper",
    },
    "star_candidate": {
        **dict.fromkeys(("publicise", "turn_down"), PUBLIC),
        **dict.fromkeys(("decide", "send_back"), STEP),
        "withdraw": OWNER,
        "lapse": "nobody was honoured yet; who sent it in is told",
    },
    "star_objection": {"*": "read by the receipt; what becomes of the candidate is public"},
    "typical_case": {
        **dict.fromkeys(("publish", "remove"), PUBLIC),
        **dict.fromkeys(("grant", "refuse", "withdraw"), OWNER),
        **dict.fromkeys(("notify", "submit", "send_back"), OURS),
        "expire": RULE,
    },
    "referral": {
        "receive": "the receipt of the authority is the paper",
        "enter_outcome": "what the authority wrote is the paper",
    },
    "repair": {"*": STEP},
    "shielding": {"*": STEP},
    "self_report": {"*": CLAIM},
    "site_check": {"refuse": OURS},
    "stamped_scan": {"*": OURS},
    "upload": {"*": OURS},
    "urging": {
        **dict.fromkeys(("send", "summon"), "its paper was drafted with it, and sends it on"),
        **dict.fromkeys(("answer", "close", "withdraw"), STEP),
    },
    "user": {"*": OURS},
    "yearly_statement": {"declare": CLAIM, "review": STEP, "send_back": STEP},
}
"""table -> move, or * for all others -> why it writes none."""
