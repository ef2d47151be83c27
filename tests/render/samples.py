"""Reports built by hand, to look at and to compare with the goldens."""

from __future__ import annotations

from bisect import bisect_right

from auditor.schema import (
    Agreement,
    Analogue,
    Answer,
    Asserted,
    BottomLine,
    By,
    Directness,
    DocumentInfo,
    Dossier,
    Fact,
    FactKind,
    FailedInput,
    Finding,
    Flag,
    Hidden,
    Interval,
    Mechanism,
    Modality,
    NumberLine,
    Numbers,
    NumbersVerdict,
    OpenQuestion,
    Outcome,
    Ownership,
    Provenance,
    Quote,
    Reason,
    Report,
    Scope,
    Severity,
    Side,
    Status,
    StepError,
    Technique,
    Ungrounded,
    Usage,
    Verdict,
)

PRE, FINE, PROMPT = Technique

OFFLINE = Provenance(
    model="offline",
    prompts={},
    checklist="9d1f4be07a3c5521",
    rubric="51aa0c77de90b6e2",
    auditor="0.1.0",
    as_of="2026-11-22",
    as_of_source="today",
    created_at="2026-11-22T07:30:00Z",
)
MODEL = OFFLINE.model_copy(
    update={
        "model": "anthropic:claude-sonnet-4-5",
        "prompts": {"extract.transcript": "sha256:77b0", "answer.transcript": "sha256:e4c1"},
        "as_of": "2026-09-30",
        "as_of_source": "document",
    }
)
OFFLINE_NOTICE = "Read by the offline rules: no language model read this text, and unusual wording may be missed."

TURNS = [
    (
        "00:03:12",
        "Dana Reyes",
        Side.VENDOR,
        "So ClaimsGPT is our own model, trained from scratch for insurance. It has read every policy form since 1998.",
    ),
    ("00:03:41", "Priya Nair", Side.CUSTOMER, "From scratch meaning what? Which weights did you begin with?"),
    (
        "00:03:52",
        "Dana Reyes",
        Side.VENDOR,
        "Right, so we took Llama 3 70B and ran LoRA over about forty thousand labelled claims files, which "
        "took a weekend on eight H100s. We never trained a base model ourselves, nobody our size does.",
    ),
    ("00:05:10", "Priya Nair", Side.CUSTOMER, "And when Meta ships the next one, who pays for the redo?"),
    ("00:05:19", "Dana Reyes", Side.VENDOR, "That would be part of the annual success package."),
    (
        "00:07:02",
        "Tom Okafor",
        Side.VENDOR,
        "The letter writer is different. You upload your templates and it is trained on your templates "
        "that same afternoon. And the fraud score is a gradient-boosted model we trained on nine years of "
        "outcomes.",
    ),
]


def _transcript() -> tuple[str, list[int]]:
    text, starts = "", []
    for time, speaker, _, said in TURNS:
        starts.append(len(text))
        text += f"[{time}] {speaker}: {said}\n\n"
    return text, starts


CALL, STARTS = _transcript()


def quote(text: str, phrase: str, **kwargs: object) -> Quote:
    """A quote of a phrase, with the sentence around it."""
    start = text.index(phrase)
    end = start + len(phrase)
    low = max(text.rfind(". ", 0, start) + 2, text.rfind("? ", 0, start) + 2, text.rfind("\n", 0, start) + 1, 0)
    if text[:start].count(". ") == 0 and low == 1:
        low = 0
    stops = [at + 1 for at in (text.find(mark, end) for mark in (". ", "? ", ".\n", "?\n")) if at >= 0]
    high = min(stops, default=len(text))
    values: dict[str, object] = {
        "text": phrase,
        "start": start,
        "end": end,
        "alignment": "exact",
        "where": f"line {text.count(chr(10), 0, start) + 1}",
        "context_start": low,
        "context_end": high,
    }
    return Quote.model_validate(values | kwargs)


