# smpp-send: what people are told of long work, and at the end of it.
# shellcheck disable=SC2154	# run sets stderr
load ../test_helper
load ../parts/net-smpp

records() { seq "$1" | jq -c '{id: "m\(.)", to: "+1555\(100000 + .)", text: "x"}'; }

# on_terminal COMMAND [FILE] - with a terminal as stderr; what it showed is in
# FILE, or shown
on_terminal() {
	need script
	script -qec "$1" /dev/null </dev/null >"${2-shown}"
}

# what a terminal has in its lines after that; \r goes back to the first column
screen() { python3 -c '
import sys
for line in sys.stdin.buffer.read().decode().split("\n"):
    cells = []
    for part in line.split("\r"):
        cells[:len(part)] = part
    print("".join(cells).rstrip())'; }

@test "progress: from the second second on, wiped for what else is said" {
	need python3
	start listen smpp-listen -o SMPP_Server_Fault_Delay=0.3 \
	    -o 'SMPP_Server_Fault_Status=[ESME_RINVDSTADR=10]' -l 127.0.0.1:0
	records 10 >in
	on_terminal "smpp-send -o SMPP_Command_Window_Size=1 smpp://me@127.0.0.1:$(port_of listen) <in >out" || :

	grep -aqE '(^|'$'\r'')smpp-send: [0-9]+ done \([0-9]+/s\): [0-9] ok, 0 not ok, [0-9]+ under way' shown
	screen <shown >seen
	# the line itself is gone
	run -1 grep 'under way' seen
	[ "$(grep -c . seen)" -eq 2 ]
	grep -x '5.1.1 smpp-send: m10: ESME_RINVDSTADR (0x0000000b, permanent): .*' seen
	grep -xE 'smpp-send: 10 records: 9 ok, 0 temporary, 1 permanent, 0 unknown, 10 segments in [0-9]+\.[0-9] s' seen
	[ "$(wc -l <out)" -eq 10 ]
}

@test "progress: none with -q, and none where the results scroll by" {
	start listen smpp-listen -o SMPP_Server_Fault_Delay=0.3 -l 127.0.0.1:0
	records 8 >in
	opts="-o SMPP_Command_Window_Size=1 smpp://me@127.0.0.1:$(port_of listen)"
	on_terminal "smpp-send -q $opts <in" quiet &
	on_terminal "smpp-send $opts <in"
	wait $!
	run -1 grep -a 'under way' shown
	grep -aq '^smpp-send: 8 records: 8 ok' shown
	[ ! -s quiet ]
}

@test "summary: on a terminal for one record too, but not with -q or -n" {
	start_smsc
	url=smpp://me@127.0.0.1:$smsc_port
	on_terminal "echo hello | smpp-send -T +1555 $url >out"
	[[ "$(cat shown)" =~ ^smpp-send:\ 1\ record:\ 1\ ok,\ 0\ temporary,\ 0\ permanent,\ 0\ unknown,\ 1\ segment\ in\ [0-9]+\.[0-9]\ s ]]
	on_terminal "echo hello | smpp-send -q -T +1555 $url"
	[ ! -s shown ]
	on_terminal "echo hello | smpp-send -n -T +1555 $url >out"
	[ ! -s shown ]
}

@test "summary: cron and mail servers hear only of a batch that was done in part" {
	start_smsc
	url=smpp://me@127.0.0.1:$smsc_port
	run -0 --separate-stderr bash -c "smpp-send $url >out" < <(records 3)
	[ -z "$stderr" ]
	{ records 2; echo '{"id":"bad","to":"no number","text":"x"}'; } >in
	run -1 --separate-stderr bash -c "smpp-send $url <in >out"
	[[ "${stderr_lines[-1]}" =~ ^'smpp-send: 3 records: 2 ok, 0 temporary, 1 permanent, 0 unknown, 2 segments in ' ]]
	run -1 --separate-stderr bash -c "smpp-send -q $url <in"
	[[ "$stderr" != *records:* ]]
	# where nothing was sent, why has been said
	run --separate-stderr bash -c "tail -n 1 in | smpp-send $url"
	[ "${#stderr_lines[@]}" -eq 1 ]
	run -75 --separate-stderr bash -c "smpp-send smpp://me@127.0.0.1:1 <in"
	[[ "$stderr" != *records:* ]]
}
