"""What files say of themselves is found again, whatever it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openness_lint.cli.claims import Claim, Claims

AGENCIES = st.sampled_from(["县水利局", "县教育局", "", "a\0b", "\ud800"])
YEARS = st.sampled_from([2023, 2024])
CLAIMS = st.lists(
    st.builds(
        Claim,
        path=st.text(st.characters(exclude_characters="\0"), max_size=9),
        agency=st.none() | AGENCIES,
        year=st.none() | YEARS,
        text=st.none() | st.sampled_from(["", "县水利局2023年度报告", "县教育局二〇二四年度报告"]),
    ),
    max_size=9,
)


@given(claims=CLAIMS, agency=AGENCIES, year=YEARS)
def test_those_that_may_be_an_agency_s_report_of_a_year_are_found(claims, agency, year):
    found = Claims(claims).that_may_be(agency, year)

    assert sorted(found, key=repr) == sorted((one for one in claims if one.may_be_of(agency, year)), key=repr)
    assert [one.path for one in found] == sorted(one.path for one in found)


@given(claims=CLAIMS)
def test_all_of_them_are_kept(claims):
    assert sorted(Claims(claims), key=repr) == sorted(claims, key=repr)