def said(phrase: str) -> Quote:
    """A quote from the call, with its cue, speaker and side."""
    turn = bisect_right(STARTS, CALL.index(phrase)) - 1
    time, speaker, side, words = TURNS[turn]
    made = quote(CALL, phrase, where=f"cue {turn + 1}, {time}", speaker=speaker, side=side)
    begin = STARTS[turn] + len(f"[{time}] {speaker}: ")
    return made.model_copy(
        update={
            "context_start": max(made.context_start, begin),
            "context_end": min(made.context_end, begin + len(words)),
        }
    )


WEIGHTS_BEFORE = OpenQuestion(
    question="weights-before",
    purpose="settles",
    text="What were the weights of the letter writer just before its first training step?",
    why="This alone tells the three classes apart.",
    expected_gain_bits=0.83,
    outcomes=(
        Outcome(answer="A named checkpoint", meaning="fine-tuning"),
        Outcome(answer="Random numbers", meaning="pre-training, if corpus and compute fit"),
        Outcome(answer="Nothing was trained, the templates are looked up", meaning="prompt engineering"),
    ),
)
DELETE_TEST = OpenQuestion(
    question="delete-test",
    purpose="settles",
    text="If a template is deleted today, does the next letter change today?",
    why="Text that is looked up disappears at once; weights keep what they learned.",
    expected_gain_bits=0.52,
    outcomes=(
        Outcome(answer="Yes, at once", meaning="looked up at the time of asking: prompt engineering"),
        Outcome(answer="Only after retraining", meaning="weights were changed: fine-tuning"),
    ),
)
UPGRADE = OpenQuestion(
    question="upgrade-path",
    purpose="diligence",
    text="What happens to ClaimsGPT when Llama 3 is superseded?",
    why="A fine-tune is tied to its base: a new base means the tuning is done again.",
    outcomes=(
        Outcome(answer="A tested plan and a date", meaning="the cost of staying current is known"),
        Outcome(answer="No plan", meaning="the model ages with its base"),
    ),
)
GAIN = OpenQuestion(
    question="gain-over-base",
    purpose="diligence",
    text="By how much does ClaimsGPT beat the unmodified Llama 3 70B on your own claims files?",
    why="Without that figure the value of the tuning is not known.",
)
PROVIDERS = OpenQuestion(
    question="providers-in-path",
    purpose="settles",
    text="Which outside model APIs serve the letter writer in production?",
    why="An outside API serving every answer makes own weights unlikely.",
    expected_gain_bits=0.31,
)
HOLDER = OpenQuestion(
    question="weights-holder",
    purpose="diligence",
    text="Who can export the weights of the adapter?",
    why="Whoever can export them owns the work.",
)

