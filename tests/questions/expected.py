"""What each question answers on the Socitm report: the contract of the ontology.

Values are short: the last part of an IRI, or the text of a literal. Columns that only say the same in
words (titles, labels, texts) are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SOCITM = "reports/socitm-casa-smart-places"

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the paths of the things that fill its gaps, and the rows expected."""

    question: str
    columns: str
    rows: tuple[Row, ...]
    given: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The question, and its gaps where they are filled."""
        filled = "-".join(path.rsplit("/", 1)[-1] for path in self.given.values())
        return f"{self.question}-{filled}" if filled else self.question


def _rows(*lines: str) -> tuple[Row, ...]:
    return tuple(tuple(line.split()) for line in lines)


def _one_column(words: str) -> tuple[Row, ...]:
    return tuple((word,) for word in words.split())


CASES: tuple[Case, ...] = (
    # 1 to 6: discussions and the people behind them
    Case(
        "discussions",
        "discussion format date standing",
        _rows(
            "discussion roundtable not-said reported",
            "further-roundtable roundtable not-said announced",
        ),
    ),
    Case(
        "discussions",
        "discussion",
        (),
        given={"format": "discussion-formats/hearing"},
    ),
    Case("chairs", "discussion chair", _rows("discussion jos-creese")),
    Case(
        "organisers",
        "discussion role actor",
        _rows(
            "discussion host socitm",
            "discussion partner casa",
            "further-roundtable organiser casa",
            "further-roundtable organiser socitm",
        ),
    ),
    Case(
        "organisers",
        "role actor",
        _rows("host socitm", "partner casa"),
        given={"discussion": f"{SOCITM}/discussion"},
    ),
    Case(
        "programmes-and-funders",
        "discussion programme funder",
        _rows("discussion applicable-urban-informatics macarthur-foundation"),
    ),
    Case("parent-bodies", "actor parent", _rows("casa ucl")),
    Case(
        "actors-with-several-roles",
        "actor role context",
        _rows(
            "casa lead applicable-urban-informatics",
            "casa organiser further-roundtable",
            "casa partner discussion",
            "jos-creese associate socitm",
            "jos-creese chair discussion",
            "mike-batty opening-speaker discussion",
            "mike-batty professor ucl",
            "mike-batty programme-chair applicable-urban-informatics",
            "socitm host discussion",
            "socitm lead socitm-smart-places",
            "socitm organiser further-roundtable",
            "socitm publisher socitm-casa-smart-places",
        ),
    ),
    Case(
        "actors-with-several-roles",
        "role context",
        _rows("associate socitm", "chair discussion"),
        given={"actor": "actors/jos-creese"},
    ),
    # 7 and 8: the course of the report
    Case(
        "agenda",
        "statement holder",
        _rows("s01 participants", "s02 participants"),
    ),
    Case(
        "sections-with-counts",
        "order section statements",
        _rows(
            "1 opening 6",
            "2 governance 7",
            "3 managers 7",
            "4 planning 6",
            "5 conclusions 7",
            "6 outlook 1",
        ),
    ),
    # 9 to 14: how statements are held
    Case(
        "recommendations-concluded",
        "recommendation holder agreement",
        tuple((f"s{n}", "not-said", "not-said") for n in range(27, 34)),
    ),
    Case(
        "recommendations-discussed",
        "recommendation holder",
        _rows(
            "s08 participants",
            "s09 not-said",
            "s10 not-said",
            "s15 attendee-1",
            "s20 attendee-2",
        ),
    ),
    Case(
        "agreement-reported",
        "claim agreement holder",
        _rows(
            "s04 consensus participants",
            "s05 consensus participants",
            "s13 widespread not-said",
            "s21 consensus participants",
            "s22 consensus participants",
            "s23 consensus participants",
        ),
    ),
    Case(
        "agreement-reported",
        "claim",
        (),
        given={"agreement": "agreements/divided"},
    ),
    Case(
        "statements-of-unnamed-people",
        "statement holder",
        _rows(
            "s14 attendee-1",
            "s15 attendee-1",
            "s15 attendee-1",
            "s16 attendee-1",
            "s17 attendee-1",
            "s19 attendee-2",
            "s20 attendee-2",
        ),
    ),
    Case(
        "statements-without-holder",
        "statement",
        _one_column("s06 s09 s10 s11 s12 s13 s18 s24 s25 s26"),
        given={"stage": "stages/discussion"},
    ),
    Case(
        "statements-without-holder",
        "statement",
        _one_column("s27 s28 s29 s30 s31 s32 s33"),
        given={"stage": "stages/conclusion", "report": SOCITM},
    ),
    Case(
        "concerns",
        "statement holder words",
        (
            ("s12", "not-said", "Concerns were raised"),
            ("s18", "not-said", "there was some concern"),
        ),
    ),
    # 15 to 18: what argues for or against what, and who says so
    Case(
        "qualifications-and-challenges",
        "source type target basis words by",
        (
            ("s06", "qualifies", "s04", "stated", "However", ""),
            ("s06", "qualifies", "s05", "stated", "However", ""),
            ("s06", "qualifies", "s27", "inferred", "", "policygraph-editors"),
            ("s19", "qualifies", "s18", "stated", "Whilst", ""),
            ("s19", "qualifies", "s18", "stated", "it was also observed", ""),
            ("s22", "qualifies", "s21", "stated", "but that things are", ""),
            ("s26", "challenges", "s25", "stated", "but is held back by", ""),
        ),
    ),
    Case(
        "support-for-a-recommendation",
        "statement basis by",
        _rows(
            "s03 inferred policygraph-editors",
            "s21 inferred policygraph-editors",
            "s24 inferred policygraph-editors",
        ),
        given={"recommendation": f"{SOCITM}/s33"},
    ),
    Case(
        "support-for-a-recommendation",
        "statement basis words by",
        (("s16", "stated", "That would help", ""),),
        given={"recommendation": f"{SOCITM}/s15"},
    ),
    Case(
        "conclusions-without-stated-support",
        "conclusion readings",
        _rows("s27 2", "s28 3", "s29 1", "s30 1", "s31 3", "s32 2", "s33 3"),
    ),
    Case(
        "conclusions-answering-questions",
        "question conclusion basis by",
        _rows(
            "s01 s29 inferred policygraph-editors",
            "s02 s31 inferred policygraph-editors",
        ),
    ),
    Case(
        "conclusions-answering-questions",
        "conclusion",
        _one_column("s31"),
        given={"question": f"{SOCITM}/s02"},
    ),
    # 19 to 21: who should act
    Case(
        "addressees",
        "addressee",
        _one_column("local-government national-government"),
        given={"recommendation": f"{SOCITM}/s31"},
    ),
    Case(
        "conclusions-without-addressee",
        "recommendation presumed",
        (
            ("s27", ""),
            ("s28", ""),
            ("s29", ""),
            ("s30", "citizens"),
            ("s30", "supporting-institutions"),
            ("s32", "data-holding-organisations"),
            ("s33", "planning-functions"),
        ),
    ),
    Case(
        "recommendations-by-addressee",
        "recommendation stage",
        _rows("s08 discussion", "s31 conclusion"),
        given={"addressee": "stakeholder-types/national-government"},
    ),
    Case(
        "recommendations-by-addressee",
        "recommendation",
        (),
        given={"addressee": "stakeholder-types/citizens"},
    ),
    # 22 to 25: what statements are about
    Case(
        "statements-under-a-theme",
        "statement tagged",
        _rows(
            "s03 spatial-planning",
            "s03 strategic-planning",
            "s13 spatial-planning",
            "s13 strategic-planning",
            "s21 spatial-planning",
            "s21 urban-planning",
            "s22 spatial-planning",
            "s23 spatial-planning",
            "s23 urban-planning",
            "s24 planning-policy",
            "s24 spatial-planning",
            "s25 regional-planning",
            "s25 spatial-planning",
            "s26 spatial-planning",
            "s33 planning-reform",
            "s33 spatial-planning",
        ),
        given={"theme": "themes/spatial-planning"},
    ),
    Case(
        "statements-under-a-theme",
        "theme statement tagged",
        _rows("public-trust s12 public-trust", "public-trust s13 public-trust"),
        given={"theme": "themes/public-trust", "report": SOCITM},
    ),
    Case(
        "technologies-and-attitudes",
        "technology statement modality concern",
        _rows(
            "ai s19 is false",
            "ai s20 should false",
            "automation s09 need false",
            "broadband s17 is false",
            "data-and-technology s04 will false",
            "data-and-technology s05 could false",
            "data-and-technology s06 could false",
            "data-and-technology s27 need false",
            "data-and-technology s28 need false",
            "data-and-technology s31 need false",
            "digital-infrastructure s16 will false",
            "iot s18 open true",
            "machine-learning s19 is false",
            "machine-learning s20 should false",
            "mobile s17 is false",
            "wireless s17 is false",
        ),
    ),
    Case(
        "technologies-and-attitudes",
        "statement concern",
        _rows("s18 true"),
        given={"technology": "technologies/iot"},
    ),
    Case("policy-instruments", "instrument statement", _rows("nppf s24")),
    Case(
        "statements-by-place-level",
        "level statement",
        _rows(
            "city s01",
            "city s13",
            "city s18",
            "city s21",
            "city s29",
            "city-region s27",
            "community s04",
            "community s06",
            "community s08",
            "community s28",
            "council-area s08",
            "council-area s24",
            "nation s08",
            "place s01",
            "place s07",
            "place s11",
            "place s33",
            "region s06",
            "region s25",
            "rural-area s23",
            "urban-area s03",
            "urban-area s23",
        ),
    ),
    Case(
        "statements-by-place-level",
        "statement",
        _one_column("s23"),
        given={"level": "place-levels/rural-area"},
    ),
    # 26 and 27: the words themselves
    Case(
        "words-behind-a-statement",
        "part quoted start end around",
        (
            ("before", "s12", "3205", "3238", "text not in this release"),
            ("its words", "s13", "3277", "3462", "text not in this release"),
            ("after", "s14", "3775", "3830", "text not in this release"),
        ),
        given={"statement": f"{SOCITM}/s13"},
    ),
    Case(
        "quotations-verbatim",
        "report quotations digestsMatched verbatim outcome",
        (
            (
                "socitm-casa-smart-places",
                "115",
                "115",
                "0",
                "matched by digest, text not in this release",
            ),
        ),
    ),
    # 28 to 30: what stays open
    Case(
        "challenges-without-response",
        "challenge readings",
        _rows(
            "collaboration-of-councils 0",
            "congestion 0",
            "crime 0",
            "cyber-vulnerability 0",
            "democracy 0",
            "environment 0",
            "equality-of-opportunity 0",
            "families-in-difficulty 0",
            "fragmented-planning 2",
            "health-and-care-integration 0",
            "lack-of-data-sharing 1",
            "lack-of-political-will 1",
            "lack-of-tools 1",
            "low-trust 1",
            "over-complexity 0",
            "patchy-connectivity 0",
            "poor-data 1",
            "privacy 0",
            "urban-problems 0",
            "waste-and-pollution 0",
            "weak-data-analysis 1",
            "weak-planning-performance 1",
        ),
    ),
    Case(
        "recommendations-in-conflict",
        "recommendation other basis by",
        _rows(
            "s28 s09 inferred policygraph-editors",
            "s31 s08 inferred policygraph-editors",
        ),
    ),
    Case(
        "next-steps",
        "commitment part actor due discussion",
        (
            ("s34", "has to do it", "casa", "not-said", "further-roundtable"),
            ("s34", "has to do it", "socitm", "not-said", "further-roundtable"),
            ("s34", "promised it", "casa", "not-said", "further-roundtable"),
            ("s34", "promised it", "socitm", "not-said", "further-roundtable"),
        ),
    ),
)
