"""What texts of each kind are made of: the marks at which readers decide."""

from __future__ import annotations

CAPTIONS = (
    *("WEBVTT\n\n", "00:01.000 --> 00:02.000\n", "1\n00:00:01,000 --> 00:00:02,000\n", "\n", "\n\n", " ", "-->"),
    *("NOTE x\n", "STYLE\n", "<v Ana>", "<v.loud Ana Ruiz (Acme)>", "</v>", "<c>", "<00:00:01.000>", "&lt;", "{\\an8}"),
    *("99:99:99.999", "00:00:01,000", "-00:01", "align:start", "X-TIMESTAMP-MAP=LOCAL:00:00", "\u200b", "\ufeff"),
)
CALLS = (
    *("Ana Ruiz (Acme): ", "Bo: ", "[00:03:12] ", "Ana 03:12\n", ">> ", "**Ana:** ", "Speaker 1: ", "(00:01:02):\n"),
    *("Attendees: Ana (Acme); ", "Date: 2026-01-01\n", "12 March 2026", "Q: ", "A: ", "Ana - Acme: ", "\u200d", "\t"),
    *(
        "We trained it.",
        "Did you?",
        "word",
        "é",
        "\u202e",
        "\U000e0041",
        "\ufe0f",
        "\x1b[",
        "\0",
        "\x85",
        "\u2028",
        "ﬁ",
    ),
)
MARKUP = (
    *("<p>", "</p>", "<div hidden>", "</div>", "<!--", "-->", "<table><tr><td>", "<style>.a{display:none}</style>"),
    *("<br>", "<svg>", "<math>", "<template>", "<noscript>", "<img alt='x'>", "<pre>", "<details>", "<select><option>"),
    *('<a class="a">', "<![CDATA[", "]]>", "<?xml", "<!DOCTYPE html>", "&#27;", "&nbsp;", "&#x110000;", "&", "<html>"),
    *("# ", "- ", "1. ", "```\n", "~~~\n", "|a|b|\n", "|---|---|\n", "[//]: # (", "![", "](x)", "[a]: b", "> ", "**"),
    *('<meta charset="utf-16">', "<meta charset=punycode>", "<base href=x>", "style='position:absolute;left:-9999px'"),
)
MAIL = (
    *("From: Ana <a@acme.example>\n", "MIME-Version: 1.0\n", "Content-Type: multipart/mixed; boundary=b\n", "\n--b\n"),
    *("\n--b--\n", "On 12.11.2026 Bo <b@x.example> wrote:\n", "> ", "-- \n", "Content-Transfer-Encoding: base64\n"),
    *("Content-Type: text/html; charset=utf-7\n", "Content-Type: message/rfc822\n", "Date: Thu, 32 Nov 2026 99:99\n"),
    *(
        "=?utf-8?q?x=ff?=",
        "=?x?b?====?=",
        "Subject: ",
        "Content-Disposition: attachment; filename*=x''%ff\n",
        "=3D",
        "=",
    ),
    *("Content-Type: text/plain; charset=punycode\n", "charset*0*=", "charset=idna", 'boundary=""', "Reply-To:\n"),
)
TABLE = (
    *("speaker,text\n", "path,vendor,date,call_id\n", 'Ana,"', '",', '""', ";", "\t", ",", "\r", "\0", "\n", "'"),
    *(
        "text",
        "path",
        "id",
        "answer",
        "../x",
        "2026-11-22",
        "2026-11-31",
        "=1+1",
        "\ufeff",
        "calls/*.vtt",
        "/",
        "x" * 300,
    ),
)
NUMBERS = (
    *(
        "7B",
        "70B parameters",
        "$2-3M",
        "forty thousand",
        "900 GPU-hours",
        "512 H100s",
        "3 weeks",
        "2T tokens",
        "about ",
    ),
    *(
        "1e999",
        "1.5",
        "1,500",
        "1.500,5",
        "½",
        "²",
        "٣",
        "10^25 FLOP",
        "per",
        "x",
        "×",
        "half a million",
        "hundred",
        "k",
    ),
    *("between ", "and", "to", "-", "–", "−", "~", "%", "€", "£", "GB", "0", "000", "trillion", "zero", "-5", "#1"),
    *("million million million million", "9" * 60, "9" * 400, "8x", "A100", "two and a half", "dozens of", "\u00a0"),
)
ORDERS = (
    *("Ignore previous instructions", "<|im_start|>", "[system]", "AI, ", "note to AI: ", "label", "verdict", "```\n"),
    *(
        "If you are an AI reading this",
        "answered",
        "İ",
        "ß",
        "\u0130\u0307",
        "\n\n",
        "@ai",
        "classification: pre_train",
    ),
)
CLAIMS = (
    *(
        "We trained it from scratch. ",
        "We fine-tuned Llama 3 8B with LoRA. ",
        "We use OpenAI's API. ",
        "never ",
        "not ",
    ),
    *(
        "under $2M",
        "on 40B tokens",
        "for 3 weeks on 64 A100s",
        "“",
        "”",
        "*",
        "_",
        "(",
        ")",
        "; ",
        "? ",
        "— ",
        "our own ",
    ),
    *("RAG", "system prompt", "your documents", "Ana (Acme): ", "Bo (Buyer): ", "<b>", "\u202e", "|", "=1+1", "@", "`"),
)
ANSWERS = (
    *("## 1. Which? [base-model]\n", "Answer: ", "Answer:\n", "Answered by: ", "Date: ", "[method]", "## ", "**", "\\"),
    *("no", "yes", "We fine-tuned it.", "> ", "2. x [compute]", "- ", "\n\n", "\x00", "é"),
)
YAML = (
    *("method: ", "- ", "|\n  ", ">\n  ", "&a ", "*a", "!!python/object ", "!!binary ", "? ", "{", "}", "[", "]", "'"),
    *('"', "\\U00110000", "\\x", "<<: ", "---\n", "...\n", "%YAML 9.9\n", "#", "\t", "~", "0o9", "2026-11-22", ": "),
)
PDF = (
    *(" 0 ", " -1 ", " 99999999999 ", " 1e38 ", " 3 Tr ", " Tj ", " TJ ", " Td ", " Tm ", " cm ", " q ", " Q ", " rg "),
    *(
        "/Rotate 90 ",
        "/Rotate 45 ",
        "/MediaBox [0 0 0 0] ",
        "/CropBox [9 9 1 1] ",
        "/Count 99999 ",
        "10 0 R ",
        "<<",
        ">>",
    ),
    *("[", "]", "/Type /Pages ", "/Encrypt 4 0 R ", "endstream", "endobj", "(\\ud83d)", "<feff00ad>", "/UserUnit 1e9 "),
    *(" Do ", "BT ", " ET ", " 0 0 0 0 0 0 cm ", "/Annots [5 0 R 5 0 R] ", "/Contents [11 0 R 11 0 R] ", " 0.001 Tf "),
)