FIRST = Finding(
    id="c1",
    statement="ClaimsGPT is [the vendor's] own model, trained from scratch for insurance.",
    asserted=Asserted.PRE_TRAINING,
    mechanism=Mechanism.ADAPTER,
    subject="ClaimsGPT",
    speaker="Dana Reyes",
    quotes=(
        said("our own model, trained from scratch for insurance"),
        said("we took Llama 3 70B and ran LoRA over about forty thousand labelled claims files"),
        said("eight H100s"),
    ),
    verdict=Verdict(
        technique=FINE,
        status=Status.SUPPORTED,
        probabilities={PRE: 0.004, FINE: 0.967, PROMPT: 0.029},
        agreement=Agreement.OVERSTATED,
        rationale=(
            Reason(
                signal="base-model-named",
                text="An existing model is named as the starting point.",
                quotes=(said("we took Llama 3 70B"),),
                weights={PRE: -4.0, FINE: 2.2, PROMPT: 0.1},
            ),
            Reason(
                signal="adapter-training",
                text="A method that trains weights on top of a checkpoint is described.",
                quotes=(said("ran LoRA over about forty thousand labelled claims files"),),
                weights={PRE: -2.0, FINE: 2.0, PROMPT: -1.5},
            ),
            Reason(
                signal="compute-fits-fine-tuning",
                text="16 accelerator-days are about 384 GPU-hours: enough to adapt 70 billion parameters, "
                "about a ten-thousandth of what training them takes.",
                quotes=(said("a weekend on eight H100s"),),
                weights={PRE: -3.0, FINE: 0.8, PROMPT: 0.0},
            ),
            Reason(
                signal="says-from-scratch",
                text="The wording “from scratch” alone would favour pre-training.",
                quotes=(said("trained from scratch"),),
                weights={PRE: 1.2, FINE: 0.0, PROMPT: -0.3},
            ),
        ),
        would_change=(
            "A training log that begins with random weights would move this to pre-training.",
            "Learning that production answers come from an outside API would move it to prompt engineering.",
        ),
    ),
    facts=(
        Fact(kind=FactKind.BASE_MODEL, value="Llama 3 70B", quotes=(said("Llama 3 70B"),)),
        Fact(kind=FactKind.MECHANISM, value="LoRA", quotes=(said("LoRA"),)),
        Fact(
            kind=FactKind.EXAMPLES,
            value=40000.0,
            unit="labelled claims files",
            interval=Interval(low=37500, high=42500),
            quotes=(said("about forty thousand labelled claims files"),),
        ),
        Fact(kind=FactKind.PARAMETERS, value=7e10, quotes=(said("70B"),)),
        Fact(
            kind=FactKind.GPU_HOURS,
            value=400.0,
            interval=Interval(low=320, high=580),
            quotes=(said("a weekend on eight H100s"),),
        ),
        Fact(
            kind=FactKind.UPGRADE_PAYER,
            value="part of the annual success package",
            quotes=(said("part of the annual success package"),),
            modality=Modality.PLANNED,
        ),
    ),
    answers=(
        Answer(
            question="base-model",
            directness=Directness.DIRECT,
            text="Llama 3 70B",
            quotes=(said("Llama 3 70B"),),
        ),
        Answer(
            question="upgrade-payer",
            directness=Directness.EVASIVE,
            text="Named a package, without a price or a party",
            quotes=(said("That would be part of the annual success package."),),
        ),
        Answer(question="weights-holder", directness=Directness.ABSENT, text="Not mentioned."),
    ),
    open_questions=(UPGRADE, GAIN, HOLDER, PROVIDERS),
    flags=(
        Flag(
            rule="upgrade-cost-on-customer",
            severity=Severity.WARNING,
            message="Who pays for redoing the work on the next base is tied to a paid package.",
            quotes=(said("part of the annual success package"),),
            would_clear="A contract line that names who pays for each upgrade.",
        ),
        Flag(
            rule="contradiction",
            severity=Severity.HIGH,
            message="Two turns describe different starting points for the same product.",
            quotes=(said("trained from scratch"), said("We never trained a base model ourselves")),
            would_clear="One statement, in writing, of what the weights were before the first training step.",
        ),
    ),
)
SECOND = Finding(
    id="c2",
    statement="The letter writer is trained on the customer's templates the same afternoon.",
    asserted=Asserted.UNSPECIFIED,
    mechanism=Mechanism.RETRIEVAL,
    subject="Letter writer",
    speaker="Tom Okafor",
    quotes=(said("it is trained on your templates that same afternoon"),),
    verdict=Verdict(
        technique=PROMPT,
        status=Status.UNDETERMINED,
        probabilities={PRE: 0.02, FINE: 0.37, PROMPT: 0.61},
        agreement=Agreement.UNVERIFIABLE,
        rationale=(
            Reason(
                signal="upload-and-ready",
                text="Documents are uploaded and used within hours, which retrieval explains as well as training.",
                quotes=(said("You upload your templates"),),
                weights={PRE: -1.0, FINE: -0.2, PROMPT: 0.9},
            ),
        ),
        would_change=("A description of what the upload changes would settle it.",),
    ),
    open_questions=(WEIGHTS_BEFORE, DELETE_TEST, PROVIDERS),
)
THIRD = Finding(
    id="c3",
    statement="The fraud score is a gradient-boosted model [the vendor] trained on nine years of outcomes.",
    asserted=Asserted.PRE_TRAINING,
    scope=Scope.OTHER_ML,
    mechanism=Mechanism.FROM_SCRATCH,
    subject="Fraud score",
    speaker="Tom Okafor",
    quotes=(said("a gradient-boosted model we trained on nine years of outcomes"),),
    verdict=Verdict(
        technique=PRE,
        status=Status.INFERRED,
        probabilities={PRE: 0.88, FINE: 0.10, PROMPT: 0.02},
        agreement=Agreement.CONSISTENT,
        rationale=(
            Reason(
                signal="classical-model",
                text="Gradient-boosted trees are usually grown from nothing on the data at hand.",
                quotes=(said("gradient-boosted model"),),
            ),
        ),
    ),
)

