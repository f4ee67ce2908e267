"""Passwords that are guessed first are refused, however many kinds of characters they have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.people.accounts import passwords

GUESSED = [
    "Password123",
    "Aa12345678",
    "Qwer123456",
    "Admin@2026",
    "P@ssw0rd2026",
    "Qwerty!@#2025",
    "1qaz2wsx!QAZ",
    "Abcd1234!!",
    "Jinan@2026!",
    "Woaini1314!",
    "Zhengwu#2026",
    "Aaaa1111!!!",
    "Zhangsan@123",
    "Wang.li-2026",
    "Welcome2026!",
]


@pytest.mark.parametrize("password", GUESSED)
def test_a_password_that_is_guessed_first_is_refused(password):
    """Password123, Aa12345678, Qwer123456 and Admin@2026 were accepted."""
    with pytest.raises(passwords.WeakPassword):
        passwords.check(password, "wang.li", "张三")


@pytest.mark.parametrize(
    "password",
    ["Xin-yong-2026", "Another-day-2027", "Kuai7Ma&Bing", "Yan-shi-2026", "tE9-lamp-hut"],
)
def test_words_that_have_nothing_to_do_with_each_other_are_accepted(password):
    passwords.check(password, "wang.li", "张三")


@given(st.sampled_from(GUESSED), st.sampled_from(["1", "!", "2024", "123", "abc", "aaa"]))
def test_what_is_guessed_anyway_makes_nothing_stronger(password, more):
    found = passwords.unguessed(password, "wang.li", "张三")

    assert passwords.unguessed(password + more, "wang.li", "张三") <= found + 1


@given(st.text(max_size=80))
def test_any_text_can_be_weighed(text):
    assert 0 <= passwords.unguessed(text, text, text) <= len(text.lower())


def test_a_first_password_is_accepted():
    assert len(passwords.at_random("zhang.san")) >= passwords.MINIMUM_LENGTH
