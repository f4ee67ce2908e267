"""A round gives the same to the last digit on either database, as often as it is recomputed."""

from tests.evaluations.measured import fill_round, recompute

DIGEST = "526c17df798db48a963fb163a8401d5683645df535ea1628ce6fe6d9c8310217"
"""Of a round of ten bodies and three evaluators, found on SQLite and on PostgreSQL."""


def test_a_round_recomputed_gives_the_same_on_every_database(app):
    item = fill_round(10, 3)

    assert recompute(item) == recompute(item) == DIGEST
