"""Turns nothing into anything: the words that synthetic reports are made of.

Every phrase is one of five parts of a sentence, so that any two topics can meet in one and it
still reads as English: `means` (a noun phrase in the singular), `goal`, `harm` and `act` (verb
phrases without "to") and `state` (a whole clause).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """The phrases of one theme; `technology` is a concept of the scheme, or empty."""

    theme: str
    technology: str
    means: tuple[str, ...]
    goal: tuple[str, ...]
    harm: tuple[str, ...]
    act: tuple[str, ...]
    state: tuple[str, ...]


TOPICS = (
    Topic(
        "data-sharing",
        "",
        ("a standing agreement to share data", "one register of who holds what"),
        ("pass records on without asking twice", "see a household as one household"),
        ("spread a wrong entry to every office", "make the careful wary of sharing"),
        ("agree once a year what is shared", "name one keeper for each data set"),
        (
            "most offices still ask residents for facts that the next desk holds",
            "agreements to share lapse when the officer who signed them leaves",
        ),
    ),
    Topic(
        "public-trust",
        "",
        ("a promise that can be checked", "an open account of past mistakes"),
        (
            "win back the confidence of residents",
            "explain a decision before it is made",
        ),
        ("wear out what goodwill is left", "confirm what the doubtful already think"),
        ("publish what was decided and why", "ask residents before the plan is drawn"),
        (
            "few residents believe that their answers change anything",
            "people forgive an error sooner than a silence",
        ),
    ),
    Topic(
        "digital-infrastructure",
        "broadband",
        ("a fibre link to every parish hall", "one duct for all the cables"),
        ("bring the last farms on line", "work from anywhere in the district"),
        ("dig up the same street three times", "tie a town to one supplier"),
        ("lay empty ducts whenever a road is opened", "map where the signal ends"),
        (
            "the outer villages lose the signal whenever it rains",
            "the fastest lines end where the old town wall ends",
        ),
    ),
    Topic(
        "iot",
        "iot",
        ("a network of river gauges", "a street lamp that counts traffic"),
        (
            "warn low streets before the water comes",
            "mend what is worn before it breaks",
        ),
        ("leave sensors that nobody reads", "watch people who only cross a square"),
        ("switch off every sensor without an owner", "put a notice under each sensor"),
        (
            "half the sensors in the district report to a firm that has closed",
            "readings are kept for years and looked at once",
        ),
    ),
    Topic(
        "ai",
        "ai",
        ("a model that sorts repair requests", "an assistant that drafts letters"),
        ("answer simple requests within a day", "find cases that were overlooked"),
        ("repeat an old unfairness at speed", "hide who took a decision"),
        ("test each model on last year's cases", "keep a person who can say no"),
        (
            "no council in the region can say which of its tools learn from data",
            "suppliers call almost anything intelligent",
        ),
    ),
    Topic(
        "spatial-planning",
        "digital-twin",
        ("a plan that is redrawn every year", "a map on which all plans can be seen"),
        ("place homes where buses already run", "keep land free for the next flood"),
        ("freeze a district for a generation", "move the problem over the boundary"),
        ("draw up plans together with the neighbours", "open the map to comment"),
        (
            "planning teams still exchange drawings on paper",
            "plans for homes and plans for roads are made in different years",
        ),
    ),
    Topic(
        "cyber-security",
        "",
        ("a yearly rehearsal of a failure", "a shared watch over small networks"),
        ("keep services running through an attack", "notice an intruder within hours"),
        ("open a back door into the water works", "take a whole district off line"),
        ("rehearse a week without computers", "replace what can no longer be mended"),
        (
            "the smallest councils learn of an intrusion from the newspapers",
            "old control systems outlive the people who understood them",
        ),
    ),
    Topic(
        "data-skills",
        "",
        ("a year's placement in another team", "a course that ends in real work"),
        ("read a table before acting on it", "do without outside advice"),
        ("leave the work to one tired analyst", "send every question to a consultant"),
        ("train a person in each service", "pay analysts what neighbours pay"),
        (
            "analysts leave for better pay within two years",
            "many managers have never seen the data that they report",
        ),
    ),
    Topic(
        "rural-places",
        "mobile",
        ("a van that brings services to the door", "a village office shared by all"),
        ("reach people who live an hour from a desk", "keep young families in place"),
        ("design for the city and forget the hills", "close the last open counter"),
        ("test every service in a village first", "count distance as a cost"),
        (
            "rural residents travel longest for the services that they use most",
            "schemes made for cities arrive in villages without the money",
        ),
    ),
    Topic(
        "citizen-centred",
        "",
        ("a service designed around one resident", "a single place to ask"),
        ("tell their story only once", "know where their case stands"),
        ("mistake a survey for a conversation", "serve the loudest first"),
        ("follow one resident through every office", "write letters in plain words"),
        (
            "residents are sent from desk to desk with the same form",
            "services are named after departments that nobody knows",
        ),
    ),
    Topic(
        "climate-change",
        "urban-modelling",
        ("a heat map of every street", "a budget counted in carbon"),
        ("cool the hottest quarters", "halve what heating costs the poorest"),
        ("trade one kind of damage for another", "put the cost on tenants"),
        ("plant where the map is reddest", "report carbon beside money"),
        (
            "the hottest streets are those with the fewest trees and the oldest people",
            "targets are set for years in which nobody present will hold office",
        ),
    ),
    Topic(
        "congestion",
        "",
        ("one ticket for bus, boat and train", "a charge that changes by the hour"),
        ("cross the valley without a car", "free the high street of through traffic"),
        ("push queues into side streets", "punish those who work at night"),
        ("run the last bus an hour later", "publish delays as they happen"),
        (
            "commuters from outside make up most of the morning queue",
            "timetables of boat and bus miss each other by minutes",
        ),
    ),
    Topic(
        "health-and-care",
        "",
        ("a care plan that follows the person", "a nurse with time to visit"),
        ("leave hospital on the day they are well", "stay in their own homes"),
        ("lose a patient between two budgets", "fill in for a missing colleague"),
        ("share one care record with consent", "count the carers in each street"),
        (
            "patients wait for a lift home more often than for a doctor",
            "care staff write the same notes into three systems",
        ),
    ),
    Topic(
        "jobs-and-prosperity",
        "",
        ("a fund for workshops above shops", "a promise to buy nearby"),
        ("start a firm without leaving town", "earn a living by the harbour again"),
        ("draw trade away from the market", "fill the square with empty offices"),
        ("buy from firms within the region", "let empty shops by the month"),
        (
            "new firms leave the region when they reach ten people",
            "the best paid work is found beyond the boundary",
        ),
    ),
    Topic(
        "regulation",
        "",
        ("a rule that fits on one page", "a trial year before any new rule"),
        ("know what is allowed before they build", "try an idea on a small scale"),
        ("bury small firms in forms", "outlast the reason it was made for"),
        ("strike out two rules for each new one", "explain each rule in a sentence"),
        (
            "rules written for the telephone still govern the network",
            "inspectors of three bodies visit the same kitchen in one week",
        ),
    ),
    Topic(
        "open-data",
        "open-data-platform",
        ("a portal that answers questions", "a habit of publishing as one works"),
        ("check a claim against its figures", "build on what was already paid for"),
        ("drown readers in tables", "publish what is convenient alone"),
        (
            "publish the data behind each decision",
            "mend a data set when told of a fault",
        ),
        (
            "data sets are opened with a speech and never renewed",
            "journalists ask by letter for tables that lie on a portal",
        ),
    ),
    Topic(
        "organisational-structure",
        "",
        ("a team that belongs to no department", "a budget held by two services"),
        ("act on a problem that has no owner", "settle a matter in one meeting"),
        ("add one more layer", "divide the blame and keep the fault"),
        ("give joint teams money of their own", "let staff move between services"),
        (
            "departments still report upwards and seldom sideways",
            "joint boards meet often and decide little",
        ),
    ),
    Topic(
        "digital-divide",
        "automation",
        ("a lending library for laptops", "a helper in every waiting room"),
        (
            "apply without a telephone of their own",
            "use a service on paper or on screen",
        ),
        ("shut out those who never learnt to type", "save money at the poorest's cost"),
        ("keep a counter open beside each web page", "lend out what is thrown away"),
        (
            "one household in six shares a single telephone",
            "those who need a service most are the last to find its web page",
        ),
    ),
)

LEVELS = (
    ("towns", "city"),
    ("villages", "rural-area"),
    ("regions", "region"),
    ("neighbourhoods", "neighbourhood"),
    ("councils", "council-area"),
    ("cities", "city"),
)
ADDRESSEES = (
    ("councils", "local-government"),
    ("ministries", "national-government"),
    ("community groups", "communities"),
    ("planning offices", "planning-functions"),
    ("suppliers", "technology-providers"),
    ("service managers", "managers"),
)
WORTH = ("essential", "indispensable", "of great value", "the missing piece", "vital")
HORIZONS = (
    "within five years",
    "before the decade is out",
    "in a matter of months",
    "sooner than expected",
    "within one term of office",
)
CONDITIONS = (
    "somebody is made to answer for it",
    "residents have a say",
    "the money lasts beyond the first year",
    "it is tried on a small scale",
    "the rules are plain",
    "neighbouring districts take part",
)
TAILS = (
    "",
    " even where money has been found",
    " and have done so for a decade",
    " whatever the strategy says",
    " in most of the districts present",
)

# Lead-ins by how a statement is held. Each is used once in a report, so each is found once.
LEADS: dict[tuple[str, str], tuple[str, ...]] = {
    ("participants", "consensus"): (
        "Participants agreed",
        "All around the table accepted",
        "It was the shared view of those present",
        "Everybody who spoke held",
    ),
    ("participants", "widespread"): (
        "Most of the group felt",
        "Many around the table thought",
        "The greater part of the meeting believed",
    ),
    ("participants", "divided"): (
        "Opinions were split over the view",
        "The room could not settle the proposition",
    ),
    ("not-said", "widespread"): (
        "There was a general feeling",
        "The prevailing mood was",
    ),
    ("not-said", "not-said"): (
        "It was noted",
        "It was pointed out",
        "The point was made",
        "Mention was made of evidence",
        "Reference was made to findings",
        "It was suggested",
    ),
    ("attendee-1", "not-said"): ("One attendee remarked",),
    ("attendee-2", "not-said"): ("A visitor from the hills warned",),
}
CONCERNS = (
    "Concern was voiced",
    "A worry heard more than once was",
    "Unease was expressed",
)
SPEAKER_VERBS = ("argued", "reported", "told the meeting", "maintained")

# Words of the report that tie a sentence to the one before it, and what the tie is.
CONNECTORS = (
    ("However", "qualifies"),
    ("Against this", "challenges"),
    ("In support of that", "supports"),
    ("By way of explanation", "explains"),
    ("In reply", "responds-to"),
    ("With one reservation", "qualifies"),
    ("On the same side", "supports"),
)

WHYS = (
    "The one gives a ground for the other; the report sets them apart.",
    "Both turn on the same difficulty, and only the later one proposes a way out.",
    "A reader needs the first to see why the second was put forward.",
    "The condition named here is what the conclusion sets out to meet.",
)

TOWN_STARTS = (
    *("Alder", "Bracken", "Corm", "Dunner", "Elver", "Farn", "Gorse", "Hollin"),
    *("Inkle", "Jarrow", "Kestrel", "Larch", "Mallow", "Nettle", "Osier", "Plover"),
    *("Quill", "Rushen", "Sorrel", "Teasel", "Umber", "Vetch", "Whin", "Yarrow"),
)
TOWN_ENDS = (
    *("ford", "mere", "haven", "combe", "thwaite", "wick", "bourne", "stead"),
    *("holm", "ness", "gate", "low"),
)
FORENAMES = (
    *("Ada", "Bram", "Cleo", "Dilys", "Edwin", "Freya", "Goran", "Hana", "Idris"),
    *("Jonas", "Kit", "Leila", "Milan", "Nesta", "Otto", "Priya", "Quentin", "Rosa"),
    *("Selma", "Tomas", "Una", "Viggo", "Wanda", "Xenia", "Yusuf", "Zelda"),
)
SURNAMES = (
    *("Ashdown", "Birchall", "Calloway", "Dray", "Eskdale", "Fenwright", "Garrow"),
    *("Hexley", "Ironmonger", "Jessop", "Kettle", "Lorimer", "Mossop", "Nunnery"),
    *("Orchard", "Pennyfold", "Quaile", "Rushworth", "Saltmarsh", "Tolliver"),
    *("Underwood", "Vance", "Wainscot", "Yeoman"),
)
HOSTS = (
    "Forum for Imaginary Towns",
    "Society of Invented Councils",
    "Unreal Cities Network",
    "Institute of Made-up Places",
    "League of Paper Boroughs",
)
FORMATS = ("roundtable", "workshop", "seminar", "hearing", "panel", "conference")
