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

@test "links: no function of ours takes the place of a library's" {
	nm -g --defined-only "$MOBUTILS_BUILD"/lib*.a | awk 'NF == 3 { print $3 }' |
	    sort -u >ours
	for prog in $(ls "$MOBUTILS_ROOT"/cmd); do
		ldd "$MOBUTILS_BUILD/${prog%.c}" | awk '$2 == "=>" { print $3 }'
	done | sort -u | xargs -r nm -D --defined-only |
	    awk 'NF == 3 && $3 !~ /[^@]@[^@]/ { print $3 }' |
	    sed 's/@.*//' | sort -u >theirs
	grep -qx event_base_loop theirs
	run -1 grep -xFf ours theirs
}

@test "links: mobstate needs SQLite and yajl, nothing else" {
	[ "$(libraries mobstate)" = $'libsqlite3\nlibyajl' ]
}

@test "links: mail2sms and sms2mail have no curl, OpenSSL or libevent" {
	for prog in mail2sms sms2mail; do
		without $prog '^lib(curl|ssl|crypto|event|microhttpd)'
	done
}

@test "links: sms2mail, which only writes mail, does without a MIME and HTML parser" {
	without sms2mail '^lib(gmime|xml2|icu)'
}

@test "links: smpp-send, smpp-listen and smpp-share have no GMime, libxml2 or curl" {
	for prog in smpp-send smpp-listen smpp-share; do
		without $prog '^lib(gmime|glib|xml2|curl|microhttpd)'
		grep -q '^libevent' libs
	done
}

@test "links: what speaks over the net has OpenSSL for TLS and digests, and nobody else" {
	for prog in $(ls "$MOBUTILS_ROOT"/cmd); do
		libraries "${prog%.c}" >libs
		case $prog in
		smpp-send.c | smpp-listen.c | smpp-share.c) grep -qx libssl libs ;;
		mm7-*.c) grep -qx libcrypto libs ;;
		*) run -1 grep -E '^lib(ssl|crypto)$' libs ;;
		esac
	done
}
