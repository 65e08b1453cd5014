"""Turns a seed into one invented report: its text, and what a curator would record of it.

Every quotation, cue and heading stands exactly once in the text: sentences are drawn without
putting back, and a draw that repeats words all the same is thrown away.
"""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

from benchmarks import phrases
from benchmarks.phrases import Topic

SESSIONS = 3
CLAIMS_A_SESSION = 4
CONCLUSIONS = 5
STATED_SHARE = (
    0.6  # how many of the places for a tie in the report's own words are used
)
FIRST_LINE = "Synthetic text written by a program. No such town, body or person exists."
PEOPLE = "officers, residents and firms"
LAST_LINE = (
    "Become a friend of the forum and never miss a meeting that did not take place."
)


@dataclass(frozen=True, slots=True)
class Proposition:
    """What one statement says: in the report's words and in a curator's."""

    kind: str
    claim_kind: str
    modality: str
    quote: str
    says: str
    themes: tuple[str, ...]
    technology: str = ""
    level: str = ""
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A proposition as it is held in one report; '' is what need not be written."""

    id: str
    proposition: Proposition
    stage: str
    holder: str
    agreement: str
    cue: str
    basis: str = "stated"
    concern: bool = False
    raises: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two statements: `cue` of the report, or `why` of a curator."""

    source: str
    target: str
    type: str
    cue: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """A difficulty or an opening that statements raise."""

    id: str
    type: str
    name: str
    theme: str


@dataclass(slots=True)
class Report:
    """One invented report; `lines` are its paragraphs, top to bottom."""

    slug: str
    title: str
    town: str
    host: str
    format: str
    date: str
    date_words: str
    published: str
    speaker: str
    topics: tuple[Topic, ...]
    lines: list[str] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def next_id(self) -> str:
        """Return the id of the statement to come."""
        return f"s{len(self.statements) + 1:02d}"

    def text(self) -> str:
        """Return the whole text, one paragraph a line, blank lines between."""
        return "\n\n".join(self.lines) + "\n"

    def quotations(self) -> list[str]:
        """Return all words that the record quotes, each of which must stand once in the text."""
        words = [statement.proposition.quote for statement in self.statements]
        words += {statement.cue for statement in self.statements if statement.cue}
        words += [link.cue for link in self.links if link.cue]
        words += [heading for _, heading in self.sections]
        return [*words, self.date_words, PEOPLE, FIRST_LINE, LAST_LINE]


def slug_of(name: str) -> str:
    """Return the id of a name made of letters, hyphens and spaces."""
    return name.lower().replace(" ", "-")


def compose_report(number: int, seed: int) -> Report:
    """Compose report `number` of the corpus `seed`; the same two give the same report."""
    for attempt in range(100):
        report = _draw(number, random.Random(f"{seed}/{number}/{attempt}"))
        text = report.text()
        if all(text.count(words) == 1 for words in report.quotations()):
            return report
    raise AssertionError(f"no report {number} of seed {seed} without repeated words")


def _draw(number: int, chance: random.Random) -> Report:
    report = _head(number, chance)
    _open(report, chance)
    leads = _leads(report, chance)
    connectors = list(phrases.CONNECTORS)
    chance.shuffle(connectors)
    for session in range(SESSIONS):
        _hold_session(report, session, leads, connectors, chance)
    _conclude(report, chance)
    _look_ahead(report, chance)
    _read_grounds(report, chance)
    return report


def _head(number: int, chance: random.Random) -> Report:
    town = chance.choice(phrases.TOWN_STARTS) + chance.choice(phrases.TOWN_ENDS)
    day = datetime.date(2016, 1, 1) + datetime.timedelta(days=chance.randrange(3000))
    dated = chance.random() < 0.6
    format_ = chance.choice(phrases.FORMATS)
    words = f"On {day.day} {day:%B} {day.year}" if dated else "Earlier this season"
    published = ("not-said", str(day.year), f"{day:%Y-%m}", day.isoformat())
    speaker = chance.choice(phrases.FORENAMES), chance.choice(phrases.SURNAMES)
    return Report(
        slug=f"{town.lower()}-{format_}-{number:05d}",
        title=f"What next for {town}? Report of a {format_}",
        town=town,
        host=chance.choice(phrases.HOSTS),
        format=format_,
        date=day.isoformat() if dated else "not-said",
        date_words=words,
        published=chance.choice(published if dated else published[:2]),
        speaker=" ".join(speaker),
        topics=tuple(chance.sample(phrases.TOPICS, 2 * SESSIONS)),
    )


