"""What the common kinds of answer to each checklist question look like, and the fact each stands for.

A question gives its answer a context: "random" says nothing alone, and everything as the answer to what the weights
were. The patterns are looked for in folded sentences (lower case, one line).
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.patterns import Lazy
from auditor.schema import FactKind


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of answer: how it is said, and the fact it is evidence of (None where it is direct and no fact)."""

    pattern: Lazy
    kind: FactKind | None = None
    value: str = ""
    negatable: bool = True
    """Whether a "not" before it turns it; phrases that hold their own negation are not turned."""
    partial: bool = False
    """Whether it answers only in part."""


def _means(
    pattern: str, kind: FactKind | None = None, value: str = "", *, negatable: bool = True, partial: bool = False
) -> Meaning:
    return Meaning(Lazy(pattern), kind, value, negatable, partial)


_W = FactKind.WEIGHTS_BEFORE_TRAINING
_M = FactKind.MECHANISM
_D = FactKind.DATA_PIPELINE
_U = FactKind.UPGRADE_PATH
_P = FactKind.UPGRADE_PAYER
_O = FactKind.OWNERSHIP_CASE
_H = FactKind.WEIGHTS_HOLDER
_N = FactKind.WHY_NOT_PROMPTING

_UNTRAINED = _means(
    r"\bno (?:\w+ )?(?:training|fine-?tuning|pre-?training)(?: step| run| job| phase| involved| at all| of (?:any|our))?\b(?! (?:on|with|data from) (?:your|customer))"
    r"|\b(?:there|it) (?:was|is|were|has|have)(?:n't| not| never)(?: been)?(?: any| a| one| ever)? ?(?:\w+ )?(?:training|trained|fine-?tuned|training step|step of training)\b"
    r"|\b(?:we|i|nobody|no ?one|none of us)(?:'ve| have| has)? ?(?:do not|don't|did not|didn't|never|haven't|have not|hasn't|ever)\b(?: \w+){0,2} (?:train(?:ed)?|(?:fine-?)?tuned?|touch(?:ed)?|chang(?:e|ed)|alter(?:ed)?|modif(?:y|ied)|adjust(?:ed)?)\b(?! (?:on|with) (?:your|customer|client)| (?:it |one |a model |anything |our own |the base |a base )?(?:\w+ )?from (?:scratch|zero|nothing)|[^.;]{0,25}\b(?:base|foundation|scratch)\b)"
    r"|\bno (?:model )?weights? (?:(?:were|was|are|is|get|got|of ours|have been) ?(?:ever )?(?:chang|train|touch|updat|modif|tun|alter|adjust)?\w*)"
    r"|\bnothing (?:(?:was|is|gets|has been|is being)(?: ever| actually)? |that(?:'s| is) )?(?:its weights )?(?:trained|fine-?tuned|tuned|changed|updated)\b|\bnothing gets its weights\b|\b(?:not|isn't|wasn't) trained by us\b|^\W*not trained\b|\bnobody (?:\w+ )?(?:fine-?tuned|trained|tuned)\b|^\W*(?:n/a|not applicable)\b|\bno step was\b"
    r"|\b(?:there|we)(?:'s| is| was| were| has| have| had)?(?:n't| not| never| no)(?: been| was| had)?(?: an?| any| one)? ?(?:first |single |training |tuning )?(?:step|run|job)s?(?: of (?:ours|our own|any kind)| at all| whatsoever| and never was)?(?= *(?:[,.;!]|$))|\bno before (?:and|or|and no) after\b"
    r"|\bweights? (?:are|stay|remain|were|is)(?: exactly| all| entirely)? (?:as (?:is|they|supplied|shipped|published|delivered)|unchanged|untouched|frozen throughout|unmodified|theirs)\b"
    r"|\b(?:stock|off-the-shelf|vanilla|unmodified|untouched|as-is|out of the box)\b"
    r"|\b(?:it|that|all of it|everything|this|the product|what we do)(?:'s| is| was)?(?: all| just| only| really| basically| simply| purely)? (?:prompts?|prompting|prompt engineering|instructions|configuration|a system prompt|in the prompts?)\b",
    _W,
    "unchanged",
    negatable=False,
)
_NEITHER = _means(
    r"^\W*(?:(?:well|hm+|um|honestly|in truth|i'd say|i think)\W+)*(?:i'd put it in )?neither\b|\bneither (?:of (?:those|them|the two|these)|one|box)\b",
    _W,
    "unchanged",
    negatable=False,
)
_RANDOM = _means(
    r"\brandom(?:ly)?\b(?! (?:sample|order|select|subset))|\bfrom (?:zero|nothing)\b|\b(?:blank|empty)\b(?=[ ,.]|$)|\bnothing (?:was |were |existed |there )?before\b|\b(?:knows?|knew) nothing\b|\bwhite noise\b|\bno (?:prior |existing |starting |earlier |previous |public )?(?:checkpoint|weights) (?:before|to start|at the start|existed|underneath|were|was)",
    _W,
    "random",
)
_SCRATCH = _means(
    r"\bfrom scratch\b|\bground up\b|\bthe former\b|\bthe first(?: one| of (?:the two|those)|,|\.|$)"
    r"|^\W*(?:yes[,.]? )?(?:it(?:'s| is| was) |we |fully |entirely |all )?(?:was |were |is )?pre-?train(?:ed|ing)\b(?! (?:model|checkpoint|weights|base|open|llama|bert|transformer|language|on top|mistral|qwen))"
    r"|\b(?:we|our|own|ours?|have|'ve) (?:\w+ ){0,3}pre-?train(?:ed|ing)\b(?! (?:model|checkpoint|weights|base|open|llama|bert|transformer|language|on top|mistral|qwen|of an))|\bso pre-?trained\b",
    _M,
    "from_scratch",
)
_CHECKPOINT = _means(
    r"\b(?:an?|the|some|their|that|this|public|open|existing|released|published|base|instruct|pre-?trained|pretrained|available|community)(?:[ -]\w+){0,2} (?:checkpoint|weights)\b(?! (?:were|was|are|is)? ?random)|\bcheckpoint (?:of|from|on|that|called|named)\b|\bexisting (?:open )?(?:\w+ )?model\b|\bsomebody else's (?:checkpoint|weights|model)\b|\bsomeone else's (?:checkpoint|weights|model)\b|\balready (?:spoke|speaks?|knew|could|can|talk\w*|understood|had)\b|\bwe took over\b|\bwhen we got it\b|\bcould already\b",
    _W,
    "checkpoint",
)
_TUNED = _means(
    r"\bfine-?tun(?:e|ed|ing)\b|\bthe latter\b|\bthe second(?: one| of|,|\.|$)|\btuned\b|\bpost-?trained\b|\bfurther trained\b|\btrained (?:it |them )?further\b|\bcontinued (?:pre-?)?training\b",
    _M,
    "sft",
)
_LOOKED_UP = _means(
    r"\bretriev\w+|\brag\b|\b(?:looks?|looked|looking) (?:it |them |things |those |the \w+ )?up\b|\bvector (?:store|db|database|index|search)\b|\b(?:search|knowledge) (?:index|base)\b|\b(?:re-?)?index(?:ed|es|ing)?\b|\bembedd(?:ed|ings?)\b|\bgrounded (?:in|on) (?:the )?(?:documents?|sources?)",
    _M,
    "retrieval",
)
_CONSULTED = _means(
    r"\b(?:it|which it|that it|the \w+) (?:then |only |just )?(?:queries|searches|consults)\b|\b(?:it|the \w+) (?:pulls|fetches) (?:it|them|those|that|the \w+) (?:from|out of)\b",
    _M,
    "retrieval",
)
_PROMPTED = _means(
    r"\bsystem prompts?\b|\bprompts?\b(?=[^.;]{0,40}\b(?:gpt|claude|gemini|api|model|their|openai)\b)|\b(?:gpt|claude|gemini|api|openai)\b[^.;]{0,40}\b(?:prompts?|instructions|templates)\b|\b(?:we|i) (?:wrote|write) (?:it |them )?(?:the |some |a )?(?:\w+ ){0,2}(?:instructions|prompts?|letter)\b|\bgo(?:es)? (?:in|into) the (?:question|context|prompt)\b|\bcontext window\b|\bprompt (?:engineering|templates?|librar\w+|chains?)\b|\bfew-shot\b",
    _M,
    "prompting",
)
_NO_BASE = _means(
    r"^\W*(?:(?:well|honestly|ours|simply|truly|really|nope|no)\W+)*(?:none|no one|nobody(?:'s)?)\b(?! of (?:our|us|your))|\bno (?:such |unmodified )?base(?: model)?\b(?! as such| line|d)|\bthere(?: is|'s|s| was) (?:no|none)(?: such)?(?: base)?\b(?! training)|\bthere (?:isn't|wasn't|is not|was not) (?:one|any|a base)\b"
    r"|\b(?:is not|isn't|was not|wasn't|not) (?:built|based|standing|sitting|resting|stood) on (?:any|an|another|some)\w*\b|\bnothing (?:is |sits |was )?(?:underneath|under it|below|beneath|to compare)\b|\bnothing under\W*$"
    r"|\b(?:on|from) no (?:base|foundation model|other model)\b|\b(?:is|was|are|were|'s) (?:built|based) on (?:neither|nothing|none of (?:them|those|these))\b",
    FactKind.BASE_MODEL,
    "none",
    negatable=False,
)
_NONE_OUTSIDE = _means(
    r"^\W*(?:nope,? |no,? |truly |us,? )?(?:none|zero|no ?one\b|nobody(?:'s)?\b|no(?:ne)? (?:at all|whatsoever)|not (?:any|a single one))\b(?! of (?:your|our|us|that|this))|\bno (?:outside|external|third[- ]party|other)(?: \w+){0,2} (?:apis?|providers?|services?|models?|calls?|company|companies)\b|\bnothing (?:leaves|goes out|is sent out)|\bnever leaves? (?:our|your|the)\b"
    r"|\b(?:runs?|running|hosted|served|host|serve|self-host\w*)\b[^.;]{0,40}\b(?:our own|own (?:gpus?|servers?|hardware|cluster|racks?)|in-house|our (?:gpus?|servers?|cluster|hardware|data cent\w+|racks?)|your (?:own )?(?:premises|servers?|network|hardware)|on-?prem\w*)\b",
    FactKind.PROVIDERS_IN_PATH,
    "none",
    negatable=False,
)

