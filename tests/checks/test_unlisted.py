"""`check: unlisted`: rows and columns of an office's own are named; absent tables are gaps."""

from __future__ import annotations


def test_rows_and_columns_beyond_the_form_are_named(rule, report, broken, gaps):
    ready = rule("check: unlisted\n")
    text = """
        year: 2024
        sections:
          proactive:
            格式外: {其他主动公开文件: 12}
          disputes:
            review: {upheld: 0, 格式外: {调解: 1}}
        """

    assert broken(ready, report(text)) == [
        ("proactive.其他主动公开文件", "the form has no row '其他主动公开文件'"),
        ("disputes.review.调解", "the form has no column '调解'"),
    ]
    assert gaps(ready, report(text)) == [("requests", "the report has no requests table")]


def test_it_takes_no_keys_of_its_own(refused):
    assert refused("check: unlisted\nof: rows\n") == "2:1: unknown key of"
