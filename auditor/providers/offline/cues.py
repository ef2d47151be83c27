"""The phrases the offline rules know: what each says about training, and which fact it is evidence of.

A cue is looked for in a folded sentence (lower case, one line). Its family says which kind of claim the
sentence belongs to: pre (weights from random), tune (an existing model's weights changed), use (an existing
model used as it is), or train (the bare word).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.patterns import Lazy
from auditor.schema import FactKind

Family = Literal["pre", "tune", "use", "train", "none"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase, the family it puts a sentence in, and the fact it stands for."""

    family: Family
    stems: tuple[str, ...]
    """One of these must be in the sentence before the pattern is tried."""
    pattern: Lazy
    kind: FactKind | None = None
    value: str = ""
    claims: bool = True
    """Whether the cue alone makes a sentence a claim; else it only adds to one."""


def _cue(
    family: Family,
    stems: str,
    pattern: str,
    kind: FactKind | None = None,
    value: str = "",
    claims: bool = True,
) -> Cue:
    return Cue(family, tuple(stems.split("|")), Lazy(pattern), kind, value, claims)


_W = FactKind.WEIGHTS_BEFORE_TRAINING
_M = FactKind.MECHANISM
_D = FactKind.DATA_PIPELINE
_GAP = r"(?:\W+[\w'.&-]+){0,5}?\W+"
"""Up to five words between two that belong together."""
_MODEL = r"(?:models?|networks?|llms?|slms?|transformers?|encoders?|decoders?|weights|checkpoints?|ai|gpts?|nets?|embedders?|embeddings?|backbone|assistants?|bots?|chatbots?|engines?|agents?|reader|tutor|classifiers?|brain)"