_SWITCHED = _means(
    # The next model goes through one's own tests, or its maker sets number and date; nothing of one's own is trained.
    r"^(?!.*\b(?:re-?)?(?:train|tun(?:e|ed|ing)\b|fine-?tun))(?:.*\bre-?(?:run|test|check|play)\w* (?:\w+ ){0,3}(?:archive|documents?|tests?|questions?|cases|evals?|evaluations?|demos?|files|prompts?) (?:through|on|against|with|over)\b"
    r"|.*\b(?:openai|anthropic|google|meta|cohere|mistral|microsoft|azure|amazon|aws|the provider|the lab|they)(?:'s)? (?:changes?|bumps?|raises?) (?:the |its |their )?(?:number|version|name|model)s?\b[^.;]{0,20}\bwe (?:change|follow|bump|move|switch)\b"
    r"|.*\b(?:openai|anthropic|google|meta|cohere|mistral|microsoft|azure|amazon|aws|their|the provider)(?:'s)? (?:release )?(?:cadence|calendar|timetable|release schedule)\b"
    r"|.*\b(?:openai|anthropic|google|cohere|mistral|microsoft|azure|amazon|aws|the provider|they) (?:tells?|sends?|mails?|e-?mails?|gives?|announces?)\b[^.;]{0,20}\b(?:retirement|deprecation|sunset|end-of-life|shut-?off)\b"
    r"|.*\bhappen(?:s|ed)\b[^.;]{0,20}\bwithout (?:our|us|anyone here|anybody here)\b[^.;]{0,12}\bdoing\b"
    r"|\W*(?:we )?swap(?:s|ped)?\W*$|.*\bone[- ](?:config\w*|settings?)[- ](?:line|change|entry)\b|.*\bone[- ]line (?:change|edit|config\w*)\b)",
    _U,
    "provider_model_switched",
)

