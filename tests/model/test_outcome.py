"""What a run says of one report, keyed for ever, and the count of many."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Broken, Diagnostic, Fault, Gap, Spot, Violation
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome, Tally, Unread
from openness_lint.model.rule import Confidence, Rule, Severity
from openness_lint.model.span import CellSpan, TextSpan

SAID = Phrase("不符", "does not fit")
FORM = Form("cn-openness-2021", Phrase("格式", "form"), "国办公开办函〔2021〕30号", (), ())
TOTAL = Address("requests", "received", "total")
PERSON = Address("requests", "received", "natural_person")


def rule(code: str = "T301") -> Rule:
    return Rule(
        code=code,
        name="applicant-total",
        title=SAID,
        severity=Severity.ERROR,
        confidence=Confidence.EXACT,
        basis=SAID,
        because=SAID,
        forms=("cn-openness-2021",),
        check="sum",
        pack="cn-openness",
    )


def spot(address: Address = TOTAL, value: str = "15", line: int = 20) -> Spot:
    return Spot(address, TextSpan(line, 5, line, 7), value)


def violation(
    *,
    code: str = "T301",
    severity: Severity = Severity.ERROR,
    at: Spot | None = None,
    related: tuple[Spot, ...] = (),
    message: Phrase = SAID,
) -> Violation:
    return Violation(rule(code), severity, Broken(at or spot(), message, related))


def outcome(*diagnostics: Diagnostic, agency: str | None = "淮安市人民政府", year: int | None = 2024) -> Outcome:
    return Outcome("report.yaml", FORM, agency, year, 10, 8, diagnostics)


def keys(one: Outcome) -> list[str]:
    return [key for _, key in one.fingerprints()]


BASE = violation(related=(spot(PERSON, "14"),))


def test_diagnostics_come_back_by_kind_and_in_order():
    gap, fault = Gap(rule(), spot(), SAID), Fault(rule(), spot(), SAID)
    one = outcome(gap, BASE, fault, gap)

    assert one.violations == (BASE,)
    assert (gap, gap) == one.gaps
    assert (fault,) == one.faults
    assert [gap, BASE, fault, gap] == [diagnostic for diagnostic, _ in one.fingerprints()]


def test_a_fingerprint_survives_all_that_only_moves_or_rewords():
    moved = violation(at=spot(line=99), related=(spot(PERSON, "14", line=3),))
    in_a_document = violation(at=Spot(TOTAL, CellSpan(2, 3, 8), "15"), related=(Spot(PERSON, CellSpan(2, 3, 2), "14"),))
    reworded = violation(related=(spot(PERSON, "14"),), message=Phrase("别的话", "other words"))
    graver = violation(related=(spot(PERSON, "14"),), severity=Severity.WARNING)

    expected = keys(outcome(BASE))

    for same in (moved, in_a_document, reworded, graver):
        assert expected == keys(outcome(same))
    assert expected == keys(replace(outcome(BASE), path="elsewhere.yaml", judged=1, held=0, lines=("x",)))


def test_a_fingerprint_survives_other_findings():
    others = (violation(code="C101"), Gap(rule("T302"), spot(), SAID))

    assert keys(outcome(BASE))[0] == keys(outcome(*others, BASE))[2]


@pytest.mark.parametrize(
    "other",
    [
        outcome(violation(at=spot(value="16"), related=(spot(PERSON, "14"),))),
        outcome(violation(related=(spot(PERSON, "13"),))),
        outcome(violation(related=(spot(Address("requests", "received", "other"), "14"),))),
        outcome(violation()),
        outcome(violation(code="T302", related=(spot(PERSON, "14"),))),
        outcome(violation(at=spot(Address("requests", "carried_in", "total")), related=(spot(PERSON, "14"),))),
        outcome(BASE, agency="宿迁市人民政府"),
        outcome(BASE, agency=None),
        outcome(BASE, year=2023),
        outcome(BASE, year=None),
    ],
    ids="value addend addends fewer rule place agency no-agency year no-year".split(),
)
def test_a_fingerprint_changes_with_what_the_finding_is_about(other):
    assert keys(outcome(BASE)) != keys(other)


def test_findings_alike_in_all_that_counts_are_told_apart_by_their_order():
    alike = keys(outcome(BASE, BASE, BASE))

    assert len(set(alike)) == 3
    assert keys(outcome(BASE)) == alike[:1]
    assert keys(outcome(BASE, BASE)) == alike[:2]


VALUES = st.text("12/\x1f=一\ud83d", max_size=3)
ADDRESSES = st.sampled_from([TOTAL, PERSON, Address("title"), Address("title", "1")])
SPOTS = st.builds(spot, ADDRESSES, VALUES)


@given(
    st.lists(
        st.one_of(
            st.builds(lambda at, related: violation(at=at, related=tuple(related)), SPOTS, st.lists(SPOTS, max_size=2)),
            st.builds(lambda at: Gap(rule(), at, SAID), SPOTS),
        ),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=150)
def test_every_finding_of_a_report_has_a_fingerprint_of_its_own(diagnostics):
    found = keys(outcome(*diagnostics))

    assert len(diagnostics) == len(set(found))
    assert all(len(key) == 32 and int(key, 16) >= 0 for key in found)


def test_results_are_counted_as_they_pass():
    results = [
        outcome(
            BASE,
            violation(severity=Severity.WARNING),
            violation(severity=Severity.INFO),
            Gap(rule(), spot(), SAID),
            Gap(rule(), spot(), SAID),
            Fault(rule(), spot(), SAID),
        ),
        Unread("x.yaml", UnreadableInput(SAID)),
        outcome(BASE),
    ]
    tally = Tally()

    passed = []
    for result in tally.count(iter(results)):
        passed.append(result)
        assert len(passed) == tally.files + tally.unread

    assert results == passed
    assert Tally(files=2, judged=20, held=16, error=2, warning=1, info=1, gap=2, fault=1, unread=1) == tally


@pytest.mark.parametrize(
    ("tally", "reached"),
    [
        (Tally(), []),
        (Tally(gap=3, fault=1, unread=1, suppressed=2), []),
        (Tally(info=1), [Severity.INFO]),
        (Tally(warning=1), [Severity.WARNING, Severity.INFO]),
        (Tally(error=1), [Severity.ERROR, Severity.WARNING, Severity.INFO]),
    ],
)
def test_a_severity_is_reached_by_anything_as_grave(tally, reached):
    assert reached == [severity for severity in Severity if tally.reaches(severity)]
