#!/usr/bin/env python3
"""Make lib/gsm/translit_table.c: what stands for a character in ASCII.

	python3 tools/translit.py >lib/gsm/translit_table.c

It is run by who changes this list, not by the build.  Sources: the names,
general categories and decompositions of the Unicode character database (as
python's unicodedata has it, version 14), and the lists below, each by hand.
"""
import unicodedata as ud

# 1. Looks alike.  The characters are given by code point.
LOOKS = {
    # quotation marks, primes, and accents that stand alone
    "'": [0x60, 0xb4, 0x2b9, 0x2bb, 0x2bc, 0x2bd, 0x2c8, 0x2ca, 0x2cb, 0x2018, 0x2019,
          0x201a, 0x201b, 0x2032, 0x2035, 0x275b, 0x275c],
    '"': [0xa8, 0xab, 0xbb, 0x2ba, 0x2dd, 0x201c, 0x201d, 0x201e, 0x201f, 0x2033,
          0x2036, 0x275d, 0x275e, 0x301d, 0x301e, 0x301f],
    "<": [0x2039], ">": [0x203a],
    # dashes and minus
    "-": [0xaf, 0x2c9, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2212,
          0x2500, 0x2501],
    "...": [0x2026], "..": [0x2025], ".": [0xb7, 0x2024, 0x2219, 0x22c5],
    # bullets
    "*": [0x2022, 0x2023, 0x204e, 0x2217, 0x25aa, 0x25ab, 0x25a0, 0x25a1, 0x25b6, 0x25b8,
          0x25ba, 0x25cb, 0x25cf, 0x25e6, 0x2605, 0x2606, 0x2731, 0x27a2, 0xf0b7],
    "~": [0x2dc, 0x223c], "^": [0x2c6], ",": [0xb8],
    "x": [0xd7], "/": [0x2044, 0x2215], "|": [0xa6, 0x2502, 0x2503, 0x2223],
    ":": [0x2236],
    # spaces (those of general category Zs are added below) and line ends
    " ": [0x09], "\n": [0x85, 0x2028, 0x2029, 0x0b],
    # what cannot be seen: soft hyphen, zero width, direction, variation, BOM
    "": [0xad, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c,
         0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfe0e, 0xfe0f, 0xfeff],
}

# 2. Letters that decompose to nothing, and signs that can be spelt.
SPELT = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "ħ": "h", "Ħ": "H", "ı": "i", "ĸ": "k", "ŋ": "ng", "Ŋ": "Ng", "ŧ": "t", "Ŧ": "T",
    "ŀ": "l", "Ŀ": "L", "ŉ": "'n", "ƒ": "f", "ə": "e", "Ə": "E", "ſ": "s", "ǝ": "e",
    "©": "(c)", "®": "(r)", "™": "(tm)", "°": "deg", "µ": "u", "¢": "c", "÷": "/",
    "±": "+/-", "†": "+", "‡": "++", "‰": "o/oo", "№": "No",
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "Rs", "₽": "RUB", "₺": "TL", "₴": "UAH",
    "₪": "ILS", "₩": "KRW", "₿": "BTC", "§": "par.", "¡": "!", "¿": "?",
    "←": "<-", "→": "->", "↔": "<->", "⇐": "<=", "⇒": "=>", "⇔": "<=>",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "≡": "=", "✓": "v", "✔": "v", "✗": "x", "✘": "x",
    "ª": "a", "º": "o",
}


def plain(s):
    """Is it ASCII that every alphabet has?"""
    return all((" " <= c <= "~" and c != "`") or c == "\n" for c in s)


def stripped(c):
    """Its compatibility decomposition, marks left out."""
    s = "".join(d for d in ud.normalize("NFKD", c) if not ud.combining(d))
    kind = ud.decomposition(c).split(" ")[0]
    if kind == "<super>" and s.isdigit():
        s = "^" + s				# not 10 squared as 102
    elif kind == "<fraction>":
        s = " " + s				# nor one and a half as 11/2
    elif kind == "<circle>":
        s = "(" + s + ")"
    return s.replace("\u2044", "/").replace("\u2212", "-")


table = {}			# code point -> (is full, replacement)
for to, cps in LOOKS.items():
    for cp in cps:
        table[cp] = (False, to)
for cp in range(0x80, 0x20000):
    c = chr(cp)
    name, cat = ud.name(c, ""), ud.category(c)
    if cp in table:
        continue
    if cat == "Zs":
        table[cp] = (False, " ")
    elif 0xff01 <= cp <= 0xff5e or name.startswith(("LATIN SMALL LIGATURE F", "LATIN SMALL LIGATURE LONG")):
        to = stripped(c).replace("`", "'")	# full width, fi
        table[cp] = (False, to)
    elif c in SPELT:
        table[cp] = (True, SPELT[c])
    elif 0x300 <= cp <= 0x36f:
        table[cp] = (True, "")			# combining marks
    elif cp < 0x3000 and c != stripped(c) and plain(stripped(c)) and stripped(c).strip():
        table[cp] = (True, stripped(c))
    elif cp < 0x2000 or 0x2c60 <= cp <= 0x2c7f or 0xa720 <= cp <= 0xa7ff:
        w = name.split()			# LATIN SMALL LETTER K WITH HOOK
        if w[:1] == ["LATIN"] and w[2:3] == ["LETTER"] and w[4:5] == ["WITH"] \
                and len(w[3]) == 1:
            table[cp] = (True, w[3].lower() if w[1] == "SMALL" else w[3])

rows = []
for cp, (full, to) in sorted(table.items()):
    assert plain(to), hex(cp)
    assert len(to) <= 6, (hex(cp), to)
    q = to.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("?", "\\?")
    rows.append('\t{ 0x%04x, %d, "%s" },\t/* %s */' % (cp, full, q,
        ud.name(chr(cp), "control" if cp < 0x100 else "private use, a bullet of Symbol").lower()))
print("""/* Made by tools/translit.py from the Unicode character database %s and the
   lists there; sorted.  See translit.h. */
#include "gsm/translit_table.h"

const struct gsm_translit_row gsm_translit_rows[GSM_TRANSLIT_ROWS] = {"""
    % ud.unidata_version)
print("\n".join(rows))
print("};")
import sys
print(len(rows), file=sys.stderr)
