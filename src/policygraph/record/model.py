"""What a curator may write: the typed record of one report.

YAML in kebab-case, one item a block; unknown keys are refused. Every value is frozen. What a report
does not say is the literal `not-said`. References are ids: of actors, places, instruments and
programmes (shared by all reports), of unnamed people, groups, sections, issues and statements (local
to the report), or of concepts in the schemes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

from policygraph.record.values import (
    LISTED,
    Date,
    Id,
    Language,
    Licence,
    NotSaid,
    Reference,
    Text,
    WebAddress,
    as_tuple,
)


def _kebab(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _as_quotation(value: object) -> object:
    return {"exact": value} if isinstance(value, str) else value


class Item(BaseModel):
    """The ways of every part of a record: no unknown key, no guessed type, no change."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=_kebab,
        validate_by_alias=True,
        validate_by_name=False,
    )


class Quotation(Item):
    """Words of the source, verbatim; `before` and `after` (words that touch them) only where they are needed to tell two places apart."""

    exact: Text
    before: Text | None = None
    after: Text | None = None


# One value may stand without brackets; a quotation of words alone, without keys. The input types are
# read by the JSON Schema alone.
Quoted = Annotated[
    Quotation, BeforeValidator(_as_quotation, json_schema_input_type=str | Quotation)
]
Quotations = Annotated[
    tuple[Quoted, ...],
    BeforeValidator(
        as_tuple,
        json_schema_input_type=str | Quotation | list[str | Quotation],
    ),
]
References = Annotated[
    tuple[Reference, ...],
    BeforeValidator(as_tuple, json_schema_input_type=Reference | list[Reference]),
]
WebAddresses = Annotated[
    tuple[WebAddress, ...],
    BeforeValidator(as_tuple, json_schema_input_type=WebAddress | list[WebAddress]),
]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(as_tuple, json_schema_input_type=Text | list[Text]),
]


class Report(Item):
    """The published account itself. `publisher` is an actor; `fictional` marks what nobody ever said."""

    title: Text
    publisher: Reference
    language: Language
    published: Date
    url: WebAddress | NotSaid
    fictional: bool = False
    note: Text | None = None


class Rights(Item):
    """On what ground words of the report stand here. `licence` is an address, an SPDX id or not-said."""

    licence: Licence
    basis: Literal["quotation", "licence", "own-work"]
    redistribute: bool
    statement: Text | None = None


class Coding(Item):
    """Who read the report into this record, and when. `by` is an actor."""

    by: Reference
    on: Date


class Group(Item):
    """The people of one discussion taken together, as a holder of statements."""

    id: Id
    name: Text
    quote: Quotations = ()


class Discussion(Item):
    """A meeting, held or planned.

    `date-words` is the report's own wording where it dates the meeting only in relation to
    something else ("earlier this month").
    """

    id: Id = "discussion"
    title: Text
    format: Reference
    date: Date
    date_words: Quotations = ()
    place: Reference
    also_called: Texts = ()
    quote: Quotations = ()
    group: Group | None = None
    contributes_to: References = ()
    follows: Reference | None = None
    themes: References = ()
    note: Text | None = None


class Programme(Item):
    """A body of work that a discussion contributes to. Shared by reports."""

    id: Id
    name: Text
    funded_by: References = ()
    quote: Quotations = ()
    note: Text | None = None


class Actor(Item):
    """A named person or body, or a group of people. Shared by reports; `unit-of` is an actor."""

    id: Id
    type: Literal["person", "organisation", "unit", "group"]
    name: Text
    also_called: Texts = ()
    unit_of: Reference | None = None
    same_as: WebAddresses = ()
    quote: Quotations = ()
    note: Text | None = None


class Membership(Item):
    """A tie of a person or body to an organisation, in a role."""

    actor: Reference
    organisation: Reference
    role: Reference
    quote: Quotations = ()


class Participation(Item):
    """The part an actor played in a discussion of this record or in a programme."""

    actor: Reference
    role: Reference
    in_: Reference = "discussion"
    quote: Quotations = ()