def _open(report: Report, chance: random.Random) -> None:
    """Write what stands before the first session: the opening and the question of the day."""
    first, second = report.topics[:2]
    means, goal = chance.choice(first.means), chance.choice(second.goal)
    level, level_id = chance.choice(phrases.LEVELS)
    proposition = Proposition(
        kind="question",
        claim_kind="",
        modality="open",
        quote=f"whether {means} would help {level} to {goal}",
        says=f"Does {means} let {level} {goal}?",
        themes=(first.theme, second.theme),
        technology=first.technology,
        level=level_id,
    )
    cue = "The invitation asked"
    report.statements.append(
        Statement("s01", proposition, "agenda", "not-said", "not-said", cue)
    )
    report.sections.append(("opening", f"Why {report.town} met"))
    report.lines += [
        FIRST_LINE,
        report.title,
        f"Why {report.town} met",
        f"{report.date_words} the {report.host} brought {PEOPLE} "
        f"together for a {report.format}. {report.speaker} opened the day. "
        f"{cue} {proposition.quote}.",
    ]


def _leads(report: Report, chance: random.Random) -> list[tuple[str, str, str, bool]]:
    """Return holder, agreement, lead-in and concern, shuffled; more than a report uses."""
    speaker = slug_of(report.speaker)
    leads = [
        (holder, agreement, words, False)
        for (holder, agreement), pool in phrases.LEADS.items()
        for words in pool
    ]
    leads += [("not-said", "not-said", words, True) for words in phrases.CONCERNS]
    verbs = chance.sample(phrases.SPEAKER_VERBS, 2)
    surname = report.speaker.split()[1]
    leads += [(speaker, "not-said", f"{surname} {verb}", False) for verb in verbs]
    chance.shuffle(leads)
    return leads


def _hold_session(
    report: Report,
    session: int,
    leads: list[tuple[str, str, str, bool]],
    connectors: list[tuple[str, str]],
    chance: random.Random,
) -> None:
    topics = report.topics[2 * session : 2 * session + 2]
    heading = f"Session {session + 1}: {topics[0].means[0]}, and what it takes"
    report.sections.append((f"session-{session + 1}", heading))
    _raise_issue(report, session, topics, chance)
    sentences = []
    for place in range(CLAIMS_A_SESSION):
        holder, agreement, lead, concern = leads.pop()
        proposition = (
            _recommend(topics, chance)
            if place == CLAIMS_A_SESSION - 1
            else _claim(topics, chance, worry=concern)
        )
        id_ = report.next_id()
        before = ""
        if place in (1, 3) and chance.random() < STATED_SHARE:
            words, type_ = connectors.pop()
            previous = report.statements[-1].id
            report.links.append(Link(id_, previous, type_, cue=words))
            before = f"{words}, "
            lead = _inside_a_sentence(lead, report)
        report.statements.append(
            Statement(
                *(id_, proposition, "discussion", holder, agreement, lead),
                concern=concern,
                raises=report.issues[-1].id if place % 2 == 0 else "",
            )
        )
        sentences.append(f"{before}{lead} that {proposition.quote}.")
    report.lines += [heading, " ".join(sentences)]


def _inside_a_sentence(lead: str, report: Report) -> str:
    is_name = lead.split()[0] in report.speaker.split()
    return lead if is_name else lead[0].lower() + lead[1:]


def _raise_issue(
    report: Report, session: int, topics: tuple[Topic, ...], chance: random.Random
) -> None:
    topic = chance.choice(topics)
    if chance.random() < 0.7:
        name = chance.choice(topic.state)
        issue = Issue(f"issue-{session + 1}", "challenge", name, topic.theme)
    else:
        name = f"a chance to {chance.choice(topic.goal)}"
        issue = Issue(f"issue-{session + 1}", "opportunity", name, topic.theme)
    report.issues.append(issue)