WEEKEND = Numbers(
    subject="ClaimsGPT",
    findings=("c1",),
    verdict=NumbersVerdict.CONSISTENT,
    text="The stated numbers fit each other.",
    lines=(
        NumberLine(step="stated", what="accelerators", value=8.0, unit="GPUs", quotes=(said("for insurance"),)),
        NumberLine(step="stated", what="time", value=48.0, unit="hours"),
        NumberLine(
            step="derived",
            what="GPU-hours of the stated hardware",
            value=326.4,
            unit="GPU-hours",
            interval=Interval(low=230.4, high=384.0),
            formula="accelerators × hours × uptime 0.6 to 1",
            meaning="So many hours the stated hardware had.",
            source="uptime: Llama 3.1 paper",
        ),
        NumberLine(
            step="check",
            what="price of an hour",
            value=3.0,
            unit="USD/GPU-hour",
            interval=Interval(low=2.0, high=4.0),
            formula="cost ÷ GPU-hours",
            meaning="An hour rents for $2 to $7.",
            source="rental prices of H100 SXM, 2026",
            verdict=NumbersVerdict.CONSISTENT,
        ),
    ),
    analogues=(
        Analogue(
            model="Sky-T1-32B-Preview",
            organisation="UC Berkeley NovaSky",
            date="2025-01",
            kind="fine_tuning",
            parameters=32.8e9,
            gpu_hours=152.0,
            cost_usd=450.0,
            source="novasky-ai.github.io",
        ),
    ),
    flop=Interval(low=2.1e20, high=5.7e20),
    cost_usd=Interval(low=460.0, high=2700.0),
)
RICH = Report(
    status="complete",
    notices=(OFFLINE_NOTICE,),
    document=DocumentInfo(
        id="sha256:4f0c7d1a9be2358866aa",
        name="northgate-call.vtt",
        kind="transcript",
        format="vtt",
        vendor="Northgate AI",
        date="2026-10-14",
        language="en",
        characters=len(CALL),
        turns=len(TURNS),
        text=CALL,
    ),
    findings=(FIRST, SECOND, THIRD),
    answers=(
        Answer(
            question="ownership-case",
            directness=Directness.PARTIAL,
            text="Insurance wording is mentioned; no reason to own the weights is given",
            quotes=(said("for insurance"),),
        ),
        Answer(
            question="compute",
            directness=Directness.DIRECT,
            text="A weekend on eight H100s",
            source="person",
        ),
    ),
    open_questions=(WEIGHTS_BEFORE, DELETE_TEST, UPGRADE, GAIN),
    flags=(
        Flag(
            rule="no-ownership-case",
            severity=Severity.INFO,
            message="No reason is given why own weights are needed: cost at scale, data sensitivity, latency "
            "or offline use.",
            would_clear="One of the four reasons, with a figure.",
        ),
    ),
    numbers=(WEEKEND,),
    ownership=Ownership(
        base="Llama 3 70B (Meta)",
        work="LoRA adapters on about 40,000 labelled claims files",
        access="own_weights",
        upgrade="not described; tied to the annual success package",
        summary=(
            "You would be buying an adapter on an open model: the adaptation can be repeated on the next "
            "base, and the price should reflect that.",
        ),
    ),
    bottom_line=(
        BottomLine(
            subject="ClaimsGPT",
            says="Own model, trained from scratch for insurance.",
            supported="Fine-tuning of Llama 3 70B with LoRA.",
            ask=(
                "What happens to ClaimsGPT when Llama 3 is superseded?",
                "By how much does it beat the unmodified base on your files?",
            ),
            findings=("c1",),
        ),
        BottomLine(
            subject="Letter writer",
            says="Trained on your templates the same afternoon.",
            supported="Not settled; prompt engineering is the best guess.",
            ask=("If a template is deleted today, does the next letter change today?",),
            findings=("c2",),
        ),
    ),
    ungrounded=(Ungrounded(text="trained on 40 million claims", reason="These words do not occur in the document."),),
    hidden=(Hidden(text="NOTE auto-captioned, see tracker row 12", origin="NOTE block"),),
    provenance=OFFLINE,
    usage=Usage(seconds=0.02),
)

