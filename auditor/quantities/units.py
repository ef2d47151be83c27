"""What a number counts: the words after it (or a label before it), as patterns anchored at the number."""

from __future__ import annotations

import re

from auditor.patterns import Lazy

HOURS = {
    "minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "hr": 1.0, "h": 1.0, "day": 24.0, "night": 12.0, "week": 168.0,
    "wk": 168.0, "weekend": 48.0, "fortnight": 336.0, "month": 730.0, "quarter": 2190.0, "year": 8760.0, "yr": 8760.0,
}  # fmt: skip
WITHIN = 300
"""Characters around a number in which a unit said before, or the word that tells data from files, is looked for."""
BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15}
_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "buck": "USD", "grand": "USD", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "quid": "GBP", "chf": "CHF", "franc": "CHF", "¥": "JPY",
    "yen": "JPY", "₹": "INR", "inr": "INR", "rupee": "INR", "nok": "NOK", "kroner": "NOK", "sek": "SEK", "krona": "SEK",
    "kronor": "SEK", "dkk": "DKK", "yuan": "CNY", "rmb": "CNY", "cny": "CNY", "won": "KRW", "aud": "AUD", "cad": "CAD", "a$": "AUD", "c$": "CAD",
}  # fmt: skip

ACCELERATOR = (
    r"(?:(?:nvidia|amd|google|aws|cloud|intel|huawei|rented|dedicated|cloud|leased|reserved|tesla|sxm|data[- ]?cent(?:er|re)) )*"
    r"(?:dgx |hgx )?"
    r"(?:[abhv][ -]?\d{2,3}s?(?!\w)(?:[ -](?:80|40|141)\s?gb?s?\b)?(?:[ -](?:sxm\d?|pcie)\b)?(?:(?: nvidia)? gpus?\b| cards?\b| accelerators?\b| chips?\b)?"
    r"|(?:h|a|b|v)[ -](?:one |two |eight )?hundreds\b|(?:h|a|b|v)[ -](?:one|two|eight)[ -]hundred\b"
    r"|gh200s?|gb[23]00s?|[ah]800s?|a10gs?|l40s?s?\b|l4s?\b|t4s?\b|(?:geforce )?rtx[ -]?(?:a?\d{4})(?: ?ti)?s?|[34]090s?|5090s?|mi[23]\d\dx?s?\b|tpu[ -]?v\d[a-z]?(?:[ -](?:chips?|cores?|pods?))?"
    r"|tpus?(?: chips?| cores?)?\b|trainium ?\d?(?: chips?)?|gaudi ?\d?s?|ascend \d+\w?s?|gpus?\b|jpus?\b|g\.? ?p\.? ?u\.?'?s?\b|t\.? ?p\.? ?u\.? ?v \w+\b|gee pee (?:you|use?)s?\b|graphics cards?\b|accelerators?\b|cards\b|chips\b)"
)
_PLAIN_ACCELERATOR = r"(?:gpus?|jpus?|g p u|gee pee yous?|tpus?|cards?|chips?|accelerators?|graphics cards?)"
_CARD = r"(?:nvidia )?(?:[abhv]\d{2,3}|gpus?|cards?|accelerators?|rtx|chips?|tpus?|l4|t4|mac)"
HOUR = r"(?:hours?|hrs?|h)\b"
_HEARD_HOUR = r"(?:hours?|hrs?|h|ours)\b"
_DAY = r"(?:days?|weeks?|months?)\b"
FILLER = Lazy(
    r"(?:[ -]?(?:odd|ish)\b|[ ]?\+| plus\b| or so\b| or more\b)?[ \u00a0-]{0,2}"
    r"(?:(?:of|different|individual|more|extra|own|newly|carefully|nvidia|our|the|those|these|such|worth|genuine|whole|full|straight|solid|real|total|something|like|about|actual|us|american|single|curated|labell?ed|annotated|hand-\w+|in|a(?= weekend| fortnight| (?:week|day|month|hour|year)\b)) )*",
    re.I,
)
_ITEMS = (
    r"examples?|pairs?|samples?|records?|rows?|lines?|tickets?|documents?|docs|pages?|conversations?|chats?|calls?|transcripts?|cases?|"
    r"contracts?|invoices?|receipts?|questions?|answers?|instructions?|sentences?|images?|pictures?|photos?|scans?|reports?|notes?|emails?|e-mails?|"
    r"messages?|articles?|books?|papers?|abstracts?|words?|observations?|labels?|annotations?|completions?|demonstrations?|problems?|"
    r"tasks?|prompts?|reviews?|recordings?|utterances?|procedures?|screenplays?|scripts?|filings?|judg(?:e)?ments?|decisions?|letters?|"
    r"claims?|files?|snippets?|queries|repositories|repos|sequences?|corrections?|interactions?|listings?|profiles?|posts?|threads?|"
    r"patents?|rulings?|data ?points?|studies|trials?|entries|forms?|memos?|orders?|manuals?|charts?|dialogu?es?|exchanges?|summaries|comparisons?|"
    r"preferences?|rollouts?|trajectories|traces?|turns?|opinions?|statutes?|paragraphs?|passages?|clauses?|policies|drawings?|logs?|"
    r"submissions?|applications?|faqs?|tweets?|comments?|responses?|incidents?|products?|items?|instances|specimens?|slides?|pdfs?|tables?|codebases?|commits?|"
    r"hours of (?:audio|speech|video|calls?|recordings?|footage|conversation|talk)"
)
_NOT_ITEM = r"(?!(?:users?|customers?|people|and|or|of|for|from|to|in|on|at|with|by|that|which|is|are|was|were|we|per|a|an|the|gpu|gpus|tokens?|parameters?|params|dollars?|million|billion|model|models|each|every)\b)"
_NO_ADJECTIVE = r"(?:on|per|for|each|every|any|an?|the|of|and|or|in|to|from|with|at|by|is|are|was|were|params?|parameters?|million|billion|trillion|thousand|hundred|one|two|three|four|five|six|seven|eight|nine|ten|[kmbt]|fires?|active|we|it|that|which)\b"
UNIT = Lazy(
    rf"(?P<flop>(?:(?P<flopscale>peta|exa|zetta|yotta|tera)[- ]?)?(?:flops?\b|floating[- ]point operations?\b)(?![ /]*(?:per|a|/)?\s*s(?:ec|econd)?\b)|(?P<pfdays>(?:peta|exa)?(?:flops?|flop/s|f)[ /-]*(?:s[ -])?days?\b))"
    rf"|(?P<gpu_hours>(?:node|machine|instance)[ -]{HOUR}|(?:(?P<gh_acc>{ACCELERATOR})[ -]?(?:gpu|card|accelerator|chip|tpu)?|{_PLAIN_ACCELERATOR}|compute)[ -]?{_HEARD_HOUR}|{HOUR} (?:of|on) (?:total )?(?:gpu|compute|tpu|cluster)(?: time| compute)?\b)(?! of (?:audio|speech|video))"
    rf"|(?P<gpu_days>(?:(?P<gd_acc>{ACCELERATOR})|{_PLAIN_ACCELERATOR})[ -]?(?P<gd_unit>{_DAY}|years?\b))"
    r"|(?P<per_node>(?:gpus?|cards?|way|accelerators?)[ -](?:nvidia |[ahb]\d+ )?(?:nodes?|servers?|machines?|boxes|box|instances?|systems?|hosts?)\b)"
    rf"|(?P<nodes>(?:[a-z0-9.]+[ -])?(?:(?P<node_gpus>\d{{1,2}}|eight|four|sixteen)[ -](?:gpu|way|card)s?[ -])?(?:(?:(?P<nd_acc>dgx(?: [ahb]\d+)?|hgx(?: [ahb]\d+)?|p4d(?:e)?(?:\.24xlarge)?|p5(?:e|en)?(?:\.48xlarge)?)[ -]?)?(?:nodes?|servers?|machines?|boxes|box|instances?|systems?|hosts?|pods?)\b|dgx(?:es|s)?\b))"
    rf"|(?P<gpu_count>(?:[x×*] ?|times )?(?P<gc_acc>{ACCELERATOR})(?![ -]?(?:class|grade|era|equivalent)))"
    r"|(?P<rate_tokens>tokens?(?:/s| per (?:second|minute|day|gpu|user|request|query|call)|/sec|/gpu| a second| of (?:context|memory|output|history)|[ -]?(?:context|window|limit|sequence|vocab|batch|budget per))|token (?:context|window|limit|sequences?|vocab\w*|batch\w*|chunks?|prompts?|responses?|inputs?|outputs?))"
    r"|(?P<tokens_per>tokens?(?: (?:long|in length|or so))? (?:per|each|apiece|a ?piece|an?|in each|to an?|to the)\b ?(?P<tp_what>(?<=each )|(?<=apiece)|(?<=each)|example|sample|document|record|conversation|pair|row|instance|parameter|param|word|ticket|dialogue|trace|sequence)?)"
    rf"|(?P<tokens>(?:(?!{_NO_ADJECTIVE})[a-z]+(?:-[a-z]+)? ){{0,4}}?(?:sub-?)?tokens?\b|toks?\b)"
    r"|(?P<trainable>(?:trainable|learnable|tunable|lora|adapter) (?:parameters?|params?|weights)\b)"
    r"|(?P<active>(?:(?:parameters?|params?)[ -]?)?(?:(?:that |which )?(?:are |is |being )?(?:of (?:them|which|those) )?(?:are )?)?(?:active|activated|live)\b(?: (?:parameters?|params?|weights))?(?: per token)?)"
    r"|(?P<parameters>(?:total |dense |trained |model |learned )*(?:parameters?|params?|weights)\b|-?parameter\b)"
    r"|(?P<epochs>(?:full )?(?:epochs?|passes over|passes through)\b)"
    r"|(?P<time>(?:(?:wall[- ]clock|calendar|working|consecutive|business) )?(?:minutes?|mins?|hours?|hrs?|h|days?|nights?|weeks?|wks?|months?|quarters?|years?|yrs?|weekends?|fortnights?)\b(?! of (?:audio|speech|video|calls?|recordings?|footage|conversation|talk|expertise)))"
    rf"|(?P<bytes>(?P<bytescale>[kmgtp])i?b\b(?! (?:of )?(?:\w+ )?(?:v?ram\b|memory|hbm|gpu|card|each|per|model|storage|disk)|[ -](?:{_CARD}))|(?P<bytename>kilo|mega|giga|tera|peta)bytes?\b(?! of (?:v?ram|memory|storage))|(?P<gigs>gigs?|teras?)\b|(?-i:(?P<octets>[MGTP])o)\b)"
    rf"|(?P<items>(?:{_NOT_ITEM}[a-z][\w-]*[ /&-](?:and )?[a-z]\w*[ -]pairs)\b|(?:{_NOT_ITEM}[a-z][\w/'’&-]*[ -]){{0,5}}?(?:{_ITEMS})\b(?:[ -](?:{_ITEMS})\b)*)",
    re.I,
)  # fmt: skip
MODEL_NOUN = Lazy(
    r"[\s-]?(?:(?:parameter|param)\b|(?:[a-z-]+ ){0,3}?(?:models?|class|dense|encoder|decoder|transformer|llms?|network|base|version|checkpoint|moe|mixture|instruct|chat|variant|size|scale|backbone|student|teacher|system|one|neural)\b)|[\s-]*[,.;:!?)\"'”]|\s*$"
    r"|\s+(?:on|from|with|in|for|and|or|we|that|which|to|is|was|has|trained|fine[- ]?tuned|pre[- ]?trained|built|using|over|at|took|as|but|runs|running|by|it|this)\b",
    re.I,
)
"""What follows a bare "7B" that is a model's size."""
NO_MODEL = Lazy(
    r"\s?(?:(?:[a-z-]+ ){0,2}?(?:users?|customers?|people|requests?|downloads?|devices?|queries|rows|words|documents|pages|tokens?|sessions|visits|views|transactions|records|messages|calls|samples|images|examples|members|employees|lines|searches|players|subscribers)\b|(?:in |of |an? |per )(?:[a-z-]+ )?(?:revenue|funding|arr|sales|assets|year|valuation|financing|investment|capital|savings|spend|contracts)\b|(?:usd|dollars?|euros?|pounds?)\b)",
    re.I,
)
"""What follows a bare "7B" that counts something else."""
LABEL = Lazy(
    r"(?:(?<![a-z])(?P<active>active (?:parameters?|params?))|(?<![a-z])(?P<hours>(?:wall|run|train(?:ing)?)[_ -](?:clock[_ -])?hours)|(?<![a-z])(?P<parameters>(?:total )?(?:parameters?|params?)(?: count)?|model size|size of the model)|(?<![a-z])(?P<per>tokens? per (?:example|sample|document))"
    r"|(?<![a-z])(?P<tokens>(?:training |total )?tokens?(?: count| budget)?)|(?<![a-z])(?P<gpu_hours>(?:gpu|tpu|compute|accelerator|[abh]\d{2,3})[ _-]hours?)|(?<![a-z])(?P<gpu_count>(?:gpus?|accelerators|[abh]\d{2,3}s?)(?: count| used)?)"
    r"|(?<![a-z])(?P<flop>(?:training )?(?:flops?|compute))|\b(?P<epochs>epochs?)|\b(?P<examples>(?:training )?(?:examples?|samples?))|\b(?P<rows>rows|documents|records))"
    r"\s*(?:\([^)]{0,12}\))?\s*(?:[:=|]|\b(?:of|is|was|at|were|are|count|budget)\b|[x×](?=\s*$))[\s|]*$",
    re.I,
)
"""A label before the number, as in a data sheet: "Training tokens: 1.4T"."""
LABELLED_EXAMPLES = Lazy(
    r"examples?|pairs?|samples?|tickets?|labels?|annotations?|instructions?|demonstrations?|conversations?|chats?|problems?|questions?|corrections?|completions?|dialogu?es?|preferences?|comparisons?|rollouts?|trajectories|traces?",
    re.I,
)


def currency(word: str) -> str:
    """Return the ISO code of a currency as written: sign, code or noun."""
    plain = re.sub(r"^(?:us|american|u\.s\.) +", "", word.strip().lower())
    for key in (plain, plain.rstrip("s")):
        if key in _CURRENCIES:
            return _CURRENCIES[key]
    return plain.upper()
