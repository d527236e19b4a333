# What the programs link: procmail starts one a mail, and each library costs.
load ../test_helper

# Every library that PROGRAM loads, without libc's own parts and versions.
libraries() {
	ldd "$MOBUTILS_BUILD/$1" |
	    sed -nE 's,^[[:space:]]*(.*/)?([^/ ]+)\.so.*,\2,p' |
	    grep -vE '^(linux-vdso|ld-linux.*|libc|libm|libdl|libpthread)$' | sort -u
}

# without PROGRAM LIBRARY-REGEX
without() {
	libraries "$1" >libs
	if grep -E "$2" libs; then
		echo "$1 has no business with the above" >&2
		return 1
	fi
}

@test "links: smpp-dump needs libc and yajl, nothing else" {
	[ "$(libraries smpp-dump)" = libyajl ]
}

@test "links: mail2sms and sms2mail have no curl, OpenSSL or libevent" {
	for prog in mail2sms sms2mail; do
		without $prog '^lib(curl|ssl|crypto|event|microhttpd)'
	done
}

@test "links: sms2mail, which only writes mail, does without a MIME and HTML parser" {
	without sms2mail '^lib(gmime|xml2|icu)'
}

@test "links: smpp-send and smpp-listen have no GMime, libxml2, curl or SQLite" {
	for prog in smpp-send smpp-listen; do
		without $prog '^lib(gmime|glib|xml2|curl|sqlite|microhttpd)'
		grep -q '^libevent' libs
	done
}