COPY = "We help insurers answer faster. Our team has forty years of experience between them.\n"
EMPTY = Report(
    status="complete",
    notices=(OFFLINE_NOTICE,),
    document=DocumentInfo(
        id="sha256:00aa11bb22cc33dd44ee",
        name="about.md",
        kind="marketing",
        format="markdown",
        vendor=None,
        date=None,
        language="en",
        characters=len(COPY),
        turns=0,
        text=COPY,
    ),
    open_questions=(
        OpenQuestion(
            question="method",
            purpose="settles",
            text="Is the model pre-trained, or fine-tuned from a base?",
            why="The text does not say how the AI was made.",
            expected_gain_bits=1.2,
            outcomes=(
                Outcome(answer="Fine-tuned from a named base", meaning="fine-tuning"),
                Outcome(answer="Pre-trained, with corpus and budget", meaning="pre-training"),
                Outcome(answer="It calls an outside API", meaning="prompt engineering"),
            ),
        ),
    ),
    flags=(
        Flag(
            rule="base-undisclosed",
            severity=Severity.INFO,
            message="No base model is named.",
            would_clear="The name and version of the model underneath.",
        ),
    ),
    provenance=OFFLINE,
)

FAILED = Report(
    status="failed",
    errors=(
        StepError(step="extract", where="window 1", message="The provider refused the request: overloaded."),
        StepError(step="extract", where="window 2", message="The reply could not be read as JSON."),
    ),
    document=EMPTY.document.model_copy(update={"name": "deck.txt", "format": "text"}),
    provenance=MODEL,
    usage=Usage(requests=2, input_tokens=4812, output_tokens=0, cost_usd=0.0144, seconds=9.1),
)

PARTIAL = Report(
    status="partial",
    errors=(StepError(step="extract", where="window 2", message="The reply stopped in the middle."),),
    document=EMPTY.document,
    provenance=MODEL,
)

NASTY = (
    "Our [bold]proprietary[/bold] [/] model \x1b[31mred\x1b[0m \x9b2J was <script>alert(1)</script> trained "
    "**from scratch** on ![pic](http://evil.example/x.png) and [a link](javascript:alert(1)) | a | table | "
    "`code` &amp; <b>html</b> https://evil.example www.evil.example mail@evil.example \u202edesrever\u202c "
    "zero\u200bwidth 模型从零开始训练模型从零开始训练模型从零开始训练模型从零开始训练 👩‍💻🚀 " + "x" * 130 + " end.\n"
    "# Not a heading\n\n---\n\n> not a quote\n\n1. not a list\n\n<!-- comment -->\n\n    not code\n"
)
_PHRASE = "trained **from scratch** on ![pic](http://evil.example/x.png) and [a link](javascript:alert(1)) | a |"
_WIDE = "模型从零开始训练模型从零开始训练"
STRUCTURAL = (
    "# heading",
    "- item",
    "1. item",
    "2) item",
    "+ item",
    "> quoted",
    "=====",
    "---",
    "```fence",
    "~~~fence",
    "    code",
    "| a | b |\n|---|---|\n| c | d |",
    "<div onclick=x>",
    "<!-- x -->",
    "[x]: http://evil.example",
    "![i](http://evil.example/i.png)",
    "[^1]: note",
    "a\\",
    "*",
    "[bold]b[/bold] [/]",
    "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "line\r\n\r\n# two",
    "\u2028# three",
    "https://evil.example/a_b_c",
    "",
)


