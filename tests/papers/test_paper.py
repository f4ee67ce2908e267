"""The words of a paper: written down and read again, always in the same letters."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from integrity.casework.documents.paper import Paper, Table, read

words = st.text(max_size=20)
tables = st.builds(
    Table,
    head=st.lists(words, max_size=3).map(tuple),
    rows=st.lists(st.lists(words, max_size=3).map(tuple), max_size=3).map(tuple),
    caption=words,
)
papers = st.builds(
    Paper,
    kind=words,
    title=words,
    issuer=words,
    addressee=words,
    body=st.lists(words | tables, max_size=4).map(tuple),
    basis=words,
    signatory=words,
    day=st.dates(),
    internal=words,
    copies=st.lists(words, max_size=2).map(tuple),
    enclosures=st.lists(words, max_size=2).map(tuple),
    red_head=st.booleans(),
)


@given(papers)
def test_what_was_written_down_is_read_as_the_same_paper(paper: Paper) -> None:
    again = read(paper.text())

    assert again == paper
    assert again.text() == paper.text()


@given(papers, words)
def test_another_word_is_another_text(paper: Paper, word: str) -> None:
    other = replace(paper, body=(*paper.body, word))

    assert other.text() != paper.text()


def test_the_text_is_json_that_people_can_read() -> None:
    paper = Paper("k", "告知书", "示例市", "示例局", ("正文",), "", "", date(2026, 11, 20), "1")

    assert '"body":["正文"]' in paper.text()
    assert '"day":"2026-11-20"' in paper.text()
