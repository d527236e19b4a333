load ../test_helper

setup() {
	helper_setup
	make_state
}

teardown() {
	[ -z "${open-}" ] || rm -rf "$open"
	helper_teardown
}

# A store that holds tests/fixtures/state/export.jsonl.
fill() { mobstate -q import <"$(fixture state/export.jsonl)"; }

# db SQL - a row a line, as python3's sqlite3 reads the store
db() {
	python3 -c 'import sqlite3, sys
c = sqlite3.connect("state.db")
for row in c.execute(sys.argv[1]): print(*row)
c.commit()' "$1"
}

# A folder that other users can enter, in $open.
open_folder() {
	[ "$(id -u)" = 0 ] || skip "only root can give files away"
	need setpriv
	open=$(mktemp -d /tmp/mobstate.XXXXXX)
	chmod 777 "$open"
}

as_nobody() { setpriv --reuid nobody --regid nogroup --clear-groups "$(command -v mobstate)" "$@"; }

ids() { jq -r .id | tr '\n' ' '; }

# --- init --------------------------------------------------------------------

@test "mobstate: init makes folder, file and tables, and says so" {
	need python3
	export MOBUTILS_STATE=sqlite:$PWD/new/s.db
	run -0 --separate-stderr mobstate init
	[ -z "$output" ]
	[ "$stderr" = "mobstate: made $PWD/new/s.db, mode 0600" ]
	[ "$(stat -c %a new new/s.db new/s.db-owners | tr '\n' ' ')" = "2700 600 600 " ]
	[ "$(python3 -c 'import sqlite3
c = sqlite3.connect("new/s.db")
print(*[c.execute("PRAGMA " + p).fetchone()[0] for p in
    ("integrity_check", "journal_mode", "application_id")])')" = "ok wal $((0x6d6f6275))" ]
}

@test "mobstate: init once more keeps what is there, and its owner and mode" {
	fill
	mobstate export >before
	chmod 640 state.db
	run -0 --separate-stderr mobstate init
	[ "$stderr" = "mobstate: was there: $PWD/state.db, mode 0640" ]
	[ "$(stat -c %a state.db state.db-owners | tr '\n' ' ')" = "640 640 " ]
	mobstate init -m 0660
	[ "$(stat -c %a state.db state.db-owners | tr '\n' ' ')" = "660 660 " ]
	mobstate export | cmp - before
}

@test "mobstate: init tells of a folder that keeps the group out" {
	open_folder
	export MOBUTILS_STATE=sqlite:$open/dir/s.db
	mobstate init -u nobody
	# what else is in it may be others'
	touch "$open/dir/other"
	run -0 --separate-stderr mobstate -q init -u nobody:mail
	[ "$stderr" = "mobstate: $open/dir: the folder does not let the store's group in" ]
	chgrp mail "$open/dir"; chmod 2770 "$open/dir"
	run -0 --separate-stderr mobstate -q init -u nobody:mail
	[ -z "$stderr" ]
	setpriv --reuid daemon --regid mail --clear-groups "$(command -v mobstate)" -q import \
	    <"$(fixture state/export.jsonl)"
}

@test "mobstate: init by root, and again for the one whom it should have been for" {
	open_folder
	export MOBUTILS_STATE=sqlite:$open/dir/s.db
	mobstate init
	mobstate init -u nobody:mail
	[ "$(stat -c %U:%G:%a "$open/dir" "$open/dir/s.db" | tr '\n' ' ')" = "nobody:mail:2770 nobody:mail:660 " ]
	as_nobody -q import <"$(fixture state/export.jsonl)"
}

@test "mobstate: init gives it to a user and a group, who can use it then" {
	open_folder
	export MOBUTILS_STATE=sqlite:$open/dir/s.db
	mobstate init -u nobody:nogroup
	[ "$(stat -c %U:%G:%a "$open"/dir "$open"/dir/* | tr '\n' ' ')" = \
	    "nobody:nogroup:2770 nobody:nogroup:660 nobody:nogroup:660 " ]
	# what root makes beside it is not in their way, nor theirs in root's
	fill
	as_nobody drop unknown-no-text
	mobstate show >/dev/null
	[ -z "$(find "$open/dir" ! -user nobody)" ]
	# mended, where it had become root's
	chown root:root "$open"/dir/*
	chmod 600 "$open"/dir/*
	run -77 as_nobody show
	mobstate init -u nobody
	as_nobody drop died-with-text
	[ -z "$(find "$open/dir" ! -user nobody)" ]
}

@test "mobstate: init gives away what lies beside the store while it is in use" {
	need python3
	open_folder
	cp state.db* "$open"
	export MOBUTILS_STATE=sqlite:$open/state.db
	fill
	start holder python3 -c 'import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1])
c.execute("SELECT count(*) FROM message").fetchone()
print("open", flush=True)
time.sleep(600)' "$open/state.db"
	wait_for holder.out open
	[ "$(stat -c %U "$open/state.db-wal")" = root ]
	mobstate init -u nobody:nogroup
	[ "$(stat -c %U:%G:%a "$open"/state.db* | sort -u)" = nobody:nogroup:660 ]
	as_nobody drop died-with-text
	stop holder
}

@test "mobstate: ten inits at once make one store" {
	export MOBUTILS_STATE=sqlite:$PWD/at/s.db
	for i in {1..10}; do
		mobstate -q init & pids[i]=$!
	done
	for i in {1..10}; do
		wait "${pids[i]}"
	done
	fill
	[ "$(mobstate export | wc -l)" -eq 10 ]
}

@test "mobstate: init says what it cannot do" {
	run -73 --separate-stderr mobstate -o State=sqlite:/nonexistent/dir/s.db init
	[[ $stderr == "mobstate: state /nonexistent/dir: No such file"* ]]
	run -67 --separate-stderr mobstate init -u no.such.user
	[[ $stderr == *'no user "no.such.user"'* ]]
	run -67 --separate-stderr mobstate init -u root:no.such.group
	[[ $stderr == *'no group "no.such.group"'* ]]
	run -78 mobstate -o State=none init
	run -78 mobstate -o State=sqlite:relative.db init
	run -78 mobstate -o State=memory init
	for mode in 66 7777 0770 0060 rw 0x1b0; do
		run -64 mobstate init -m $mode
	done
	for user in '' : root: a:b:c; do
		run -64 mobstate init -u "$user" x
	done
	# somebody else's database is not touched
	python3 -c 'import sqlite3
c = sqlite3.connect("theirs.db")
c.execute("PRAGMA user_version = 3"); c.execute("CREATE TABLE t (x)"); c.commit()'
	run -65 mobstate -o "State=sqlite:$PWD/theirs.db" init
	[ "$(python3 -c 'import sqlite3
print(*sqlite3.connect("theirs.db").execute("SELECT name FROM sqlite_master"))')" = "('t',)" ]
}

# --- a store that cannot be used ---------------------------------------------

@test "mobstate: a store that was never set up: 66 and one line" {
	export MOBUTILS_STATE=sqlite:$PWD/none.db
	for c in show list unknown 'resend x' 'drop x' replies due 'trace x' \
	    export import expire; do
		# shellcheck disable=SC2086
		run -66 --separate-stderr mobstate $c </dev/null
		[ -z "$output" ]
		[ "$stderr" = "mobstate: state $PWD/none.db: No such file or directory (mobstate init makes it)" ]
	done
	[ ! -e none.db ]
	: >empty.db
	run -66 mobstate -o "State=sqlite:$PWD/empty.db" show
	run -78 --separate-stderr mobstate -o State=none show
	[ "$stderr" = "mobstate: State is none: nothing is remembered" ]
}

@test "mobstate: a store that is damaged: 65, and never an answer that looks good" {
	need python3
	head -c 20000 /dev/urandom >noise.db
	run -65 --separate-stderr mobstate -o "State=sqlite:$PWD/noise.db" show
	[[ $stderr == *"not a database"* ]]

	fill
	[ ! -e state.db-wal ]
	python3 -c '
import os
n = os.path.getsize("state.db")
f = open("state.db", "r+b")
for page in range(1, n // 4096):	# all but the first, which has the tables
    f.seek(page * 4096); f.write(b"\xff" * 4096)'
	for c in show list unknown 'trace 5f0c4bb2e2d14ac9' export 'drop x' replies due; do
		# shellcheck disable=SC2086
		run -65 --separate-stderr mobstate $c
		[ -z "$output" ]
		[[ $stderr == "mobstate: state"*malformed* ]]
	done
}

@test "mobstate: a store that we may not write: 77" {
	open_folder
	cp state.db "$open"
	chmod 444 "$open/state.db"
	export MOBUTILS_STATE=sqlite:$open/state.db
	run -77 --separate-stderr as_nobody show
	[ "$stderr" = "mobstate: state $open/state.db: Permission denied" ]
	run -73 as_nobody init
}

@test "mobstate: one who writes is waited for, then 75; who reads does not wait" {
	need python3
	fill
	start holder python3 -c 'import sqlite3, time
c = sqlite3.connect("state.db", isolation_level=None)
c.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(600)'
	wait_for holder.out held
	[ "$(mobstate unknown | wc -l)" -eq 2 ]
	run -75 --separate-stderr mobstate drop died-with-text
	[[ $stderr == *"another process holds it for too long" ]]
	stop holder
	mobstate drop died-with-text
}

# --- the command line --------------------------------------------------------

@test "mobstate: what is wrong with the command line is 64, with the usage" {
	for c in '' nonsense 'show -x' 'list x' 'list -s good' 'list -s ok,' 'list -l 0' \
	    'list -l x' 'list -S yesterday' 'list -S 5' 'list -n' 'unknown x' 'resend' \
	    'drop' 'trace' 'trace a b' 'due x' 'replies x' 'export x' 'import x' \
	    'expire -a 14' 'expire -a x' '-n list' '-n init' '-n expire' '-I x show' \
	    '-O x show' '-P 2 show' '--help'; do
		# shellcheck disable=SC2086
		run -64 --separate-stderr mobstate $c </dev/null
		[ -z "$output" ]
		[[ $stderr == *"usage: mobstate"* ]]
	done
	[ "$(mobstate -V)" = "mobstate 0.1" ]
	mobstate -h | grep -q '^usage: mobstate'
	mobstate -o State_Keep=3d -C | grep -qi '^state_keep.*3d'
}

@test "mobstate: a full disk is not success" {
	[ -e /dev/full ] || skip "needs /dev/full"
	fill
	for c in show 'show refused' list unknown replies 'trace refused' export \
	    'resend died-with-text'; do
		run -74 --separate-stderr bash -c "mobstate $c >/dev/full"
		[ "$stderr" = "mobstate: stdout: No space left on device" ]
	done
	# what resend was to tell is not lost
	[ "$(mobstate list -s temporary -n 15557654321 | ids)" = "died-with-text " ]
}

# --- nothing -----------------------------------------------------------------

@test "mobstate: a store that holds nothing" {
	for c in list unknown replies due export; do
		run -0 --separate-stderr mobstate $c
		[ -z "$output$stderr" ]
	done
	run -0 --separate-stderr mobstate import </dev/null
	[ "$stderr" = "mobstate: 0 put, 0 were there, 0 bad" ]
	run -69 --separate-stderr mobstate trace +15551234567
	[ -z "$output" ]
	[ "$stderr" = "mobstate: +15551234567: no such message, nor one of that number or Message-ID" ]
	run -69 --separate-stderr mobstate show x
	[ "$stderr" = "mobstate: x: no such message" ]
	run -0 --separate-stderr mobstate expire
	[ "$stderr" = "mobstate: 0 rows cleared away" ]
	mobstate show | sed '/^octets/s/[0-9]*$/N/' | diff -u - <(cat <<-END
	state       sqlite:$PWD/state.db
	octets      N
	messages    0
	  sending   0
	  ok        0
	  temporary 0
	  permanent 0
	  unknown   0
	  dropped   0
	due         0
	replies     0
	incomplete  0
	END
	)
}

# --- looking -----------------------------------------------------------------

@test "mobstate: show: how much there is" {
	fill
	mobstate show | sed '/^octets/s/[0-9]*$/N/' | diff -u - <(cat <<-END
	state       sqlite:$PWD/state.db
	octets      N
	messages    8
	  sending   0
	  ok        3
	  temporary 1
	  permanent 1
	  unknown   2
	  dropped   1
	oldest      2026-11-23T13:15:15Z
	due         0
	replies     2
	incomplete  0
	END
	)
	[ "$(mobstate show | awk '/^octets/ { print $2 }')" -ge "$(stat -c %s state.db)" ]
}

@test "mobstate: show: all that is known of a message" {
	fill
	mobstate show 5f0c4bb2e2d14ac9 >out
	sed -n 1p "$(fixture state/export.jsonl)" | jq -c 'del(.source)' | same_json out
	# of several ids, one that is not there
	run -1 --separate-stderr mobstate show nobody refused
	[ "$stderr" = "mobstate: nobody: no such message" ]
	[ "$(jq -r .status <<<"$output")" = permanent ]
}

@test "mobstate: list: submit records with what became of them, newest first" {
	need python3
	fill
	mobstate list >out
	[ "$(ids <out)" = "hostile given-up refused unknown-no-text died-with-text two-segments 00112233445566778899aabbccddeeff 5f0c4bb2e2d14ac9 " ]
	# another reader of JSON has no complaint, and no name stands twice
	python3 -c 'import json, sys
def once(pairs):
    assert len(dict(pairs)) == len(pairs), pairs
    return dict(pairs)
for line in open("out"): json.loads(line, object_pairs_hook=once)'
	tail -n 1 out >one
	# sms-record(5), EXAMPLES
	same_json one <<-'END'
	{"type":"submit","id":"5f0c4bb2e2d14ac9","domain":"example.com",
	 "from":"Alerts","to":"+15551234567","text":"Disk /var on db3 ...",
	 "registered_delivery":["SMSC_Delivery"],"validity":3600,
	 "mail":{"envelope_from":"cron@example.com","subject":"disk"},
	 "result":{"status":"temporary","command_status":"ESME_RMSGQFUL",
	  "code":20,"reason":"the message queue is full",
	  "parts":[{"message_id":"0a1f"},
	   {"command_status":"ESME_RMSGQFUL","code":20}],
	  "reference":4711,"smsc":"GSMSGW@10.0.0.1:2775",
	  "at":"2026-11-23T13:15:16Z"}}
	END
	has_json out '.id == "two-segments" and .state == "UNDELIV" and .error == "012"
	    and .done == "2026-11-23T13:22:41.000Z" and .result.status == "ok"
	    and [.result.parts[].message_id] == ["0A1f", "0a1F"]'
	has_json out '.id == "refused" and .result.status == "permanent"
	    and .result.command_status == "ESME_RINVDSTADR" and .state == null'
	has_json out '.id == "died-with-text" and .result.status == "unknown"
	    and .text == "are you there?" and .result.parts == [{status: "unknown"}]'
	has_json out '.id == "given-up" and .result.status == "permanent"
	    and .result.reason == "given up: it may have been sent"'
}

@test "mobstate: list: every condition, and all of them" {
	fill
	while read -r want args; do
		# shellcheck disable=SC2086
		[ "$(mobstate list $args | ids)" = "${want//,/ } " ] ||
		    { echo "list $args: $(mobstate list $args | ids)"; false; }
	done <<-'END'
	given-up,refused,unknown-no-text -a other@10.0.0.2:2775
	refused -s permanent
	given-up,refused,5f0c4bb2e2d14ac9 -s permanent,temporary -s dropped
	unknown-no-text,died-with-text -s unknown
	unknown-no-text -s unknown -l 1
	hostile,given-up -l 2
	unknown-no-text,died-with-text -n +15557654321
	unknown-no-text,died-with-text -n 1-555-765-4321
	unknown-no-text -n 15557654321 -a other@10.0.0.2:2775
	00112233445566778899aabbccddeeff -m 1234@local.machine.example
	00112233445566778899aabbccddeeff -m <1234@local.machine.example>
	hostile,given-up -S 2026-11-23T13:33:00Z
	hostile,given-up -S 2026-11-23T14:33:00+01:00
	END
	for args in '-s sending' '-n 999' '-m x@y' '-a none' '-S 2026-11-23T13:34:01Z' \
	    '-s permanent -n 15557654321'; do
		# shellcheck disable=SC2086
		run -0 mobstate list $args
		[ -z "$output" ]
	done
	# how long ago
	now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
	jq -c "select(.id == \"refused\") | .id = \"new\" | .record.id = .id | .begun = \"$now\"" \
	    "$(fixture state/export.jsonl)" | mobstate -q import
	[ "$(mobstate list -S 5m | ids)" = "new " ]
}

@test "mobstate: replies" {
	fill
	mobstate replies >out
	tail -n 2 "$(fixture state/export.jsonl)" | jq -c 'del(.source)' | same_json out
	[ "$(mobstate replies -n 12346 | jq -r .sender)" = mary@example.net ]
	[ "$(mobstate replies -n +15551234568 | wc -l)" -eq 2 ]
	[ -z "$(mobstate replies -n 1555)" ]
}

@test "mobstate: due" {
	need python3
	fill
	db "INSERT INTO due (account, due, at, tries, record) SELECT n, 1795440000000,
	    1795439990000, 2, '{\"type\":\"receipt\",\"id\":\"r1\",\"state\":\"DELIVRD\"}'
	    FROM account WHERE name = 'GSMSGW@10.0.0.1:2775'"
	mobstate due >out
	# 1795440000 is date -u -d @1795440000
	same_json out <<-END
	{"type":"receipt","id":"r1","state":"DELIVRD",
	 "waiting":{"account":"GSMSGW@10.0.0.1:2775",
	  "since":"$(date -u -d @1795439990 +%FT%T.000Z)",
	  "until":"$(date -u -d @1795440000 +%FT%T.000Z)","tries":2}}
	END
	mobstate show | grep -qx 'due         1'
}

# The reader has the first line, and takes its time: the log can be cut, since
# nobody reads the store behind it (PRAGMA wal_checkpoint gives 0: not busy).
stalled() {		# lines mobstate's-arguments...
	local lines=$1 reader
	shift
	rm -f pipe go && mkfifo pipe go
	start reader bash -c 'exec 3<pipe; read -r line <&3; echo >first
	    read -r <go; echo "$line"; cat <&3' reader
	mobstate "$@" >pipe 3>&- &
	wait_until test -s first
	db "UPDATE reply SET used = used + 1"
	[ "$(db 'PRAGMA wal_checkpoint(TRUNCATE)')" = "0 0 0" ]
	echo >go
	wait $!
	await reader
	[ "$(wc -l <reader.out)" -eq "$lines" ]
	rm first
}

@test "mobstate: due, replies, export: a slow reader is in nobody's way" {
	need python3
	mobstate -q init
	db "INSERT INTO account (n, name) VALUES (1, 'a')"
	db "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i LIMIT 3000)
	    INSERT INTO due (account, due, at, record) SELECT 1, 1, 1,
	    '{\"type\":\"receipt\",\"text\":\"' || hex(zeroblob(400)) || '\"}' FROM i"
	db "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i LIMIT 3000)
	    INSERT INTO reply (account, number, phone, sender, subject, used)
	    SELECT 1, '1', n, 'a@b', hex(zeroblob(400)), n FROM i"
	stalled 3000 due
	stalled 3000 replies
	stalled 3000 export
}

# --- deciding ----------------------------------------------------------------

@test "mobstate: unknown, resend, drop" {
	fill
	[ "$(mobstate unknown | ids)" = "unknown-no-text died-with-text " ]

	run -0 --separate-stderr mobstate resend died-with-text
	[ -z "$stderr" ]
	jq -e '.result.status == "temporary" and .text == "are you there?"' <<<"$output"
	# ready for smpp-send
	smpp-send -n smpp://me@127.0.0.1:1 <<<"$output" >dry
	has_json dry '.dry_run.segments == 1'

	run -0 --separate-stderr mobstate resend unknown-no-text
	[ -z "$output" ]
	[[ $stderr == "mobstate: unknown-no-text: may be sent again, but its text was not kept"* ]]
	[ -z "$(mobstate unknown)" ]
	has_json <(mobstate list -s temporary) '.id == "unknown-no-text" and .result.parts == [{status: "not sent"}]'

	# once is enough
	run -69 --separate-stderr mobstate resend died-with-text
	[ "$stderr" = "mobstate: died-with-text: is not unknown: its status is temporary" ]
}

@test "mobstate: resend: an MMS comes with its content, or it is said that mm7-submit needs it again" {
	make_state
	start mmsc python3 "$BATS_TEST_DIRNAME/../parts/mmsc.py"
	mm7() { mm7-submit -o MM7_VASPID=v -o State_Keep_Text=true "$@" "http://127.0.0.1:$(port_of mmsc)/mm7"; }
	printf %s '{"type":"submit","id":"pic","from":"28444","to":"+15551234567","text":"look","content":[{"type":"image/gif","data":"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"}]}' >record
	echo close >answer.1
	run mm7 -j <record
	[ "$(mobstate unknown | ids)" = "pic " ]
	run -0 --separate-stderr mobstate resend pic
	[ -z "$stderr" ]
	jq -e '.content[0].data | startswith("R0lGOD")' <<<"$output"
	mm7 -j <<<"$output" >again
	has_json again '.id == "pic" and .result.status == "ok"'
	grep -aq R0lGOD req.2 || grep -aq GIF89a req.2
	# too big, with a Bcc, and by the default: nothing of it is kept
	echo close >answer.3
	jq -c '.id = "big" | .text = ("x" * 50000)' record | { run mm7 -j; }
	echo close >answer.4
	jq -c '.id = "bcc" | .mms = {"Bcc": ["+15551234568"]}' record | { run mm7 -j; }
	echo close >answer.5
	jq -c '.id = "not"' record | { run mm7 -j -o State_Keep_Text=false; }
	for id in big bcc not; do
		run -0 --separate-stderr mobstate resend "$id"
		[ -z "$output" ]
		[[ $stderr == "mobstate: $id: may be sent again, but its content was not kept: give the message to mm7-submit "* ]]
	done
}

@test "mobstate: drop: it is never sent; of several some" {
	fill
	run -1 --separate-stderr mobstate drop died-with-text nobody refused
	[ -z "$output" ]
	[ "${stderr_lines[0]}" = "mobstate: nobody: no such message" ]
	[ "${stderr_lines[1]}" = "mobstate: refused: is not unknown: its status is permanent" ]
	[ "$(mobstate unknown | ids)" = "unknown-no-text " ]
	[ "$(mobstate list -s dropped | ids)" = "given-up died-with-text " ]
	mobstate trace died-with-text | grep -qE " drop *$"
	run -69 mobstate drop nobody
}

@test "mobstate: -n decides nothing" {
	fill
	mobstate export >before
	run -0 --separate-stderr mobstate -n drop died-with-text
	[ "$stderr" = "mobstate: died-with-text: would be dropped" ]
	# nothing that smpp-send would send
	run -0 --separate-stderr mobstate -n resend died-with-text
	[ -z "$output" ]
	[ "$stderr" = "mobstate: died-with-text: would be printed, to be sent again" ]
	run -0 --separate-stderr mobstate -n resend unknown-no-text
	[ -z "$output" ]
	[[ $stderr == "mobstate: unknown-no-text: may be sent again, but its text was not kept"* ]]
	run -69 mobstate -n drop nobody
	mobstate export | cmp - before
}

# --- trace -------------------------------------------------------------------

@test "mobstate: trace: a life in order of time" {
	fill
	mobstate trace 00112233445566778899aabbccddeeff | diff -u - <(cat <<-'END'
	1997-11-21T15:55:06.000Z mail         from jdoe@machine.example "Saying Hello" <1234@local.machine.example>
	2026-11-23T13:20:00.000Z noted        00112233445566778899aabbccddeeff from 12345 to +15551234568, account GSMSGW@10.0.0.1:2775
	2026-11-23T13:20:00.250Z segment      1: sent, id 0123456789
	2026-11-23T13:20:00.250Z submitted    ok
	2026-11-23T13:20:03.450Z receipt      1: DELIVRD, error 000, after 3.2 s
	2026-11-23T13:20:03.450Z outcome      DELIVRD, after 3.2 s
	2026-11-23T13:20:04.000Z notified     jdoe@machine.example
	2026-11-23T13:20:09.000Z late receipt EXPIRED
	END
	)
	mobstate trace two-segments | cut -c 26- | diff -u - <(cat <<-'END'
	noted        two-segments from 12345 to +447700900123, account GSMSGW@10.0.0.1:2775, 2 segments, reference 7
	segment      1: sent, id 0A1f
	segment      2: sent, id 0a1F
	submitted    ok
	receipt      1: DELIVRD, after 4.0 s
	receipt      2: UNDELIV, error 012, after 100.0 s
	outcome      UNDELIV, after 100.0 s
	END
	)
	mobstate trace 5f0c4bb2e2d14ac9 | grep -F '2: ESME_RMSGQFUL (0x00000014, throttled): the message queue is full'
	mobstate trace unknown-no-text | grep -F '1: no response: it may have been sent'
}

@test "mobstate: trace: by id, number and Message-ID" {
	fill
	mobstate trace 00112233445566778899aabbccddeeff >want
	for what in +15551234568 15551234568 '+1 (555) 123-4568' 1234@local.machine.example \
	    '<1234@local.machine.example>'; do
		mobstate trace "$what" | cmp - want
	done
	# several: the oldest first, apart by an empty line
	mobstate trace 15557654321 >out
	{ mobstate trace died-with-text; echo; mobstate trace unknown-no-text; } | cmp - out
	run -69 mobstate trace +19995551234
	run -69 mobstate trace nobody@example.org
}

@test "mobstate: trace: hostile text does nothing to a terminal, and adds no line" {
	need python3
	fill
	mobstate trace hostile >out
	[ "$(wc -l <out)" -eq 5 ]
	grep -qF '"U+001B[2JU+001B]0;xU+0007U+009B2JabcU+202Etxt.exe"' out
	grep -qF 'a@b.exampleU+000A2026-11-23T13:34:00.000Z outcome' out
	# python's idea of what is no plain character
	python3 -c 'import unicodedata
for line in open("out", encoding="utf-8", newline="\n"):
    assert not [c for c in line.rstrip("\n")
        if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")], line'
	# the same goes for messages of ours
	run -69 --separate-stderr mobstate trace $'\e[2Jx'
	[[ $stderr != *$'\e'* ]]
}

# --- moving ------------------------------------------------------------------

@test "mobstate: export, imported elsewhere, is the same export" {
	fill
	mobstate export >one
	jq -c 'del(.source) | if .status == "sending" then .status = "unknown" |
	    .parts[].status = "unknown" else . end' "$(fixture state/export.jsonl)" |
	    same_json one
	(export MOBUTILS_STATE=sqlite:$PWD/two.db
	mobstate -q init
	mobstate -q import <one
	mobstate export | cmp - one
	# once more: all is there
	run -0 --separate-stderr mobstate import <one
	[ "$stderr" = "mobstate: 0 put, 10 were there, 0 bad" ]
	mobstate export | cmp - one)
}

@test "mobstate: import keeps what is there" {
	fill
	mobstate drop died-with-text
	mobstate export >before
	jq -c '.sender = (if .sender then .sender else null end) | .subject = "other" |
	    .used = "2030-01-01T00:00:00Z" | .status = (if .status then "ok" else null end)' \
	    "$(fixture state/export.jsonl)" | mobstate import
	mobstate export | cmp - before
}

@test "mobstate: import names what is wrong, and goes on" {
	good() { sed -n 6p "$(fixture state/export.jsonl)"; }
	{
		echo nonsense
		echo '[]'
		echo '{"kind":"due"}'
		good | jq -c 'del(.id)'
		good | jq -c '.id = ""'
		good | jq -c '.id = "a\u0000b"'
		good | jq -c '.status = "perfect"'
		good | jq -c '.begun = "yesterday"'
		good | jq -c '.record = "x"'
		good | jq -c '.record.id = ("x" * 70000)'
		good | jq -c '.parts = {}'
		good | jq -c '.parts = [1]'
		good | jq -c '.parts[0].code = -1'
		good | jq -c '.parts = [range(256) | {status: "ok"}]'
		good | jq -c '.events = [{"what": "x"}]'
		good | jq -c '.reference = 65536'
		echo '{"kind":"reply","account":"a","number":"1","phone":"2","used":"2026-11-23T00:00:00Z"}'
		good
	} >in
	run -1 --separate-stderr mobstate import <in
	[ "${#stderr_lines[@]}" -eq 18 ]
	for i in {1..17}; do
		[[ ${stderr_lines[i - 1]} == "mobstate: stdin:$i: "* ]]
	done
	[ "${stderr_lines[3]}" = "mobstate: stdin:4: no id" ]
	[ "${stderr_lines[6]}" = "mobstate: stdin:7: status is not as it is exported" ]
	[ "${stderr_lines[17]}" = "mobstate: 1 put, 0 were there, 17 bad" ]
	[ "$(mobstate list | ids)" = "refused " ]

	run -65 mobstate import <<<nonsense
	# -n only looks
	run -1 --separate-stderr mobstate -n import <in
	[ "${stderr_lines[17]}" = "mobstate: 1 good, 17 bad" ]
	run -0 mobstate -n import <"$(fixture state/export.jsonl)"
	[ "$(mobstate list | ids)" = "refused " ]
}

@test "mobstate: import: who waits for more lines keeps nobody waiting" {
	mkfifo pipe go
	start feed bash -c 'exec >pipe; sed -n 6p "$1"; read -r <go' feed \
	    "$(fixture state/export.jsonl)"
	start import mobstate import <pipe
	there() { [ "$(mobstate list | ids)" = "refused " ]; }
	wait_until there
	# it is still running, and does not hold the store
	mobstate -q import <"$(fixture state/export.jsonl)"
	echo >go
	await import
	[ "$status" -eq 0 ]
}

@test "mobstate: import: a full store is 75, and what is kept is said" {
	[ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null || skip "needs to mount a small disk"
	for i in {1..4000}; do
		echo "{\"kind\":\"message\",\"id\":\"i$i\",\"account\":\"a\",\"to\":\"1\",\"status\":\"ok\",\"begun\":\"2026-11-23T00:00:00Z\",\"record\":{\"id\":\"i$i\"}}"
	done >many
	mkdir small
	run -75 unshare -m bash -c '
		mount -t tmpfs -o size=600k tmpfs small || exit 3
		export MOBUTILS_STATE=sqlite:$PWD/small/s.db
		mobstate -q init
		mobstate import <many 2>err
		rc=$?
		mobstate list 2>/dev/null | wc -l >kept
		exit $rc'
	grep -q "database or disk is full" err
	kept=$(cat kept)
	[ "$kept" -gt 0 ]
	[ "$kept" -lt 4000 ]
	grep -qx "mobstate: $kept put, 0 were there, 0 bad" err
}

# --- clearing away -----------------------------------------------------------

@test "mobstate: expire: by age, by State_Keep, and not more" {
	fill
	now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
	jq -c "if .used then .used = \"$now\" | .phone = \"1\" else
	    .id = \"new\" + .id | .record.id = .id | .begun = \"$now\" | .ended = null end" \
	    "$(fixture state/export.jsonl)" | mobstate -q import
	[ "$(mobstate list | wc -l)" -eq 16 ]
	mobstate expire -a 3660d
	[ "$(mobstate list | wc -l)" -eq 16 ]
	# the fixture's are of 2026-11-23; whatever today is, those are old
	need python3
	db "UPDATE message SET begun = begun - 86400000 * 365,
	    kept = kept - 86400000 * 365, ended = ended - 86400000 * 365"
	db "UPDATE message SET begun = begun + 86400000 * 365,
	    kept = kept + 86400000 * 365 WHERE id LIKE 'new%'"
	db "UPDATE reply SET used = used - 86400000 * 3650 WHERE phone <> '1'"
	run -0 --separate-stderr mobstate expire
	[[ $stderr =~ ^mobstate:\ [1-9][0-9]*\ rows\ cleared\ away$ ]]
	[ "$(mobstate list | jq -r .id | sort -u | grep -vc '^new')" -eq 0 ]
	[ "$(mobstate list | wc -l)" -eq 8 ]
	[ "$(mobstate replies | wc -l)" -eq 2 ]
	# nothing of the others is left
	[ "$(db 'SELECT count(*) FROM part WHERE message NOT IN (SELECT n FROM message)')" = 0 ]
	[ "$(db 'SELECT count(*) FROM event WHERE message NOT IN (SELECT n FROM message)')" = 0 ]
	mobstate -q expire -a 0s
	[ -z "$(mobstate list)" ]
}

@test "mobstate: expire: what was never given out is named" {
	need python3
	mobstate -q init
	db "INSERT INTO account (n, name) VALUES (1, 'a')"
	db "INSERT INTO due (account, due, at, record)
	    VALUES (1, 1000, 1000, '{\"type\":\"receipt\",\"id\":\"abc\"}')"
	run -0 --separate-stderr mobstate -q expire
	[ "$stderr" = "mobstate: abc: never given out: given up after State_Keep" ]
	[ -z "$(mobstate due)" ]
}

# --- many --------------------------------------------------------------------

@test "mobstate: 100,000 messages: an id and a few of the newest are found at once" {
	need python3
	python3 -c '
import json
for i in range(100000):
    id = "%032x" % (i * 0x9e3779b97f4a7c15)
    print(json.dumps({"kind": "message", "id": id, "account": "a@h:1", "from": "1",
        "to": "+1555%07d" % i, "status": "ok", "begun": "2026-11-23T13:%02d:%02d.%03dZ" %
        (i // 60000, i // 1000 % 60, i % 1000), "record": {"id": id, "to": "+1555%07d" % i},
        "parts": [{"status": "ok", "message_id": "%x" % i}], "events": []}))' >many
	mobstate -q import <many
	last=$(tail -n 1 many | jq -r .id)
	ms() { local t=${EPOCHREALTIME/./}; "$@" >out; echo $(((${EPOCHREALTIME/./} - t) / 1000)); }
	# 5 ms here; the machine may be busy, but not a hundred times so
	[ "$(ms mobstate trace "$last")" -lt 500 ]
	grep -q "noted *$last" out
	[ "$(ms mobstate list -l 10)" -lt 500 ]
	[ "$(wc -l <out)" -eq 10 ]
	[ "$(head -n 1 out | jq -r .id)" = "$last" ]
	# and all of them come out, each once
	mobstate list | jq -r .id | sort -u | wc -l | grep -qx 100000
	mobstate export | jq -c .id | cmp - <(jq -c .id many)
	[ "$(mobstate trace +15550099999 | grep -c noted)" -eq 1 ]
}
