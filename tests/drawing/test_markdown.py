import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.drawing.markdown import literal

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*强* _调_ ~~删~~ `码` # \\", r"\*强\* \_调\_ \~\~删\~\~ \`码\` \# \\"),
        ("[a](b) ![c](d)", r"\[a\](b) !\[c\](d)"),
        ("<br> &lt; a|b", "&lt;br&gt; &amp;&#8203;lt; a&#124;b"),
        ("一\r\n二\t\u202e", "一␍␊二␉&lt;U+202E&gt;"),
        ("（七）总计 100%的 - 1. + =", "（七）总计 100%的 - 1. + ="),
    ],
)
def test_what_markdown_would_act_on_is_escaped(text, expected):
    assert expected == literal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@everyone a@b.cn @张三 @ ", "@&#8203;everyone a@&#8203;b.cn @&#8203;张三 @ "),
        (
            "#12 !12 %12 $12 ~12 &12 GH-12",
            r"\#&#8203;12 !&#8203;12 %&#8203;12 \$&#8203;12 \~&#8203;12 &amp;&#8203;12 GH&#8203;-12",
        ),
        ("http://a.cn WWW.a.cn", "http:&#8203;//a.cn WWW&#8203;.a.cn"),
        (":+1: :smile: 10:30", ":&#8203;+1: :&#8203;smile: 10:30"),
    ],
)
def test_what_a_code_host_would_look_for_is_parted(text, expected):
    assert expected == literal(text)


@given(ANY_TEXT)
def test_nothing_hidden_is_left(text):
    assert not [one for one in literal(text) if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
