# The mail log: a line for each message that is decided, as mobutils(7) says.
# syslog(3) is tests/parts/syslog.c, which writes to a file.
# shellcheck disable=SC2154	# run sets stderr
load ../test_helper
load ../parts/net-smpp

setup() {
	helper_setup
	need cc
	cc -shared -fPIC -o syslog.so "$MOBUTILS_ROOT/tests/parts/syslog.c"
}

# logged FILE PROGRAM [ARG...] - what it tells syslog is in FILE; the sanitizers
# want to be loaded first
logged() {
	local file=$PWD/$1 asan
	shift
	asan=$(ldd "$MOBUTILS_BUILD/$1" | sed -n 's/.*=> \(.*libasan[^ ]*\).*/\1/p')
	: >"$file"
	env SYSLOG_FILE="$file" LD_PRELOAD="$asan $PWD/syslog.so" "$@"
}

# lines FILE - without what is different each time
lines() { sed -E 's/seconds=[0-9]+\.[0-9]{3}$/seconds=N/; s/127.0.0.1:[0-9]+/SMSC/' "$1"; }

@test "syslog: smpp-send: each message, its numbers and what became of it, no text" {
	start_smsc --id '%08x'
	cat >in <<-'END'
	{"id":"a1","from":"2000","to":"+15550001111","text":"secret"}
	{"id":"a2","to":"none","text":"secret"}
	{"id":"a3","domain":"x","to":["+1","+2"],"text":"secret"}
	{"id":"a4","to":"+1555","text":"secret","result":{"status":"ok"}}
	END
	logged log smpp-send "smpp://me@127.0.0.1:$smsc_port" <in >out 2>err || :

	# LOG_MAIL is 2, LOG_INFO 6: RFC 3164, 4.1.1
	lines log | diff - <(cat <<-'END'
	<22>a2: to=none, status=permanent, reason="to: is not a number", seconds=N
	<22>a1: from=2000, to=+15550001111, smsc=SMSC, status=ok, message_id=00000001, seconds=N
	<22>a3/+1: type=submit, to=+1, smsc=SMSC, status=ok, message_id=00000002, seconds=N
	<22>a3/+2: type=submit, to=+2, smsc=SMSC, status=ok, message_id=00000003, seconds=N
	END
	)
	run -1 grep secret log
	# nor is anything said twice
	run -1 grep seconds err
	[ "$(wc -l <out)" -eq 4 ]
}

@test "syslog: a refusal has its status; what a peer chose stays within quotes" {
	start listen smpp-listen -o 'SMPP_Server_Fault_Status=[ESME_RINVDSTADR=1]' -l 127.0.0.1:0
	url=smpp://me@127.0.0.1:$(port_of listen)
	logged log smpp-send -q "$url" <<<'{"id":"a, status=ok","to":"+1555","from":"x=1, b","text":"x"}' || :
	lines log | diff - <(echo '<22>"a, status=ok": from="x=1, b", to=+1555, smsc=SMSC, status=permanent, command_status=ESME_RINVDSTADR, code=11, reason="the destination address is invalid", seconds=N')
}

@test "syslog: smpp-listen: each message, and what its handler made of it" {
	start_smsc
	for code in 0 67 75; do
		logged "log$code" timeout -s TERM 20 smpp-listen -l 127.0.0.1:0 -- sh -c "exit $code" 2>"err$code" &
		pids+=($!)
	done
	for code in 0 67 75; do
		port=$(port_of_file "err$code")
		smpp-send -q -o Syslog=false "smpp://me@127.0.0.1:$port" 2>/dev/null \
		    <<<'{"from":"2000","to":"+1555","text":"secret"}' || :
		wait_for "log$code" seconds
	done
	pkill -TERM -P "$(IFS=,; echo "${pids[*]}")" || :
	cat log0 log67 log75 >log
	lines log | sed -E 's/<22>[0-9a-f]{32}/<22>ID/' | diff - <(cat <<-'END'
	<22>ID: from=2000, to=+1555, type=submit, smsc=SMSC, handler=sh, status=ok, seconds=N
	<22>ID: from=2000, to=+1555, type=submit, smsc=SMSC, handler=sh, status=permanent, seconds=N
	<22>ID: from=2000, to=+1555, type=submit, smsc=SMSC, handler=sh, status=temporary, seconds=N
	END
	)
}

port_of_file() {
	wait_for "$1" 'listening on'
	sed -n 's/.*listening on .*:\([0-9]*\)$/\1/p' "$1"
}

@test "syslog: mail2sms and sms2mail: what the handler said" {
	printf 'From: a@example.org\nSubject: s\n\ntext\n' |
	    logged log mail2sms -f a@example.org -d x -c <(echo 'domain "x" { SMPP_ESME_Address = 5 }') \
	    15551234567 -- sh -c 'exit 69' || :
	lines log | sed -E 's/<22>[0-9a-f]{32}/<22>ID/' |
	    diff - <(echo '<22>ID: from=a@example.org, to=15551234567, type=submit, handler=sh, status=permanent, seconds=N')
	logged log sms2mail -c <(echo 'SMPP_Default_Email_Address = boss@example.org') -- cat >/dev/null \
	    <<<'{"type":"deliver","id":"d1","from":"+1555","to":"2000","text":"hi"}'
	lines log | grep -E '^<22>d1: from=.*, to=boss@example.org, handler=cat, status=ok, seconds=N$'
}

@test "syslog: Syslog: auto is where stderr is no terminal" {
	start_smsc
	send="smpp-send -T +1555 smpp://me@127.0.0.1:$smsc_port"
	one='{"to":"+1555","text":"x"}'
	logged log smpp-send -o Syslog=false "smpp://me@127.0.0.1:$smsc_port" <<<"$one"
	[ ! -s log ]
	logged log smpp-send -n "smpp://me@127.0.0.1:$smsc_port" <<<"$one"
	[ ! -s log ]
	need script
	export -f logged
	logged log script -qec "echo hi | $send" /dev/null </dev/null
	[ ! -s log ]
	logged log script -qec "echo hi | $send 2>/dev/null" /dev/null </dev/null
	[ "$(wc -l <log)" -eq 1 ]
	logged log script -qec "echo hi | smpp-send -o Syslog=true ${send#smpp-send}" /dev/null </dev/null
	[ "$(wc -l <log)" -eq 1 ]
}

@test "syslog: a batch is logged up to a rate, and how many more there were" {
	start_smsc
	seq 3000 | jq -c '{id: "m\(.)", to: "no number", text: "x"}' >in
	logged log smpp-send -q "smpp://me@127.0.0.1:$smsc_port" <in 2>err || :
	n=$(grep -c seconds log)
	[ "$n" -ge 1000 ] && [ "$n" -lt 2000 ]
	[ "$(sed -n 's/<22>\([0-9]*\) more were decided than are logged at a time/\1/p' log |
	    awk '{ n += $1 } END { print n }')" -eq $((3000 - n)) ]
}
