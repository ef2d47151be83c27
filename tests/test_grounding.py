"""Quotes are found where they stand or not at all, and the words beside them count."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import call_of, fixture, text_of

from auditor.drafts import QuoteDraft
from auditor.evidence import Witness
from auditor.grounding import Aligner, blocked, fold, sentence_around

# The source that other tools' aligners stumbled over (facts page), with its line wrap and typography.
ACME = (
    "Our assistant is powered by “AcmeLM”, a model we’ve trained\n  from scratch on 40B tokens of court "
    "records. We trained our own model. It is not fine-tuned, and accuracy rose by 5 % – "
    "from 1.5 to 5 points."
)


def test_what_a_fuzzy_aligner_took_for_grounded_is_not_found() -> None:
    for words in (
        "We never trained our own model",
        "it is fine-tuned",
        "It is fine-tuned",
        "trained from scratch on 400B tokens",
    ):
        assert Aligner(ACME).find(words) is None, words


@pytest.mark.parametrize(
    ("words", "stands_as"),
    [
        ('powered by "AcmeLM", a model', "powered by “AcmeLM”, a model"),
        (
            "a model we've trained from scratch on 40B tokens",
            "a model we’ve trained\n  from scratch on 40B tokens",
        ),
        ("accuracy rose by 5 % - from 1.5 to 5 points", "accuracy rose by 5 % – from 1.5 to 5 points"),
        ("We trained our own model.", "We trained our own model."),
        ("  We trained our own model.\n", "We trained our own model."),
        ("It is not fine-tuned", "It is not fine-tuned"),
    ],
)
def test_an_honest_quote_is_found_whole(words: str, stands_as: str) -> None:
    span = Aligner(ACME).find(words)
    assert span is not None
    assert ACME[span.start : span.end] == stands_as
    assert span.alignment == ("exact" if words.strip() == stands_as else "normalized")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The model is now trained on your data.", "The model is not trained on your data."),
        ("The model is not trained on your data.", "The model is now trained on your data."),
        ("It gains 5 % over the base.", "It gains 6 % over the base."),
        ("It gains 5 % over the base.", "It gains 15 % over the base."),
        ("It gains 15 % over the base.", "5 % over the base"),
        ("We have never trained a model.", "We have ever trained a model."),
        ("Have you ever trained a model?", "Have you never trained a model?"),
        ("The model was untrained.", "trained."),
        ("The model was trained.", "The model was untrained."),
        ("It is pre-trained by others.", "trained by others"),
        ("It is pre\u2011trained by others.", "trained by others"),
        ("A retrained model.", "trained model"),
        ("It took 1.5 days.", "5 days"),
        ("It took 1.5 days.", "It took 1"),
        ("It took 1,500 hours.", "500 hours"),
        ("It took 1,500 hours.", "It took 1"),
        ("It used 2-5 GPUs.", "5 GPUs"),
        ("It used 2–5 GPUs.", "5 GPUs"),
        ("A change of -5 points.", "5 points"),
        ("It ran on 4*5 GPUs.", "45 GPUs"),
        ("It ran on 45 GPUs.", "4*5 GPUs"),
        ("It has 70B parameters.", "It has 7B parameters"),
        ("It has 70B parameters.", "It has 70 parameters"),
        ("We can't export the weights.", "We can"),
        ("We can’t export the weights.", "We can"),
        ("It is a GPT-4-class model.", "It is a GPT-4"),
        ("Everything is OpenAI-free.", "Everything is OpenAI"),
        ("The stack is Llama-agnostic.", "The stack is Llama"),
        ("We tuned Llama 3.", "We tuned Llama 2."),
        ("We tuned llama 3.", "We tuned Llama 3."),
        ("We trained it on records.", "We trained it on the records."),
        ("We trained it … on records.", "We trained it on records."),
        ("We trained it on good records.", "We trained it ... records."),
        ("We trained it.", "…"),
        ("We trained it.", ""),
    ],
)
def test_a_word_a_digit_or_a_joined_part_that_differs_is_never_found(text: str, words: str) -> None:
    assert Aligner(text).find(words) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was **trained from scratch** on _our_ data.", "It was trained from scratch on our data."),
        ("It was trained from scratch.", "It was **trained** from scratch."),
        ("## How it was *built*\n\nWe tuned Llama.", "How it was built"),
        ("- We tuned Llama\n- on 900 tickets", "We tuned Llama on 900 tickets"),
        ("> We tuned Llama\n> on 900 tickets.", "We tuned Llama on 900 tickets."),
        ("we\u00a0tuned\u2009it on 40\u202f000 tickets", "we tuned it on 40 000 tickets"),
        ("an end\u2011to\u2011end model—ours", "an end-to-end model-ours"),
        ("„Wir“ «we» ‘I’ ‚you‛", "\"Wir\" \"we\" 'I' 'you'"),
        ("So our model is trained\non tenant\r\nmessages.", "our model is trained on tenant messages."),
        ("900 GPU-hours", "900 GPU"),
        ("We LoRA-tuned Llama-3-70B.", "Llama-3"),
    ],
)
def test_layout_is_no_difference(text: str, words: str) -> None:
    span = Aligner(text).find(words)
    assert span is not None
    assert re.sub(r"[\W_]", "", text[span.start : span.end]) == re.sub(r"[\W_]", "", words)


def test_a_phrase_that_two_speakers_say_goes_to_the_turn_that_is_named() -> None:
    call = call_of(
        "Ana (Vendorly): We trained our own model.",
        "Ben (Buyco): We trained our own model too, and it failed.",
    )
    ana, ben = call.passages
    for passage in (ana, ben):
        found = Witness(call).quote(QuoteDraft(text="We trained our own model", passage=passage.number))
        assert found is not None
        assert passage.start <= found.start < found.end <= passage.end
        assert found.speaker == passage.speaker


def test_a_quote_is_found_when_the_turn_named_is_wrong_or_unknown() -> None:
    call = call_of("Ana (Vendorly): Hello.", "Ben (Buyco): Did you train it?")
    for number in (1, 99, None):
        found = Witness(call).quote(QuoteDraft(text="Did you train it?", passage=number))
        assert found is not None
        assert found.start == call.passages[1].start


def test_a_quote_never_joins_the_words_of_two_speakers() -> None:
    call = call_of("Ben (Buyco): So you trained", "Ana (Vendorly): our own coffee machine, yes.")
    witness = Witness(call)
    assert witness.quote(QuoteDraft(text="So you trained our own coffee machine", passage=1)) is None
    assert all("coffee" not in each.text or each.reason for each in witness.ungrounded)
    assert len(witness.ungrounded) == 1


def test_a_quote_runs_over_the_cues_of_one_speaker() -> None:
    call = fixture("call-vtt")
    words = "The base is GPT-4o mini, and we uploaded eighteen thousand messages"
    found = Witness(call).quote(QuoteDraft(text=words, passage=7))
    assert found is not None
    assert found.text.split() == words.split()
    assert found.speaker == "Tobias Wren"


# --- properties -------------------------------------------------------------------------------------

_LOADED = st.sampled_from(
    ["trained", "model", "our", "weights", "not", "now", "Llama", "pre-trained", "40B", "1.5", "%", "never"]
)
_WORDS = st.lists(st.one_of(_LOADED, st.from_regex(r"[a-z]{2,7}", fullmatch=True)), min_size=4, max_size=12).filter(
    lambda words: any(word != "%" for word in words)
)
_GAPS = (" ", "  ", "\n", "\n  ", "\u00a0", " **", "** ", " _", "\r\n", "\t")


def _noisy(words: list[str], chance: random.Random) -> str:
    """The words as a page may lay them out: wrapped, emphasised, with typographic signs."""
    laid = []
    for number, word in enumerate(words):
        word = word.replace("-", chance.choice("-‐‑–"))
        laid.append((chance.choice(_GAPS) if number else "") + word)
    return "".join(laid)


@settings(max_examples=150, deadline=None)
@given(words=_WORDS, before=_WORDS, after=_WORDS, seed=st.integers(0, 2**32))
def test_planted_words_are_always_found_where_they_stand(
    words: list[str], before: list[str], after: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    marker = ["zq" + words[0].strip("%."), *words[1:], "qzend"]
    planted = _noisy(marker, chance)
    head = _noisy(before, chance) + chance.choice(_GAPS[:5])
    text = head + planted + chance.choice(_GAPS[:5]) + _noisy(after, chance)
    span = Aligner(text).find(" ".join(marker))
    assert span is not None
    assert (span.start, span.end) == (len(head), len(head) + len(planted))


@settings(max_examples=150, deadline=None)
@given(words=_WORDS, seed=st.integers(0, 2**32))
def test_words_with_one_letter_or_digit_changed_are_never_found(words: list[str], seed: int) -> None:
    chance = random.Random(seed)
    text = _noisy(words, chance)
    asked = list(" ".join(words))
    places = [at for at, character in enumerate(asked) if character.isalnum()]
    at = chance.choice(places)
    pool = "0123456789" if asked[at].isdigit() else "abcdefghijklmnopqrstuvwxyz"
    asked[at] = chance.choice([each for each in pool if each != asked[at].lower()])
    assert Aligner(text).find("".join(asked)) is None


@settings(max_examples=100, deadline=None)
@given(
    words=_WORDS,
    seed=st.integers(0, 2**32),
    extra=st.sampled_from(["not", "never", "no", "hardly", "7", "un"]),
)
def test_words_with_one_word_added_or_left_out_are_never_found(words: list[str], seed: int, extra: str) -> None:
    chance = random.Random(seed)
    text = _noisy(words, chance)
    at = chance.randrange(1, len(words))
    assert Aligner(text).find(" ".join([*words[:at], extra + "x", *words[at:]])) is None
    left_out = [*words[:at], *words[at + 1 :]]
    if at < len(words) - 1 and " ".join(left_out) not in " ".join(words):
        assert Aligner(text).find(" ".join(left_out)) is None


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=80),
    words=st.text(max_size=12),
    near=st.tuples(st.integers(0, 90), st.integers(0, 90)),
)
def test_any_text_gives_a_slice_of_itself_or_nothing(text: str, words: str, near: tuple[int, int]) -> None:
    span = Aligner(text).find(words, near)
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)
        assert fold(text[span.start : span.end])[0].strip() == fold(words.strip())[0].strip()


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="ab1 .,-*’'\n“”–", max_size=60), start=st.integers(0, 50), length=st.integers(1, 20))
def test_a_quote_says_exactly_its_span(text: str, start: int, length: int) -> None:
    words = text[start : start + length]
    if not any(character.isalnum() for character in text):
        return
    document = text_of(text + " end")
    found = Witness(document).quote(QuoteDraft(text=words))
    if found is not None:
        assert found.text == document.text[found.start : found.end]
        assert found.context_start <= found.start < found.end <= found.context_end


@given(text=st.text(max_size=200))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded, index = fold(text)
    assert len(folded) == len(index)
    assert index == sorted(set(index))
    for character, at in zip(folded, index, strict=True):
        assert character == text[at] or not character.isalnum()


# --- the sentence around a quote -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("Hello. We trained it in 2.5 days. Bye.", "trained it", "We trained it in 2.5 days."),
        ("We asked Dr. Smith. He trained it.", "He trained", "He trained it."),
        ("Tools, e.g. LoRA, were used. Bye.", "LoRA", "Tools, e.g. LoRA, were used."),
        ("Title\n\nWe trained it\nat home\n\nNext", "trained it", "We trained it\nat home"),
        ("- one\n- we trained it\n- three", "trained", "- we trained it"),
        ("Really? We never trained it! No.", "trained it", "We never trained it!"),
        ("He said “we trained it.” Then left.", "trained it", "He said “we trained it.”"),
        ("One. Two trained. Three.", "Two trained. Three", "Two trained. Three."),
    ],
)
def test_the_sentence_around_a_quote(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    low, high = sentence_around(text, start, start + len(words))
    assert text[low:high] == sentence


def test_the_sentence_never_leaves_the_turn() -> None:
    text = "no we never\ntrained it ourselves\nok"
    start = text.index("trained")
    assert sentence_around(text, start, start + 7, 12, 32) == (12, 32)


@pytest.mark.parametrize(
    ("sentence", "block"),
    [
        # |…| marks the quote; what stands beside it decides.
        ("We never |trained from scratch|.", "negated"),
        ("We have not |trained our own model|.", "negated"),
        ("We didn't |fine-tune Llama| for this.", "negated"),
        ("We didn’t |fine-tune Llama| for this.", "negated"),
        ("It works without |training a model|.", "negated"),
        ("We call an API rather than |train our own model|.", "negated"),
        ("Nobody here has ever |trained a model|.", "negated"),
        ("It is not true that we |trained our own model|.", "negated"),
        ("We have never, in all our years, |trained from scratch|.", "negated"),
        ("We don't (and never will) |train our own|.", "negated"),
        ("That we |trained our own model| is not true.", "negated"),
        ("|Fine-tuning Llama| was never an option.", "negated"),
        ("|Training our own| isn't something we do.", "negated"),
        ("We plan to |fine-tune Llama| next year.", "planned"),
        ("We will |train our own model|.", "planned"),
        ("We considered |fine-tuning Llama|.", "planned"),
        ("You can |fine-tune it| yourself.", "offered"),
        ("The platform lets you |fine-tune Llama|.", "offered"),
        ("If we |trained our own model|, it would cost more.", "conditional"),
        ("It might be |trained from scratch|.", "conditional"),
        ("They say they |trained it from scratch|.", "reported"),
        ("Competitors claim they |trained their own model|.", "reported"),
        # near misses: what stands beside the quote leaves it as it is
        ("We |trained our own model|.", None),
        ("Our model was |trained from scratch|, not fine-tuned.", None),
        ("It is |a model trained on your data|, never a wrapper.", None),
        ("Not a wrapper, but |a model we trained from scratch|.", None),
        ("We are not a wrapper: we |trained our own model|.", None),
        ("It was not only |fine-tuned on tickets| but tested.", None),
        ("We didn't just |fine-tune Llama|, we measured it.", None),
        ("|We trained our own model| not long ago.", None),
        ("Our |custom model trained on your data| is not a chatbot.", None),
        ("There was no budget, so we |fine-tuned Llama|.", None),
        ("We never sleep and |trained our own model|.", None),
        ("Models like ours are |trained from scratch|.", None),
    ],
)
def test_what_stands_beside_a_quote_in_its_sentence(sentence: str, block: str | None) -> None:
    before, words, after = sentence.split("|")
    text = before + words + after
    assert blocked(text, len(before), len(before) + len(words), (0, len(text))) == block