def _claim(
    topics: tuple[Topic, ...], chance: random.Random, *, worry: bool
) -> Proposition:
    one, other = chance.sample(topics, 2)
    level, level_id = chance.choice(phrases.LEVELS)
    means, goal = chance.choice(one.means), chance.choice(other.goal)
    harm, state = chance.choice(other.harm), chance.choice(one.state)
    themes: tuple[str, ...] = (one.theme, other.theme)
    kinds = ("observation", "prediction", "evaluation", "risk", "vision")
    kind = "risk" if worry else chance.choice(kinds)
    if kind == "observation":
        modality, themes = "is", (one.theme,)
        quote = state + chance.choice(phrases.TAILS)
        says = f"As things are, {state}"
    elif kind == "prediction":
        modality = "could"
        quote = (
            f"{means} could help {level} to {goal} {chance.choice(phrases.HORIZONS)}"
        )
        says = f"{means} is expected to help {level} {goal}"
    elif kind == "evaluation":
        modality = "need"
        quote = f"{means} is {chance.choice(phrases.WORTH)} if {level} are to {goal}"
        says = f"To {goal}, {level} need {means}"
    elif kind == "risk":
        modality = "could"
        quote = f"{means} may {harm} unless {chance.choice(phrases.CONDITIONS)}"
        says = f"There is a danger in {means}, which might {harm}"
    else:
        modality = "will"
        quote = f"one day {level} will have {means} and {goal}"
        says = f"A future in which {level} {goal}, with the help of {means}"
    says = says[0].upper() + says[1:] + "."
    return Proposition(
        *("claim", kind, modality, quote, says, themes, one.technology, level_id)
    )


def _recommend(topics: tuple[Topic, ...], chance: random.Random) -> Proposition:
    one, other = chance.sample(topics, 2)
    words, addressee = chance.choice(phrases.ADDRESSEES)
    act, goal = chance.choice(one.act), chance.choice(other.goal)
    return Proposition(
        kind="recommendation",
        claim_kind="",
        modality="should",
        quote=f"{words} should {act}, so that people can {goal}",
        says=f"{words[0].upper()}{words[1:]} are asked to {act}.",
        themes=(one.theme, other.theme),
        technology=one.technology,
        addressee=addressee,
    )


def _conclude(report: Report, chance: random.Random) -> None:
    """Write the conclusions as a list, with nobody for a holder."""
    report.sections.append(("conclusions", "What the day concluded"))
    report.lines.append("What the day concluded")
    lead = "The chair summed up the highlights as follows"
    report.lines.append(f"{lead}:")
    for _ in range(CONCLUSIONS):
        proposition = _recommend(report.topics, chance)
        id_ = report.next_id()
        report.statements.append(
            Statement(
                *(id_, proposition, "conclusion", "not-said", "not-said", lead),
                basis="carried",
            )
        )
        report.lines.append(f"- {proposition.quote}")


def _read_grounds(report: Report, chance: random.Random) -> None:
    """Tie each recommendation to a claim before it, and to a worry, as a curator would read it."""
    claims: list[Statement] = []
    leans_on = {link.source: link.target for link in report.links}
    for statement in report.statements:
        if statement.proposition.kind == "claim":
            claims.append(statement)
        elif statement.proposition.kind == "recommendation":
            own = leans_on.get(statement.id)  # never a ring of two
            ground = chance.choice([claim for claim in claims if claim.id != own])
            why = chance.choice(phrases.WHYS)
            report.links.append(Link(ground.id, statement.id, "supports", why=why))
            if ground.concern:
                ends = (statement.id, ground.id)
                report.links.append(Link(*ends, "responds-to", why=why))


def _look_ahead(report: Report, chance: random.Random) -> None:
    topic = chance.choice(report.topics)
    act = chance.choice(topic.act)
    due = ("", "2031", "2032-06", "2033-03-31")[chance.randrange(4)]
    when = f" by {due}" if due else ""
    proposition = Proposition(
        kind="commitment",
        claim_kind="",
        modality="will",
        quote=f"has undertaken to {act}{when}",
        says=f"The host promises to {act}.",
        themes=(topic.theme,),
        technology=topic.technology,
    )
    report.sections.append(("outlook", "After the meeting"))
    holder = slug_of(report.host)
    id_ = report.next_id()
    report.statements.append(
        Statement(id_, proposition, "not-said", holder, "not-said", "", due=due)
    )
    report.lines += [
        "After the meeting",
        f"The {report.host} {proposition.quote}.",
        LAST_LINE,
    ]
