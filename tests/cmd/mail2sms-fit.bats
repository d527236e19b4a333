# What mail2sms writes is what smpp-send takes with the same configuration, and
# as much of the text as there is room for.
load ../test_helper

# texts.py COUNT - an mbox of mails; their texts as JSON strings in texts.json
write_texts_py() {
	cat >texts.py <<-'END'
	import json, random, sys
	rnd = random.Random(4711)
	ascii = list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?")
	pools = [
	    ascii,
	    ascii * 3 + list("éñÅßΩà@£_§¿"),		# GSM, one septet
	    list("€[]{}~^|\\") + ascii[:9],		# GSM, two
	    ascii * 9 + ["€"],
	    ascii * 2 + list("žćłđ„“”–…"),		# not GSM
	    ascii + list("’“”–…\u00a0•\u200bﬁ"),		# look alike
	    list("ğışİŞĞçöü") + ascii[:12],		# Turkish
	    list("ãõáâêíóúàç") + ascii[:9],		# Portuguese
	    list("नमस्तेदुनिया ") + ["क्षि"],		# Hindi
	    list("žluťoučkýů½ß") + ascii[:9],
	    list("保修単漢字한국어"),
	    ascii + ["😀", "🔥", "𝄞"],
	    ["👨‍👩‍👧‍👦", "👍🏽", "❤️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "a"],
	    ["🇩🇪", "🇫🇷", "x"],
	    ["e\u0301", "o\u0308\u0323", "n\u0303", "a"],
	    ["\u1112\u1161\u11ab", "क्षि", "नी"],
	    ["z" + "\u0301\u0316\u0324" * 12, "b"],
	]
	def words(pool, n, gap):
	    s = ""
	    while len(s) < n:
	        s += rnd.choice(pool)
	        if gap and rnd.random() < 1 / gap and not s[-1].isspace():
	            s += rnd.choice("    \n")
	    return s
	texts = []
	# the limits of one segment and of several, to the character
	for n in (69, 70, 71, 133, 134, 135, 152, 153, 154, 159, 160, 161, 200, 201, 202,
	          304, 305, 306, 307, 458, 459, 460):
	    texts += ["x" * n, "x" * (n - 1) + "€", "x" * (n - 2) + "€x", "x" * (n - 1) + "😀",
	              "ж" * n, "ж" * (n - 1) + "😀", "x" * (n - 1) + "e\u0301" + "x" * 3]
	for i in range(int(sys.argv[1])):
	    pool = rnd.choice(pools)
	    n = rnd.choice((1, 5, 40, 67, 70, 140, 153, 160, 161, 300, 400, 900, 2000))
	    t = words(pool, n + rnd.randrange(3), rnd.choice((0, 3, 8, 30)))
	    if rnd.random() < .2:
	        t += words(rnd.choice(pools), 20, 5)
	    texts.append(t)
	out = open("mbox", "wb")
	kept = []
	for t in texts:
	    t = t.strip()
	    if not t or any(l != l.rstrip() for l in t.split("\n")):
	        t = " ".join(t.split()) or "x"
	    kept.append(t)
	    out.write(b"From a@b.example  Mon Nov 23 09:14:07 2026\nMIME-Version: 1.0\n"
	        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
	        b"Message-ID: <%d@x>\n\n%s\n\n" % (len(kept), t.encode()))
	json.dump(kept, open("texts.json", "w"))
	END
}

# Each record of "sent" (what smpp-send -n gave) against its text; what should
# not fit any more goes to "longer".
write_check_py() {
	cat >check.py <<-'END'
	import json, re, struct, subprocess, sys, unicodedata
	total, segment, boundary = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "true"
	texts = json.load(open("texts.json"))
	records = [json.loads(l) for l in open("sent")]
	assert len(records) == len(texts), (len(records), len(texts))
	longer, several = open("longer", "w"), 0
	replaced = {}
	for r in records:
	    replaced |= r.get("text_replaced", {})
	gsm7 = []
	def joins(c):	# to what stands before it
	    return unicodedata.combining(c) or c in "\u200d\ufe0f" or 0x1f3fb <= ord(c) <= 0x1f3ff \
	        or 0xe0020 <= ord(c) <= 0xe007f
	for whole, r in zip(texts, records):
	    text, dry = r["text"], r["dry_run"]
	    # a beginning of the text, but for what the record says was replaced
	    said, n = "", 0
	    while n < len(whole) and len(said) < len(text):
	        said += r.get("text_replaced", {}).get(whole[n], whole[n])
	        n += 1
	    assert text and said[:len(text)] == text, (whole, r)
	    if said == text and not "".join(replaced.get(c, c) for c in whole[n:]):
	        n = len(whole)		# what is left cannot be seen
	    assert r.get("text_cut", 0) == len(whole) - n, (whole, r)
	    # each of them is there, and was not sayable for the same price
	    assert all(c in whole[:n] for c in r.get("text_replaced", {})), r
	    assert not ("text_replaced" in r and dry["coding"] == "ucs2"), r
	    # what made it UCS2, as smpp-send sees it too
	    assert r.get("text_ucs2") == dry.get("ucs2"), r
	    if "text_ucs2" in r:
	        assert dry["coding"] == "ucs2" and all(c in text for c in r["text_ucs2"]), r
	    whole = text + "".join(replaced.get(c, c) for c in whole[n:])
	    n = len(text)
	    # octets and segments, seen from the PDUs
	    payload, national = [], False
	    for pdu in map(bytes.fromhex, dry["pdus"]):
	        p = 16 + 1			# service_type is empty
	        for _ in range(2):		# source_addr, destination_addr
	            p = pdu.index(0, p + 2) + 1
	        esm, p = pdu[p], p + 3
	        p = pdu.index(0, pdu.index(0, p) + 1) + 1	# the times
	        p += 4
	        sm = pdu[p + 1:p + 1 + pdu[p]]
	        if esm & 0x40:
	            national |= b"\x24\x01" in sm[:1 + sm[0]] or b"\x25\x01" in sm[:1 + sm[0]]
	            sm = sm[1 + sm[0]:]
	        payload.append(sm)
	    sizes = [len(s) for s in payload]
	    assert sum(sizes) <= total and max(sizes) <= segment, (sizes, r)
	    several += len(sizes) > 1
	    most = {"gsm7": (160, 153), "ucs2": (140, 134)}.get(dry["coding"], (140, 134))
	    assert max(sizes) <= most[len(sizes) > 1], sizes
	    if dry["coding"] == "ucs2":
	        assert "".join(s.decode("utf-16-be") for s in payload) == text	# no pair torn
	    elif dry["coding"] == "gsm7":
	        assert all(s[-1] != 0x1b for s in payload)
	        if not national:
	            gsm7.append((b"".join(payload).hex(), text))
	    if n == len(whole):
	        continue
	    rest = whole[n:]
	    assert not text[-1].isspace()
	    # (a cluster that is longer than all there is has to be cut)
	    if n > 12 and not re.search("z[\u0300-\u036f]{9}", whole[max(0, n - 40):n + 40]):
	        assert not joins(rest[0]) and text[-1] != "\u200d", r
	    space = len(rest) - len(rest.lstrip())
	    # what is not cut inside, and with words what had to go for a whole one
	    more = 1 if not boundary and rest[space].isascii() and rest[space] not in "€" \
	        and (len(rest) == space + 1 or rest[space + 1].isascii()) else 60
	    if len(rest) > space + more or more > 1:
	        json.dump({"to": "1", "text": text + rest[:space + more]}, longer)
	        longer.write("\n")
	# another's idea of the alphabet
	got = subprocess.run(["perl", "-MEncode", "-ne", "chomp; print unpack('H*', "
	    "encode('UTF-8', decode('gsm0338', pack('H*', $_)))), qq(\\n)"],
	    input="".join(h + "\n" for h, _ in gsm7), text=True, stdout=subprocess.PIPE, check=True)
	assert got.stdout.split("\n")[:-1] == [t.encode().hex() for _, t in gsm7]
	print(len(records), several)
	END
}

# fit TOTAL SEGMENT BOUNDARY [-o OPTION]...
fit() {
	local -a o=(-o "SMPP_Max_SMS_Message_Size=$1" -o "SMPP_SMS_Segment_Size=$2"
	    -o "SMPP_SMS_Segment_Boundary=$3" -o SMPP_SMSC_Server=127.0.0.1 "${@:4}")
	mail2sms -m -d example.com "${o[@]}" 15551234567 <mbox >records
	smpp-send -n -c conf "${o[@]}" example.com <records >sent
	python3 check.py "$1" "$2" "$3"
	[ -s longer ] || return 0
	smpp-send -n -c conf "${o[@]}" example.com <longer >refused 2>/dev/null || :
	[ "$(grep -c . refused)" -eq "$(grep -c . longer)" ]
	jq -c 'select(.result.status != "permanent")' refused >taken
	[ ! -s taken ] || { echo "more would have fitted: fit $*"; head -n 3 taken; false; }
}

setup() {
	helper_setup
	need python3
	need perl
	echo 'domain "example.com" { }' >conf
	write_texts_py
	write_check_py
	python3 texts.py 400
}

@test "fit: one SMS, which is the default" {
	fit 160 160 false
	fit 160 160 true
	[ "$(jq -s 'map(.dry_run.segments) | max' sent)" -eq 1 ]
	# the same without the options
	mail2sms -m 1 <mbox | jq -r .text | cmp - <(fit 160 160 false >/dev/null; jq -r .text sent)
}

@test "fit: several segments, by SAR and by UDH" {
	for o in SMPP_ESME_UDH_Segment=false SMPP_ESME_UDH_Segment=true; do
		fit 459 160 false -o $o
		fit 460 153 true -o $o
		fit 1000 160 true -o $o
		fit 255 140 false -o $o -o SMPP_CSMS_Refnum_Length=1
	done
	[ "$(jq -s 'map(.dry_run.segments) | max' sent)" -gt 1 ]
}

@test "fit: small and odd sizes" {
	fit 20 20 false
	fit 21 20 true
	fit 100 33 false
	fit 7 5 false
	fit 160 161 false
	fit 161 160 false
	fit 3000 160 true -o SMPP_ESME_Max_Segments=2
	fit 3000 10 true -o SMPP_ESME_Max_Segments=3
	fit 65535 255 false
}

@test "fit: each data coding and default alphabet" {
	for coding in default ascii latin1 cyrillic hebrew ucs2; do
		fit 160 160 false -o SMPP_SMS_Data_Coding=$coding
		fit 400 140 true -o SMPP_SMS_Data_Coding=$coding
	done
	fit 300 140 false -o SMPP_SMSC_Default_Alphabet=latin1
	fit 300 140 true -o SMPP_SMSC_Default_Alphabet=ascii -o SMPP_SMS_Data_Coding=default
}

@test "fit: replacements and national tables" {
	for o in none typographic full; do
		for n in none turkish '(turkish spanish portuguese hindi urdu)'; do
			fit 160 160 false -o SMPP_SMS_Transliterate=$o -o "SMPP_SMS_National_Tables=$n"
			fit 500 160 true -o SMPP_SMS_Transliterate=$o -o "SMPP_SMS_National_Tables=$n"
		done
		fit 300 160 false -o SMPP_SMS_Transliterate=$o -o SMPP_SMS_Data_Coding=ascii
	done
	grep -q text_replaced sent
}

@test "fit: the interworking pieces count too" {
	{ printf 'From: mickey@disneyworld.com\nSubject: =?utf-8?B?8J+YgPCfmIDwn5iA8J+YgPCfmIDwn5iA8J+YgPCfmIDwn5iA8J+YgPCfmIA=?=\n\n'
	  printf 'x%.0s' {1..300}; } >in
	mail2sms -o SMPP_Max_SMS_From_Size=12 1 <in >record
	# 70 units: 12, a blank, (, ten emoji of two units, ), a blank: 34 are left
	jq -e '.text == "mickey@disne (😀😀😀😀😀😀😀😀😀😀) " + "x" * 34' record
	smpp-send -n -c conf -o SMPP_SMSC_Server=127.0.0.1 example.com <record |
	    jq -e '.dry_run.units == 70'
}