CUES: tuple[Cue, ...] = (
    # --- weights from random -----------------------------------------------------------------------
    _cue("pre", "random|nothing to start|blank |empty ", r"\bweights\b[^.;]{0,20}\bat random\b|\b(?:blank|empty) (?:networks?|weights|models?|state|slate|sheet)\b|\bweights (?:were|are|was|being|started|began)(?: all| still)? (?:at )?random\b|\bnothing to start (?:off )?from\b|\brandom(?:ly)? (?:initiali[sz]\w+|init\b|weights|numbers|start\w*)|\b(?:from|with) random\b(?! (?:sample|order|forest))|\binitiali[sz]ed (?:at )?random\w*", _W, "random"),
    _cue("pre", "scratch|from zero|from nothing|ground up|ground-up", rf"\b(?:train|build|built|made|develop|learn|wrote|grew)\w*{_GAP}(?:entirely |completely |all )?from (?:scratch|zero|nothing|the ground up)\b|\bfrom[ -]scratch (?:pre-?)?(?:train\w*|{_MODEL})|\bfrom scratch by\b|\bground[ -]up\b{_GAP}{_MODEL}\b", _M, "from_scratch"),
    _cue("pre", "scratch", rf"\b{_MODEL}\b[^.;]{{0,60}}\bfrom scratch\b|\bfrom scratch\b[^.;]{{0,40}}\b{_MODEL}\b", _M, "from_scratch"),
    _cue("pre", "train", r"(?<!continued )(?<!continual )(?<!continuous )(?<!further )\bpre-?train(?:s|ed|ing)? (?:(?:it|our|its|their|the|this|one|them|a|all|entirely|everything|on|by|from|over|using|with|in|at|for|purely|solely|only|exclusively|independently)\b)(?! (?:of the art|llama|mistral|bert|gpt))", _M, "from_scratch"),
    _cue("pre", "train", r"\b(?:our|the) (?:own )?pre-?training (?:corpus|mix(?:ture)?|run|data|set|took|stage|phase|budget|cost|compute)|\bpre-?training: |\bgenerative pre-?trained transformer\b(?! \d)|\bpre-?trained (?:by us|in-house|ourselves|entirely)", _M, "from_scratch"),
    _cue("pre", "train", r"^\W*(?:\w+ ){0,2}pre-?training\W*$|\bwe (?:did|do) (?:the |our own |our )?pre-?train\w*", None, claims=False),
    _cue("pre", "not sit|n't sit|not built|n't built|not run|n't run|not based|n't based|not a fine|n't a fine|not a tune|n't a tune|not a wrap|n't a wrap|not build|n't build|not a fork|n't a fork|not a deriv|n't a deriv", r"\b(?:is|was|are|were|does|do)(?: not|n't) (?:sit|sitting|run|running|built|based|build|a (?:fine-?tun\w+|tune|wrapper|derivative|fork))(?: on(?: top of)?| of)?\b[^.;]{0,60}\b(?:llama|gpt|mistral|openai|existing|another|other|any|someone|somebody|anyone|anybody|base|chatgpt|claude|qwen)", _W, "random"),
    _cue("pre", "checkpoint|base model|borrow|inherit", r"\bno (?:existing |public |open |borrowed |third-party |outside |inherited )?(?:checkpoints?|base models?) (?:under|behind|to start|as a start|was|were|involved|of anyone)|\bno borrowed (?:weights|checkpoint)|\bnobody else's (?:weights|checkpoint|model)|\bnot (?:borrowed|inherited|somebody else's|someone else's)", _W, "random"),
    _cue("pre", "train", r"\btrained independently\b|\btrained (?:it |them )?(?:entirely |completely |wholly )?(?:by ourselves|in-house|on our own cluster) from\b", _W, "random"),
    _cue("pre", "predict|masked|objective|next-", r"\bmasked[ -](?:token|language|lm|word|span)\w*(?: predict\w*| model\w*)?|\bmasked-lm\b|\bnext[ -](?:token|word) (?:predict\w+|objective)|\bself-supervised\b", None, claims=False),
    _cue("pre", "token", r"\b(?:model|it|network|base|that|which|they|we|llm)\b[^.;]{0,30}\b(?:saw|seen|read|ingested|chewed|consumed)\b[^.;]{0,25}\b(?:billion|trillion|\d+(?:\.\d+)?\s?[bt]\b)[^.;]{0,12}tokens?", None),
    _cue("pre", "foundation|base model", r"\b(?:our|its|their) (?:very )?own (?:\w+ ){0,2}(?:foundation|base) models?\b|\bwe (?:built|build|make|made|create[d]?|develop(?:ed)?) (?:\w+ ){0,3}foundation models?\b|\bthat's (?:the|our) base\b|\bis the base\b", None),
    _cue("pre", "day one|full stack|full-stack|all the way", r"\breads on day one\b|\bfull[ -]stack\b(?= (?:at|ai|model))|\ball the way (?:back|down) to the (?:weights|vocabulary|tokeni[sz]er)|\bgo all the way back\b", None),
    _cue("pre", "train", r"\b(?:efficient )?(?:training|trained)\b[^.;]{0,80}\b(?:tpu|jax|megatron|pods?|pathways|thousands of (?:gpus|h100s|a100s))\b", None),
    # --- an existing model's weights changed ---------------------------------------------------------
    _cue("tune", "tune|tuning", r"\b(?:custom[ -])?fine[ -]?tun(?:e|es|ed|ing)\b|\binstruction[ -]?tun\w+|\bcustom[ -]tuned\b|\bdomain[ -]tuned\b|\bprompt[ -]tuned\b", _M, "sft"),
    _cue("tune", "tune|tuning", r"\b(?:we|they|engineers|team|have|has|had|been|was|were|is|be|then|and|i|it|version|model|copy|'ve|checkpoint|that's|to)\b(?:\W+\w+){0,2}?\W+(?:re-?)?tun(?:e|ed|ing) (?:it|that|them|this|a|an|our|the|one|on|for|over|with|to|version|by|up)\b|, tuned (?:it|on|for)\b|\b(?:a|an) (?:\w+ ){0,2}tun(?:e|ing) (?:of|on|over)\b|\btuned (?:version|copy|model|checkpoint|on)\b|\bthe tuning\b|\btune (?:the|an?|some|one of) (?:\w+ ){0,2}model", _M, "sft"),
    _cue("tune", "supervised", r"\bsupervised fine-?tun\w+|\bsupervised (?:tuning|training) (?:job|run|on)\b", _M, "sft"),
    _cue("tune", "lora|laura|peft|adapter|parameter-efficient|parameter efficient", r"\bq?-?loras?\b(?!wan)|\blora-tun\w+|\bpeft\b|\b(?:low-?rank|lower|per-(?:customer|client|tenant)) adapters?\b|\brank-\d+\b|\badapters?\b(?= (?:on|per|for|weights|over|trained|tuned|layers?))|\bparameter[- ]efficient\b|\btrain\w*\b[^.;]{0,40}\badapters?\b", _M, "adapter"),
    _cue("tune", "prefix|soft prompt|prompt tuning|p-tuning", r"\bprefix(?:[ -]tuning| tables?)\b|\bsoft prompts?\b|\bprompt[ -]tuning\b|\bp-tuning\b", _M, "soft_prompt"),
    _cue("tune", "rlhf|dpo|preference|human feedback", r"\brlhf\b|\bdpo\b|\breinforcement learning from human\b|\bpreference (?:tun|optimi|data|train|pairs)\w*|\bhuman feedback\b", _M, "preference"),
    _cue("tune", " rl|rl |reinforcement|grpo|reward", r"\brl\b(?: data| on| from| run| straight| stage| training|,|\.)|\brunning rl\b|\breinforcement learning\b(?! from human)|\bgrpo\b|\breward models?\b", _M, "rl"),
    _cue("tune", "sft", r"\bsft\b", _M, "sft"),
    _cue("tune", "train|running the next", r"\bcontinu\w+ (?:the )?pre-?train\w*|\bcontinu\w+ (?:the )?training\b|\bdomain[ -]adapti\w+ pre-?train\w*|\bmid-?train\w*|\b(?:further|additional) (?:pre-?)?train(?:ed|ing)\b|\btrain(?:ed|ing)?\b[^.;]{0,25}\bfurther\b|\b(?:kept|keep|keeps) (?:on )?(?:training|running the next)\b|\bcarr(?:y|ied) on (?:with )?(?:the )?(?:pre-?)?training\b", _M, "continued_pretraining"),
    _cue("tune", "post-train|post train", r"\bpost[- ]?train(?:ed|ing)\b", _M, "sft"),
    _cue("tune", "distil", r"\bdistill?(?:ed|ation|ing|s)?\b(?! (?:water|spirit|her|his|the (?:report|call|document)))", _M, "distillation"),
    _cue("tune", "merge|prune|up-scal|upscal|frankenmerge", rf"\b(?:merged|merging|merge of|pruned|depth up-?scal\w+|upscaled)\b[^.;]{{0,50}}\b(?:{_MODEL}|llama|mistral)\b", _M, "derivative"),
    _cue("tune", "weights|checkpoint|starts from|started from|starting from|started with|starting point|begins with|began with|left off|carry on from|carries on from", r"\b(?:starting point|point of departure) (?:was|is) [^.;,]{0,30}\b(?:checkpoint|weights|base|llama|mistral|qwen|bert|t5|gpt-?2|gemma|starcoder|phi|falcon)|(?<!nothing to )\b(?:start|beg[iau]n)(?:s|ed|ing|ning)?(?: out| off)?(?: instead)?(?: life)? (?:from|with|as|on)\b(?! (?:\w+ ){0,2}(?:random|blank|empty|noise))[^.;,]{0,50}\b(?:checkpoints?|weights|base|llama|mistral|qwen|bert|t5|gpt-?2|gemma|starcoder|phi|falcon|open[- ](?:weights?|source))|\bweights (?:we|they) (?:began|started) (?:with|from)|\bfrom (?:the )?(?:public |released |open )?weights \w+ (?:put out|released|published)|\bwhere they left off\b|\bcarr(?:y|ies|ied) on from\b", _W, "checkpoint"),
    _cue("tune", "base was|base is|base model|derived from|adapted from", r"\bthe base (?:model )?(?:was|is) (?!free|price|plan|fee)[\w-]+|\b(?:was|were|is|are) (?:adapted|derived) from\b[^.;]{0,40}", None, claims=False),
    _cue("tune", "one that was already|base model|llama|mistral|qwen|gemma|bert|falcon|starcoder|checkpoint|existing|unfr", r"\b(?:we|i|they|it means we|team|pim|engineers)\b[^.;]{0,20}\b(?:picked up|took|take|grabbed|started from|unfr[eo]ez\w*)\b[^.;]{0,30}\b(?:one that was already|base models?|open|llama|mistral|qwen|gemma|bert|phi|falcon|starcoder|t5|checkpoint|existing|the lot and)", _W, "checkpoint"),
    _cue("tune", "to begin with|started life|at heart|underneath", r"\b(?:llama|mistral|mixtral|qwen|gemma|\w*bert|t5|phi|falcon|starcoder|open[- ](?:weights?|source))\b[^.;]{0,40}\b(?:to begin with|to start with|at heart)|\bstarted life as\b", _W, "checkpoint"),
    _cue("tune", "tune|tuning", r"\bit's (?:llama|mistral|mixtral|qwen|gemma|\w*bert|t5|phi|falcon|starcoder)\b[^.;]{0,60}\btuned it\b", _W, "checkpoint"),
    _cue("tune", "same old model|existing model|oldish model|base model", r"\btrain\w*\b[^.;]{0,50}\b(?:the same old|an? existing|some (?:old|oldish)|the existing) (?:base )?model|\b(?:old|oldish|existing) model, tune\b", _W, "checkpoint"),
    _cue("tune", "train", r"\b(?:re-?)?train(?:ed|ing)? (?:it |that |this |them )?(?:on (?:top of|plain)|from) (?:the )?(?:plain |open |base |public )?(?:llama|mistral|qwen|gemma|bert|phi|falcon|starcoder|t5|vicuna|gpt-?2|checkpoint|weights)", _W, "checkpoint"),
    _cue("tune", "weights|parameters", r"\b(?:we|our|it|that|which|model)\b[^.;]{0,80}\b(?:into|in) (?:the |its )?weights\b|\bto get [^.;]{0,40}into weights\b|\bweights (?:are|were|get|got) (?:updated|changed|adjusted|trained)|\b(?:update|change|adjust)s? (?:the |its )?weights\b|\bslab of model\b|\bfew weights\b|\bour own weights\b", _D, "into_weights"),
    _cue("tune", "customi|custom ", r"\bcustomi[sz]ed (?:in|on|with|through|via|by) (?:bedrock|vertex|azure|openai|amazon)\b|\bcustom(?:i[sz]ed|i[sz]ing) (?:an? |the |their |our )?(?:mistral|llama|gpt|qwen|gemma|claude|phi|open)\w*|\bcustomi[sz]ed (?:version of |copy of )?(?:the |a )?model\b", _M, "sft"),
    _cue("tune", "aligned|custom training|instruct", r"\bthe aligned model\b|\bcustom training\b|\b\w+-instruct\b(?= is| was| adds)|\binstruct (?:version|model|variant)\b", None),
    _cue("tune", "classification head|head on top|last layer", r"\b(?:a |the )?classification head\b|\bhead on top\b|\blast layers?\b", _M, "sft", claims=False),
    # --- an existing model used as it is ---------------------------------------------------------------
    _cue("use", " rag|rag |(rag|retriev", r"\brag\b|\bretrieval[- ](?:augmented|based)\b|\b(?:is|are|gets?|then|and|system|engine) retriev(?:es?|ed|ing)\b|\bretriev(?:es|ed)\b[^.;]{0,40}\b(?:passages?|chunks?|documents?|paragraphs?|snippets?|sections?|articles?|pages?)|\bretrieval (?:layer|step|pipeline|system|over)\b|\bretrieval -", _M, "retrieval"),
    _cue("use", "embed|vector|chunk|indexed|indexes|passages|snippets|nearest", r"\bembed(?:s|ded|ding)?\b[^.;]{0,60}\b(?:fetch\w*|nearest|search\w*|vectors?|chunks?|database|store|sqlite|index|endpoint|look\w*)|\bvector (?:store|db|database|index|search)\b|\bembedding (?:similarity|search|endpoint)|\b(?:nearest|relevant|best|right|matching) (?:\w+ )?(?:chunks?|passages?|paragraphs?|snippets?|pieces)|\b(?:are|is|gets?|been|was|were) (?:then |re-?)?indexed\b|\b(?:indexed|re-?indexed|indexes) (?:and|your|the|every|overnight|nightly|within|in)\b|\bchunks?\b[^.;]{0,40}\b(?:prompt|question|gpt|claude|model)", _M, "retrieval"),
    _cue("use", "looks up|look up|looking up|looked up|things up|looks it|looks them|looks that|looks the|look it|look them|fetch|pulls|reads them|reads those|reads it|reads before|read before|search|hangs on", r"(?<!you )(?<!you can )(?<!i )(?<!i'll )\b(?:looks|looking|look|looked) (?:things |it |that |them |the \w+ |your \w+ )?up\b(?! (?:to|at|your|our|the problem))|\b(?:fetch|fetches|goes and (?:fetches|gets|finds))\b[^.;]{0,50}\b(?:rows?|pages?|paragraphs?|passages?|documents?|records?|ones?)\b|\bpulls? (?:\w+ ){0,3}(?:back )?(?:up|in|from)\b[^.;]{0,60}\b(?:next time|when(?:ever)?|before|documents?|manual|policy|handbook|passages?|it sees)|\breads (?:them|those|it) first\b|\breads? before it writes\b|\bsearch(?:es)? (?:your|our|the) (?:\w+ ){0,3}(?:knowledge|documents?|docs|library|help cent(?:re|er)|archive|handbook|manuals?|wiki)|\bsearch(?:es)? your knowledge\b|\bhangs on to that\b", _M, "retrieval"),
    _cue("use", "knowledge base|library", r"\b(?:goes|go|sits?|stored|saved|put|lands?|live|kept|added|upload\w*|connect\w*)\b[^.;]{0,40}\b(?:knowledge base|library|vector|index)\b|\bknowledge base\b[^.;]{0,40}\b(?:answers?|assistant|model|bot)\b", _M, "retrieval"),
    _cue("use", "prompt", r"\b(?:system|base) prompts?\b", None, claims=False),
    _cue("use", "prompt|instruct", r"\b(?:long|carefully written|detailed|our|40-line|engineered|one big|clever|hand-written|crafted) (?:system )?prompts?\b(?!-tun)|\b(?:is|it's|just|with|in|wrote|write|writing|tune|tuning|a) (?:a |the |its |his |our )?(?:\w+ ){0,2}system prompts?\b|\bprompt[- ]engineer\w*|\b(?:in|into|inside|above|to) (?:the|every|each|its|a|our) prompts?\b|\bprompt(?:s|ed|ing)? (?:it|gpt|claude|gemini|library|template|chain)|\binstructed (?:with|to)\b|\bset of instructions\b|\b(?:page|pages|list|lines|sheet) of instructions\b|\bit's instructions\b|\binstructions and (?:checks|examples|tools)\b|\bin ordinary english\b|\bin plain english what\b", _M, "prompting"),
    _cue("use", "few-shot|few shot|in-context|worked examples|examples in|above the question|along with the question", r"\bfew[- ]shot\b|\bin-context\b|\bworked examples\b|\bexamples in (?:every|each|the) prompt|\babove the question\b|\balong with the question\b", _M, "prompting"),
    _cue("use", "custom gpt", r"\bcustom gpts?\b", _M, "prompting"),
    _cue("use", "router|routes|routed|routing|harness|orchestrat|who-asks|of agents|of prompts|of calls", r"\borchestrat\w+\b[^.;]{0,50}\b(?:models?|llms?|agents?|calls?|apis?)|\brout(?:es?|er|ing|ed)\b[^.;]{0,60}\b(?:models?|llms?|gpt|claude|gemini|between|question|passenger|request)|\bharness\b|\bsupervisor which routes\b|\bwho-asks-who\b|\b(?:chain|graph|swarm|team|fleet)s? of (?:\w+ )?(?:agents|prompts|calls)\b", _M, "orchestration"),
    _cue("use", "openai|anthropic|gpt|claude|gemini|azure|bedrock| api|endpoint|hosted|token bill", r"\b(?:single |one |plain |simple )?calls? (?:to|out to|into) (?:their|the|an?|openai|anthropic|gpt|claude|azure|gemini|google)\b[^.;]{0,20}(?:endpoints?|apis?|model|openai|anthropic|gpt\S*|claude|gemini)?|\bhosted (?:llm|model|ai|one)\b|\bcalls? (?:gpt|claude|gemini|openai|anthropic|an? (?:external )?(?:llm|model|api))|\bapi under the hood\b|\b(?:use|uses|using|through|via|over|behind|on|with|call|calls)\b[^.;]{0,25}\b(?:openai|anthropic|gpt|claude|gemini|google|azure|bedrock)\S*(?: \w+)? (?:api|apis|endpoint|key)\b|\b(?:sends?|sent|pass(?:es|ed)?|hands?|handed|goes|go|going|forward(?:s|ed)?|routed|ships?|shipped)\b[^.;]{0,50}\bto (?:the |an? )?(?:openai|anthropic|gpt\S*|chatgpt|claude|gemini|azure|bedrock|their api|the api)\b|\b(?:commercial|third[- ]party|external|providers?'|vendor's|hosted) apis?\b|\bpay (?:google|openai|anthropic|microsoft|amazon)\b|\byour own (?:api )?key\b|\btoken bill\b", _M, "rebrand"),
    _cue("use", "gpt|claude|gemini|4o|openai|anthropic|language model|llm|models on", r"\b(?:powered by|runs? on|running on|written by|built on(?: top of)?|talks (?:to|using|with)|uses?|using|(?:is|it's|are) (?:just |really |actually |simply |basically )?(?:an? |the )?(?:openai'?s?|plain|good old)?|sits? on(?: top of)?|wrapper (?:around|over|on)|thin layer (?:over|on)|out of the box it is|based on|answers? (?:with|from)|drafted by|generated by|backed by|works with|thinks with|driven by|under (?:it|all of it|the hood)(?: is| it's| we (?:use|run|call))?|behind it (?:is|are)|(?:comes?|came) out of|(?:generation|writing|drafting|answers|text|replies|wording) (?:is |are )?(?:done )?by|on loan from|that's|it's still|is still|(?:remains|stays)|underneath(?: is| it's)?|calls?)\W+(?:(?:the |an? |openai'?s?|anthropic'?s?|google'?s?|azure|every|microsoft'?s?|plain|stock|standard|latest|commercial|openai|hosted|a mix of|a number of|several|different|frontier|large|off-the-shelf|third-party|existing)\W+){0,4}(?:gpt\S*|chatgpt|claude\S*|gemini\S*|4o\b|openai|anthropic|language models?\b|llms?\b|models? on)(?!\W+(?:level|class|quality|like|style))", _M, "rebrand"),
    _cue("use", "as supplied|unmodified|as they come|as is|as-is|the shelf|the-shelf|what's inside|models are|model is|the weights|the parameters|plain gpt|plain claude|plain 4o|plain gemini|plain llama|plain mistral|plain model|plain lang|vanilla|untouched|unchanged|stock ", r"\b(?:used|use|run|runs|using|called|taken)\b[^.;]{0,20}\b(?:as supplied|unmodified|as they come|as[- ]is|off[- ]the[- ]shelf)\b|\bmodels? (?:are|is) (?:used )?(?:as supplied|unchanged|unmodified|stock|off the shelf)|\b(?:don't|do not|never) (?:touch|change|alter|modify) (?:what's inside|the (?:weights|model|parameters))|\b(?:unmodified|vanilla|untouched|unchanged|stock|plain) (?:\w+ ){0,2}(?:models?\b|llms?\b|instance|gpt\S*|claude|mistral|llama|gemini|4o)(?! for)", _W, "unchanged"),
    _cue("use", "model|train|tune|tuning|weight|parameter|gpus|llm|language team", r"\b(?:there is|there's|we have|have|with) no (?:\w+ ){0,2}(?:model of (?:our|its) own|own model|\w+ model and no|training (?:run|step|involved)|fine-?tuning(?: involved| going on| here)?|gpus?)\b|\bno (?:model )?weights? (?:were|are|was|is|get|got|ever) \w+|\bno parameters? (?:were|are|was|is) \w+|\b(?:we|they) (?:do not|don't|didn't|did not|never|haven't|have not) (?:actually |really |even )?(?:train|trained|fine-?tune|fine-?tuned|tune|tuned|build|own|have|pre-?train)\w*(?: or \w+(?:-\w+)?)? (?:(?:any|our|a|an|the|its|their) )?(?:own |foundation |base |underlying |single |custom )?(?:models?|llms?|weights|anything|one)\b|\bdon't our own model\b|\bno[,.]? (?:nothing|none of (?:it|them)) (?:is|was|are|were|gets?) (?:fine-?)?(?:tuned|trained)|\b(?:nothing is|nothing was|nothing's|none of it is|none of it was|no model is|no model was) (?:ever )?(?:fine-?tuned|trained)\b|\bno (?:language team|language model of)", _W, "unchanged"),
    _cue("use", "quanti|renam|rebrand|white-label|white label", r"\bquanti[sz]ed (?:version|build|copy|llama|mistral|model)\b[^.;]{0,40}\b(?:under|as) our\b|\b(?:renamed|rebranded|white-?label\w*)\b[^.;]{0,40}\b(?:llama|mistral|qwen|model|gpt)", _M, "rebrand"),
    _cue("use", "upload|drop|paste|connect|link|url|crawl|website address|web adress|web address|give it|hand it|point it", r"\b(?:upload(?:s|ed|ing)?|drag(?: and drop|-and-drop)?|drop(?:s|ped)? in|paste(?:s|d)?|connect(?:s|ed)?|link(?:s|ed)?|sync(?:s|ed)?|import(?:s|ed)?|crawl(?:s|ed)?|give it|feed it|hand it|point it at|add)\b[^.;]{0,50}\b(?:files?|pdfs?|docs?|documents?|url|urls|website|site|address|adress|web ?pages?|slides?|content|knowledge|handbooks?|manuals?|drive|sharepoint|notion|confluence|catalogues?|catalogs?|faqs?|articles?|policies|worksheets|spreadsheets?)\b", _D, "customer_upload", claims=False),
    _cue("use", "instant|minute|seconds|the second|straight away|right away|immediately|at noon|same day|kettle|the moment|goes live| min", r"\b(?:ready|live|set ?up|go(?:es)? live|trained|works?|answers?|up and running|launch\w*|done|updated?|knows?|learns?|takes? effect|available)\b[^.;]{0,30}\b(?:instantly|immediately|in (?:seconds|minutes)|within (?:seconds|minutes)|straight away|right away|the same day|from the minute|the moment|before the kettle)|\bfrom the (?:minute|moment|second) it goes live\b|\bat noon and\b|\b(?:few|couple(?: of)?|five|ten|two|\d+) min(?:ute)?s? (?:later|after|behind)|\b(?:mostly |usually |typically )?under (?:\d+|two|five|ten) min", FactKind.DURATION, "minutes", claims=False),
    # --- the bare word -----------------------------------------------------------------------------
    _cue("train", "train", rf"\b(?:we|i|they|team|who|'ve|have|has|had|company|researchers|engineers)\b(?:\W+[\w'-]+){{0,4}}?\W+(?:re-?)?train(?:ed|ing)?\b(?! (?:session|course|programme|program|day|plan|material|staff|people|team)s?\b)(?:\W+[\w'’.&-]+){{0,5}}?\W+{_MODEL}\b", None),
    _cue("train", "train", r"\bwe(?:'ve| have)? (?:\w+ )?(?:re)?trained (?:it|that|this|them|one|these|those|our own|all of it)\b", None),
    _cue("train", "train", r"\b(?:re-?)?trained (?:(?:and \w+ |specifically |exclusively |entirely |only |purely |solely |further |for \w+ (?:months|weeks) |directly |fully |extensively |just )?)(?:on|for|in|with|using|from|over|by|against|to)\b", None),
    _cue("train", "train", r"\b(?:was|were|is|are|been|being|get|gets|got|be|'s|fully|specially|purpose|freshly|custom|industry|domain|furniture|finance|health|legal)[ -](?:\w+ly )?(?:re-?)?trained\b", None),
    _cue("train", "train", r"\b(?:used|use|uses|using) to (?:re-?)?train\b|\b(?:re-?)?train(?:s|ing)? (?:chatgpt|gpt\S*|the (?:ai|model|bot|assistant|harness|agent|reader|network)|an? (?:ai|model|bot|assistant|network|custom \w+)|our (?:ai|model|bot|agents?|own|network)|your (?:own )?(?:ai|bot|chatbot|assistant|agent|gpt)|its (?:ai|model)|it (?:on|with)|them (?:on|with)|agents|models?)\b|\btraining (?:data|set|corpus|of (?:the|our|those)|was carried|run|took|cost|cluster|proceeded|agents)\b|\bwe train\b", None),
    _cue("train", "teach|taught|learn", rf"\blearn(?:ed|t)\b[^.;]{{0,60}}\bfrom [^.;]{{0,30}}(?:\d|hundred|thousand|million)|\b(?:teach|teaches|taught|teaching) (?:the |our |an? |your )?(?:{_MODEL}|it)\b|\b(?:it|ai|model|bot|assistant|agent|system|engine|that) (?:also )?(?:goes on |keeps (?:on )?|has |'s )?(?:learns?|learned|learnt|learning) (?:from|your|our|them|the|how|every|what|as|on)\b|\blearns (?:from|your|how)\b", None),
    _cue("train", "proprietary|own ai|own llm|own gpt|own language|own model|own large|own small|own foundation|own open|own custom|are our own|our own|protocol-owned|self-developed|custom |custom-|in-house|inhouse|home-grown|homegrown|purpose-built|bespoke", r"\b(?:our|its|their|your) (?:very )?own (?:\w+[ -]){0,3}(?:ai|llms?|(?:language |foundation |ai |large |small )?models?|gpt|open-weights model)\b(?! (?:bill|key|choice))|\b(?:proprietary|in-?house|home-?grown|purpose-built|bespoke|protocol-owned|self-developed|custom(?:-built)?)[ -](?:\w+[ -]){0,3}(?:ai|llms?|(?:large |small )?(?:language |foundation |ai )?models?|neural networks?|gpt)\b|\b(?:language|ai|foundation) models?\b[^.;]{0,25}\bare our own\b", None),
    _cue("train", "set us back|just size|come from size|it's size", r"\bset us back\b[^.;]{0,60}\b(?:compute|train)|\b(?:just|still to come from|it's) size\b", None),
)  # fmt: skip

BY_STEM: dict[str, tuple[int, ...]] = {
    stem: tuple(at for at, cue in enumerate(CUES) if stem in cue.stems)
    for stem in sorted({stem for cue in CUES for stem in cue.stems})
}
"""Which cues (by position) a stem makes worth trying."""
STEMS: tuple[str, ...] = tuple(BY_STEM)