MEANINGS: dict[str, tuple[Meaning, ...]] = {
    "method": (_UNTRAINED, _NEITHER, _RANDOM, _SCRATCH, _TUNED, _LOOKED_UP, _PROMPTED),
    "weights-before": (_UNTRAINED, _NEITHER, _RANDOM, _SCRATCH, _CHECKPOINT, _TUNED),
    "base-model": (
        _UNTRAINED,
        _RANDOM,
        _NO_BASE,
    ),
    "compute": (
        _means(
            r"^\W*(?:for training |us,? )?(?:no training|nothing|none|zero|nil|n/?a\b|not applicable)|\b(?:training none|didn't (?:buy|use|need|rent)|never (?:bought|used|rented|needed))\b[^.;]{0,30}\b(?:gpus?|compute|computing|hours?|training)\b|\bno (?:training )?(?:compute|gpus?|gpu[- ]hours|hours|budget for training|training (?:budget|cost|spend))\b|\b(?:doesn't|does not) apply\b|\b(?:only|just|all) (?:pay|spend|cost)\w*[^.;]{0,30}\b(?:inference|tokens?|api|usage)\b|\b(?:pay|charged|billed|priced)[^.;]{0,20}\b(?:per|by the|for) (?:token|call|request|usage)|\b(?:api|token|inference|usage) (?:bills?|spend|fees?|costs?|credits)\b|\bno gpus? (?:of|at|in)\b"
            r"|\bnot (?:one|a single) (?:\w+ )?(?:hour|gpu|card|chip)s?\b(?! (?:more|less|too|of|idle|free))|\b(?:no|isn't an?|wasn't an?|is not an?|was not an?|never was an?|was never an?|hasn't been an?) (?:training|tuning|fine-?tuning) (?:job|run|bill|invoice|line)s?\b|\b(?:only|just) (?:the |a )?per[- ](?:token|call|request|page|message|query)\b",
            _W,
            "unchanged",
            negatable=False,
        ),
    ),
    "dataset": (
        _LOOKED_UP,
        _CONSULTED,
        _means(
            r"\bno (?:training )?(?:set|data ?set|training data|corpus|training examples)\b|\bnot a (?:training )?set\b|\bwouldn't (?:say|call it|call that) (?:a )?(?:training )?set\b|\breads? from\b|\b(?:there|we)(?: is| was|'s| have| had)? (?:no|isn't a|wasn't a|don't have a|didn't have a) (?:training )?(?:set|dataset|corpus)\b",
            _W,
            "unchanged",
            negatable=False,
        ),
    ),
    "upgrade-path": (
        _SWITCHED,
        _means(
            r"\bno(?: model|thing)? (?:sits |is )?(?:below|beneath|under|underneath)\b|\bnothing (?:sits |is )?(?:below|beneath|under|underneath)\b|\bno floor (?:below|beneath|under)\b|\b(?:supersedes? itself|nobody can supersede|nothing can supersede)\b|\bre-?(?:fit|train)\w* (?:it )?from (?:zero|scratch|random)",
            _U,
            "own_successor",
            negatable=False,
        ),
        _means(
            r"\b(?:re-?train\w*|re-?tun(?:e|ed|ing)|re-?run\w*|repeat(?:ed|ing|s)?|re-?do(?:ing)?|do (?:the job|it|that|this) again|put\b[^.;]{0,30} in again|re-?base\w*|re-?fine-?tun\w*)\b[^.;]{0,60}\b(?:new|newer|next|better|later|latest|successor|base|llama|mistral|qwen|gpt|gemini|gemma|mini|one)\b|\b(?:new|newer|next|better|later|latest|successor|llama|mistral|qwen|google|openai)\b[^.;]{0,80}\b(?:re-?train|re-?tune|re-?run|repeat|redo|re-?base|re-?fine-?tune|tuning again|do the job again|in again|our (?:data|examples))\w*|\b(?:fine-?tun\w+|train\w*|tun(?:e|ed|ing))\b[^.;]{0,30}\b(?:again|afresh|anew|(?:on|onto|against) (?:the |a )?(?:new|newer|next|later|latest|successor))\b|\b(?:port|move|carry|redo)\w*\b[^.;]{0,20}\b(?:adapters?|fine-?tune|tuning|training set|recipe)\b|\bnew adapters?\b|\bnew (?:base|engine block)\b[^.;]{0,40}\b(?:same (?:data|pipeline|recipe|examples|file)|one night|a weekend|hours|run)\b|\btake(?:s)? the successor\b",
            _U,
            "training_repeated",
        ),
        _means(
            r"\b(?:train|pre-?train|build|make|develop)\w*\b[^.;]{0,40}\b(?:our (?:own )?(?:next|successor|new)|the (?:next (?:generation|version|one)|successor)|a (?:successor|new generation)|version (?:two|three|\d)|v\d)\b[^.;]{0,50}\b(?:from (?:scratch|zero|random)|ourselves|in-house|our own)|\bpre-?train\w*\b[^.;]{0,40}\b(?:again|next|new|successor|anew|afresh)\b|\b(?:our own|own) (?:successor|next (?:model|generation))\b|\bnothing (?:underneath|under it|below)\b[^.;]{0,40}\b(?:supersede|replace)|\bthere is no(?:thing)? (?:base|model)? ?underneath\b",
            _U,
            "own_successor",
        ),
        _means(
            r"\b(?:switch\w*|swap\w*|flip\w*|replac\w+|upgrad\w+|mov(?:e|es|ing)|migrat\w+|adopt\w*|roll\w* (?:over|forward)|point\w*|chang\w+)\b[^.;]{0,50}\b(?:model (?:name|id|string|parameter|setting|version)|endpoint|(?:to|in|over to|onto) (?:the |their |a )?(?:new|newer|next|latest|successor|better)|their (?:new|next|latest)|the (?:new|next|newer|latest) (?:one|model|version|release)|config\w*|one line|a line)\b|\b(?:change|edit) (?:one|a|the) (?:line|setting|string|config\w*|parameter)\b|\bre-?test\w*\b[^.;]{0,20}\bprompts?\b|\b(?:provider|openai|anthropic|google|azure|microsoft|they) (?:upgrades?|releases?|ships?|handles?|takes? care|swaps?|replaces?|retires?|updates?)\b|\bchange (?:the|one|a) (?:\w+ )?(?:table|line|name|setting)\b|\bchanges? the name\b|\bflip to\b|\bswitch over\b|\b(?:pick|take|rename) the (?:newer|next|new|latest) one\b|\btest the (?:next|new) \w+[^.;]{0,40}\band (?:move|switch|go)\b|\bthen change\b|\bwe (?:just |simply )?(?:inherit|get|pick up) (?:the |their )?(?:new|next|upgrade|improve)",
            _U,
            "provider_model_switched",
        ),
        _means(
            r"\bre-?(?:train|fit|tun)\w*\b|^\W*do it again\b|\bwe train v?\d|\bwe train the next\b", _U, "retrained"
        ),
        _means(
            r"\b(?:stays?|remains?|kept|keep it|left) (?:as it is|the same|frozen|on (?:it|that|this)|where it is|pinned)\b|\bno (?:upgrade|plans?|plan) (?:is |are )?(?:planned|to|for|yet)\b|\bnothing happens\b|\bdoesn't (?:change|get (?:upgraded|updated))",
            _U,
            "stays",
            negatable=False,
        ),
    ),
    "upgrade-payer": (
        _means(
            r"\b(?:split|shared|share (?:it|the)|half(?: and half| each)?|fifty[- ]fifty|50[/-]50|between us)\b",
            _P,
            "shared",
        ),
        _means(
            r"\byou (?:do|pay|would|will|cover|bear|carry|fund)\b|\b(?:the )?(?:customer|client|buyer)s?(?: would| will)? (?:pays?|bears?|covers?|funds?|carr(?:y|ies))\b|\b(?:billed|charged|charge you|invoiced?|quoted?)\b|\b(?:separate|new|paid|chargeable|billable|additional) (?:\w+ )?(?:project|quote|statement|order|upgrade|migration|engagement|fee|work)\b|\bchange request\b|\bprofessional services\b|\bat (?:your|the customer's|the client's) (?:cost|expense)\b|\bon your (?:side|account|bill|tab)\b|\bday rates?\b|\btime and materials\b",
            _P,
            "customer",
        ),
        _means(
            r"\bwe (?:do|pay|cover|absorb|bear|eat|carry|fund|swallow)\b|^\W*we (?:do|would|will)\b|\bon us\b|\b(?:our|the vendor's) (?:cost|side|expense|dime|bill|account|problem|treat)\b|\bincluded\b|\bno (?:extra |additional |further |separate )?(?:charge|cost|fee|invoice)s?\b|\bfree(?: of charge)?\b|\bpart of (?:the |your )?(?:subscription|licen[cs]e|fee|contract|price|plan|service|maintenance|annual)\b|\bcovered (?:by|in|under) (?:the |your |our )?(?:subscription|licen[cs]e|fee|contract|price|plan|service|maintenance|annual|sla)\b|\bcosts? you nothing\b|\bat our (?:own )?(?:cost|expense)\b",
            _P,
            "vendor",
            negatable=False,
        ),
    ),
    "ownership-case": (
        _means(
            r"\boffline\b|\bair-?gapped\b|\bon[- ]device\b|\bwithout (?:a |an |any )?(?:connection|internet|network|signal)\b|\bno (?:connection|internet|network|signal|coverage)\b",
            _O,
            "offline",
            negatable=False,
        ),
        _means(
            r"\blatency\b|\bp9\d\b|\bmilliseconds?\b|\b\d+ ?ms\b|\btoo slow\b|\breal[- ]time\b|\bresponse times?\b|\bround[- ]trip",
            _O,
            "latency",
        ),
        _means(
            r"\bdata (?:sensitiv\w+|residency|protection|sovereignty|privacy)\b|\b(?:may|must|can|could|does|do|should)(?:not|n't| not|n't ever| never) (?:ever )?leave\b|\bnever leaves?\b|\bon-?prem\w*|\bself-host\w*|\bconfidential\w*|\bsensitive\b|\bpatient\b|\bprivileged\b|\bregulat(?:or|ion|ed)\w*|\bgdpr\b|\bhipaa\b|\bstays? (?:inside|in|within|on) (?:your|our|their|the)\b",
            _O,
            "data_sensitivity",
            negatable=False,
        ),
        _means(
            r"\bcost at scale\b|\bat (?:that|your|this|scale|volume|those volumes?)[^.;]{0,30}\b(?:cheaper|cost|bill|price)|\bcheaper\b|\bper[- ](?:token|call|document|page|request|query)\b|\b(?:api|token) (?:bill|cost|price|spend)s?\b|\bunit (?:cost|economics)\b|\bcosts? (?:per|at scale|a (?:tenth|third|quarter|fraction))\b|\bvolumes?\b",
            _O,
            "cost_at_scale",
        ),
        _means(
            r"\bnone (?:of|really|applies|apply|that)\b|^\W*(?:none|honestly,? no|no)\b|\bown(?:ing)? (?:your|our|their|its|one's) (?:own )?(?:ai|a\.i\.|model|destiny|intelligence|future|moat|stack)\b|\b(?:want|wants|wanted|have|having|deserves?) (?:our|your|their|its|one's) own (?:ai|model|llm)\b|\bstrategic (?:asset|control|value|independence)\b|\bcompetitive (?:edge|advantage|moat)\b|\b(?:a|an) (?:plain )?api (?:would|will|is|does) (?:do|be|work|fine|suffice|enough)",
            _O,
            "none",
            negatable=False,
        ),
    ),
    "task-narrow": (
        _means(
            r"\b(?:everything|anything|any (?:task|question|work)|all (?:your|of your|kinds|sorts)|(?:entire|whole) (?:business|company|field|organi[sz]ation|workflow)|general(?:ly| purpose| help|[- ]purpose)|end[- ]to[- ]end|across (?:the|your) (?:business|company|board|enterprise)|broad)\b",
            FactKind.TASK,
            "broad",
            partial=True,
        ),
        _means(
            r"\b(?:one|single|1|same|only|two|three|narrow|specific) (?:\w+ )?(?:tasks?|jobs?|things?|purposes?)\b|\b(?:classif\w+|extract\w*|triag\w+|summari[sz]\w+|draft\w*|rout(?:e|es|ing)|tag\w*|label\w*|cod(?:e|es|ing)|transcrib\w+|translat\w+|detect\w*|scor(?:e|es|ing)|read(?:s|ing)?|pull(?:s|ing)?|fill\w*|match\w*|flag\w*|rank\w*|sort\w*|pars(?:e|es|ing)|predict\w*|answer(?:s|ing)?|writ(?:e|es|ing)|generat\w+|suggest\w*|review\w*|redact\w*|normali[sz]\w+|map(?:s|ping)?)\b[^.;]{0,20}\b\w+",
            FactKind.TASK,
            "named",
        ),
    ),
    "why-not-prompting": (
        _means(
            r"\b(?:haven't|have not|hasn't|didn't|did not|never|not) (?:\w+ ){0,2}(?:compared|comparison|tested|measured|benchmarked|tried|looked)\b|\bno (?:comparison|benchmark|side-by-side)\b",
            _N,
            "not_compared",
            negatable=False,
        ),
        _means(
            r"\bnothing\b(?! else| like| (?:beats|comes))|\bprompting (?:does|works|is (?:what we|enough|fine|how we)|suffices|would do)\b|\bprompting\b[^.;]{0,20}\bis what we (?:do|use)\b|^\W*it does\b(?!,? (?:do|quality))|\bwhat we do, the prompt\b|\bwhy more\b|\bthat(?:'s| is) (?:exactly |precisely |basically |just )?what (?:we|it|the product) (?:do|does|is|use)\b|\bwe (?:just |only |do )?(?:use )?prompt(?:ing)?\b|\bthat is the product\b|\bprompted model (?:does|is) (?:it|fine|enough)"
            r"|^\W*(?:it|prompting|that) (?:does|did|do) do\W*$|\b(?:it|prompting) did do\b[^.;]{0,8}\bso we\b|^\W*(?:it|prompting)(?:'s| is) enough\W*$|\bprompted,? and (?:that|it) (?:suffices|is enough|does)\b|\bprompting is (?:about |nearly |pretty much |more or less |basically )?all (?:that )?we do\b",
            _W,
            "unchanged",
            negatable=False,
        ),
        _means(
            r"\b\d+(?:\.\d+)? ?(?:%|percent|per cent|points|pp|f1)\b|\bf1\b|\bout of (?:a )?hundred\b|\bin \d+ of \d+\b|\b(?:beat|outperform\w*|scored|reached|managed|got)\b[^.;]{0,60}\b\d",
            _N,
            "measured",
            negatable=False,
        ),
        _means(
            r"\blatency\b|\btoo (?:slow|expensive|costly|dear|big|large)\b|\bcosts?\b|\boffline\b|\bon-?prem\w*|\bleave\b|\bresidency\b|\bprivacy\b|\bair-?gap\w*|\bper[- ](?:token|call|page|document)\b|\bmilliseconds?\b|\b\d+ ?ms\b|\bcontext window\b",
            _N,
            "constraint",
            negatable=False,
        ),
    ),
    "providers-in-path": (
        _NONE_OUTSIDE,
        _UNTRAINED,
        _means(
            r"\bft(?::| model| colon)|\b(?:tuned|fine-?tuned) (?:copy|version|model|deployment|endpoint)\b", _M, "sft"
        ),
    ),
    "delete-test": (
        _means(
            r"\b(?:only |not until |until |after )?(?:a |the |we )?(?:new |next |another )?(?:re-?train\w*|re-?tun\w*|training run|fine-?tun\w+ run|training (?:cycle|round|refresh))\b|\bnext (?:run|round|cycle|refresh|version|release|training)\b|\b(?:would|will|does|do)(?:n't| not) (?:change|disappear|go away|vanish|forget)\b|\bbaked (?:in|into)\b|\bstays? (?:learned|put|that way)\b|\bwhat (?:the weights|it|was) (?:has |have )?(?:learned|learnt|picked up)\b|\btrain again\b|\btuning again\b|\bre-?fit\w*\b|\bsoaked in\b|\b(?:they're|it's|is|are) learn(?:ed|t)\b|\bin effect until\b|\bneeds? (?:a|another) new (?:run|round|weekend|training)\b|\bcan't be pulled (?:back )?out\b|\binfluence in the weights\b|\b(?:in|into|out of) the weights\b|\b(?:can't|cannot) (?:be )?unlearn\w*|\bstays? in (?:there|the model)\b",
            _D,
            "learned",
            negatable=False,
        ),
        _means(
            r"^\W*(?:yes|yep|yeah|sure)\b(?! if)(?!, (?:only|but)\b)|\b(?:the )?same (?:hour|evening|minute|morning)\b|\bwithin the hour\b|\b(?:isn't|no longer|not) (?:cited|recalled|used|found|quoted) (?:next|any|after)|\bat once\b|\bafter the next (?:index|sync|crawl|pass)\w*\b|\bnot found\b|\b(?:immediately|instantly|right away|straight away)\b|\b(?:the|its|on the|at the|from the|very) next (?:query|question|request|time|search|sync|crawl|index\w*|answer|call)\b|\b(?:change|gone|disappear\w*|vanish\w*|drop\w*|stop\w*|go(?:es)?(?: away)?)\b[^.;]{0,40}\b(?:today|same day|as soon as|within (?:\w+ )?(?:minutes?|seconds?|hours?))\b|\b(?:as soon as|the moment|once|when) (?:it|the (?:document|file|page)|you delete)[^.;]{0,40}\b(?:gone|deleted|removed|leaves|index)|\btoday\b|\bnothing of it is in the weights\b|\b(?:stops?|stopped|quits?|ceases?) (?:citing|quoting|using|recommending|mentioning|naming|referring)\b|\bby the (?:next|following) \w+|\b(?:looks? at|reads?|goes by|sees?) (?:only )?(?:what(?:'s| is)|whatever is) there\b|\b(?:daily|weekly|nightly|hourly) (?:sync|crawl|import|re-?index)\w*\b",
            _D,
            "looked_up",
        ),
        _means(_LOOKED_UP.pattern.expression, _D, "looked_up"),
    ),
    "gain-over-base": (
        _means(
            r"\b(?:haven't|have not|hasn't|didn't|did not|never|not) (?:\w+ ){0,2}(?:compared|tested|measured|benchmarked|run|tried|quantified)\b|\bno (?:\w+ )?(?:figures?|numbers?|measure\w*|benchmark\w*|comparison)\b",
            None,
            negatable=False,
        ),
        _means(_NO_BASE.pattern.expression, FactKind.BASE_MODEL, "none", negatable=False),
        _means(
            r"\b(?:the )?(?:very )?same weights\b|^\W*it(?:'s| is) (?:just |simply |exactly )?the (?:unmodified |stock |plain )?base(?: model| itself)?\W*(?:$|,)|\bidentical to the (?:base|original)\b",
            _W,
            "unchanged",
        ),
        _means(
            r"\b(?:without|no|minus|before) (?:our|the|any) (?:\w+ )?(?:prompts?|instructions|documents|retrieval|context|knowledge base|templates)\b|\bsame model\b[^.;]{0,40}\b(?:bare|alone|plain|without|no prompt|raw)\b",
            _M,
            "prompting",
            negatable=False,
        ),
        _means(
            r"\bfrom (?:about |roughly |around )?\d+(?:\.\d+)? ?(?:%|percent|per cent|points)?[^.;]{0,30}\bto (?:about |roughly |around )?\d|\b\d+(?:\.\d+)? ?(?:%|percent|per cent|points?|pp)\b|\bf1\b[^.;]{0,30}\d|\bexact match\b",
            FactKind.GAIN_OVER_BASE,
            "",
            negatable=False,
        ),
    ),
    "weights-holder": (
        _means(r"\badapters?\b(?! (?:pattern|class|layer to))", _M, "adapter"),
        _means(
            r"\b(?:there|we)(?: are|'re| have|'ve)? (?:no|aren't any|don't have|do not have|have no|hold no|don't hold)(?: any)? (?:\w+ )?weights\b|\bno weights (?:of|that|beyond|to|at|besides)\b|\bnothing to export\b|\b(?:we|i) (?:haven't|have not)(?: got)? (?:any|a) (?:\w+ )?weights\b|\b(?:standard|stock|public) model\b|\bno model of our own\b|\bnone (?:of (?:our|their) own|of ours|are ours)\b|\bnone\b(?=[^.;]{0,40}\b(?:openai|anthropic|google|api|provider)\b)",
            _W,
            "unchanged",
            negatable=False,
        ),
        _means(
            r"\b(?:openai|anthropic|google|azure|microsoft|aws|amazon|bedrock|vertex|cohere|together|fireworks|the (?:\w+ )?provider|they)(?:'s)? (?:hold|holds|keep|keeps|own|owns|hosts?|has|have|stores?|sits? on)\b|\b(?:held|hosted|kept|owned|stored|live|lives|sit|sits|stay|stays|are|is)\b[^.;]{0,15}\b(?:by|with|at|on|inside|in) (?:openai|anthropic|google|azure|microsoft|aws|amazon|bedrock|vertex|cohere|together|fireworks|the (?:\w+ )?provider)\b|\b(?:can(?:not|'t)|could(?:n't| not)|not) be exported\b|\bnot exportable\b|^\W*(?:at|with) (?:openai|anthropic|google|azure|microsoft|aws|amazon|bedrock|vertex)\b|^\W*(?:not us\W+)?(?:openai|anthropic|google|microsoft|amazon|meta|cohere|mistral)(?:'s)?(?:\W|$)|\bin (?:our|the) (?:openai|azure|google|vertex|aws|bedrock)\b",
            _H,
            "provider",
            negatable=False,
        ),
        _means(
            r"\byou (?:would |will |can |'ll |also )*(?:get|receive|hold|own|keep|export|download|take)\b[^.;]{0,40}\b(?:weights|adapter|checkpoint|model|file|them|it|copy)\b|\bhand(?:ed)? (?:over|you|them over)\b|\b(?:weights|adapter|files?) (?:are|is) yours\b|\bon your (?:premises|servers?|hardware|infrastructure)\b",
            _H,
            "customer",
        ),
        _means(
            r"^\W*we do\b|\bwe (?:hold|own|keep|store|host|control|retain)\b|\b(?:we|'ve|both) (?:have|got|of us|have got) (?:them|the (?:weights|files?|adapters?)|a copy)\b|^\W*(?:me|both of us)\b|\bour (?:own )?(?:servers?|bucket|infrastructure|cluster|registry|s3|storage|vault|racks?|gpus?|hardware|artifact)\b|\bin-house\b|\bescrow\b|^\W*us\b|\bwith us\b",
            _H,
            "vendor",
        ),
    ),
}
"""Per question the kinds of answer, the first that fits a sentence taken first."""

