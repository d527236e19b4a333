load ../test_helper

PROGRAMS='mail2sms mm7-serve mm7-submit mobstate sms2mail smpp-dump smpp-listen smpp-send smpp-share'

# make, as a user starts it, into a folder of the test
make_() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -C "$MOBUTILS_ROOT" -s \
	    B="$(realpath --relative-to="$MOBUTILS_ROOT" "$MOBUTILS_BUILD")" \
	    DESTDIR="$BATS_TEST_TMPDIR/root" "$@"
}

@test "install: programs, pages, examples and the licence" {
	make_ install
	for prog in $PROGRAMS; do
		[ -x root/usr/local/bin/$prog ]
		[ -f root/usr/local/share/man/man1/$prog.1 ]
	done
	for page in man5/sms-record.5 man5/mobutils.conf.5 man7/mobutils.7; do
		[ -s root/usr/local/share/man/$page ]
	done
	[ -s root/usr/local/share/doc/mobutils/LICENSE ]
	[ -s root/usr/local/share/doc/mobutils/README.md ]
	[ -n "$(ls root/usr/local/share/doc/mobutils/examples)" ]

	# all that was installed, and nothing more, may be read by all
	[ -z "$(find root ! -perm -o=r)" ]
	[ -z "$(find root -type f ! -path '*/bin/*' -perm /111)" ]
}

@test "install: an installed program runs from where it is" {
	make_ install
	for prog in $PROGRAMS; do
		run -0 env -i "root/usr/local/bin/$prog" -V
		[ -n "$output" ]
	done
}

@test "install: PREFIX is honoured, and uninstall leaves nothing behind" {
	make_ install PREFIX=/opt/m
	[ -x root/opt/m/bin/mail2sms ]
	[ ! -e root/usr ]
	make_ uninstall PREFIX=/opt/m
	[ -z "$(find root -type f)" ]
}
