from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import pytest
from pydantic import TypeAdapter, ValidationError

from openness_lint.model import values


@values.dataclass(frozen=True, slots=True)
class Ours:
    STRICT: ClassVar[dict[str, str]] = {"extra": "forbid"}
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    count: int = 3
    words: list[str] = values.field(default_factory=list, compare=False)
    hidden: str = values.field(default="h", repr=False)

    def twice(self) -> int:
        return 2 * self.count


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    name: str
    count: int = 3
    words: list[str] = dataclasses.field(default_factory=list, compare=False)
    hidden: str = dataclasses.field(default="h", repr=False)

    def twice(self) -> int:
        return 2 * self.count


@values.dataclass(frozen=True)
class Open:
    name: str
    length: int = values.field(init=False)
    seen: bool = values.field(default=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@values.dataclass(slots=True)
class Changing:
    name: str
    words: set[str] = values.field(default_factory=set)


BOTH = pytest.mark.parametrize("kind", [Ours, Theirs])


class OurTuple(values.NamedTuple):
    name: str
    count: int = 3
    words: tuple[str, ...] = ()

    @property
    def twice(self) -> int:
        return 2 * self.count


class TheirTuple(NamedTuple):
    name: str
    count: int = 3
    words: tuple[str, ...] = ()

    @property
    def twice(self) -> int:
        return 2 * self.count


BOTH_TUPLES = pytest.mark.parametrize("kind", [OurTuple, TheirTuple])
OFTEN = range(12)  # before and after what makes them is compiled

T = TypeVar("T")


@BOTH
class TestAsTheStandardLibraryHasIt:
    def test_fields_are_given_by_place_or_name_and_fall_back_on_their_defaults(self, kind: Callable[..., Any]):
        value = kind("a", words=["x"])

        assert (value.name, value.count, value.words, value.hidden, value.twice()) == ("a", 3, ["x"], "h", 6)

    def test_each_value_has_a_default_list_of_its_own(self, kind: Callable[..., Any]):
        assert kind("a").words is not kind("a").words

    @pytest.mark.parametrize("given", [{}, {"name": "a", "other": 1}])
    def test_too_little_and_too_much_is_refused(self, kind: Callable[..., Any], given: dict[str, Any]):
        with pytest.raises(TypeError):
            kind(**given)

    def test_values_are_equal_and_hash_alike_by_what_is_compared(self, kind: Callable[..., Any]):
        assert kind("a", words=["x"]) == kind("a")
        assert hash(kind("a", words=["x"])) == hash(kind("a"))
        assert kind("a") != kind("b")
        assert kind("a") != ("a", 3, "h")

    def test_it_shows_its_fields(self, kind: type):
        assert repr(kind("a")) == f"{kind.__name__}(name='a', count=3, words=[])"

    def test_a_frozen_one_cannot_be_changed(self, kind: Callable[..., Any]):
        value = kind("a")

        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
            value.name = "b"
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
            del value.name
        assert not hasattr(value, "__dict__")

    def test_it_is_copied_and_pickled(self, kind: Callable[..., Any]):
        value = kind("a", 5, ["x"])

        assert copy.copy(value) == value
        assert pickle.loads(pickle.dumps(value)).words == ["x"]

    @pytest.mark.parametrize("replace", [values.replace, dataclasses.replace])
    def test_it_is_replaced(self, kind: Callable[..., Any], replace: Callable[..., Any]):
        assert replace(kind("a", words=["x"]), count=4).words == ["x"]
        assert replace(kind("a"), count=4) == kind("a", 4)

    def test_it_is_matched_by_place(self, kind: Any):
        match kind("a"):
            case kind(name, count):
                assert (name, count) == ("a", 3)

    def test_others_find_its_description(self, kind: Any):
        assert dataclasses.is_dataclass(kind)
        assert [(one.name, one.type) for one in dataclasses.fields(kind)] == [
            ("name", "str"),
            ("count", "int"),
            ("words", "list[str]"),
            ("hidden", "str"),
        ]
        assert kind.__dataclass_params__.frozen


@BOTH_TUPLES
class TestTuplesAsTheStandardLibraryHasThem:
    def test_fields_are_given_by_place_or_name_and_fall_back_on_their_defaults(self, kind: Callable[..., Any]):
        for _ in OFTEN:
            assert kind("a", words=("x",)) == ("a", 3, ("x",))
            assert kind(name="a", count=4) == kind("a", 4) == ("a", 4, ())
            assert kind("a").twice == 6

    @pytest.mark.parametrize("given", [((), {}), (("a",), {"other": 1}), (("a",), {"name": "b"}), ((1, 2, 3, 4), {})])
    def test_too_little_and_too_much_is_refused(self, kind: Callable[..., Any], given: Any):
        for _ in OFTEN:
            with pytest.raises(TypeError):
                kind(*given[0], **given[1])

    def test_it_is_a_tuple_without_more(self, kind: Any):
        name, count, words = kind("a")

        assert (name, count, words) == ("a", 3, ())
        assert isinstance(kind("a"), tuple)
        assert not hasattr(kind("a"), "__dict__")
        with pytest.raises(AttributeError):
            kind("a").name = "b"

    def test_it_shows_its_fields(self, kind: type):
        assert repr(kind("a")) == f"{kind.__name__}(name='a', count=3, words=())"

    def test_it_is_copied_and_pickled(self, kind: Callable[..., Any]):
        assert copy.deepcopy(kind("a", 5)) == kind("a", 5)
        assert pickle.loads(pickle.dumps(kind("a", 5))).count == 5

    def test_its_fields_can_be_listed_and_replaced(self, kind: Any):
        assert kind._fields == kind.__match_args__ == ("name", "count", "words")
        assert kind._field_defaults == {"count": 3, "words": ()}
        assert kind("a")._asdict() == {"name": "a", "count": 3, "words": ()}
        assert kind("a")._replace(count=4) == kind._make(["a", 4, ()])
        with pytest.raises(TypeError):
            kind._make("a")
        with pytest.raises((TypeError, ValueError)):
            kind("a")._replace(other=4)

    def test_pydantic_reads_one_from_plain_data(self, kind: Any):
        assert TypeAdapter(kind).validate_python({"name": "a"}) == kind("a")


def test_a_named_tuple_may_be_of_anything():
    class Of(values.NamedTuple, Generic[T]):
        what: T

    assert Of[int](3).what == 3


def test_a_named_tuple_made_by_the_method_it_had_at_first_is_none_the_worse():
    new = OurTuple.__new__

    assert [new(OurTuple, "a", 4) for _ in OFTEN] == [OurTuple("a", 4) for _ in OFTEN]


def test_the_first_values_and_later_ones_are_made_alike():
    @values.dataclass(frozen=True, slots=True)
    class Made:
        name: str
        words: list[str] = values.field(default_factory=list)
        length: int = values.field(init=False, default=0)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.name))

    made = [Made("abc") for _ in OFTEN]

    assert {(one.name, tuple(one.words), one.length) for one in made} == {("abc", (), 3)}
    assert len({id(one.words) for one in made}) == len(made)