def hostile(text: str = NASTY) -> Report:
    """A report in which every free string is hostile, around quotes of the hostile document."""
    quotes = (
        quote(NASTY, _PHRASE, context_start=0, context_end=len(NASTY), speaker=text or None, where=text),
        quote(NASTY, _WIDE, alignment="normalized"),
    )
    question = OpenQuestion(
        question=text,
        purpose="settles",
        text=text,
        why=text,
        expected_gain_bits=0.1,
        outcomes=(Outcome(answer=text, meaning=text),),
    )
    flag = Flag(rule=text, severity=Severity.HIGH, message=text, quotes=quotes, would_clear=text)
    answer = Answer(question=text, directness=Directness.REFUSED, text=text, quotes=quotes, source=text)
    finding = Finding(
        id=text[:12],
        statement=text,
        asserted=Asserted.PRE_TRAINING,
        subject=text,
        speaker=text,
        quotes=quotes,
        verdict=Verdict(
            technique=None,
            status=Status.ERROR,
            probabilities={},
            agreement=Agreement.UNVERIFIABLE,
            rationale=(Reason(signal=text, text=text, quotes=quotes),),
            would_change=(text,),
        ),
        facts=(
            Fact(kind=FactKind.BASE_MODEL, value=text, unit=text, quotes=quotes, by=By.THIRD_PARTY),
            Fact(kind=FactKind.TASK, value=text, quotes=(), source="answer:" + text),
        ),
        answers=(answer,),
        open_questions=(question, question.model_copy(update={"purpose": "diligence"})),
        flags=(flag,),
    )
    return Report(
        status="partial",
        errors=(StepError(step=text, where=text, message=text),),
        notices=(text,),
        document=EMPTY.document.model_copy(
            update={"name": text, "vendor": text, "date": text, "format": text, "text": NASTY}
        ),
        findings=(finding,),
        answers=(answer,),
        open_questions=(question,),
        flags=(flag,),
        numbers=(hostile_numbers(text),),
        ownership=Ownership(base=text, work=text, upgrade=text, reasons=(text,), summary=(text,)),
        bottom_line=(BottomLine(subject=text, says=text, supported=text, ask=(text, text), findings=(text,)),),
        ungrounded=(Ungrounded(text=text, reason=text),),
        hidden=(Hidden(text=text, origin=text),),
        provenance=OFFLINE.model_copy(update={"model": text, "as_of": text, "prompts": {text: text}}),
        usage=Usage(requests=3, input_tokens=10, output_tokens=2),
    )


def hostile_numbers(text: str) -> Numbers:
    """Numbers whose every text is hostile."""
    line = NumberLine(
        step="check",
        what=text,
        value=1.0,
        unit=text,
        interval=Interval(low=0.5, high=2.0),
        formula=text,
        meaning=text,
        source=text,
        verdict=NumbersVerdict.DOUBTFUL,
    )
    run = Analogue(model=text, organisation=text, date=text, kind="pre_training", source=text)
    return Numbers(
        subject=text,
        findings=(text,),
        verdict=NumbersVerdict.DOUBTFUL,
        text=text,
        lines=(line,),
        analogues=(run,),
        flop=Interval(low=1e20, high=1e21),
        cost_usd=Interval(low=100.0, high=1000.0),
    )


HOSTILE = hostile()

DOSSIER = Dossier(
    status="partial",
    vendor="Northgate AI",
    bottom_line=RICH.bottom_line[:1],
    flags=(
        Flag(
            rule="contradiction",
            severity=Severity.HIGH,
            message="The call and the web page name different starting points for ClaimsGPT.",
            quotes=(said("we took Llama 3 70B").model_copy(update={"where": "northgate-call.vtt, cue 3, 00:03:52"}),),
            would_clear="One statement, in writing, that both documents can cite.",
        ),
    ),
    open_questions=(UPGRADE,),
    reports=(RICH, EMPTY),
    failed=(FailedInput(name="scan.pdf", message="The file holds pictures of text only."),),
)

SAMPLES: dict[str, Report | Dossier] = {
    "rich": RICH,
    "empty": EMPTY,
    "failed": FAILED,
    "partial": PARTIAL,
    "hostile": HOSTILE,
    "dossier": DOSSIER,
}