class UnnamedPerson(Item):
    """Somebody the report mentions without a name; `name` is what a reader sees."""

    id: Id
    name: Text
    quote: Quotations = ()
    note: Text | None = None


class Place(Item):
    """A named place. Shared by reports."""

    id: Id
    name: Text
    same_as: WebAddresses = ()


class Instrument(Item):
    """A named law, framework, standard or scheme. Shared by reports."""

    id: Id
    name: Text
    also_called: Texts = ()
    same_as: WebAddresses = ()


class Section(Item):
    """A part of the report, from its heading, or from the words it `starts` with, to the next one."""

    id: Id
    heading: Text | NotSaid
    starts: Quoted


class Boilerplate(Item):
    """A stretch of the text that is not the report: from the words it starts with to those it ends with."""

    starts: Quoted
    ends: Quoted
    reason: Text


class Issue(Item):
    """Something that statements present as to be dealt with."""

    id: Id
    type: Literal["challenge", "opportunity"]
    name: Text
    themes: References = ()
    quote: Quotations = ()


class Drafted(Item):
    """By which tool and rule a draft was proposed."""

    by: Text
    rule: Text


class Statement(Item):
    """A claim, recommendation, question or commitment, with the words it rests on.

    `holder` and `addressee` name actors, people, groups, or (addressee, owner) types of stakeholder.
    `basis` says whether the attributing words stand with the statement or are carried from nearby.
    """

    id: Id
    status: Literal["draft", "accepted", "contested", "rejected"] = "accepted"
    kind: Literal["claim", "recommendation", "question", "commitment"]
    claim_kind: Reference | None = None
    modality: Reference
    stage: Reference
    says: Text
    quote: Annotated[Quotations, Field(min_length=1)]
    holder: Annotated[References, Field(min_length=1)]
    agreement: Reference
    cue: Quotations = ()
    basis: Literal["stated", "carried"] = "stated"
    concern: bool = False
    themes: References = ()
    technologies: References = ()
    place_levels: References = ()
    raises: References = ()
    instruments: References = ()
    addressee: References = ()
    presumed_addressee: References = ()
    owner: References = ()
    due: Date | None = None
    due_words: Quotations = ()
    state: Reference | None = None
    commits_to: References = ()
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    drafted: Drafted | None = None
    note: Text | None = None


class Link(Item):
    """One argumentative relation. `stated` gives the report's words as `cue`; `inferred` gives `by` and `why`."""

    from_: Reference
    to: Reference
    type: Reference
    basis: Literal["stated", "inferred"]
    cue: Quotations = ()
    by: Reference | None = None
    why: Text | None = None

    def local_id(self) -> str:
        """Return the link's id within the report, made of its ends and type."""
        return f"{self.from_}-{self.type}-{self.to}"


class Record(Item):
    """Everything that is recorded of one report."""

    policygraph: Literal[1]
    coded: Coding
    report: Report
    rights: Rights
    discussion: Discussion
    further_discussions: Annotated[tuple[Discussion, ...], LISTED] = ()
    programmes: Annotated[tuple[Programme, ...], LISTED] = ()
    actors: Annotated[tuple[Actor, ...], LISTED] = ()
    memberships: Annotated[tuple[Membership, ...], LISTED] = ()
    participation: Annotated[tuple[Participation, ...], LISTED] = ()
    unnamed: Annotated[tuple[UnnamedPerson, ...], LISTED] = ()
    places: Annotated[tuple[Place, ...], LISTED] = ()
    instruments: Annotated[tuple[Instrument, ...], LISTED] = ()
    sections: Annotated[tuple[Section, ...], LISTED] = ()
    boilerplate: Annotated[tuple[Boilerplate, ...], LISTED] = ()
    issues: Annotated[tuple[Issue, ...], LISTED] = ()
    statements: Annotated[tuple[Statement, ...], LISTED] = ()
    links: Annotated[tuple[Link, ...], LISTED] = ()
    withdrawn: References = ()
    notes: Texts = ()


def model_schema() -> dict[str, Any]:
    """Return the JSON Schema of a record, for editors. The values are JSON, hence Any."""
    schema = Record.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