def test_pydantic_reads_one_from_plain_data():
    assert TypeAdapter(Ours).validate_python({"name": "a", "words": ["x"]}) == Ours("a", words=["x"])
    with pytest.raises(ValidationError, match="nmae"):
        TypeAdapter(Ours).validate_python({"nmae": "a"})


def test_a_class_without_slots_is_made_whole_by_whatever_first_makes_a_value_of_it():
    def fresh() -> Any:
        @values.dataclass(frozen=True)
        class Late:
            name: str
            words: tuple[str, ...] = values.field(default=("x",), compare=False)

        return Late

    by_call, by_pydantic, by_pickle = fresh(), fresh(), fresh()
    copied = object.__new__(by_pickle)
    copied.__setstate__({"name": "a", "words": ()})
    made = [by_call("a"), TypeAdapter(by_pydantic).validate_python({"name": "a"}), copied]

    for one in made:
        assert one == type(one)("a")
        assert hash(one) == hash(type(one)("a", ("y",)))
        assert repr(type(one)("a")).endswith("Late(name='a', words=('x',))")
        assert type(one).__match_args__ == ("name", "words")
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.name = "b"
        with pytest.raises(TypeError):
            type(one)()


def test_what_is_worked_out_after_the_start_is_no_argument():
    assert Open("abc").length == 3
    assert values.replace(Open("abc", True), name="ab") == Open("ab", True)
    with pytest.raises(TypeError):
        Open("abc", length=3)  # type: ignore[call-arg]


def test_one_that_is_not_frozen_changes_and_has_no_hash():
    value = Changing("a")
    value.words.add("x")
    value.name = "b"

    assert value == Changing("b", {"x"})
    with pytest.raises(TypeError, match="unhashable"):
        hash(value)


def test_what_is_not_offered_is_left_to_the_standard_library():
    @values.dataclass(frozen=True, order=True)
    class Ordered:
        count: int
        words: list[str] = values.field(default_factory=list)

    @values.dataclass(frozen=True)
    class Child(Theirs):
        more: int = 1

    assert Ordered(1) < Ordered(2)
    assert Child("a", more=2).more == 2


def test_a_run_over_one_report_never_needs_the_standard_library_for_it():
    program = (
        "import sys\n"
        "from openness_lint.model.report import Report\n"
        "from openness_lint.model.diagnostic import Verdict\n"
        "print(Verdict(1) == Verdict(1), hash(Verdict(1)) == hash(Verdict(1)), 'dataclasses' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "True True False\n"
