/* Made by tools/translit.py from the Unicode character database 14.0.0 and the
   lists there; sorted.  See translit.h. */
#include "gsm/translit_table.h"

const struct gsm_translit_row gsm_translit_rows[GSM_TRANSLIT_ROWS] = {
	{ 0x0009, 0, " " },	/* control */
	{ 0x000b, 0, "\n" },	/* control */
	{ 0x0060, 0, "'" },	/* grave accent */
	{ 0x0085, 0, "\n" },	/* control */
	{ 0x00a0, 0, " " },	/* no-break space */
	{ 0x00a1, 1, "!" },	/* inverted exclamation mark */
	{ 0x00a2, 1, "c" },	/* cent sign */
	{ 0x00a3, 1, "GBP" },	/* pound sign */
	{ 0x00a5, 1, "JPY" },	/* yen sign */
	{ 0x00a6, 0, "|" },	/* broken bar */
	{ 0x00a7, 1, "par." },	/* section sign */
	{ 0x00a8, 0, "\"" },	/* diaeresis */
	{ 0x00a9, 1, "(c)" },	/* copyright sign */
	{ 0x00aa, 1, "a" },	/* feminine ordinal indicator */
	{ 0x00ab, 0, "\"" },	/* left-pointing double angle quotation mark */
	{ 0x00ad, 0, "" },	/* soft hyphen */
	{ 0x00ae, 1, "(r)" },	/* registered sign */
	{ 0x00af, 0, "-" },	/* macron */
	{ 0x00b0, 1, "deg" },	/* degree sign */
	{ 0x00b1, 1, "+/-" },	/* plus-minus sign */
	{ 0x00b2, 1, "^2" },	/* superscript two */
	{ 0x00b3, 1, "^3" },	/* superscript three */
	{ 0x00b4, 0, "'" },	/* acute accent */
	{ 0x00b5, 1, "u" },	/* micro sign */
	{ 0x00b7, 0, "." },	/* middle dot */
	{ 0x00b8, 0, "," },	/* cedilla */
	{ 0x00b9, 1, "^1" },	/* superscript one */
	{ 0x00ba, 1, "o" },	/* masculine ordinal indicator */
	{ 0x00bb, 0, "\"" },	/* right-pointing double angle quotation mark */
	{ 0x00bc, 1, " 1/4" },	/* vulgar fraction one quarter */
	{ 0x00bd, 1, " 1/2" },	/* vulgar fraction one half */
	{ 0x00be, 1, " 3/4" },	/* vulgar fraction three quarters */
	{ 0x00bf, 1, "\?" },	/* inverted question mark */
	{ 0x00c0, 1, "A" },	/* latin capital letter a with grave */
	{ 0x00c1, 1, "A" },	/* latin capital letter a with acute */
	{ 0x00c2, 1, "A" },	/* latin capital letter a with circumflex */
	{ 0x00c3, 1, "A" },	/* latin capital letter a with tilde */
	{ 0x00c4, 1, "A" },	/* latin capital letter a with diaeresis */
	{ 0x00c5, 1, "A" },	/* latin capital letter a with ring above */
	{ 0x00c6, 1, "AE" },	/* latin capital letter ae */
	{ 0x00c7, 1, "C" },	/* latin capital letter c with cedilla */
	{ 0x00c8, 1, "E" },	/* latin capital letter e with grave */
	{ 0x00c9, 1, "E" },	/* latin capital letter e with acute */
	{ 0x00ca, 1, "E" },	/* latin capital letter e with circumflex */
	{ 0x00cb, 1, "E" },	/* latin capital letter e with diaeresis */
	{ 0x00cc, 1, "I" },	/* latin capital letter i with grave */
	{ 0x00cd, 1, "I" },	/* latin capital letter i with acute */
	{ 0x00ce, 1, "I" },	/* latin capital letter i with circumflex */
	{ 0x00cf, 1, "I" },	/* latin capital letter i with diaeresis */
	{ 0x00d0, 1, "D" },	/* latin capital letter eth */
	{ 0x00d1, 1, "N" },	/* latin capital letter n with tilde */
	{ 0x00d2, 1, "O" },	/* latin capital letter o with grave */
	{ 0x00d3, 1, "O" },	/* latin capital letter o with acute */
	{ 0x00d4, 1, "O" },	/* latin capital letter o with circumflex */
	{ 0x00d5, 1, "O" },	/* latin capital letter o with tilde */
	{ 0x00d6, 1, "O" },	/* latin capital letter o with diaeresis */
	{ 0x00d7, 0, "x" },	/* multiplication sign */
	{ 0x00d8, 1, "O" },	/* latin capital letter o with stroke */
	{ 0x00d9, 1, "U" },	/* latin capital letter u with grave */
	{ 0x00da, 1, "U" },	/* latin capital letter u with acute */
	{ 0x00db, 1, "U" },	/* latin capital letter u with circumflex */
	{ 0x00dc, 1, "U" },	/* latin capital letter u with diaeresis */
	{ 0x00dd, 1, "Y" },	/* latin capital letter y with acute */
	{ 0x00de, 1, "Th" },	/* latin capital letter thorn */
	{ 0x00df, 1, "ss" },	/* latin small letter sharp s */
	{ 0x00e0, 1, "a" },	/* latin small letter a with grave */
	{ 0x00e1, 1, "a" },	/* latin small letter a with acute */
	{ 0x00e2, 1, "a" },	/* latin small letter a with circumflex */
	{ 0x00e3, 1, "a" },	/* latin small letter a with tilde */
	{ 0x00e4, 1, "a" },	/* latin small letter a with diaeresis */
	{ 0x00e5, 1, "a" },	/* latin small letter a with ring above */
	{ 0x00e6, 1, "ae" },	/* latin small letter ae */
	{ 0x00e7, 1, "c" },	/* latin small letter c with cedilla */
	{ 0x00e8, 1, "e" },	/* latin small letter e with grave */
	{ 0x00e9, 1, "e" },	/* latin small letter e with acute */
	{ 0x00ea, 1, "e" },	/* latin small letter e with circumflex */
	{ 0x00eb, 1, "e" },	/* latin small letter e with diaeresis */
	{ 0x00ec, 1, "i" },	/* latin small letter i with grave */
	{ 0x00ed, 1, "i" },	/* latin small letter i with acute */
	{ 0x00ee, 1, "i" },	/* latin small letter i with circumflex */
	{ 0x00ef, 1, "i" },	/* latin small letter i with diaeresis */
	{ 0x00f0, 1, "d" },	/* latin small letter eth */
	{ 0x00f1, 1, "n" },	/* latin small letter n with tilde */
	{ 0x00f2, 1, "o" },	/* latin small letter o with grave */
	{ 0x00f3, 1, "o" },	/* latin small letter o with acute */
	{ 0x00f4, 1, "o" },	/* latin small letter o with circumflex */
	{ 0x00f5, 1, "o" },	/* latin small letter o with tilde */
	{ 0x00f6, 1, "o" },	/* latin small letter o with diaeresis */
	{ 0x00f7, 1, "/" },	/* division sign */
	{ 0x00f8, 1, "o" },	/* latin small letter o with stroke */
	{ 0x00f9, 1, "u" },	/* latin small letter u with grave */
	{ 0x00fa, 1, "u" },	/* latin small letter u with acute */
	{ 0x00fb, 1, "u" },	/* latin small letter u with circumflex */
	{ 0x00fc, 1, "u" },	/* latin small letter u with diaeresis */
	{ 0x00fd, 1, "y" },	/* latin small letter y with acute */
	{ 0x00fe, 1, "th" },	/* latin small letter thorn */
	{ 0x00ff, 1, "y" },	/* latin small letter y with diaeresis */
	{ 0x0100, 1, "A" },	/* latin capital letter a with macron */
	{ 0x0101, 1, "a" },	/* latin small letter a with macron */
	{ 0x0102, 1, "A" },	/* latin capital letter a with breve */
	{ 0x0103, 1, "a" },	/* latin small letter a with breve */
	{ 0x0104, 1, "A" },	/* latin capital letter a with ogonek */
	{ 0x0105, 1, "a" },	/* latin small letter a with ogonek */
	{ 0x0106, 1, "C" },	/* latin capital letter c with acute */
	{ 0x0107, 1, "c" },	/* latin small letter c with acute */
	{ 0x0108, 1, "C" },	/* latin capital letter c with circumflex */
	{ 0x0109, 1, "c" },	/* latin small letter c with circumflex */
	{ 0x010a, 1, "C" },	/* latin capital letter c with dot above */
	{ 0x010b, 1, "c" },	/* latin small letter c with dot above */
	{ 0x010c, 1, "C" },	/* latin capital letter c with caron */
	{ 0x010d, 1, "c" },	/* latin small letter c with caron */
	{ 0x010e, 1, "D" },	/* latin capital letter d with caron */
	{ 0x010f, 1, "d" },	/* latin small letter d with caron */
	{ 0x0110, 1, "D" },	/* latin capital letter d with stroke */
	{ 0x0111, 1, "d" },	/* latin small letter d with stroke */
	{ 0x0112, 1, "E" },	/* latin capital letter e with macron */
	{ 0x0113, 1, "e" },	/* latin small letter e with macron */
	{ 0x0114, 1, "E" },	/* latin capital letter e with breve */
	{ 0x0115, 1, "e" },	/* latin small letter e with breve */
	{ 0x0116, 1, "E" },	/* latin capital letter e with dot above */
	{ 0x0117, 1, "e" },	/* latin small letter e with dot above */
	{ 0x0118, 1, "E" },	/* latin capital letter e with ogonek */
	{ 0x0119, 1, "e" },	/* latin small letter e with ogonek */
	{ 0x011a, 1, "E" },	/* latin capital letter e with caron */
	{ 0x011b, 1, "e" },	/* latin small letter e with caron */
	{ 0x011c, 1, "G" },	/* latin capital letter g with circumflex */
	{ 0x011d, 1, "g" },	/* latin small letter g with circumflex */
	{ 0x011e, 1, "G" },	/* latin capital letter g with breve */
	{ 0x011f, 1, "g" },	/* latin small letter g with breve */
	{ 0x0120, 1, "G" },	/* latin capital letter g with dot above */
	{ 0x0121, 1, "g" },	/* latin small letter g with dot above */
	{ 0x0122, 1, "G" },	/* latin capital letter g with cedilla */
	{ 0x0123, 1, "g" },	/* latin small letter g with cedilla */
	{ 0x0124, 1, "H" },	/* latin capital letter h with circumflex */
	{ 0x0125, 1, "h" },	/* latin small letter h with circumflex */
	{ 0x0126, 1, "H" },	/* latin capital letter h with stroke */
	{ 0x0127, 1, "h" },	/* latin small letter h with stroke */
	{ 0x0128, 1, "I" },	/* latin capital letter i with tilde */
	{ 0x0129, 1, "i" },	/* latin small letter i with tilde */
	{ 0x012a, 1, "I" },	/* latin capital letter i with macron */
	{ 0x012b, 1, "i" },	/* latin small letter i with macron */
	{ 0x012c, 1, "I" },	/* latin capital letter i with breve */
	{ 0x012d, 1, "i" },	/* latin small letter i with breve */
	{ 0x012e, 1, "I" },	/* latin capital letter i with ogonek */
	{ 0x012f, 1, "i" },	/* latin small letter i with ogonek */
	{ 0x0130, 1, "I" },	/* latin capital letter i with dot above */
	{ 0x0131, 1, "i" },	/* latin small letter dotless i */
	{ 0x0132, 1, "IJ" },	/* latin capital ligature ij */
	{ 0x0133, 1, "ij" },	/* latin small ligature ij */
	{ 0x0134, 1, "J" },	/* latin capital letter j with circumflex */
	{ 0x0135, 1, "j" },	/* latin small letter j with circumflex */
	{ 0x0136, 1, "K" },	/* latin capital letter k with cedilla */
	{ 0x0137, 1, "k" },	/* latin small letter k with cedilla */
	{ 0x0138, 1, "k" },	/* latin small letter kra */
	{ 0x0139, 1, "L" },	/* latin capital letter l with acute */
	{ 0x013a, 1, "l" },	/* latin small letter l with acute */
	{ 0x013b, 1, "L" },	/* latin capital letter l with cedilla */
	{ 0x013c, 1, "l" },	/* latin small letter l with cedilla */
	{ 0x013d, 1, "L" },	/* latin capital letter l with caron */
	{ 0x013e, 1, "l" },	/* latin small letter l with caron */
	{ 0x013f, 1, "L" },	/* latin capital letter l with middle dot */
	{ 0x0140, 1, "l" },	/* latin small letter l with middle dot */
	{ 0x0141, 1, "L" },	/* latin capital letter l with stroke */
	{ 0x0142, 1, "l" },	/* latin small letter l with stroke */
	{ 0x0143, 1, "N" },	/* latin capital letter n with acute */
	{ 0x0144, 1, "n" },	/* latin small letter n with acute */
	{ 0x0145, 1, "N" },	/* latin capital letter n with cedilla */
	{ 0x0146, 1, "n" },	/* latin small letter n with cedilla */
	{ 0x0147, 1, "N" },	/* latin capital letter n with caron */
	{ 0x0148, 1, "n" },	/* latin small letter n with caron */
	{ 0x0149, 1, "'n" },	/* latin small letter n preceded by apostrophe */
	{ 0x014a, 1, "Ng" },	/* latin capital letter eng */
	{ 0x014b, 1, "ng" },	/* latin small letter eng */
	{ 0x014c, 1, "O" },	/* latin capital letter o with macron */
	{ 0x014d, 1, "o" },	/* latin small letter o with macron */
	{ 0x014e, 1, "O" },	/* latin capital letter o with breve */
	{ 0x014f, 1, "o" },	/* latin small letter o with breve */
	{ 0x0150, 1, "O" },	/* latin capital letter o with double acute */
	{ 0x0151, 1, "o" },	/* latin small letter o with double acute */
	{ 0x0152, 1, "OE" },	/* latin capital ligature oe */
	{ 0x0153, 1, "oe" },	/* latin small ligature oe */
	{ 0x0154, 1, "R" },	/* latin capital letter r with acute */
	{ 0x0155, 1, "r" },	/* latin small letter r with acute */
	{ 0x0156, 1, "R" },	/* latin capital letter r with cedilla */
	{ 0x0157, 1, "r" },	/* latin small letter r with cedilla */
	{ 0x0158, 1, "R" },	/* latin capital letter r with caron */
	{ 0x0159, 1, "r" },	/* latin small letter r with caron */
	{ 0x015a, 1, "S" },	/* latin capital letter s with acute */
	{ 0x015b, 1, "s" },	/* latin small letter s with acute */
	{ 0x015c, 1, "S" },	/* latin capital letter s with circumflex */
	{ 0x015d, 1, "s" },	/* latin small letter s with circumflex */
	{ 0x015e, 1, "S" },	/* latin capital letter s with cedilla */
	{ 0x015f, 1, "s" },	/* latin small letter s with cedilla */
	{ 0x0160, 1, "S" },	/* latin capital letter s with caron */
	{ 0x0161, 1, "s" },	/* latin small letter s with caron */
	{ 0x0162, 1, "T" },	/* latin capital letter t with cedilla */
	{ 0x0163, 1, "t" },	/* latin small letter t with cedilla */
	{ 0x0164, 1, "T" },	/* latin capital letter t with caron */
	{ 0x0165, 1, "t" },	/* latin small letter t with caron */
	{ 0x0166, 1, "T" },	/* latin capital letter t with stroke */
	{ 0x0167, 1, "t" },	/* latin small letter t with stroke */
	{ 0x0168, 1, "U" },	/* latin capital letter u with tilde */
	{ 0x0169, 1, "u" },	/* latin small letter u with tilde */
	{ 0x016a, 1, "U" },	/* latin capital letter u with macron */
	{ 0x016b, 1, "u" },	/* latin small letter u with macron */
	{ 0x016c, 1, "U" },	/* latin capital letter u with breve */
	{ 0x016d, 1, "u" },	/* latin small letter u with breve */
	{ 0x016e, 1, "U" },	/* latin capital letter u with ring above */
	{ 0x016f, 1, "u" },	/* latin small letter u with ring above */
	{ 0x0170, 1, "U" },	/* latin capital letter u with double acute */
	{ 0x0171, 1, "u" },	/* latin small letter u with double acute */
	{ 0x0172, 1, "U" },	/* latin capital letter u with ogonek */
	{ 0x0173, 1, "u" },	/* latin small letter u with ogonek */
	{ 0x0174, 1, "W" },	/* latin capital letter w with circumflex */
	{ 0x0175, 1, "w" },	/* latin small letter w with circumflex */
	{ 0x0176, 1, "Y" },	/* latin capital letter y with circumflex */
	{ 0x0177, 1, "y" },	/* latin small letter y with circumflex */
	{ 0x0178, 1, "Y" },	/* latin capital letter y with diaeresis */
	{ 0x0179, 1, "Z" },	/* latin capital letter z with acute */
	{ 0x017a, 1, "z" },	/* latin small letter z with acute */
	{ 0x017b, 1, "Z" },	/* latin capital letter z with dot above */
	{ 0x017c, 1, "z" },	/* latin small letter z with dot above */
	{ 0x017d, 1, "Z" },	/* latin capital letter z with caron */
	{ 0x017e, 1, "z" },	/* latin small letter z with caron */
	{ 0x017f, 1, "s" },	/* latin small letter long s */
	{ 0x0180, 1, "b" },	/* latin small letter b with stroke */
	{ 0x0181, 1, "B" },	/* latin capital letter b with hook */
	{ 0x0182, 1, "B" },	/* latin capital letter b with topbar */
	{ 0x0183, 1, "b" },	/* latin small letter b with topbar */
	{ 0x0187, 1, "C" },	/* latin capital letter c with hook */
	{ 0x0188, 1, "c" },	/* latin small letter c with hook */
	{ 0x018a, 1, "D" },	/* latin capital letter d with hook */
	{ 0x018b, 1, "D" },	/* latin capital letter d with topbar */
	{ 0x018c, 1, "d" },	/* latin small letter d with topbar */
	{ 0x018f, 1, "E" },	/* latin capital letter schwa */
	{ 0x0191, 1, "F" },	/* latin capital letter f with hook */
	{ 0x0192, 1, "f" },	/* latin small letter f with hook */
	{ 0x0193, 1, "G" },	/* latin capital letter g with hook */
	{ 0x0197, 1, "I" },	/* latin capital letter i with stroke */
	{ 0x0198, 1, "K" },	/* latin capital letter k with hook */
	{ 0x0199, 1, "k" },	/* latin small letter k with hook */
	{ 0x019a, 1, "l" },	/* latin small letter l with bar */
	{ 0x019d, 1, "N" },	/* latin capital letter n with left hook */
	{ 0x019e, 1, "n" },	/* latin small letter n with long right leg */
	{ 0x019f, 1, "O" },	/* latin capital letter o with middle tilde */
	{ 0x01a0, 1, "O" },	/* latin capital letter o with horn */
	{ 0x01a1, 1, "o" },	/* latin small letter o with horn */
	{ 0x01a4, 1, "P" },	/* latin capital letter p with hook */
	{ 0x01a5, 1, "p" },	/* latin small letter p with hook */
	{ 0x01ab, 1, "t" },	/* latin small letter t with palatal hook */
	{ 0x01ac, 1, "T" },	/* latin capital letter t with hook */
	{ 0x01ad, 1, "t" },	/* latin small letter t with hook */
	{ 0x01ae, 1, "T" },	/* latin capital letter t with retroflex hook */
	{ 0x01af, 1, "U" },	/* latin capital letter u with horn */
	{ 0x01b0, 1, "u" },	/* latin small letter u with horn */
	{ 0x01b2, 1, "V" },	/* latin capital letter v with hook */
	{ 0x01b3, 1, "Y" },	/* latin capital letter y with hook */
	{ 0x01b4, 1, "y" },	/* latin small letter y with hook */
	{ 0x01b5, 1, "Z" },	/* latin capital letter z with stroke */
	{ 0x01b6, 1, "z" },	/* latin small letter z with stroke */
	{ 0x01c4, 1, "DZ" },	/* latin capital letter dz with caron */
	{ 0x01c5, 1, "Dz" },	/* latin capital letter d with small letter z with caron */
	{ 0x01c6, 1, "dz" },	/* latin small letter dz with caron */
	{ 0x01c7, 1, "LJ" },	/* latin capital letter lj */
	{ 0x01c8, 1, "Lj" },	/* latin capital letter l with small letter j */
	{ 0x01c9, 1, "lj" },	/* latin small letter lj */
	{ 0x01ca, 1, "NJ" },	/* latin capital letter nj */
	{ 0x01cb, 1, "Nj" },	/* latin capital letter n with small letter j */
	{ 0x01cc, 1, "nj" },	/* latin small letter nj */
	{ 0x01cd, 1, "A" },	/* latin capital letter a with caron */
	{ 0x01ce, 1, "a" },	/* latin small letter a with caron */
	{ 0x01cf, 1, "I" },	/* latin capital letter i with caron */
	{ 0x01d0, 1, "i" },	/* latin small letter i with caron */
	{ 0x01d1, 1, "O" },	/* latin capital letter o with caron */
	{ 0x01d2, 1, "o" },	/* latin small letter o with caron */
	{ 0x01d3, 1, "U" },	/* latin capital letter u with caron */
	{ 0x01d4, 1, "u" },	/* latin small letter u with caron */
	{ 0x01d5, 1, "U" },	/* latin capital letter u with diaeresis and macron */
	{ 0x01d6, 1, "u" },	/* latin small letter u with diaeresis and macron */
	{ 0x01d7, 1, "U" },	/* latin capital letter u with diaeresis and acute */
	{ 0x01d8, 1, "u" },	/* latin small letter u with diaeresis and acute */
	{ 0x01d9, 1, "U" },	/* latin capital letter u with diaeresis and caron */
	{ 0x01da, 1, "u" },	/* latin small letter u with diaeresis and caron */
	{ 0x01db, 1, "U" },	/* latin capital letter u with diaeresis and grave */
	{ 0x01dc, 1, "u" },	/* latin small letter u with diaeresis and grave */
	{ 0x01dd, 1, "e" },	/* latin small letter turned e */
	{ 0x01de, 1, "A" },	/* latin capital letter a with diaeresis and macron */
	{ 0x01df, 1, "a" },	/* latin small letter a with diaeresis and macron */
	{ 0x01e0, 1, "A" },	/* latin capital letter a with dot above and macron */
	{ 0x01e1, 1, "a" },	/* latin small letter a with dot above and macron */
	{ 0x01e4, 1, "G" },	/* latin capital letter g with stroke */
	{ 0x01e5, 1, "g" },	/* latin small letter g with stroke */
	{ 0x01e6, 1, "G" },	/* latin capital letter g with caron */
	{ 0x01e7, 1, "g" },	/* latin small letter g with caron */
	{ 0x01e8, 1, "K" },	/* latin capital letter k with caron */
	{ 0x01e9, 1, "k" },	/* latin small letter k with caron */
	{ 0x01ea, 1, "O" },	/* latin capital letter o with ogonek */
	{ 0x01eb, 1, "o" },	/* latin small letter o with ogonek */
	{ 0x01ec, 1, "O" },	/* latin capital letter o with ogonek and macron */
	{ 0x01ed, 1, "o" },	/* latin small letter o with ogonek and macron */
	{ 0x01f0, 1, "j" },	/* latin small letter j with caron */
	{ 0x01f1, 1, "DZ" },	/* latin capital letter dz */
	{ 0x01f2, 1, "Dz" },	/* latin capital letter d with small letter z */
	{ 0x01f3, 1, "dz" },	/* latin small letter dz */
	{ 0x01f4, 1, "G" },	/* latin capital letter g with acute */
	{ 0x01f5, 1, "g" },	/* latin small letter g with acute */
	{ 0x01f8, 1, "N" },	/* latin capital letter n with grave */
	{ 0x01f9, 1, "n" },	/* latin small letter n with grave */
	{ 0x01fa, 1, "A" },	/* latin capital letter a with ring above and acute */
	{ 0x01fb, 1, "a" },	/* latin small letter a with ring above and acute */
	{ 0x01fe, 1, "O" },	/* latin capital letter o with stroke and acute */
	{ 0x01ff, 1, "o" },	/* latin small letter o with stroke and acute */
	{ 0x0200, 1, "A" },	/* latin capital letter a with double grave */
	{ 0x0201, 1, "a" },	/* latin small letter a with double grave */
	{ 0x0202, 1, "A" },	/* latin capital letter a with inverted breve */
	{ 0x0203, 1, "a" },	/* latin small letter a with inverted breve */
	{ 0x0204, 1, "E" },	/* latin capital letter e with double grave */
	{ 0x0205, 1, "e" },	/* latin small letter e with double grave */
	{ 0x0206, 1, "E" },	/* latin capital letter e with inverted breve */
	{ 0x0207, 1, "e" },	/* latin small letter e with inverted breve */
	{ 0x0208, 1, "I" },	/* latin capital letter i with double grave */
	{ 0x0209, 1, "i" },	/* latin small letter i with double grave */
	{ 0x020a, 1, "I" },	/* latin capital letter i with inverted breve */
	{ 0x020b, 1, "i" },	/* latin small letter i with inverted breve */
	{ 0x020c, 1, "O" },	/* latin capital letter o with double grave */
	{ 0x020d, 1, "o" },	/* latin small letter o with double grave */
	{ 0x020e, 1, "O" },	/* latin capital letter o with inverted breve */
	{ 0x020f, 1, "o" },	/* latin small letter o with inverted breve */
	{ 0x0210, 1, "R" },	/* latin capital letter r with double grave */
	{ 0x0211, 1, "r" },	/* latin small letter r with double grave */
	{ 0x0212, 1, "R" },	/* latin capital letter r with inverted breve */
	{ 0x0213, 1, "r" },	/* latin small letter r with inverted breve */
	{ 0x0214, 1, "U" },	/* latin capital letter u with double grave */
	{ 0x0215, 1, "u" },	/* latin small letter u with double grave */
	{ 0x0216, 1, "U" },	/* latin capital letter u with inverted breve */
	{ 0x0217, 1, "u" },	/* latin small letter u with inverted breve */
	{ 0x0218, 1, "S" },	/* latin capital letter s with comma below */
	{ 0x0219, 1, "s" },	/* latin small letter s with comma below */
	{ 0x021a, 1, "T" },	/* latin capital letter t with comma below */
	{ 0x021b, 1, "t" },	/* latin small letter t with comma below */
	{ 0x021e, 1, "H" },	/* latin capital letter h with caron */
	{ 0x021f, 1, "h" },	/* latin small letter h with caron */
	{ 0x0220, 1, "N" },	/* latin capital letter n with long right leg */
	{ 0x0221, 1, "d" },	/* latin small letter d with curl */
	{ 0x0224, 1, "Z" },	/* latin capital letter z with hook */
	{ 0x0225, 1, "z" },	/* latin small letter z with hook */
	{ 0x0226, 1, "A" },	/* latin capital letter a with dot above */
	{ 0x0227, 1, "a" },	/* latin small letter a with dot above */
	{ 0x0228, 1, "E" },	/* latin capital letter e with cedilla */
	{ 0x0229, 1, "e" },	/* latin small letter e with cedilla */
	{ 0x022a, 1, "O" },	/* latin capital letter o with diaeresis and macron */
	{ 0x022b, 1, "o" },	/* latin small letter o with diaeresis and macron */
	{ 0x022c, 1, "O" },	/* latin capital letter o with tilde and macron */
	{ 0x022d, 1, "o" },	/* latin small letter o with tilde and macron */
	{ 0x022e, 1, "O" },	/* latin capital letter o with dot above */
	{ 0x022f, 1, "o" },	/* latin small letter o with dot above */
	{ 0x0230, 1, "O" },	/* latin capital letter o with dot above and macron */
	{ 0x0231, 1, "o" },	/* latin small letter o with dot above and macron */
	{ 0x0232, 1, "Y" },	/* latin capital letter y with macron */
	{ 0x0233, 1, "y" },	/* latin small letter y with macron */
	{ 0x0234, 1, "l" },	/* latin small letter l with curl */
	{ 0x0235, 1, "n" },	/* latin small letter n with curl */
	{ 0x0236, 1, "t" },	/* latin small letter t with curl */
	{ 0x023a, 1, "A" },	/* latin capital letter a with stroke */
	{ 0x023b, 1, "C" },	/* latin capital letter c with stroke */
	{ 0x023c, 1, "c" },	/* latin small letter c with stroke */
	{ 0x023d, 1, "L" },	/* latin capital letter l with bar */
	{ 0x023e, 1, "T" },	/* latin capital letter t with diagonal stroke */
	{ 0x023f, 1, "s" },	/* latin small letter s with swash tail */
	{ 0x0240, 1, "z" },	/* latin small letter z with swash tail */
	{ 0x0243, 1, "B" },	/* latin capital letter b with stroke */
	{ 0x0246, 1, "E" },	/* latin capital letter e with stroke */
	{ 0x0247, 1, "e" },	/* latin small letter e with stroke */
	{ 0x0248, 1, "J" },	/* latin capital letter j with stroke */
	{ 0x0249, 1, "j" },	/* latin small letter j with stroke */
	{ 0x024b, 1, "q" },	/* latin small letter q with hook tail */
	{ 0x024c, 1, "R" },	/* latin capital letter r with stroke */
	{ 0x024d, 1, "r" },	/* latin small letter r with stroke */
	{ 0x024e, 1, "Y" },	/* latin capital letter y with stroke */
	{ 0x024f, 1, "y" },	/* latin small letter y with stroke */
	{ 0x0253, 1, "b" },	/* latin small letter b with hook */
	{ 0x0255, 1, "c" },	/* latin small letter c with curl */
	{ 0x0256, 1, "d" },	/* latin small letter d with tail */
	{ 0x0257, 1, "d" },	/* latin small letter d with hook */
	{ 0x0259, 1, "e" },	/* latin small letter schwa */
	{ 0x0260, 1, "g" },	/* latin small letter g with hook */
	{ 0x0266, 1, "h" },	/* latin small letter h with hook */
	{ 0x0268, 1, "i" },	/* latin small letter i with stroke */
	{ 0x026b, 1, "l" },	/* latin small letter l with middle tilde */
	{ 0x026c, 1, "l" },	/* latin small letter l with belt */
	{ 0x026d, 1, "l" },	/* latin small letter l with retroflex hook */
	{ 0x0271, 1, "m" },	/* latin small letter m with hook */
	{ 0x0272, 1, "n" },	/* latin small letter n with left hook */
	{ 0x0273, 1, "n" },	/* latin small letter n with retroflex hook */
	{ 0x027c, 1, "r" },	/* latin small letter r with long leg */
	{ 0x027d, 1, "r" },	/* latin small letter r with tail */
	{ 0x027e, 1, "r" },	/* latin small letter r with fishhook */
	{ 0x0282, 1, "s" },	/* latin small letter s with hook */
	{ 0x0288, 1, "t" },	/* latin small letter t with retroflex hook */
	{ 0x028b, 1, "v" },	/* latin small letter v with hook */
	{ 0x0290, 1, "z" },	/* latin small letter z with retroflex hook */
	{ 0x0291, 1, "z" },	/* latin small letter z with curl */
	{ 0x029d, 1, "j" },	/* latin small letter j with crossed-tail */
	{ 0x02a0, 1, "q" },	/* latin small letter q with hook */
	{ 0x02b0, 1, "h" },	/* modifier letter small h */
	{ 0x02b2, 1, "j" },	/* modifier letter small j */
	{ 0x02b3, 1, "r" },	/* modifier letter small r */
	{ 0x02b7, 1, "w" },	/* modifier letter small w */
	{ 0x02b8, 1, "y" },	/* modifier letter small y */
	{ 0x02b9, 0, "'" },	/* modifier letter prime */
	{ 0x02ba, 0, "\"" },	/* modifier letter double prime */
	{ 0x02bb, 0, "'" },	/* modifier letter turned comma */
	{ 0x02bc, 0, "'" },	/* modifier letter apostrophe */
	{ 0x02bd, 0, "'" },	/* modifier letter reversed comma */
	{ 0x02c6, 0, "^" },	/* modifier letter circumflex accent */
	{ 0x02c8, 0, "'" },	/* modifier letter vertical line */
	{ 0x02c9, 0, "-" },	/* modifier letter macron */
	{ 0x02ca, 0, "'" },	/* modifier letter acute accent */
	{ 0x02cb, 0, "'" },	/* modifier letter grave accent */
	{ 0x02dc, 0, "~" },	/* small tilde */
	{ 0x02dd, 0, "\"" },	/* double acute accent */
	{ 0x02e1, 1, "l" },	/* modifier letter small l */
	{ 0x02e2, 1, "s" },	/* modifier letter small s */
	{ 0x02e3, 1, "x" },	/* modifier letter small x */
	{ 0x0300, 1, "" },	/* combining grave accent */
	{ 0x0301, 1, "" },	/* combining acute accent */
	{ 0x0302, 1, "" },	/* combining circumflex accent */
	{ 0x0303, 1, "" },	/* combining tilde */
	{ 0x0304, 1, "" },	/* combining macron */
	{ 0x0305, 1, "" },	/* combining overline */
	{ 0x0306, 1, "" },	/* combining breve */
	{ 0x0307, 1, "" },	/* combining dot above */
	{ 0x0308, 1, "" },	/* combining diaeresis */
	{ 0x0309, 1, "" },	/* combining hook above */
	{ 0x030a, 1, "" },	/* combining ring above */
	{ 0x030b, 1, "" },	/* combining double acute accent */
	{ 0x030c, 1, "" },	/* combining caron */
	{ 0x030d, 1, "" },	/* combining vertical line above */
	{ 0x030e, 1, "" },	/* combining double vertical line above */
	{ 0x030f, 1, "" },	/* combining double grave accent */
	{ 0x0310, 1, "" },	/* combining candrabindu */
	{ 0x0311, 1, "" },	/* combining inverted breve */
	{ 0x0312, 1, "" },	/* combining turned comma above */
	{ 0x0313, 1, "" },	/* combining comma above */
	{ 0x0314, 1, "" },	/* combining reversed comma above */
	{ 0x0315, 1, "" },	/* combining comma above right */
	{ 0x0316, 1, "" },	/* combining grave accent below */
	{ 0x0317, 1, "" },	/* combining acute accent below */
	{ 0x0318, 1, "" },	/* combining left tack below */
	{ 0x0319, 1, "" },	/* combining right tack below */
	{ 0x031a, 1, "" },	/* combining left angle above */
	{ 0x031b, 1, "" },	/* combining horn */
	{ 0x031c, 1, "" },	/* combining left half ring below */
	{ 0x031d, 1, "" },	/* combining up tack below */
	{ 0x031e, 1, "" },	/* combining down tack below */
	{ 0x031f, 1, "" },	/* combining plus sign below */
	{ 0x0320, 1, "" },	/* combining minus sign below */
	{ 0x0321, 1, "" },	/* combining palatalized hook below */
	{ 0x0322, 1, "" },	/* combining retroflex hook below */
	{ 0x0323, 1, "" },	/* combining dot below */
	{ 0x0324, 1, "" },	/* combining diaeresis below */
	{ 0x0325, 1, "" },	/* combining ring below */
	{ 0x0326, 1, "" },	/* combining comma below */
	{ 0x0327, 1, "" },	/* combining cedilla */
	{ 0x0328, 1, "" },	/* combining ogonek */
	{ 0x0329, 1, "" },	/* combining vertical line below */
	{ 0x032a, 1, "" },	/* combining bridge below */
	{ 0x032b, 1, "" },	/* combining inverted double arch below */
	{ 0x032c, 1, "" },	/* combining caron below */
	{ 0x032d, 1, "" },	/* combining circumflex accent below */
	{ 0x032e, 1, "" },	/* combining breve below */
	{ 0x032f, 1, "" },	/* combining inverted breve below */
	{ 0x0330, 1, "" },	/* combining tilde below */
	{ 0x0331, 1, "" },	/* combining macron below */
	{ 0x0332, 1, "" },	/* combining low line */
	{ 0x0333, 1, "" },	/* combining double low line */
	{ 0x0334, 1, "" },	/* combining tilde overlay */
	{ 0x0335, 1, "" },	/* combining short stroke overlay */
	{ 0x0336, 1, "" },	/* combining long stroke overlay */
	{ 0x0337, 1, "" },	/* combining short solidus overlay */
	{ 0x0338, 1, "" },	/* combining long solidus overlay */
	{ 0x0339, 1, "" },	/* combining right half ring below */
	{ 0x033a, 1, "" },	/* combining inverted bridge below */
	{ 0x033b, 1, "" },	/* combining square below */
	{ 0x033c, 1, "" },	/* combining seagull below */
	{ 0x033d, 1, "" },	/* combining x above */
	{ 0x033e, 1, "" },	/* combining vertical tilde */
	{ 0x033f, 1, "" },	/* combining double overline */
	{ 0x0340, 1, "" },	/* combining grave tone mark */
	{ 0x0341, 1, "" },	/* combining acute tone mark */
	{ 0x0342, 1, "" },	/* combining greek perispomeni */
	{ 0x0343, 1, "" },	/* combining greek koronis */
	{ 0x0344, 1, "" },	/* combining greek dialytika tonos */
	{ 0x0345, 1, "" },	/* combining greek ypogegrammeni */
	{ 0x0346, 1, "" },	/* combining bridge above */
	{ 0x0347, 1, "" },	/* combining equals sign below */
	{ 0x0348, 1, "" },	/* combining double vertical line below */
	{ 0x0349, 1, "" },	/* combining left angle below */
	{ 0x034a, 1, "" },	/* combining not tilde above */
	{ 0x034b, 1, "" },	/* combining homothetic above */
	{ 0x034c, 1, "" },	/* combining almost equal to above */
	{ 0x034d, 1, "" },	/* combining left right arrow below */
	{ 0x034e, 1, "" },	/* combining upwards arrow below */
	{ 0x034f, 1, "" },	/* combining grapheme joiner */
	{ 0x0350, 1, "" },	/* combining right arrowhead above */
	{ 0x0351, 1, "" },	/* combining left half ring above */
	{ 0x0352, 1, "" },	/* combining fermata */
	{ 0x0353, 1, "" },	/* combining x below */
	{ 0x0354, 1, "" },	/* combining left arrowhead below */
	{ 0x0355, 1, "" },	/* combining right arrowhead below */
	{ 0x0356, 1, "" },	/* combining right arrowhead and up arrowhead below */
	{ 0x0357, 1, "" },	/* combining right half ring above */
	{ 0x0358, 1, "" },	/* combining dot above right */
	{ 0x0359, 1, "" },	/* combining asterisk below */
	{ 0x035a, 1, "" },	/* combining double ring below */
	{ 0x035b, 1, "" },	/* combining zigzag above */
	{ 0x035c, 1, "" },	/* combining double breve below */
	{ 0x035d, 1, "" },	/* combining double breve */
	{ 0x035e, 1, "" },	/* combining double macron */
	{ 0x035f, 1, "" },	/* combining double macron below */
	{ 0x0360, 1, "" },	/* combining double tilde */
	{ 0x0361, 1, "" },	/* combining double inverted breve */
	{ 0x0362, 1, "" },	/* combining double rightwards arrow below */
	{ 0x0363, 1, "" },	/* combining latin small letter a */
	{ 0x0364, 1, "" },	/* combining latin small letter e */
	{ 0x0365, 1, "" },	/* combining latin small letter i */
	{ 0x0366, 1, "" },	/* combining latin small letter o */
	{ 0x0367, 1, "" },	/* combining latin small letter u */
	{ 0x0368, 1, "" },	/* combining latin small letter c */
	{ 0x0369, 1, "" },	/* combining latin small letter d */
	{ 0x036a, 1, "" },	/* combining latin small letter h */
	{ 0x036b, 1, "" },	/* combining latin small letter m */
	{ 0x036c, 1, "" },	/* combining latin small letter r */
	{ 0x036d, 1, "" },	/* combining latin small letter t */
	{ 0x036e, 1, "" },	/* combining latin small letter v */
	{ 0x036f, 1, "" },	/* combining latin small letter x */
	{ 0x037e, 1, ";" },	/* greek question mark */
	{ 0x061c, 0, "" },	/* arabic letter mark */
	{ 0x1680, 0, " " },	/* ogham space mark */
	{ 0x1d2c, 1, "A" },	/* modifier letter capital a */
	{ 0x1d2e, 1, "B" },	/* modifier letter capital b */
	{ 0x1d30, 1, "D" },	/* modifier letter capital d */
	{ 0x1d31, 1, "E" },	/* modifier letter capital e */
	{ 0x1d33, 1, "G" },	/* modifier letter capital g */
	{ 0x1d34, 1, "H" },	/* modifier letter capital h */
	{ 0x1d35, 1, "I" },	/* modifier letter capital i */
	{ 0x1d36, 1, "J" },	/* modifier letter capital j */
	{ 0x1d37, 1, "K" },	/* modifier letter capital k */
	{ 0x1d38, 1, "L" },	/* modifier letter capital l */
	{ 0x1d39, 1, "M" },	/* modifier letter capital m */
	{ 0x1d3a, 1, "N" },	/* modifier letter capital n */
	{ 0x1d3c, 1, "O" },	/* modifier letter capital o */
	{ 0x1d3e, 1, "P" },	/* modifier letter capital p */
	{ 0x1d3f, 1, "R" },	/* modifier letter capital r */
	{ 0x1d40, 1, "T" },	/* modifier letter capital t */
	{ 0x1d41, 1, "U" },	/* modifier letter capital u */
	{ 0x1d42, 1, "W" },	/* modifier letter capital w */
	{ 0x1d43, 1, "a" },	/* modifier letter small a */
	{ 0x1d47, 1, "b" },	/* modifier letter small b */
	{ 0x1d48, 1, "d" },	/* modifier letter small d */
	{ 0x1d49, 1, "e" },	/* modifier letter small e */
	{ 0x1d4d, 1, "g" },	/* modifier letter small g */
	{ 0x1d4f, 1, "k" },	/* modifier letter small k */
	{ 0x1d50, 1, "m" },	/* modifier letter small m */
	{ 0x1d52, 1, "o" },	/* modifier letter small o */
	{ 0x1d56, 1, "p" },	/* modifier letter small p */
	{ 0x1d57, 1, "t" },	/* modifier letter small t */
	{ 0x1d58, 1, "u" },	/* modifier letter small u */
	{ 0x1d5b, 1, "v" },	/* modifier letter small v */
	{ 0x1d62, 1, "i" },	/* latin subscript small letter i */
	{ 0x1d63, 1, "r" },	/* latin subscript small letter r */
	{ 0x1d64, 1, "u" },	/* latin subscript small letter u */
	{ 0x1d65, 1, "v" },	/* latin subscript small letter v */
	{ 0x1d6c, 1, "b" },	/* latin small letter b with middle tilde */
	{ 0x1d6d, 1, "d" },	/* latin small letter d with middle tilde */
	{ 0x1d6e, 1, "f" },	/* latin small letter f with middle tilde */
	{ 0x1d6f, 1, "m" },	/* latin small letter m with middle tilde */
	{ 0x1d70, 1, "n" },	/* latin small letter n with middle tilde */
	{ 0x1d71, 1, "p" },	/* latin small letter p with middle tilde */
	{ 0x1d72, 1, "r" },	/* latin small letter r with middle tilde */
	{ 0x1d73, 1, "r" },	/* latin small letter r with fishhook and middle tilde */
	{ 0x1d74, 1, "s" },	/* latin small letter s with middle tilde */
	{ 0x1d75, 1, "t" },	/* latin small letter t with middle tilde */
	{ 0x1d76, 1, "z" },	/* latin small letter z with middle tilde */
	{ 0x1d7d, 1, "p" },	/* latin small letter p with stroke */
	{ 0x1d80, 1, "b" },	/* latin small letter b with palatal hook */
	{ 0x1d81, 1, "d" },	/* latin small letter d with palatal hook */
	{ 0x1d82, 1, "f" },	/* latin small letter f with palatal hook */
	{ 0x1d83, 1, "g" },	/* latin small letter g with palatal hook */
	{ 0x1d84, 1, "k" },	/* latin small letter k with palatal hook */
	{ 0x1d85, 1, "l" },	/* latin small letter l with palatal hook */
	{ 0x1d86, 1, "m" },	/* latin small letter m with palatal hook */
	{ 0x1d87, 1, "n" },	/* latin small letter n with palatal hook */
	{ 0x1d88, 1, "p" },	/* latin small letter p with palatal hook */
	{ 0x1d89, 1, "r" },	/* latin small letter r with palatal hook */
	{ 0x1d8a, 1, "s" },	/* latin small letter s with palatal hook */
	{ 0x1d8c, 1, "v" },	/* latin small letter v with palatal hook */
	{ 0x1d8d, 1, "x" },	/* latin small letter x with palatal hook */
	{ 0x1d8e, 1, "z" },	/* latin small letter z with palatal hook */
	{ 0x1d8f, 1, "a" },	/* latin small letter a with retroflex hook */
	{ 0x1d91, 1, "d" },	/* latin small letter d with hook and tail */
	{ 0x1d92, 1, "e" },	/* latin small letter e with retroflex hook */
	{ 0x1d96, 1, "i" },	/* latin small letter i with retroflex hook */
	{ 0x1d99, 1, "u" },	/* latin small letter u with retroflex hook */
	{ 0x1d9c, 1, "c" },	/* modifier letter small c */
	{ 0x1da0, 1, "f" },	/* modifier letter small f */
	{ 0x1dbb, 1, "z" },	/* modifier letter small z */
	{ 0x1e00, 1, "A" },	/* latin capital letter a with ring below */
	{ 0x1e01, 1, "a" },	/* latin small letter a with ring below */
	{ 0x1e02, 1, "B" },	/* latin capital letter b with dot above */
	{ 0x1e03, 1, "b" },	/* latin small letter b with dot above */
	{ 0x1e04, 1, "B" },	/* latin capital letter b with dot below */
	{ 0x1e05, 1, "b" },	/* latin small letter b with dot below */
	{ 0x1e06, 1, "B" },	/* latin capital letter b with line below */
	{ 0x1e07, 1, "b" },	/* latin small letter b with line below */
	{ 0x1e08, 1, "C" },	/* latin capital letter c with cedilla and acute */
	{ 0x1e09, 1, "c" },	/* latin small letter c with cedilla and acute */
	{ 0x1e0a, 1, "D" },	/* latin capital letter d with dot above */
	{ 0x1e0b, 1, "d" },	/* latin small letter d with dot above */
	{ 0x1e0c, 1, "D" },	/* latin capital letter d with dot below */
	{ 0x1e0d, 1, "d" },	/* latin small letter d with dot below */
	{ 0x1e0e, 1, "D" },	/* latin capital letter d with line below */
	{ 0x1e0f, 1, "d" },	/* latin small letter d with line below */
	{ 0x1e10, 1, "D" },	/* latin capital letter d with cedilla */
	{ 0x1e11, 1, "d" },	/* latin small letter d with cedilla */
	{ 0x1e12, 1, "D" },	/* latin capital letter d with circumflex below */
	{ 0x1e13, 1, "d" },	/* latin small letter d with circumflex below */
	{ 0x1e14, 1, "E" },	/* latin capital letter e with macron and grave */
	{ 0x1e15, 1, "e" },	/* latin small letter e with macron and grave */
	{ 0x1e16, 1, "E" },	/* latin capital letter e with macron and acute */
	{ 0x1e17, 1, "e" },	/* latin small letter e with macron and acute */
	{ 0x1e18, 1, "E" },	/* latin capital letter e with circumflex below */
	{ 0x1e19, 1, "e" },	/* latin small letter e with circumflex below */
	{ 0x1e1a, 1, "E" },	/* latin capital letter e with tilde below */
	{ 0x1e1b, 1, "e" },	/* latin small letter e with tilde below */
	{ 0x1e1c, 1, "E" },	/* latin capital letter e with cedilla and breve */
	{ 0x1e1d, 1, "e" },	/* latin small letter e with cedilla and breve */
	{ 0x1e1e, 1, "F" },	/* latin capital letter f with dot above */
	{ 0x1e1f, 1, "f" },	/* latin small letter f with dot above */
	{ 0x1e20, 1, "G" },	/* latin capital letter g with macron */
	{ 0x1e21, 1, "g" },	/* latin small letter g with macron */
	{ 0x1e22, 1, "H" },	/* latin capital letter h with dot above */
	{ 0x1e23, 1, "h" },	/* latin small letter h with dot above */
	{ 0x1e24, 1, "H" },	/* latin capital letter h with dot below */
	{ 0x1e25, 1, "h" },	/* latin small letter h with dot below */
	{ 0x1e26, 1, "H" },	/* latin capital letter h with diaeresis */
	{ 0x1e27, 1, "h" },	/* latin small letter h with diaeresis */
	{ 0x1e28, 1, "H" },	/* latin capital letter h with cedilla */
	{ 0x1e29, 1, "h" },	/* latin small letter h with cedilla */
	{ 0x1e2a, 1, "H" },	/* latin capital letter h with breve below */
	{ 0x1e2b, 1, "h" },	/* latin small letter h with breve below */
	{ 0x1e2c, 1, "I" },	/* latin capital letter i with tilde below */
	{ 0x1e2d, 1, "i" },	/* latin small letter i with tilde below */
	{ 0x1e2e, 1, "I" },	/* latin capital letter i with diaeresis and acute */
	{ 0x1e2f, 1, "i" },	/* latin small letter i with diaeresis and acute */
	{ 0x1e30, 1, "K" },	/* latin capital letter k with acute */
	{ 0x1e31, 1, "k" },	/* latin small letter k with acute */
	{ 0x1e32, 1, "K" },	/* latin capital letter k with dot below */
	{ 0x1e33, 1, "k" },	/* latin small letter k with dot below */
	{ 0x1e34, 1, "K" },	/* latin capital letter k with line below */
	{ 0x1e35, 1, "k" },	/* latin small letter k with line below */
	{ 0x1e36, 1, "L" },	/* latin capital letter l with dot below */
	{ 0x1e37, 1, "l" },	/* latin small letter l with dot below */
	{ 0x1e38, 1, "L" },	/* latin capital letter l with dot below and macron */
	{ 0x1e39, 1, "l" },	/* latin small letter l with dot below and macron */
	{ 0x1e3a, 1, "L" },	/* latin capital letter l with line below */
	{ 0x1e3b, 1, "l" },	/* latin small letter l with line below */
	{ 0x1e3c, 1, "L" },	/* latin capital letter l with circumflex below */
	{ 0x1e3d, 1, "l" },	/* latin small letter l with circumflex below */
	{ 0x1e3e, 1, "M" },	/* latin capital letter m with acute */
	{ 0x1e3f, 1, "m" },	/* latin small letter m with acute */
	{ 0x1e40, 1, "M" },	/* latin capital letter m with dot above */
	{ 0x1e41, 1, "m" },	/* latin small letter m with dot above */
	{ 0x1e42, 1, "M" },	/* latin capital letter m with dot below */
	{ 0x1e43, 1, "m" },	/* latin small letter m with dot below */
	{ 0x1e44, 1, "N" },	/* latin capital letter n with dot above */
	{ 0x1e45, 1, "n" },	/* latin small letter n with dot above */
	{ 0x1e46, 1, "N" },	/* latin capital letter n with dot below */
	{ 0x1e47, 1, "n" },	/* latin small letter n with dot below */
	{ 0x1e48, 1, "N" },	/* latin capital letter n with line below */
	{ 0x1e49, 1, "n" },	/* latin small letter n with line below */
	{ 0x1e4a, 1, "N" },	/* latin capital letter n with circumflex below */
	{ 0x1e4b, 1, "n" },	/* latin small letter n with circumflex below */
	{ 0x1e4c, 1, "O" },	/* latin capital letter o with tilde and acute */
	{ 0x1e4d, 1, "o" },	/* latin small letter o with tilde and acute */
	{ 0x1e4e, 1, "O" },	/* latin capital letter o with tilde and diaeresis */
	{ 0x1e4f, 1, "o" },	/* latin small letter o with tilde and diaeresis */
	{ 0x1e50, 1, "O" },	/* latin capital letter o with macron and grave */
	{ 0x1e51, 1, "o" },	/* latin small letter o with macron and grave */
	{ 0x1e52, 1, "O" },	/* latin capital letter o with macron and acute */
	{ 0x1e53, 1, "o" },	/* latin small letter o with macron and acute */
	{ 0x1e54, 1, "P" },	/* latin capital letter p with acute */
	{ 0x1e55, 1, "p" },	/* latin small letter p with acute */
	{ 0x1e56, 1, "P" },	/* latin capital letter p with dot above */
	{ 0x1e57, 1, "p" },	/* latin small letter p with dot above */
	{ 0x1e58, 1, "R" },	/* latin capital letter r with dot above */
	{ 0x1e59, 1, "r" },	/* latin small letter r with dot above */
	{ 0x1e5a, 1, "R" },	/* latin capital letter r with dot below */
	{ 0x1e5b, 1, "r" },	/* latin small letter r with dot below */
	{ 0x1e5c, 1, "R" },	/* latin capital letter r with dot below and macron */
	{ 0x1e5d, 1, "r" },	/* latin small letter r with dot below and macron */
	{ 0x1e5e, 1, "R" },	/* latin capital letter r with line below */
	{ 0x1e5f, 1, "r" },	/* latin small letter r with line below */
	{ 0x1e60, 1, "S" },	/* latin capital letter s with dot above */
	{ 0x1e61, 1, "s" },	/* latin small letter s with dot above */
	{ 0x1e62, 1, "S" },	/* latin capital letter s with dot below */
	{ 0x1e63, 1, "s" },	/* latin small letter s with dot below */
	{ 0x1e64, 1, "S" },	/* latin capital letter s with acute and dot above */
	{ 0x1e65, 1, "s" },	/* latin small letter s with acute and dot above */
	{ 0x1e66, 1, "S" },	/* latin capital letter s with caron and dot above */
	{ 0x1e67, 1, "s" },	/* latin small letter s with caron and dot above */
	{ 0x1e68, 1, "S" },	/* latin capital letter s with dot below and dot above */
	{ 0x1e69, 1, "s" },	/* latin small letter s with dot below and dot above */
	{ 0x1e6a, 1, "T" },	/* latin capital letter t with dot above */
	{ 0x1e6b, 1, "t" },	/* latin small letter t with dot above */
	{ 0x1e6c, 1, "T" },	/* latin capital letter t with dot below */
	{ 0x1e6d, 1, "t" },	/* latin small letter t with dot below */
	{ 0x1e6e, 1, "T" },	/* latin capital letter t with line below */
	{ 0x1e6f, 1, "t" },	/* latin small letter t with line below */
	{ 0x1e70, 1, "T" },	/* latin capital letter t with circumflex below */
	{ 0x1e71, 1, "t" },	/* latin small letter t with circumflex below */
	{ 0x1e72, 1, "U" },	/* latin capital letter u with diaeresis below */
	{ 0x1e73, 1, "u" },	/* latin small letter u with diaeresis below */
	{ 0x1e74, 1, "U" },	/* latin capital letter u with tilde below */
	{ 0x1e75, 1, "u" },	/* latin small letter u with tilde below */
	{ 0x1e76, 1, "U" },	/* latin capital letter u with circumflex below */
	{ 0x1e77, 1, "u" },	/* latin small letter u with circumflex below */
	{ 0x1e78, 1, "U" },	/* latin capital letter u with tilde and acute */
	{ 0x1e79, 1, "u" },	/* latin small letter u with tilde and acute */
	{ 0x1e7a, 1, "U" },	/* latin capital letter u with macron and diaeresis */
	{ 0x1e7b, 1, "u" },	/* latin small letter u with macron and diaeresis */
	{ 0x1e7c, 1, "V" },	/* latin capital letter v with tilde */
	{ 0x1e7d, 1, "v" },	/* latin small letter v with tilde */
	{ 0x1e7e, 1, "V" },	/* latin capital letter v with dot below */
	{ 0x1e7f, 1, "v" },	/* latin small letter v with dot below */
	{ 0x1e80, 1, "W" },	/* latin capital letter w with grave */
	{ 0x1e81, 1, "w" },	/* latin small letter w with grave */
	{ 0x1e82, 1, "W" },	/* latin capital letter w with acute */
	{ 0x1e83, 1, "w" },	/* latin small letter w with acute */
	{ 0x1e84, 1, "W" },	/* latin capital letter w with diaeresis */
	{ 0x1e85, 1, "w" },	/* latin small letter w with diaeresis */
	{ 0x1e86, 1, "W" },	/* latin capital letter w with dot above */
	{ 0x1e87, 1, "w" },	/* latin small letter w with dot above */
	{ 0x1e88, 1, "W" },	/* latin capital letter w with dot below */
	{ 0x1e89, 1, "w" },	/* latin small letter w with dot below */
	{ 0x1e8a, 1, "X" },	/* latin capital letter x with dot above */
	{ 0x1e8b, 1, "x" },	/* latin small letter x with dot above */
	{ 0x1e8c, 1, "X" },	/* latin capital letter x with diaeresis */
	{ 0x1e8d, 1, "x" },	/* latin small letter x with diaeresis */
	{ 0x1e8e, 1, "Y" },	/* latin capital letter y with dot above */
	{ 0x1e8f, 1, "y" },	/* latin small letter y with dot above */
	{ 0x1e90, 1, "Z" },	/* latin capital letter z with circumflex */
	{ 0x1e91, 1, "z" },	/* latin small letter z with circumflex */
	{ 0x1e92, 1, "Z" },	/* latin capital letter z with dot below */
	{ 0x1e93, 1, "z" },	/* latin small letter z with dot below */
	{ 0x1e94, 1, "Z" },	/* latin capital letter z with line below */
	{ 0x1e95, 1, "z" },	/* latin small letter z with line below */
	{ 0x1e96, 1, "h" },	/* latin small letter h with line below */
	{ 0x1e97, 1, "t" },	/* latin small letter t with diaeresis */
	{ 0x1e98, 1, "w" },	/* latin small letter w with ring above */
	{ 0x1e99, 1, "y" },	/* latin small letter y with ring above */
	{ 0x1e9a, 1, "a" },	/* latin small letter a with right half ring */
	{ 0x1e9b, 1, "s" },	/* latin small letter long s with dot above */
	{ 0x1e9e, 1, "SS" },	/* latin capital letter sharp s */
	{ 0x1ea0, 1, "A" },	/* latin capital letter a with dot below */
	{ 0x1ea1, 1, "a" },	/* latin small letter a with dot below */
	{ 0x1ea2, 1, "A" },	/* latin capital letter a with hook above */
	{ 0x1ea3, 1, "a" },	/* latin small letter a with hook above */
	{ 0x1ea4, 1, "A" },	/* latin capital letter a with circumflex and acute */
	{ 0x1ea5, 1, "a" },	/* latin small letter a with circumflex and acute */
	{ 0x1ea6, 1, "A" },	/* latin capital letter a with circumflex and grave */
	{ 0x1ea7, 1, "a" },	/* latin small letter a with circumflex and grave */
	{ 0x1ea8, 1, "A" },	/* latin capital letter a with circumflex and hook above */
	{ 0x1ea9, 1, "a" },	/* latin small letter a with circumflex and hook above */
	{ 0x1eaa, 1, "A" },	/* latin capital letter a with circumflex and tilde */
	{ 0x1eab, 1, "a" },	/* latin small letter a with circumflex and tilde */
	{ 0x1eac, 1, "A" },	/* latin capital letter a with circumflex and dot below */
	{ 0x1ead, 1, "a" },	/* latin small letter a with circumflex and dot below */
	{ 0x1eae, 1, "A" },	/* latin capital letter a with breve and acute */
	{ 0x1eaf, 1, "a" },	/* latin small letter a with breve and acute */
	{ 0x1eb0, 1, "A" },	/* latin capital letter a with breve and grave */
	{ 0x1eb1, 1, "a" },	/* latin small letter a with breve and grave */
	{ 0x1eb2, 1, "A" },	/* latin capital letter a with breve and hook above */
	{ 0x1eb3, 1, "a" },	/* latin small letter a with breve and hook above */
	{ 0x1eb4, 1, "A" },	/* latin capital letter a with breve and tilde */
	{ 0x1eb5, 1, "a" },	/* latin small letter a with breve and tilde */
	{ 0x1eb6, 1, "A" },	/* latin capital letter a with breve and dot below */
	{ 0x1eb7, 1, "a" },	/* latin small letter a with breve and dot below */
	{ 0x1eb8, 1, "E" },	/* latin capital letter e with dot below */
	{ 0x1eb9, 1, "e" },	/* latin small letter e with dot below */
	{ 0x1eba, 1, "E" },	/* latin capital letter e with hook above */
	{ 0x1ebb, 1, "e" },	/* latin small letter e with hook above */
	{ 0x1ebc, 1, "E" },	/* latin capital letter e with tilde */
	{ 0x1ebd, 1, "e" },	/* latin small letter e with tilde */
	{ 0x1ebe, 1, "E" },	/* latin capital letter e with circumflex and acute */
	{ 0x1ebf, 1, "e" },	/* latin small letter e with circumflex and acute */
	{ 0x1ec0, 1, "E" },	/* latin capital letter e with circumflex and grave */
	{ 0x1ec1, 1, "e" },	/* latin small letter e with circumflex and grave */
	{ 0x1ec2, 1, "E" },	/* latin capital letter e with circumflex and hook above */
	{ 0x1ec3, 1, "e" },	/* latin small letter e with circumflex and hook above */
	{ 0x1ec4, 1, "E" },	/* latin capital letter e with circumflex and tilde */
	{ 0x1ec5, 1, "e" },	/* latin small letter e with circumflex and tilde */
	{ 0x1ec6, 1, "E" },	/* latin capital letter e with circumflex and dot below */
	{ 0x1ec7, 1, "e" },	/* latin small letter e with circumflex and dot below */
	{ 0x1ec8, 1, "I" },	/* latin capital letter i with hook above */
	{ 0x1ec9, 1, "i" },	/* latin small letter i with hook above */
	{ 0x1eca, 1, "I" },	/* latin capital letter i with dot below */
	{ 0x1ecb, 1, "i" },	/* latin small letter i with dot below */
	{ 0x1ecc, 1, "O" },	/* latin capital letter o with dot below */
	{ 0x1ecd, 1, "o" },	/* latin small letter o with dot below */
	{ 0x1ece, 1, "O" },	/* latin capital letter o with hook above */
	{ 0x1ecf, 1, "o" },	/* latin small letter o with hook above */
	{ 0x1ed0, 1, "O" },	/* latin capital letter o with circumflex and acute */
	{ 0x1ed1, 1, "o" },	/* latin small letter o with circumflex and acute */
	{ 0x1ed2, 1, "O" },	/* latin capital letter o with circumflex and grave */
	{ 0x1ed3, 1, "o" },	/* latin small letter o with circumflex and grave */
	{ 0x1ed4, 1, "O" },	/* latin capital letter o with circumflex and hook above */
	{ 0x1ed5, 1, "o" },	/* latin small letter o with circumflex and hook above */
	{ 0x1ed6, 1, "O" },	/* latin capital letter o with circumflex and tilde */
	{ 0x1ed7, 1, "o" },	/* latin small letter o with circumflex and tilde */
	{ 0x1ed8, 1, "O" },	/* latin capital letter o with circumflex and dot below */
	{ 0x1ed9, 1, "o" },	/* latin small letter o with circumflex and dot below */
	{ 0x1eda, 1, "O" },	/* latin capital letter o with horn and acute */
	{ 0x1edb, 1, "o" },	/* latin small letter o with horn and acute */
	{ 0x1edc, 1, "O" },	/* latin capital letter o with horn and grave */
	{ 0x1edd, 1, "o" },	/* latin small letter o with horn and grave */
	{ 0x1ede, 1, "O" },	/* latin capital letter o with horn and hook above */
	{ 0x1edf, 1, "o" },	/* latin small letter o with horn and hook above */
	{ 0x1ee0, 1, "O" },	/* latin capital letter o with horn and tilde */
	{ 0x1ee1, 1, "o" },	/* latin small letter o with horn and tilde */
	{ 0x1ee2, 1, "O" },	/* latin capital letter o with horn and dot below */
	{ 0x1ee3, 1, "o" },	/* latin small letter o with horn and dot below */
	{ 0x1ee4, 1, "U" },	/* latin capital letter u with dot below */
	{ 0x1ee5, 1, "u" },	/* latin small letter u with dot below */
	{ 0x1ee6, 1, "U" },	/* latin capital letter u with hook above */
	{ 0x1ee7, 1, "u" },	/* latin small letter u with hook above */
	{ 0x1ee8, 1, "U" },	/* latin capital letter u with horn and acute */
	{ 0x1ee9, 1, "u" },	/* latin small letter u with horn and acute */
	{ 0x1eea, 1, "U" },	/* latin capital letter u with horn and grave */
	{ 0x1eeb, 1, "u" },	/* latin small letter u with horn and grave */
	{ 0x1eec, 1, "U" },	/* latin capital letter u with horn and hook above */
	{ 0x1eed, 1, "u" },	/* latin small letter u with horn and hook above */
	{ 0x1eee, 1, "U" },	/* latin capital letter u with horn and tilde */
	{ 0x1eef, 1, "u" },	/* latin small letter u with horn and tilde */
	{ 0x1ef0, 1, "U" },	/* latin capital letter u with horn and dot below */
	{ 0x1ef1, 1, "u" },	/* latin small letter u with horn and dot below */
	{ 0x1ef2, 1, "Y" },	/* latin capital letter y with grave */
	{ 0x1ef3, 1, "y" },	/* latin small letter y with grave */
	{ 0x1ef4, 1, "Y" },	/* latin capital letter y with dot below */
	{ 0x1ef5, 1, "y" },	/* latin small letter y with dot below */
	{ 0x1ef6, 1, "Y" },	/* latin capital letter y with hook above */
	{ 0x1ef7, 1, "y" },	/* latin small letter y with hook above */
	{ 0x1ef8, 1, "Y" },	/* latin capital letter y with tilde */
	{ 0x1ef9, 1, "y" },	/* latin small letter y with tilde */
	{ 0x1efe, 1, "Y" },	/* latin capital letter y with loop */
	{ 0x1eff, 1, "y" },	/* latin small letter y with loop */
	{ 0x2000, 0, " " },	/* en quad */
	{ 0x2001, 0, " " },	/* em quad */
	{ 0x2002, 0, " " },	/* en space */
	{ 0x2003, 0, " " },	/* em space */
	{ 0x2004, 0, " " },	/* three-per-em space */
	{ 0x2005, 0, " " },	/* four-per-em space */
	{ 0x2006, 0, " " },	/* six-per-em space */
	{ 0x2007, 0, " " },	/* figure space */
	{ 0x2008, 0, " " },	/* punctuation space */
	{ 0x2009, 0, " " },	/* thin space */
	{ 0x200a, 0, " " },	/* hair space */
	{ 0x200b, 0, "" },	/* zero width space */
	{ 0x200c, 0, "" },	/* zero width non-joiner */
	{ 0x200d, 0, "" },	/* zero width joiner */
	{ 0x200e, 0, "" },	/* left-to-right mark */
	{ 0x200f, 0, "" },	/* right-to-left mark */
	{ 0x2010, 0, "-" },	/* hyphen */
	{ 0x2011, 0, "-" },	/* non-breaking hyphen */
	{ 0x2012, 0, "-" },	/* figure dash */
	{ 0x2013, 0, "-" },	/* en dash */
	{ 0x2014, 0, "-" },	/* em dash */
	{ 0x2015, 0, "-" },	/* horizontal bar */
	{ 0x2018, 0, "'" },	/* left single quotation mark */
	{ 0x2019, 0, "'" },	/* right single quotation mark */
	{ 0x201a, 0, "'" },	/* single low-9 quotation mark */
	{ 0x201b, 0, "'" },	/* single high-reversed-9 quotation mark */
	{ 0x201c, 0, "\"" },	/* left double quotation mark */
	{ 0x201d, 0, "\"" },	/* right double quotation mark */
	{ 0x201e, 0, "\"" },	/* double low-9 quotation mark */
	{ 0x201f, 0, "\"" },	/* double high-reversed-9 quotation mark */
	{ 0x2020, 1, "+" },	/* dagger */
	{ 0x2021, 1, "++" },	/* double dagger */
	{ 0x2022, 0, "*" },	/* bullet */
	{ 0x2023, 0, "*" },	/* triangular bullet */
	{ 0x2024, 0, "." },	/* one dot leader */
	{ 0x2025, 0, ".." },	/* two dot leader */
	{ 0x2026, 0, "..." },	/* horizontal ellipsis */
	{ 0x2028, 0, "\n" },	/* line separator */
	{ 0x2029, 0, "\n" },	/* paragraph separator */
	{ 0x202a, 0, "" },	/* left-to-right embedding */
	{ 0x202b, 0, "" },	/* right-to-left embedding */
	{ 0x202c, 0, "" },	/* pop directional formatting */
	{ 0x202d, 0, "" },	/* left-to-right override */
	{ 0x202e, 0, "" },	/* right-to-left override */
	{ 0x202f, 0, " " },	/* narrow no-break space */
	{ 0x2030, 1, "o/oo" },	/* per mille sign */
	{ 0x2032, 0, "'" },	/* prime */
	{ 0x2033, 0, "\"" },	/* double prime */
	{ 0x2035, 0, "'" },	/* reversed prime */
	{ 0x2036, 0, "\"" },	/* reversed double prime */
	{ 0x2039, 0, "<" },	/* single left-pointing angle quotation mark */
	{ 0x203a, 0, ">" },	/* single right-pointing angle quotation mark */
	{ 0x203c, 1, "!!" },	/* double exclamation mark */
	{ 0x2043, 0, "-" },	/* hyphen bullet */
	{ 0x2044, 0, "/" },	/* fraction slash */
	{ 0x2047, 1, "\?\?" },	/* double question mark */
	{ 0x2048, 1, "\?!" },	/* question exclamation mark */
	{ 0x2049, 1, "!\?" },	/* exclamation question mark */
	{ 0x204e, 0, "*" },	/* low asterisk */
	{ 0x205f, 0, " " },	/* medium mathematical space */
	{ 0x2060, 0, "" },	/* word joiner */
	{ 0x2066, 0, "" },	/* left-to-right isolate */
	{ 0x2067, 0, "" },	/* right-to-left isolate */
	{ 0x2068, 0, "" },	/* first strong isolate */
	{ 0x2069, 0, "" },	/* pop directional isolate */
	{ 0x2070, 1, "^0" },	/* superscript zero */
	{ 0x2071, 1, "i" },	/* superscript latin small letter i */
	{ 0x2074, 1, "^4" },	/* superscript four */
	{ 0x2075, 1, "^5" },	/* superscript five */
	{ 0x2076, 1, "^6" },	/* superscript six */
	{ 0x2077, 1, "^7" },	/* superscript seven */
	{ 0x2078, 1, "^8" },	/* superscript eight */
	{ 0x2079, 1, "^9" },	/* superscript nine */
	{ 0x207a, 1, "+" },	/* superscript plus sign */
	{ 0x207b, 1, "-" },	/* superscript minus */
	{ 0x207c, 1, "=" },	/* superscript equals sign */
	{ 0x207d, 1, "(" },	/* superscript left parenthesis */
	{ 0x207e, 1, ")" },	/* superscript right parenthesis */
	{ 0x207f, 1, "n" },	/* superscript latin small letter n */
	{ 0x2080, 1, "0" },	/* subscript zero */
	{ 0x2081, 1, "1" },	/* subscript one */
	{ 0x2082, 1, "2" },	/* subscript two */
	{ 0x2083, 1, "3" },	/* subscript three */
	{ 0x2084, 1, "4" },	/* subscript four */
	{ 0x2085, 1, "5" },	/* subscript five */
	{ 0x2086, 1, "6" },	/* subscript six */
	{ 0x2087, 1, "7" },	/* subscript seven */
	{ 0x2088, 1, "8" },	/* subscript eight */
	{ 0x2089, 1, "9" },	/* subscript nine */
	{ 0x208a, 1, "+" },	/* subscript plus sign */
	{ 0x208b, 1, "-" },	/* subscript minus */
	{ 0x208c, 1, "=" },	/* subscript equals sign */
	{ 0x208d, 1, "(" },	/* subscript left parenthesis */
	{ 0x208e, 1, ")" },	/* subscript right parenthesis */
	{ 0x2090, 1, "a" },	/* latin subscript small letter a */
	{ 0x2091, 1, "e" },	/* latin subscript small letter e */
	{ 0x2092, 1, "o" },	/* latin subscript small letter o */
	{ 0x2093, 1, "x" },	/* latin subscript small letter x */
	{ 0x2095, 1, "h" },	/* latin subscript small letter h */
	{ 0x2096, 1, "k" },	/* latin subscript small letter k */
	{ 0x2097, 1, "l" },	/* latin subscript small letter l */
	{ 0x2098, 1, "m" },	/* latin subscript small letter m */
	{ 0x2099, 1, "n" },	/* latin subscript small letter n */
	{ 0x209a, 1, "p" },	/* latin subscript small letter p */
	{ 0x209b, 1, "s" },	/* latin subscript small letter s */
	{ 0x209c, 1, "t" },	/* latin subscript small letter t */
	{ 0x20a8, 1, "Rs" },	/* rupee sign */
	{ 0x20a9, 1, "KRW" },	/* won sign */
	{ 0x20aa, 1, "ILS" },	/* new sheqel sign */
	{ 0x20ac, 1, "EUR" },	/* euro sign */
	{ 0x20b4, 1, "UAH" },	/* hryvnia sign */
	{ 0x20b9, 1, "Rs" },	/* indian rupee sign */
	{ 0x20ba, 1, "TL" },	/* turkish lira sign */
	{ 0x20bd, 1, "RUB" },	/* ruble sign */
	{ 0x20bf, 1, "BTC" },	/* bitcoin sign */
	{ 0x2100, 1, "a/c" },	/* account of */
	{ 0x2101, 1, "a/s" },	/* addressed to the subject */
	{ 0x2102, 1, "C" },	/* double-struck capital c */
	{ 0x2105, 1, "c/o" },	/* care of */
	{ 0x2106, 1, "c/u" },	/* cada una */
	{ 0x210a, 1, "g" },	/* script small g */
	{ 0x210b, 1, "H" },	/* script capital h */
	{ 0x210c, 1, "H" },	/* black-letter capital h */
	{ 0x210d, 1, "H" },	/* double-struck capital h */
	{ 0x210e, 1, "h" },	/* planck constant */
	{ 0x2110, 1, "I" },	/* script capital i */
	{ 0x2111, 1, "I" },	/* black-letter capital i */
	{ 0x2112, 1, "L" },	/* script capital l */
	{ 0x2113, 1, "l" },	/* script small l */
	{ 0x2115, 1, "N" },	/* double-struck capital n */
	{ 0x2116, 1, "No" },	/* numero sign */
	{ 0x2119, 1, "P" },	/* double-struck capital p */
	{ 0x211a, 1, "Q" },	/* double-struck capital q */
	{ 0x211b, 1, "R" },	/* script capital r */
	{ 0x211c, 1, "R" },	/* black-letter capital r */
	{ 0x211d, 1, "R" },	/* double-struck capital r */
	{ 0x2120, 1, "SM" },	/* service mark */
	{ 0x2121, 1, "TEL" },	/* telephone sign */
	{ 0x2122, 1, "(tm)" },	/* trade mark sign */
	{ 0x2124, 1, "Z" },	/* double-struck capital z */
	{ 0x2128, 1, "Z" },	/* black-letter capital z */
	{ 0x212a, 1, "K" },	/* kelvin sign */
	{ 0x212b, 1, "A" },	/* angstrom sign */
	{ 0x212c, 1, "B" },	/* script capital b */
	{ 0x212d, 1, "C" },	/* black-letter capital c */
	{ 0x212f, 1, "e" },	/* script small e */
	{ 0x2130, 1, "E" },	/* script capital e */
	{ 0x2131, 1, "F" },	/* script capital f */
	{ 0x2133, 1, "M" },	/* script capital m */
	{ 0x2134, 1, "o" },	/* script small o */
	{ 0x2139, 1, "i" },	/* information source */
	{ 0x213b, 1, "FAX" },	/* facsimile sign */
	{ 0x2145, 1, "D" },	/* double-struck italic capital d */
	{ 0x2146, 1, "d" },	/* double-struck italic small d */
	{ 0x2147, 1, "e" },	/* double-struck italic small e */
	{ 0x2148, 1, "i" },	/* double-struck italic small i */
	{ 0x2149, 1, "j" },	/* double-struck italic small j */
	{ 0x2150, 1, " 1/7" },	/* vulgar fraction one seventh */
	{ 0x2151, 1, " 1/9" },	/* vulgar fraction one ninth */
	{ 0x2152, 1, " 1/10" },	/* vulgar fraction one tenth */
	{ 0x2153, 1, " 1/3" },	/* vulgar fraction one third */
	{ 0x2154, 1, " 2/3" },	/* vulgar fraction two thirds */
	{ 0x2155, 1, " 1/5" },	/* vulgar fraction one fifth */
	{ 0x2156, 1, " 2/5" },	/* vulgar fraction two fifths */
	{ 0x2157, 1, " 3/5" },	/* vulgar fraction three fifths */
	{ 0x2158, 1, " 4/5" },	/* vulgar fraction four fifths */
	{ 0x2159, 1, " 1/6" },	/* vulgar fraction one sixth */
	{ 0x215a, 1, " 5/6" },	/* vulgar fraction five sixths */
	{ 0x215b, 1, " 1/8" },	/* vulgar fraction one eighth */
	{ 0x215c, 1, " 3/8" },	/* vulgar fraction three eighths */
	{ 0x215d, 1, " 5/8" },	/* vulgar fraction five eighths */
	{ 0x215e, 1, " 7/8" },	/* vulgar fraction seven eighths */
	{ 0x215f, 1, " 1/" },	/* fraction numerator one */
	{ 0x2160, 1, "I" },	/* roman numeral one */
	{ 0x2161, 1, "II" },	/* roman numeral two */
	{ 0x2162, 1, "III" },	/* roman numeral three */
	{ 0x2163, 1, "IV" },	/* roman numeral four */
	{ 0x2164, 1, "V" },	/* roman numeral five */
	{ 0x2165, 1, "VI" },	/* roman numeral six */
	{ 0x2166, 1, "VII" },	/* roman numeral seven */
	{ 0x2167, 1, "VIII" },	/* roman numeral eight */
	{ 0x2168, 1, "IX" },	/* roman numeral nine */
	{ 0x2169, 1, "X" },	/* roman numeral ten */
	{ 0x216a, 1, "XI" },	/* roman numeral eleven */
	{ 0x216b, 1, "XII" },	/* roman numeral twelve */
	{ 0x216c, 1, "L" },	/* roman numeral fifty */
	{ 0x216d, 1, "C" },	/* roman numeral one hundred */
	{ 0x216e, 1, "D" },	/* roman numeral five hundred */
	{ 0x216f, 1, "M" },	/* roman numeral one thousand */
	{ 0x2170, 1, "i" },	/* small roman numeral one */
	{ 0x2171, 1, "ii" },	/* small roman numeral two */
	{ 0x2172, 1, "iii" },	/* small roman numeral three */
	{ 0x2173, 1, "iv" },	/* small roman numeral four */
	{ 0x2174, 1, "v" },	/* small roman numeral five */
	{ 0x2175, 1, "vi" },	/* small roman numeral six */
	{ 0x2176, 1, "vii" },	/* small roman numeral seven */
	{ 0x2177, 1, "viii" },	/* small roman numeral eight */
	{ 0x2178, 1, "ix" },	/* small roman numeral nine */
	{ 0x2179, 1, "x" },	/* small roman numeral ten */
	{ 0x217a, 1, "xi" },	/* small roman numeral eleven */
	{ 0x217b, 1, "xii" },	/* small roman numeral twelve */
	{ 0x217c, 1, "l" },	/* small roman numeral fifty */
	{ 0x217d, 1, "c" },	/* small roman numeral one hundred */
	{ 0x217e, 1, "d" },	/* small roman numeral five hundred */
	{ 0x217f, 1, "m" },	/* small roman numeral one thousand */
	{ 0x2189, 1, " 0/3" },	/* vulgar fraction zero thirds */
	{ 0x2190, 1, "<-" },	/* leftwards arrow */
	{ 0x2192, 1, "->" },	/* rightwards arrow */
	{ 0x2194, 1, "<->" },	/* left right arrow */
	{ 0x21d0, 1, "<=" },	/* leftwards double arrow */
	{ 0x21d2, 1, "=>" },	/* rightwards double arrow */
	{ 0x21d4, 1, "<=>" },	/* left right double arrow */
	{ 0x2212, 0, "-" },	/* minus sign */
	{ 0x2215, 0, "/" },	/* division slash */
	{ 0x2217, 0, "*" },	/* asterisk operator */
	{ 0x2219, 0, "." },	/* bullet operator */
	{ 0x2223, 0, "|" },	/* divides */
	{ 0x2236, 0, ":" },	/* ratio */
	{ 0x223c, 0, "~" },	/* tilde operator */
	{ 0x2248, 1, "~" },	/* almost equal to */
	{ 0x2260, 1, "!=" },	/* not equal to */
	{ 0x2261, 1, "=" },	/* identical to */
	{ 0x2264, 1, "<=" },	/* less-than or equal to */
	{ 0x2265, 1, ">=" },	/* greater-than or equal to */
	{ 0x226e, 1, "<" },	/* not less-than */
	{ 0x226f, 1, ">" },	/* not greater-than */
	{ 0x22c5, 0, "." },	/* dot operator */
	{ 0x2460, 1, "(1)" },	/* circled digit one */
	{ 0x2461, 1, "(2)" },	/* circled digit two */
	{ 0x2462, 1, "(3)" },	/* circled digit three */
	{ 0x2463, 1, "(4)" },	/* circled digit four */
	{ 0x2464, 1, "(5)" },	/* circled digit five */
	{ 0x2465, 1, "(6)" },	/* circled digit six */
	{ 0x2466, 1, "(7)" },	/* circled digit seven */
	{ 0x2467, 1, "(8)" },	/* circled digit eight */
	{ 0x2468, 1, "(9)" },	/* circled digit nine */
	{ 0x2469, 1, "(10)" },	/* circled number ten */
	{ 0x246a, 1, "(11)" },	/* circled number eleven */
	{ 0x246b, 1, "(12)" },	/* circled number twelve */
	{ 0x246c, 1, "(13)" },	/* circled number thirteen */
	{ 0x246d, 1, "(14)" },	/* circled number fourteen */
	{ 0x246e, 1, "(15)" },	/* circled number fifteen */
	{ 0x246f, 1, "(16)" },	/* circled number sixteen */
	{ 0x2470, 1, "(17)" },	/* circled number seventeen */
	{ 0x2471, 1, "(18)" },	/* circled number eighteen */
	{ 0x2472, 1, "(19)" },	/* circled number nineteen */
	{ 0x2473, 1, "(20)" },	/* circled number twenty */
	{ 0x2474, 1, "(1)" },	/* parenthesized digit one */
	{ 0x2475, 1, "(2)" },	/* parenthesized digit two */
	{ 0x2476, 1, "(3)" },	/* parenthesized digit three */
	{ 0x2477, 1, "(4)" },	/* parenthesized digit four */
	{ 0x2478, 1, "(5)" },	/* parenthesized digit five */
	{ 0x2479, 1, "(6)" },	/* parenthesized digit six */
	{ 0x247a, 1, "(7)" },	/* parenthesized digit seven */
	{ 0x247b, 1, "(8)" },	/* parenthesized digit eight */
	{ 0x247c, 1, "(9)" },	/* parenthesized digit nine */
	{ 0x247d, 1, "(10)" },	/* parenthesized number ten */
	{ 0x247e, 1, "(11)" },	/* parenthesized number eleven */
	{ 0x247f, 1, "(12)" },	/* parenthesized number twelve */
	{ 0x2480, 1, "(13)" },	/* parenthesized number thirteen */
	{ 0x2481, 1, "(14)" },	/* parenthesized number fourteen */
	{ 0x2482, 1, "(15)" },	/* parenthesized number fifteen */
	{ 0x2483, 1, "(16)" },	/* parenthesized number sixteen */
	{ 0x2484, 1, "(17)" },	/* parenthesized number seventeen */
	{ 0x2485, 1, "(18)" },	/* parenthesized number eighteen */
	{ 0x2486, 1, "(19)" },	/* parenthesized number nineteen */
	{ 0x2487, 1, "(20)" },	/* parenthesized number twenty */
	{ 0x2488, 1, "1." },	/* digit one full stop */
	{ 0x2489, 1, "2." },	/* digit two full stop */
	{ 0x248a, 1, "3." },	/* digit three full stop */
	{ 0x248b, 1, "4." },	/* digit four full stop */
	{ 0x248c, 1, "5." },	/* digit five full stop */
	{ 0x248d, 1, "6." },	/* digit six full stop */
	{ 0x248e, 1, "7." },	/* digit seven full stop */
	{ 0x248f, 1, "8." },	/* digit eight full stop */
	{ 0x2490, 1, "9." },	/* digit nine full stop */
	{ 0x2491, 1, "10." },	/* number ten full stop */
	{ 0x2492, 1, "11." },	/* number eleven full stop */
	{ 0x2493, 1, "12." },	/* number twelve full stop */
	{ 0x2494, 1, "13." },	/* number thirteen full stop */
	{ 0x2495, 1, "14." },	/* number fourteen full stop */
	{ 0x2496, 1, "15." },	/* number fifteen full stop */
	{ 0x2497, 1, "16." },	/* number sixteen full stop */
	{ 0x2498, 1, "17." },	/* number seventeen full stop */
	{ 0x2499, 1, "18." },	/* number eighteen full stop */
	{ 0x249a, 1, "19." },	/* number nineteen full stop */
	{ 0x249b, 1, "20." },	/* number twenty full stop */
	{ 0x249c, 1, "(a)" },	/* parenthesized latin small letter a */
	{ 0x249d, 1, "(b)" },	/* parenthesized latin small letter b */
	{ 0x249e, 1, "(c)" },	/* parenthesized latin small letter c */
	{ 0x249f, 1, "(d)" },	/* parenthesized latin small letter d */
	{ 0x24a0, 1, "(e)" },	/* parenthesized latin small letter e */
	{ 0x24a1, 1, "(f)" },	/* parenthesized latin small letter f */
	{ 0x24a2, 1, "(g)" },	/* parenthesized latin small letter g */
	{ 0x24a3, 1, "(h)" },	/* parenthesized latin small letter h */
	{ 0x24a4, 1, "(i)" },	/* parenthesized latin small letter i */
	{ 0x24a5, 1, "(j)" },	/* parenthesized latin small letter j */
	{ 0x24a6, 1, "(k)" },	/* parenthesized latin small letter k */
	{ 0x24a7, 1, "(l)" },	/* parenthesized latin small letter l */
	{ 0x24a8, 1, "(m)" },	/* parenthesized latin small letter m */
	{ 0x24a9, 1, "(n)" },	/* parenthesized latin small letter n */
	{ 0x24aa, 1, "(o)" },	/* parenthesized latin small letter o */
	{ 0x24ab, 1, "(p)" },	/* parenthesized latin small letter p */
	{ 0x24ac, 1, "(q)" },	/* parenthesized latin small letter q */
	{ 0x24ad, 1, "(r)" },	/* parenthesized latin small letter r */
	{ 0x24ae, 1, "(s)" },	/* parenthesized latin small letter s */
	{ 0x24af, 1, "(t)" },	/* parenthesized latin small letter t */
	{ 0x24b0, 1, "(u)" },	/* parenthesized latin small letter u */
	{ 0x24b1, 1, "(v)" },	/* parenthesized latin small letter v */
	{ 0x24b2, 1, "(w)" },	/* parenthesized latin small letter w */
	{ 0x24b3, 1, "(x)" },	/* parenthesized latin small letter x */
	{ 0x24b4, 1, "(y)" },	/* parenthesized latin small letter y */
	{ 0x24b5, 1, "(z)" },	/* parenthesized latin small letter z */
	{ 0x24b6, 1, "(A)" },	/* circled latin capital letter a */
	{ 0x24b7, 1, "(B)" },	/* circled latin capital letter b */
	{ 0x24b8, 1, "(C)" },	/* circled latin capital letter c */
	{ 0x24b9, 1, "(D)" },	/* circled latin capital letter d */
	{ 0x24ba, 1, "(E)" },	/* circled latin capital letter e */
	{ 0x24bb, 1, "(F)" },	/* circled latin capital letter f */
	{ 0x24bc, 1, "(G)" },	/* circled latin capital letter g */
	{ 0x24bd, 1, "(H)" },	/* circled latin capital letter h */
	{ 0x24be, 1, "(I)" },	/* circled latin capital letter i */
	{ 0x24bf, 1, "(J)" },	/* circled latin capital letter j */
	{ 0x24c0, 1, "(K)" },	/* circled latin capital letter k */
	{ 0x24c1, 1, "(L)" },	/* circled latin capital letter l */
	{ 0x24c2, 1, "(M)" },	/* circled latin capital letter m */
	{ 0x24c3, 1, "(N)" },	/* circled latin capital letter n */
	{ 0x24c4, 1, "(O)" },	/* circled latin capital letter o */
	{ 0x24c5, 1, "(P)" },	/* circled latin capital letter p */
	{ 0x24c6, 1, "(Q)" },	/* circled latin capital letter q */
	{ 0x24c7, 1, "(R)" },	/* circled latin capital letter r */
	{ 0x24c8, 1, "(S)" },	/* circled latin capital letter s */
	{ 0x24c9, 1, "(T)" },	/* circled latin capital letter t */
	{ 0x24ca, 1, "(U)" },	/* circled latin capital letter u */
	{ 0x24cb, 1, "(V)" },	/* circled latin capital letter v */
	{ 0x24cc, 1, "(W)" },	/* circled latin capital letter w */
	{ 0x24cd, 1, "(X)" },	/* circled latin capital letter x */
	{ 0x24ce, 1, "(Y)" },	/* circled latin capital letter y */
	{ 0x24cf, 1, "(Z)" },	/* circled latin capital letter z */
	{ 0x24d0, 1, "(a)" },	/* circled latin small letter a */
	{ 0x24d1, 1, "(b)" },	/* circled latin small letter b */
	{ 0x24d2, 1, "(c)" },	/* circled latin small letter c */
	{ 0x24d3, 1, "(d)" },	/* circled latin small letter d */
	{ 0x24d4, 1, "(e)" },	/* circled latin small letter e */
	{ 0x24d5, 1, "(f)" },	/* circled latin small letter f */
	{ 0x24d6, 1, "(g)" },	/* circled latin small letter g */
	{ 0x24d7, 1, "(h)" },	/* circled latin small letter h */
	{ 0x24d8, 1, "(i)" },	/* circled latin small letter i */
	{ 0x24d9, 1, "(j)" },	/* circled latin small letter j */
	{ 0x24da, 1, "(k)" },	/* circled latin small letter k */
	{ 0x24db, 1, "(l)" },	/* circled latin small letter l */
	{ 0x24dc, 1, "(m)" },	/* circled latin small letter m */
	{ 0x24dd, 1, "(n)" },	/* circled latin small letter n */
	{ 0x24de, 1, "(o)" },	/* circled latin small letter o */
	{ 0x24df, 1, "(p)" },	/* circled latin small letter p */
	{ 0x24e0, 1, "(q)" },	/* circled latin small letter q */
	{ 0x24e1, 1, "(r)" },	/* circled latin small letter r */
	{ 0x24e2, 1, "(s)" },	/* circled latin small letter s */
	{ 0x24e3, 1, "(t)" },	/* circled latin small letter t */
	{ 0x24e4, 1, "(u)" },	/* circled latin small letter u */
	{ 0x24e5, 1, "(v)" },	/* circled latin small letter v */
	{ 0x24e6, 1, "(w)" },	/* circled latin small letter w */
	{ 0x24e7, 1, "(x)" },	/* circled latin small letter x */
	{ 0x24e8, 1, "(y)" },	/* circled latin small letter y */
	{ 0x24e9, 1, "(z)" },	/* circled latin small letter z */
	{ 0x24ea, 1, "(0)" },	/* circled digit zero */
	{ 0x2500, 0, "-" },	/* box drawings light horizontal */
	{ 0x2501, 0, "-" },	/* box drawings heavy horizontal */
	{ 0x2502, 0, "|" },	/* box drawings light vertical */
	{ 0x2503, 0, "|" },	/* box drawings heavy vertical */
	{ 0x25a0, 0, "*" },	/* black square */
	{ 0x25a1, 0, "*" },	/* white square */
	{ 0x25aa, 0, "*" },	/* black small square */
	{ 0x25ab, 0, "*" },	/* white small square */
	{ 0x25b6, 0, "*" },	/* black right-pointing triangle */
	{ 0x25b8, 0, "*" },	/* black right-pointing small triangle */
	{ 0x25ba, 0, "*" },	/* black right-pointing pointer */
	{ 0x25cb, 0, "*" },	/* white circle */
	{ 0x25cf, 0, "*" },	/* black circle */
	{ 0x25e6, 0, "*" },	/* white bullet */
	{ 0x2605, 0, "*" },	/* black star */
	{ 0x2606, 0, "*" },	/* white star */
	{ 0x2713, 1, "v" },	/* check mark */
	{ 0x2714, 1, "v" },	/* heavy check mark */
	{ 0x2717, 1, "x" },	/* ballot x */
	{ 0x2718, 1, "x" },	/* heavy ballot x */
	{ 0x2731, 0, "*" },	/* heavy asterisk */
	{ 0x275b, 0, "'" },	/* heavy single turned comma quotation mark ornament */
	{ 0x275c, 0, "'" },	/* heavy single comma quotation mark ornament */
	{ 0x275d, 0, "\"" },	/* heavy double turned comma quotation mark ornament */
	{ 0x275e, 0, "\"" },	/* heavy double comma quotation mark ornament */
	{ 0x27a2, 0, "*" },	/* three-d top-lighted rightwards arrowhead */
	{ 0x2a74, 1, "::=" },	/* double colon equal */
	{ 0x2a75, 1, "==" },	/* two consecutive equals signs */
	{ 0x2a76, 1, "===" },	/* three consecutive equals signs */
	{ 0x2c60, 1, "L" },	/* latin capital letter l with double bar */
	{ 0x2c61, 1, "l" },	/* latin small letter l with double bar */
	{ 0x2c62, 1, "L" },	/* latin capital letter l with middle tilde */
	{ 0x2c63, 1, "P" },	/* latin capital letter p with stroke */
	{ 0x2c64, 1, "R" },	/* latin capital letter r with tail */
	{ 0x2c65, 1, "a" },	/* latin small letter a with stroke */
	{ 0x2c66, 1, "t" },	/* latin small letter t with diagonal stroke */
	{ 0x2c67, 1, "H" },	/* latin capital letter h with descender */
	{ 0x2c68, 1, "h" },	/* latin small letter h with descender */
	{ 0x2c69, 1, "K" },	/* latin capital letter k with descender */
	{ 0x2c6a, 1, "k" },	/* latin small letter k with descender */
	{ 0x2c6b, 1, "Z" },	/* latin capital letter z with descender */
	{ 0x2c6c, 1, "z" },	/* latin small letter z with descender */
	{ 0x2c6e, 1, "M" },	/* latin capital letter m with hook */
	{ 0x2c71, 1, "v" },	/* latin small letter v with right hook */
	{ 0x2c72, 1, "W" },	/* latin capital letter w with hook */
	{ 0x2c73, 1, "w" },	/* latin small letter w with hook */
	{ 0x2c74, 1, "v" },	/* latin small letter v with curl */
	{ 0x2c78, 1, "e" },	/* latin small letter e with notch */
	{ 0x2c7a, 1, "o" },	/* latin small letter o with low ring inside */
	{ 0x2c7c, 1, "j" },	/* latin subscript small letter j */
	{ 0x2c7d, 1, "V" },	/* modifier letter capital v */
	{ 0x2c7e, 1, "S" },	/* latin capital letter s with swash tail */
	{ 0x2c7f, 1, "Z" },	/* latin capital letter z with swash tail */
	{ 0x3000, 0, " " },	/* ideographic space */
	{ 0x301d, 0, "\"" },	/* reversed double prime quotation mark */
	{ 0x301e, 0, "\"" },	/* double prime quotation mark */
	{ 0x301f, 0, "\"" },	/* low double prime quotation mark */
	{ 0xa740, 1, "K" },	/* latin capital letter k with stroke */
	{ 0xa741, 1, "k" },	/* latin small letter k with stroke */
	{ 0xa742, 1, "K" },	/* latin capital letter k with diagonal stroke */
	{ 0xa743, 1, "k" },	/* latin small letter k with diagonal stroke */
	{ 0xa744, 1, "K" },	/* latin capital letter k with stroke and diagonal stroke */
	{ 0xa745, 1, "k" },	/* latin small letter k with stroke and diagonal stroke */
	{ 0xa748, 1, "L" },	/* latin capital letter l with high stroke */
	{ 0xa749, 1, "l" },	/* latin small letter l with high stroke */
	{ 0xa74a, 1, "O" },	/* latin capital letter o with long stroke overlay */
	{ 0xa74b, 1, "o" },	/* latin small letter o with long stroke overlay */
	{ 0xa74c, 1, "O" },	/* latin capital letter o with loop */
	{ 0xa74d, 1, "o" },	/* latin small letter o with loop */
	{ 0xa750, 1, "P" },	/* latin capital letter p with stroke through descender */
	{ 0xa751, 1, "p" },	/* latin small letter p with stroke through descender */
	{ 0xa752, 1, "P" },	/* latin capital letter p with flourish */
	{ 0xa753, 1, "p" },	/* latin small letter p with flourish */
	{ 0xa754, 1, "P" },	/* latin capital letter p with squirrel tail */
	{ 0xa755, 1, "p" },	/* latin small letter p with squirrel tail */
	{ 0xa756, 1, "Q" },	/* latin capital letter q with stroke through descender */
	{ 0xa757, 1, "q" },	/* latin small letter q with stroke through descender */
	{ 0xa758, 1, "Q" },	/* latin capital letter q with diagonal stroke */
	{ 0xa759, 1, "q" },	/* latin small letter q with diagonal stroke */
	{ 0xa75e, 1, "V" },	/* latin capital letter v with diagonal stroke */
	{ 0xa75f, 1, "v" },	/* latin small letter v with diagonal stroke */
	{ 0xa78e, 1, "l" },	/* latin small letter l with retroflex hook and belt */
	{ 0xa790, 1, "N" },	/* latin capital letter n with descender */
	{ 0xa791, 1, "n" },	/* latin small letter n with descender */
	{ 0xa792, 1, "C" },	/* latin capital letter c with bar */
	{ 0xa793, 1, "c" },	/* latin small letter c with bar */
	{ 0xa794, 1, "c" },	/* latin small letter c with palatal hook */
	{ 0xa795, 1, "h" },	/* latin small letter h with palatal hook */
	{ 0xa796, 1, "B" },	/* latin capital letter b with flourish */
	{ 0xa797, 1, "b" },	/* latin small letter b with flourish */
	{ 0xa798, 1, "F" },	/* latin capital letter f with stroke */
	{ 0xa799, 1, "f" },	/* latin small letter f with stroke */
	{ 0xa7a0, 1, "G" },	/* latin capital letter g with oblique stroke */
	{ 0xa7a1, 1, "g" },	/* latin small letter g with oblique stroke */
	{ 0xa7a2, 1, "K" },	/* latin capital letter k with oblique stroke */
	{ 0xa7a3, 1, "k" },	/* latin small letter k with oblique stroke */
	{ 0xa7a4, 1, "N" },	/* latin capital letter n with oblique stroke */
	{ 0xa7a5, 1, "n" },	/* latin small letter n with oblique stroke */
	{ 0xa7a6, 1, "R" },	/* latin capital letter r with oblique stroke */
	{ 0xa7a7, 1, "r" },	/* latin small letter r with oblique stroke */
	{ 0xa7a8, 1, "S" },	/* latin capital letter s with oblique stroke */
	{ 0xa7a9, 1, "s" },	/* latin small letter s with oblique stroke */
	{ 0xa7aa, 1, "H" },	/* latin capital letter h with hook */
	{ 0xa7ad, 1, "L" },	/* latin capital letter l with belt */
	{ 0xa7b2, 1, "J" },	/* latin capital letter j with crossed-tail */
	{ 0xa7b8, 1, "U" },	/* latin capital letter u with stroke */
	{ 0xa7b9, 1, "u" },	/* latin small letter u with stroke */
	{ 0xa7c4, 1, "C" },	/* latin capital letter c with palatal hook */
	{ 0xa7c5, 1, "S" },	/* latin capital letter s with hook */
	{ 0xa7c6, 1, "Z" },	/* latin capital letter z with palatal hook */
	{ 0xa7c7, 1, "D" },	/* latin capital letter d with short stroke overlay */
	{ 0xa7c8, 1, "d" },	/* latin small letter d with short stroke overlay */
	{ 0xa7c9, 1, "S" },	/* latin capital letter s with short stroke overlay */
	{ 0xa7ca, 1, "s" },	/* latin small letter s with short stroke overlay */
	{ 0xf0b7, 0, "*" },	/* private use, a bullet of symbol */
	{ 0xfb00, 0, "ff" },	/* latin small ligature ff */
	{ 0xfb01, 0, "fi" },	/* latin small ligature fi */
	{ 0xfb02, 0, "fl" },	/* latin small ligature fl */
	{ 0xfb03, 0, "ffi" },	/* latin small ligature ffi */
	{ 0xfb04, 0, "ffl" },	/* latin small ligature ffl */
	{ 0xfb05, 0, "st" },	/* latin small ligature long s t */
	{ 0xfe0e, 0, "" },	/* variation selector-15 */
	{ 0xfe0f, 0, "" },	/* variation selector-16 */
	{ 0xfeff, 0, "" },	/* zero width no-break space */
	{ 0xff01, 0, "!" },	/* fullwidth exclamation mark */
	{ 0xff02, 0, "\"" },	/* fullwidth quotation mark */
	{ 0xff03, 0, "#" },	/* fullwidth number sign */
	{ 0xff04, 0, "$" },	/* fullwidth dollar sign */
	{ 0xff05, 0, "%" },	/* fullwidth percent sign */
	{ 0xff06, 0, "&" },	/* fullwidth ampersand */
	{ 0xff07, 0, "'" },	/* fullwidth apostrophe */
	{ 0xff08, 0, "(" },	/* fullwidth left parenthesis */
	{ 0xff09, 0, ")" },	/* fullwidth right parenthesis */
	{ 0xff0a, 0, "*" },	/* fullwidth asterisk */
	{ 0xff0b, 0, "+" },	/* fullwidth plus sign */
	{ 0xff0c, 0, "," },	/* fullwidth comma */
	{ 0xff0d, 0, "-" },	/* fullwidth hyphen-minus */
	{ 0xff0e, 0, "." },	/* fullwidth full stop */
	{ 0xff0f, 0, "/" },	/* fullwidth solidus */
	{ 0xff10, 0, "0" },	/* fullwidth digit zero */
	{ 0xff11, 0, "1" },	/* fullwidth digit one */
	{ 0xff12, 0, "2" },	/* fullwidth digit two */
	{ 0xff13, 0, "3" },	/* fullwidth digit three */
	{ 0xff14, 0, "4" },	/* fullwidth digit four */
	{ 0xff15, 0, "5" },	/* fullwidth digit five */
	{ 0xff16, 0, "6" },	/* fullwidth digit six */
	{ 0xff17, 0, "7" },	/* fullwidth digit seven */
	{ 0xff18, 0, "8" },	/* fullwidth digit eight */
	{ 0xff19, 0, "9" },	/* fullwidth digit nine */
	{ 0xff1a, 0, ":" },	/* fullwidth colon */
	{ 0xff1b, 0, ";" },	/* fullwidth semicolon */
	{ 0xff1c, 0, "<" },	/* fullwidth less-than sign */
	{ 0xff1d, 0, "=" },	/* fullwidth equals sign */
	{ 0xff1e, 0, ">" },	/* fullwidth greater-than sign */
	{ 0xff1f, 0, "\?" },	/* fullwidth question mark */
	{ 0xff20, 0, "@" },	/* fullwidth commercial at */
	{ 0xff21, 0, "A" },	/* fullwidth latin capital letter a */
	{ 0xff22, 0, "B" },	/* fullwidth latin capital letter b */
	{ 0xff23, 0, "C" },	/* fullwidth latin capital letter c */
	{ 0xff24, 0, "D" },	/* fullwidth latin capital letter d */
	{ 0xff25, 0, "E" },	/* fullwidth latin capital letter e */
	{ 0xff26, 0, "F" },	/* fullwidth latin capital letter f */
	{ 0xff27, 0, "G" },	/* fullwidth latin capital letter g */
	{ 0xff28, 0, "H" },	/* fullwidth latin capital letter h */
	{ 0xff29, 0, "I" },	/* fullwidth latin capital letter i */
	{ 0xff2a, 0, "J" },	/* fullwidth latin capital letter j */
	{ 0xff2b, 0, "K" },	/* fullwidth latin capital letter k */
	{ 0xff2c, 0, "L" },	/* fullwidth latin capital letter l */
	{ 0xff2d, 0, "M" },	/* fullwidth latin capital letter m */
	{ 0xff2e, 0, "N" },	/* fullwidth latin capital letter n */
	{ 0xff2f, 0, "O" },	/* fullwidth latin capital letter o */
	{ 0xff30, 0, "P" },	/* fullwidth latin capital letter p */
	{ 0xff31, 0, "Q" },	/* fullwidth latin capital letter q */
	{ 0xff32, 0, "R" },	/* fullwidth latin capital letter r */
	{ 0xff33, 0, "S" },	/* fullwidth latin capital letter s */
	{ 0xff34, 0, "T" },	/* fullwidth latin capital letter t */
	{ 0xff35, 0, "U" },	/* fullwidth latin capital letter u */
	{ 0xff36, 0, "V" },	/* fullwidth latin capital letter v */
	{ 0xff37, 0, "W" },	/* fullwidth latin capital letter w */
	{ 0xff38, 0, "X" },	/* fullwidth latin capital letter x */
	{ 0xff39, 0, "Y" },	/* fullwidth latin capital letter y */
	{ 0xff3a, 0, "Z" },	/* fullwidth latin capital letter z */
	{ 0xff3b, 0, "[" },	/* fullwidth left square bracket */
	{ 0xff3c, 0, "\\" },	/* fullwidth reverse solidus */
	{ 0xff3d, 0, "]" },	/* fullwidth right square bracket */
	{ 0xff3e, 0, "^" },	/* fullwidth circumflex accent */
	{ 0xff3f, 0, "_" },	/* fullwidth low line */
	{ 0xff40, 0, "'" },	/* fullwidth grave accent */
	{ 0xff41, 0, "a" },	/* fullwidth latin small letter a */
	{ 0xff42, 0, "b" },	/* fullwidth latin small letter b */
	{ 0xff43, 0, "c" },	/* fullwidth latin small letter c */
	{ 0xff44, 0, "d" },	/* fullwidth latin small letter d */
	{ 0xff45, 0, "e" },	/* fullwidth latin small letter e */
	{ 0xff46, 0, "f" },	/* fullwidth latin small letter f */
	{ 0xff47, 0, "g" },	/* fullwidth latin small letter g */
	{ 0xff48, 0, "h" },	/* fullwidth latin small letter h */
	{ 0xff49, 0, "i" },	/* fullwidth latin small letter i */
	{ 0xff4a, 0, "j" },	/* fullwidth latin small letter j */
	{ 0xff4b, 0, "k" },	/* fullwidth latin small letter k */
	{ 0xff4c, 0, "l" },	/* fullwidth latin small letter l */
	{ 0xff4d, 0, "m" },	/* fullwidth latin small letter m */
	{ 0xff4e, 0, "n" },	/* fullwidth latin small letter n */
	{ 0xff4f, 0, "o" },	/* fullwidth latin small letter o */
	{ 0xff50, 0, "p" },	/* fullwidth latin small letter p */
	{ 0xff51, 0, "q" },	/* fullwidth latin small letter q */
	{ 0xff52, 0, "r" },	/* fullwidth latin small letter r */
	{ 0xff53, 0, "s" },	/* fullwidth latin small letter s */
	{ 0xff54, 0, "t" },	/* fullwidth latin small letter t */
	{ 0xff55, 0, "u" },	/* fullwidth latin small letter u */
	{ 0xff56, 0, "v" },	/* fullwidth latin small letter v */
	{ 0xff57, 0, "w" },	/* fullwidth latin small letter w */
	{ 0xff58, 0, "x" },	/* fullwidth latin small letter x */
	{ 0xff59, 0, "y" },	/* fullwidth latin small letter y */
	{ 0xff5a, 0, "z" },	/* fullwidth latin small letter z */
	{ 0xff5b, 0, "{" },	/* fullwidth left curly bracket */
	{ 0xff5c, 0, "|" },	/* fullwidth vertical line */
	{ 0xff5d, 0, "}" },	/* fullwidth right curly bracket */
	{ 0xff5e, 0, "~" },	/* fullwidth tilde */
};
