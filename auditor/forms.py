"""A questionnaire in the forms it is sent in: Markdown, CSV and JSON as text, Word as bytes."""

from __future__ import annotations

from auditor.errors import UsageError
from auditor.questionnaire import Questionnaire
from auditor.render.markdown import escape
from auditor.render.plain import one_line

FORMS = ("markdown", "docx", "csv", "json")
ENDINGS = {".md": "markdown", ".markdown": "markdown", ".docx": "docx", ".csv": "csv", ".json": "json"}
ANSWER = "Answer:"
WHO = "Answered by:"
WHEN = "Date:"
COLUMNS = ("number", "id", "question", "about", "answer")
_NEEDS_OFFICE = "Word files need python-docx: pip install 'training-claim-auditor[office]', or choose another form."


def written(questions: Questionnaire, form: str) -> bytes:
    """Return the questionnaire as a file of a form of :data:`FORMS`."""
    if form == "docx":
        return _docx(questions)
    texts = {"markdown": _markdown, "csv": _csv, "json": _json}
    if form not in texts:
        raise UsageError(f"There is no questionnaire form {form!r}; choose one of {', '.join(FORMS)}.")
    return texts[form](questions).encode("utf-8", "backslashreplace")


def _markdown(questions: Questionnaire) -> str:
    lines = [f"# {escape(questions.title)}", ""]
    for paragraph in questions.introduction:
        lines += [escape(paragraph), ""]
    lines += [f"{WHO} {escape(questions.who)}".rstrip(), "", f"{WHEN} {escape(questions.when)}".rstrip()]
    for item in questions.items:
        lines += ["", f"## {item.number}. {escape(item.text)} [{item.question}]", ""]
        for about in item.about:
            lines += [f"> “{escape(about.text)}” ({escape(about.subject)}, {escape(about.where)})", ">"]
        if item.about:
            lines[-1] = ""
        lines += [f"An answer of this kind serves: “{escape(item.example)}”", "", ANSWER, ""]
        lines += [item.answer] if item.answer else []
    return "\n".join(lines).rstrip("\n") + "\n"


def _csv(questions: Questionnaire) -> str:
    import csv
    from io import StringIO

    from auditor.render.csv import guarded

    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in questions.items:
        about = "\n".join(
            f"“{one_line(each.text)}” ({one_line(each.subject)}, {one_line(each.where)})" for each in item.about
        )
        writer.writerow([str(item.number), item.question, item.text, guarded(about), guarded(item.answer)])
    return "\ufeff" + out.getvalue()


def _json(questions: Questionnaire) -> str:
    from auditor.render.json import harmless

    return harmless(questions.model_dump_json(indent=2)) + "\n"


def _docx(questions: Questionnaire) -> bytes:
    from io import BytesIO

    try:
        from docx import Document
    except ImportError:
        raise UsageError(_NEEDS_OFFICE) from None
    document = Document()
    document.add_heading(one_line(questions.title), 0)
    for paragraph in questions.introduction:
        document.add_paragraph(one_line(paragraph))
    document.add_paragraph(f"{WHO} {questions.who}")
    document.add_paragraph(f"{WHEN} {questions.when}")
    for item in questions.items:
        document.add_heading(f"{item.number}. {item.text} [{item.question}]", 2)
        for about in item.about:
            words = f"“{one_line(about.text)}” ({one_line(about.subject)}, {one_line(about.where)})"
            document.add_paragraph(words, style="Quote")
        document.add_paragraph(f"An answer of this kind serves: “{item.example}”")
        document.add_paragraph(ANSWER)
        table = document.add_table(rows=1, cols=1, style="Table Grid")
        table.cell(0, 0).text = one_line(item.answer)
        document.add_paragraph("")
    out = BytesIO()
    document.save(out)
    return out.getvalue()
