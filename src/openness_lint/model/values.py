"""`dataclass`, `field`, `replace` and `NamedTuple` for the values of a run: the standard library's, made when needed.

The standard library writes and compiles the methods of every dataclass when its module is imported, a
millisecond a class, and imports as much again for itself; a named tuple takes it a fifth of that: more than
half of what a run over one report would take. Here a class has the same methods with nothing compiled;
what makes its values is, once some have been made; and whoever asks for more (pydantic,
`dataclasses.fields`) finds the standard library's description, drawn up then. What is not offered here is
left to the standard library at once.
"""

from __future__ import annotations

from collections import _tuplegetter as _getter_at  # type: ignore[attr-defined]
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, Self

__all__ = ["NamedTuple", "dataclass", "field", "new_tuple", "replace"]

# Makes a named tuple of all its fields in a third of the time that calling its class takes.
new_tuple = tuple.__new__

_MISSING: Any = object()
# So many values of a class are made slowly; beyond that it pays to compile what makes them.
_FEW = 40


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


# What makes a tuple of so many fields; the `__new__` of a class is that of its length, with its own names put in.
_NEW: Sequence[Any] = (
    lambda _cls: new_tuple(_cls, ()),
    lambda _cls, a: new_tuple(_cls, (a,)),
    lambda _cls, a, b: new_tuple(_cls, (a, b)),
    lambda _cls, a, b, c: new_tuple(_cls, (a, b, c)),
    lambda _cls, a, b, c, d: new_tuple(_cls, (a, b, c, d)),
    lambda _cls, a, b, c, d, e: new_tuple(_cls, (a, b, c, d, e)),
    lambda _cls, a, b, c, d, e, f: new_tuple(_cls, (a, b, c, d, e, f)),
    lambda _cls, a, b, c, d, e, f, g: new_tuple(_cls, (a, b, c, d, e, f, g)),
    lambda _cls, a, b, c, d, e, f, g, h: new_tuple(_cls, (a, b, c, d, e, f, g, h)),
    lambda _cls, a, b, c, d, e, f, g, h, i: new_tuple(_cls, (a, b, c, d, e, f, g, h, i)),
    lambda _cls, a, b, c, d, e, f, g, h, i, j: new_tuple(_cls, (a, b, c, d, e, f, g, h, i, j)),
)


class _Maker(type):
    """Makes a class of named tuples at once, where the standard library compiles it and then adds what is its own."""

    def __new__(cls, name: str, bases: tuple[type, ...], given: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(cls, name, bases, given)
        names = tuple(given.get("__annotations__", ()))
        defaults = {name: given[name] for name in names if name in given}
        if len(names) >= len(_NEW) or [*defaults] != [*names[len(names) - len(defaults) :]]:
            return _standard_tuple(name, bases, given)
        code = _NEW[len(names)].__code__.replace(co_varnames=("_cls", *names), co_qualname=f"{name}.__new__")
        given |= {
            "__slots__": (),
            "__match_args__": names,
            "__new__": FunctionType(code, globals(), "__new__", tuple(defaults.values())),
            "_fields": names,
            "_field_defaults": defaults,
        }
        for place, name_ in enumerate(names):
            given[name_] = _getter_at(place, "")
        return type(name, (_Record, *bases[1:]), given)


class _Seed(metaclass=_Maker):
    """Stands where a class names `NamedTuple` as its base, and is not there once it is made."""


def _standard_tuple(name: str, bases: tuple[type, ...], given: dict[str, Any]) -> Any:
    """The standard library's, for what is not offered here or is wrong."""
    import types
    import typing

    return types.new_class(name, (typing.NamedTuple, *bases[1:]), exec_body=lambda body: body.update(given))  # noqa: TID251


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


class _Shape:
    """What a class is made of: its fields, and what the methods that all classes share ask for."""

    __slots__ = ("asked", "compared", "eq", "frozen", "given", "left", "names", "repr", "shown")

    def __init__(self, cls: type, *, frozen: bool, eq: bool, repr: bool) -> None:
        given = vars(cls)
        self.frozen, self.eq, self.repr, self.left = frozen, eq, repr, _FEW
        names = tuple([one for one, kind in cls.__annotations__.items() if not str(kind).startswith("ClassVar")])
        self.names = self.asked = self.shown = self.compared = names
        # Defaults, and what `field` said.
        self.given = {name: given[name] for name in names if name in given}
        if _Field in map(type, self.given.values()):
            fields = self.fields()
            self.asked = tuple([name for name in names if fields[name].init])
            self.shown = tuple([name for name in names if fields[name].repr])
            self.compared = tuple([name for name in names if fields[name].compare])

    def fields(self) -> dict[str, _Field]:
        said = [(name, self.given.get(name, _MISSING)) for name in self.names]
        return {name: one if type(one) is _Field else _Field(one) for name, one in said}

    def methods(self) -> dict[str, Any]:
        """What the class gets, but for what it has."""
        methods = {"_shape": self, "__init__": _init_first, **_DESCRIBED, "__match_args__": self.asked}
        if self.repr:
            methods["__repr__"] = _repr
        if self.eq:
            methods["_compared"] = attrgetter(*self.compared) if self.compared else _NOTHING
            methods["__eq__"], methods["__hash__"] = _eq, _hash if self.frozen else None
        if self.frozen:
            methods["__setattr__"], methods["__delattr__"] = _refuse_set, _refuse_delete
        return methods


def _made(cls: type, *, frozen: bool, slots: bool, eq: bool, repr: bool) -> type:
    given = vars(cls)
    if not slots:
        if not cls.__annotations__ or "__init__" in given or "__setstate__" in given:
            return _whole(cls, _Shape(cls, frozen=frozen, eq=eq, repr=repr))
        # Many a class has no values in a run: the others are made whole with their first.
        cls._options = {"frozen": frozen, "eq": eq, "repr": repr}  # type: ignore[attr-defined]
        cls.__init__ = _init_whole  # type: ignore[misc]
        cls.__setstate__ = _set_state_whole  # type: ignore[attr-defined]
        for name, method in _DESCRIBED.items():
            setattr(cls, name, method)
        return cls
    shape = _Shape(cls, frozen=frozen, eq=eq, repr=repr)
    own = {**shape.methods(), "__getstate__": _state, "__setstate__": _set_state, **given}
    for name in ("__dict__", "__weakref__", *shape.names):
        own.pop(name, None)
    if own.get("__hash__") is None and frozen and eq:  # set by the language where a class has an `__eq__` of its own
        own["__hash__"] = _hash
    own["__slots__"], own["__qualname__"] = shape.names, cls.__qualname__
    return type(cls)(cls.__name__, cls.__bases__, own)


def _whole(cls: type, shape: _Shape) -> type:
    given = vars(cls)
    if given.get("__setstate__") is _set_state_whole:
        del cls.__setstate__  # type: ignore[attr-defined]
    for name, one in shape.given.items():
        if type(one) is not _Field:
            continue
        if one.default is _MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, one.default)
    for name, method in shape.methods().items():
        if given.get(name) in (None, _init_whole):
            type.__setattr__(cls, name, method)
    return cls


