"""`dataclass`, `field`, `replace` and `NamedTuple` for the values of a run: the standard library's, made when needed.

The standard library writes and compiles the methods of every dataclass when its module is imported, a
millisecond a class, and imports as much again for itself; a named tuple takes it a fifth of that: more than
half of what a run over one report would take. Here a class has the same methods with nothing compiled;
what makes its values is, once some have been made; and whoever asks for more (pydantic,
`dataclasses.fields`) finds the standard library's description, drawn up then. What is not offered here is
left to the standard library at once.
"""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Self

__all__ = ["NamedTuple", "dataclass", "field", "new_tuple", "replace"]

# Makes a named tuple of all its fields in a third of the time that calling its class takes.
new_tuple = tuple.__new__

_MISSING: Any = object()
# So many values of a class are made as slowly as it takes; then it pays to compile what makes them.
_FEW = 6


class _Record(tuple[Any, ...]):
    """What every named tuple has."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        made = new_tuple(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changes: Any) -> Self:
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({shown})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Maker(type):
    """Makes a class of named tuples at once, where the standard library compiles it and then adds what is its own."""

    def __new__(cls, name: str, bases: tuple[type, ...], given: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(cls, name, bases, given)
        names = tuple(given.get("__annotations__", ()))
        defaults = {name: given[name] for name in names if name in given}
        getters = {name: collections._tuplegetter(place, name) for place, name in enumerate(names)}  # type: ignore[attr-defined]  # noqa: SLF001
        own = {
            **given,
            **getters,
            "__slots__": (),
            "__match_args__": names,
            "_fields": names,
            "_field_defaults": defaults,
        }
        own["__new__"] = _new_later({name: _Field(defaults.get(name, _MISSING)) for name in names})
        return type(name, (_Record, *bases[1:]), own)


class _Seed(metaclass=_Maker):
    """Stands where a class names `NamedTuple` as its base, and is not there once it is made."""


def _new_later(fields: Mapping[str, _Field]) -> Callable[..., Any]:
    """A `__new__` that gives way to a compiled one when it has been called a few times."""
    left = _FEW

    def __new__(cls: Any, /, *given: Any, **named: Any) -> Any:  # noqa: N807
        nonlocal left
        left -= 1
        values = _bound(fields, given, named) if left > 0 else None
        if values is not None:
            return new_tuple(cls, values)
        new = _new(fields)
        for one in cls.__mro__:
            if getattr(vars(one).get("__new__"), "__func__", None) is __new__:
                new.__qualname__ = f"{one.__qualname__}.__new__"
                one.__new__ = staticmethod(new)
        return new(cls, *given, **named)

    return __new__


def _new(fields: Mapping[str, _Field]) -> Callable[..., Any]:
    known: dict[str, Any] = {"_new": new_tuple}
    parameters = ["_cls"]
    for name, one in fields.items():
        known[f"_of_{name}"] = one.default
        parameters.append(name if one.default is _MISSING else f"{name}=_of_{name}")
    values = "".join(f"{name}, " for name in fields)
    lines = [f"def __new__({', '.join(parameters)}):", f"    return _new(_cls, ({values}))"]
    exec("\n".join(lines), known)  # noqa: S102  # as the standard library does; the names are those of fields
    new: Callable[..., Any] = known["__new__"]
    return new


def _bound(fields: Mapping[str, _Field], given: Sequence[Any], named: Mapping[str, Any]) -> list[Any] | None:
    """What each field gets of a call, those that take part in it; None where the call does not fit them."""
    values = [*given]
    taken = 0
    for name, one in list(fields.items())[len(given) :]:
        if name in named:
            values.append(named[name])
            taken += 1
        elif one.default is not _MISSING:
            values.append(one.default)
        elif one.default_factory is not _MISSING:
            values.append(one.default_factory())
        else:
            return None
    return values if taken == len(named) and len(values) == len(fields) else None


class _Field:
    """What `field` says."""

    __slots__ = ("compare", "default", "default_factory", "init", "repr")

    def __init__(
        self,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        init: bool = True,
        repr: bool = True,
        compare: bool = True,
    ) -> None:
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare

    def standard(self) -> Any:
        import dataclasses

        said = {name: getattr(self, name) for name in self.__slots__}
        return dataclasses.field(**{name: value for name, value in said.items() if value is not _MISSING})


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
    from typing import NamedTuple  # noqa: TID251
else:
    NamedTuple = _Seed

    def field(**said: Any) -> Any:
        return _Field(**said)

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        slots: bool = False,
        eq: bool = True,
        repr: bool = True,
        **others: Any,
    ) -> Any:
        def make(cls: type) -> type:
            if others or any(hasattr(base, "__dataclass_fields__") for base in cls.__bases__):
                return _standard(cls, frozen=frozen, slots=slots, eq=eq, repr=repr, **others)
            return _made(cls, frozen=frozen, slots=slots, eq=eq, repr=repr)

        return make if cls is None else make(cls)

    def replace(value: Any, /, **changes: Any) -> Any:
        for name in value.__match_args__:
            changes.setdefault(name, getattr(value, name))
        return type(value)(**changes)


def _standard(cls: type, **options: Any) -> type:
    import dataclasses

    for name, value in list(vars(cls).items()):
        if isinstance(value, _Field):
            setattr(cls, name, value.standard())
    return dataclasses.dataclass(**options)(cls)


def _made(cls: type, *, frozen: bool, slots: bool, eq: bool, repr: bool) -> type:
    given = dict(vars(cls))
    if given.get("__hash__") is None:  # set by the language where a class has an `__eq__` of its own
        given.pop("__hash__", None)
    fields: dict[str, _Field] = {}
    for name, annotation in cls.__annotations__.items():
        if not str(annotation).startswith("ClassVar"):
            value = given.get(name, _MISSING)
            fields[name] = value if isinstance(value, _Field) else _Field(value)
    compared = _getter([name for name, one in fields.items() if one.compare])
    methods: dict[str, Any] = {
        "__match_args__": tuple(name for name, one in fields.items() if one.init),
        "__init__": _init_later(fields, frozen=frozen),
        "__dataclass_fields__": _Described("__dataclass_fields__", fields, frozen=frozen, eq=eq),
        "__dataclass_params__": _Described("__dataclass_params__", fields, frozen=frozen, eq=eq),
    }
    if repr:
        methods["__repr__"] = _repr([name for name, one in fields.items() if one.repr])
    if eq:
        methods |= {"__eq__": _eq(compared), "__hash__": _hash(compared) if frozen else None}
    if frozen:
        methods |= {"__setattr__": _refuse_set, "__delattr__": _refuse_delete}
    if slots:
        methods |= _states(tuple(fields))
    added = {name: method for name, method in methods.items() if name not in given}
    if slots:
        kept = {name: value for name, value in given.items() if name not in {*fields, "__dict__", "__weakref__"}}
        own = {**kept, **added, "__slots__": tuple(fields), "__qualname__": cls.__qualname__}
        return type(cls)(cls.__name__, cls.__bases__, own)
    for name, one in fields.items():
        if one.default is not _MISSING:
            added[name] = one.default
        elif name in given:
            delattr(cls, name)
    for name, value in added.items():
        setattr(cls, name, value)
    return cls


def _getter(names: Sequence[str]) -> Callable[[object], Any]:
    """The values of these fields, as one to compare and to hash."""
    return attrgetter(*names) if names else lambda _: ()


def _eq(compared: Callable[[object], Any]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(compared(self) == compared(other))

    return __eq__


def _hash(compared: Callable[[object], Any]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:  # noqa: N807
        return hash(compared(self))

    return __hash__


def _repr(names: Sequence[str]) -> Callable[[object], str]:
    def __repr__(self: object) -> str:  # noqa: N807
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({shown})"

    return __repr__


def _states(names: Sequence[str]) -> dict[str, Callable[..., Any]]:
    """How a value without `__dict__` is copied and kept, frozen or not."""

    def __getstate__(self: object) -> list[Any]:  # noqa: N807
        return [getattr(self, name) for name in names]

    def __setstate__(self: object, state: list[Any]) -> None:  # noqa: N807
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return {"__getstate__": __getstate__, "__setstate__": __setstate__}


def _refuse_set(self: object, name: str, value: object) -> None:  # noqa: ARG001
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: object, name: str) -> None:  # noqa: ARG001
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _init_later(fields: Mapping[str, _Field], *, frozen: bool) -> Callable[..., None]:
    """An `__init__` that gives way to a compiled one when it has been called a few times."""
    left = _FEW
    put = object.__setattr__ if frozen else setattr
    asked = {name: one for name, one in fields.items() if one.init}
    others = {name: one for name, one in fields.items() if not one.init and one.default_factory is not _MISSING}

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807
        nonlocal left
        left -= 1
        values = _bound(asked, given, named) if left > 0 else None
        if values is None:
            cls = next(one for one in type(self).__mro__ if vars(one).get("__init__") is __init__)
            init = _init(cls, fields, frozen=frozen)
            type.__setattr__(cls, "__init__", init)
            return init(self, *given, **named)
        for name, value in zip(asked, values, strict=True):
            put(self, name, value)
        for name, one in others.items():
            put(self, name, one.default_factory())
        if hasattr(self, "__post_init__"):
            self.__post_init__()
        return None

    return __init__


def _init(cls: type, fields: Mapping[str, _Field], *, frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_ABSENT": _MISSING}
    parameters, body = ["self"], []
    for name, one in fields.items():
        value = name
        if one.default_factory is not _MISSING:
            known[f"_new_{name}"] = one.default_factory
            value = f"_new_{name}() if {name} is _ABSENT else {name}" if one.init else f"_new_{name}()"
        if one.init:
            known[f"_of_{name}"] = one.default
            default = "_ABSENT" if one.default_factory is not _MISSING else f"_of_{name}"
            parameters.append(name if default != "_ABSENT" and one.default is _MISSING else f"{name}={default}")
        elif one.default_factory is _MISSING:
            continue  # `__post_init__` sees to it
        body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    lines = [f"def __init__({', '.join(parameters)}):", *(f"    {line}" for line in body or ["pass"])]
    exec("\n".join(lines), known)  # noqa: S102  # as the standard library does; the names are those of fields
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


class _Described:
    """What the standard library keeps in a dataclass for others to read, drawn up when it is read."""

    def __init__(self, attribute: str, fields: Mapping[str, _Field], *, frozen: bool, eq: bool) -> None:
        self._attribute = attribute
        self._fields = fields
        self._frozen = frozen
        self._eq = eq

    def __get__(self, value: object, owner: type) -> Any:
        import dataclasses

        home = next(one for one in owner.__mro__ if vars(one).get(self._attribute) is self)
        fields = [(name, home.__annotations__[name], one.standard()) for name, one in self._fields.items()]
        made = dataclasses.make_dataclass(home.__name__, fields, frozen=self._frozen, eq=self._eq)
        described = getattr(made, self._attribute)
        type.__setattr__(home, self._attribute, described)
        return described
