# A hundred thousand messages to a message centre that throttles, refuses, loses
# answers, gives them late and out of order, and breaks the connection: what
# smpp-send says of each is what happened to it.
#
# The centre is our own (SMPP_Server_Fault_...), but what is compared is only what
# it has taken, a line for each, with what was said of each.
BATS_TEST_TIMEOUT=120
load ../test_helper

MESSAGES=100000
ROUNDS=12		# most of what fails is sent in the second

# Each hundredth has three segments.  The key is the text's first word.
make_input() {
	awk -v n="$MESSAGES" 'BEGIN {
		for (i = 1; i <= 40; i++) more = more " of three"
		for (i = 1; i <= n; i++)
			printf "{\"id\":\"m%d\",\"to\":\"1555%07d\",\"text\":\"m%d%s\"}\n",
			    i, i, i, i % 100 ? "" : more
	}' >in
	seq -f 'm%.0f' "$MESSAGES" | sort >all
}

# An answer that waits for others to be turned round with comes after up to a
# second; in the first rounds nobody waits for that.
centre() {
	exec 9<> <(:)
	start centre smpp-listen -l 127.0.0.1:0 \
	    -o 'SMPP_Server_Fault_Status=[ESME_RTHROTTLED=997, ESME_RMSGQFUL=1801, ESME_RSYSERR=1499, ESME_RINVDSTADR=5003]' \
	    -o SMPP_Server_Fault_Drop=$((MESSAGES / 5 + 1000)) \
	    -o SMPP_Server_Fault_Lose=3001 -o SMPP_Server_Fault_Reorder=7 <&9
	where=smpp://me@127.0.0.1:$(port_of centre)
}

# send [OPTION...] - one round: in -> out, which has each of in exactly once; and
# said: "key status message_id again", sorted
send() {
	local rc=0
	jq -r .id in | sort >keys
	smpp-send -o SMPP_Command_Window_Size=100 -o SMPP_Response_Timer="$patience" \
	    -o SMPP_ESME_Throttled_Timeout=0.01 -o SMPP_Max_SMS_Message_Size=1000 \
	    "$@" "$where" <in >out 2>>send.err || rc=$?
	jq -r '"\(.id) \(.result.status) \(if .result.parts | length == 1
	    then .result.parts[0].message_id else "-" end) \(
	    .result.reason == "no response came: to be sent again")"' out | sort >said
	cut -d' ' -f1 said | cmp - keys
	# 0 is said of all or of none
	[ $((rc != 0)) -eq $(($(grep -cvE '^[^ ]+ ok ' said) != 0)) ]
}

# What the centre has taken: "key message_id", sorted; and it has taken it all,
# since an answer to another connection comes only after
taken() {
	jq -r '"\(.text | split(" ")[0]) \(.id)"' centre.out | sort >taken
	cut -d' ' -f1 taken | sort -u >taken.keys
}
of() { awk -v status="$1" '$2 == status { print $1 }' said; }	# sorted still

# rounds [OPTION...] - what failed for now is sent again, until nothing is left
rounds() {
	local i patience=0.6
	: >settled
	: >again
	for ((i = 0; i < ROUNDS; i++)); do
		[ "$i" -lt 2 ] || patience=2
		send "$@"
		taken
		# of what was taken nothing is said to have been refused
		awk '$2 == "permanent" || ($2 == "temporary" && $4 == "false") { print $1 }' said |
		    sort >refused
		[ -z "$(comm -12 refused <(comm -23 taken.keys <(sort -u again)))" ]
		# and what was sent was taken, under that number
		of ok | comm -23 - taken.keys | cmp - /dev/null
		awk '$2 == "ok" && $3 != "-" { print $1, $3 }' said | sort | comm -23 - taken | cmp - /dev/null
		awk '$2 != "temporary" { print $1, $2 }' said >>settled
		awk '$4 == "true" { print $1 }' said >>again
		jq -c 'select(.result.status == "temporary")' out >in
		[ -s in ] || break
	done
	[ ! -s in ]
	# each came to one end
	cut -d' ' -f1 settled | sort | cmp - all
}
settled() { grep -c " $1\$" settled; }
twice() { cut -d' ' -f1 taken | uniq -d; }

@test "chaos: each message has one fate, and it is the one that was said" {
	make_input
	centre
	rounds
	# nothing was taken twice, nor is anything missing that was not said
	[ -z "$(twice)" ]
	awk '$2 != "ok" { print $1 }' settled | sort >not.ok
	comm -23 all taken.keys | comm -23 - not.ok | cmp - /dev/null
	# it was as bad as it should be
	[ "$(grep -c 'is gone' centre.err)" -ge 4 ]
	[ "$(settled permanent)" -ge 15 ]
	[ "$(settled unknown)" -ge 30 ]
	[ "$(settled ok)" -ge $((MESSAGES * 98 / 100)) ]
}

@test "chaos: SMPP_ESME_On_Unknown=resend loses none, and doubles only what was unknown" {
	MESSAGES=30000
	make_input
	centre
	rounds -o SMPP_ESME_On_Unknown=resend
	[ "$(settled unknown)" -eq 0 ]
	comm -23 <(twice) <(sort -u again) | cmp - /dev/null
	[ -n "$(twice)" ]
	# all but those refused for good are there
	[ "$(settled ok)" -eq "$(wc -l <taken.keys)" ]
	[ $(($(settled ok) + $(settled permanent))) -eq "$MESSAGES" ]
}

@test "chaos: and so it is through smpp-share" {
	MESSAGES=20000
	make_input
	centre
	start share smpp-share -o SMPP_Share="unix:$PWD/sock" -o SMPP_Command_Window_Size=100 \
	    -o SMPP_ESME_Throttled_Timeout=0.01 -o SMPP_Response_Timer=5 -o SMPP_Share_Wait=1 "$where"
	wait_for share.err 'bound to 127'
	where=smpp+unix:$PWD/sock
	rounds
	[ -z "$(twice)" ]
	awk '$2 != "ok" { print $1 }' settled | sort >not.ok
	comm -23 all taken.keys | comm -23 - not.ok | cmp - /dev/null
	[ "$(grep -c 'bound to 127' share.err)" -ge 3 ]
	[ "$(settled ok)" -ge $((MESSAGES * 95 / 100)) ]
}