EVASIVE = Lazy(
    r"\b(?:proprietary|secret sauce|intellectual property|our ip\b|crown jewels|(?:very )?exciting|evergreen|speaks for itself|fascinating|wonderful|compliant|gdpr|iso ?27001|encrypted at rest|retention schedule|extremely seriously|very (?:flexible|strong|efficient)|the beauty|tons\b|(?:always )?in evolution|committee|insulated|love this question|no clue|next question|tech guy|belongs to the same|adversaries|sensitive|enough, i|philosophical|spectrum|above my pay grade|beyond me|take that away|pay grade|core part|heart of our|multi-layer|cognitive|unique|best[- ]in[- ]class|cutting[- ]edge|state[- ]of[- ]the[- ]art|world[- ]class|next[- ]gen\w*|industry[- ]leading|second to none|future-?proof|game[- ]chang\w+|revolutionary|enterprise[- ]grade|holistic|synerg\w+|ecosystem|leading partners|magic|special)\b"
    r"|\b(?:get|come|circle) back to you\b|\btake (?:that|this|it) offline\b|\b(?:what|the thing that) (?:really )?matters\b|\bat the end of the day\b|\bthe outcomes?\b|\bresults (?:speak|are what)\b|\b(?:focus(?:ed)?|concentrate) on (?:the )?(?:outcomes?|results?|value|customers?|impact)\b|\bcustomers (?:see|love|tell us|report|are)\b|\b(?:years|decades) of (?:\w+ ){0,2}(?:experience|expertise|knowledge|research|work)\b|\binvest(?:ed|ing|ment)?s? (?:very |so |incredibly )?(?:heavily|a lot|significant\w*|massive\w*|in)\b|\ba (?:lot|great deal|huge amount|significant amount|massive amount|blend|mix|combination|range|variety|number|host) of\b|\bit'?s (?:complicated|complex|a long story|hard to say|a mix|a blend)\b|\b(?:hard|difficult|tricky) to (?:say|put|pin|give)\b|\bgood question\b|\bgreat question\b|\bdepends\b|\bimplementation details?\b|\bunder the bonnet\b|\bour (?:approach|engineers|scientists|team|platform|technology|engine|methodology|research team|people) (?:is|are|has|have|takes?|handles?|does|keeps?)\b|\bconstantly\b|\bcontinuous(?:ly)?\b|\balways (?:evolving|improving|learning|on the latest)\b|\bseamless\w*\b|\bdon't (?:think of it|look at it|see it) (?:like|in|as|that)\b|\bnot (?:how|the way) we (?:think|look)\b|\bcloser to the time\b|\bwhen the time comes\b|\bcross that bridge\b|\b(?:i|one)(?:'d| would) have to (?:check|ask|look|refer|leave)\b|\b(?:question|one|topic) for (?:our|the|your) (?:\w+ ){0,2}(?:scientist|team|cto|lead|lab|university|workshop|colleagues?)\b|\b(?:ask|refer you to|leave (?:that|it) to) (?:the|our|my) (?:\w+ ){0,2}(?:team|scientist|lead|cto|colleague|partner|university|lab)\b|\bwe(?:'d| would) rather\b|\bwe (?:don't|do not) (?:position|think in|like to think)\b|\bwe like to (?:say|think)\b|\bwe (?:believe|think about it)\b|\bwith respect\b|\bdon't worry\b|\bassure you\b|\bnot sure\b|\bdon't (?:have|know) (?:that|it|the (?:number|figure|exact|details?))\b|\brather (?:not|talk|show|focus)\b|\bnothing (?:for you )?to worry\b|\btake care of (?:that|it|all|everything)\b|\btrust\b|\bmoves? about\b|\bagnostic\b|\bwhichever\b|\bwhatever\b|\broadmap\b|\brest assured\b|\bjourney\b|\bpassion\w*\b|\btransform\w*\b|\bempower\w*\b|\bintelligen(?:t|ce)\b|\bextensive(?:ly)?\b|\bsignificant\w*\b|\bsubstantial\w*\b|\bvast\b|\brich\b|\bmassive\w*\b|\bheavily\b|\bdramatic\w*\b"
)
"""Words of an answer that speaks of something else: effort, results, uniqueness, a later date."""
REFUSED = Lazy(
    r"\b(?:we|i)(?:'re| are|'m| am)? ?(?:do not|don't|cannot|can't|can not|won't|will not|would not|wouldn't|not able to|unable to|not (?:allowed|permitted|at liberty|free|in a position|going) to|never) (?:\w+ ){0,2}(?:disclose|share|say|tell|publish|reveal|discuss|comment|name|go into|give out|talk about|get into|speak to|answer|confirm|divulge)\b|\bunder (?:an )?nda\b|\bconfidential (?:information|between|to us|detail)\w*|\bno comment\b|\bnot going to (?:answer|say|tell)\b|\bdoesn't comment\b|\btrade secrets?\b|\bcommercially sensitive\b|\bnot (?:public|something we (?:share|disclose|discuss|publish|talk about)|for (?:disclosure|sharing|public))\b|\bthat(?:'s| is) (?:confidential|internal|private|between us)\b|\bprefer not to\b|\bdecline to\b|\bkeep (?:that|this|it|those) (?:private|internal|confidential|to ourselves)\b|\bnot disclos\w+"
)
"""Words of an answer that declines."""