def _made_whole(cls: type, name: str, method: object) -> type:
    """The class that brought a method, made whole."""
    home = _home(cls, name, method)
    return _whole(home, _Shape(home, **home._options))  # type: ignore[attr-defined]  # noqa: SLF001


def _home(cls: type, name: str, method: object) -> type:
    """The class that brought a method."""
    return next(one for one in cls.__mro__ if vars(one).get(name) is method)


def _init_whole(self: Any, *given: Any, **named: Any) -> None:
    _made_whole(type(self), "__init__", _init_whole)
    self.__init__(*given, **named)


def _set_state_whole(self: Any, state: dict[str, Any]) -> None:
    _made_whole(type(self), "__setstate__", _set_state_whole)
    self.__dict__.update(state)


def _init_first(self: Any, *given: Any, **named: Any) -> None:
    """An `__init__` that gives way to a compiled one when it has been called a few times."""
    home = _home(type(self), "__init__", _init_first)
    shape: _Shape = home._shape  # type: ignore[attr-defined]  # noqa: SLF001
    shape.left -= 1
    if shape.left <= 0 or not _bind(self, shape, given, named):
        init = _init(home, shape.fields(), frozen=shape.frozen)
        type.__setattr__(home, "__init__", init)
        init(self, *given, **named)
    elif hasattr(self, "__post_init__"):
        self.__post_init__()


def _bind(self: object, shape: _Shape, given: Sequence[Any], named: Mapping[str, Any]) -> bool:
    """Set the fields of a value; False where the call does not fit them."""
    said = {**dict(zip(shape.asked, given, strict=False)), **named}
    if len(said) < len(given) + len(named) or not said.keys() <= {*shape.asked}:
        return False
    put = object.__setattr__ if shape.frozen else setattr
    for name in shape.names:
        one = shape.given.get(name, _MISSING)
        if name in said:
            one = said[name]
        elif type(one) is _Field:
            if one.default is _MISSING and one.default_factory is _MISSING and not one.init:
                continue  # `__post_init__` sees to it
            one = one.default if one.default_factory is _MISSING else one.default_factory()
        if one is _MISSING:
            return False
        put(self, name, one)
    return True


def _eq(self: Any, other: Any) -> bool:
    if other.__class__ is not self.__class__:
        return NotImplemented  # type: ignore[no-any-return]
    compared = self._compared
    return bool(compared(self) == compared(other))


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shape.shown)
    return f"{type(self).__qualname__}({shown})"


def _state(self: Any) -> list[Any]:
    """How a value without `__dict__` is copied and kept, frozen or not."""
    return [getattr(self, name) for name in self._shape.names]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self._shape.names, state, strict=True):
        object.__setattr__(self, name, value)


def _refuse_set(self: object, name: str, value: object) -> None:  # noqa: ARG001
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: object, name: str) -> None:  # noqa: ARG001
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


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

    def __init__(self, attribute: str) -> None:
        self._attribute = attribute

    def __get__(self, value: object, owner: type) -> Any:
        import dataclasses

        home: Any = _home(owner, self._attribute, self)
        if vars(home)["__init__"] is _init_whole:
            _made_whole(home, "__init__", _init_whole)
        shape: _Shape = home._shape  # noqa: SLF001
        fields = [(name, home.__annotations__[name], one.standard()) for name, one in shape.fields().items()]
        made = dataclasses.make_dataclass(home.__name__, fields, frozen=shape.frozen, eq=shape.eq)
        for attribute in _DESCRIBED:
            type.__setattr__(home, attribute, getattr(made, attribute))
        return getattr(made, self._attribute)


_DESCRIBED: Mapping[str, Any] = {one: _Described(one) for one in ("__dataclass_fields__", "__dataclass_params__")}
_NOTHING = staticmethod(lambda _: ())
