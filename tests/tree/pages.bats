# The man pages: mandoc's own lint, and what STYLE asks of every page.
load ../test_helper

pages() { ls "$MOBUTILS_ROOT"/man/*.[1578] "$MOBUTILS_BUILD"/man/*.[1578]; }

@test "pages: mandoc has nothing to say" {
	need mandoc
	# shellcheck disable=SC2046	# no blanks there
	mandoc -T lint -W warning $(pages)
}

@test "pages: every program has one, with EXIT STATUS and EXAMPLES" {
	for prog in "$MOBUTILS_ROOT"/cmd/*.c; do
		page=$MOBUTILS_ROOT/man/$(basename "$prog" .c).1
		for heading in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
			grep -qx ".Sh $heading" "$page" ||
			    { echo "$page: no $heading"; false; }
		done
	done
}

@test "pages: what they refer to exists" {
	pages | xargs -n 1 basename >have
	# our own names only; what is Debian's is not ours to check
	grep -hoE '^\.Xr (mail2sms|sms2mail|mobstate|smpp-[a-z]+|mm7-[a-z]+|sms-record|mobutils[a-z.]*) [1578]' $(pages) |
	    awk '{ print $2 "." $3 }' | sort -u >refer
	run -1 grep -vxFf have refer
}

@test "pages: every option letter in a program's usage is described" {
	for prog in "$MOBUTILS_ROOT"/cmd/*.c; do
		name=$(basename "$prog" .c)
		run -64 --separate-stderr "$name" -Z
		for letter in $(grep -oE '\[-[A-Za-z0-9]+' <<<"$stderr" | tr -d '[-' | fold -w 1); do
			grep -qE "^\.It Fl $letter( |\$)" "$MOBUTILS_ROOT/man/$name.1" ||
			    { echo "$name.1: -$letter is not described"; false; }
		done
	done
}
