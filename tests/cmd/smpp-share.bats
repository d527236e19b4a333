# smpp-share: one bind for many programs.  The SMSC is
# tests/parts/one-bind-smsc.py, which refuses a second bind; ESMEs that are not
# ours are tests/parts/smpp-peer.py.  Statuses: SMPP v3.4, 5.1.3.
# shellcheck disable=SC2154,SC2034	# run sets stderr, await sets status
load ../test_helper
load ../parts/smpp-peer

# smsc - its port in $port; `say TEXT` is a deliver_sm of it
smsc() {
	need python3
	exec 9<> <(:)
	start smsc python3 "$MOBUTILS_ROOT/tests/parts/one-bind-smsc.py" do <&9
	port=$(port_of smsc)
}
say() { echo "deliver $1" >&9; }

# configure [LINE...] - the stanza x, with these lines more
configure() {
	{
		echo 'domain "x" {'
		echo 'SMPP_SMSC_Server = 127.0.0.1'
		echo "SMPP_SMSC_Port = $port"
		echo 'SMPP_SMSC_System_ID = me'
		echo 'SMPP_SMSC_Password = secret'
		echo "SMPP_Share = \"unix:$PWD/sock\""
		printf '%s\n' "$@" '}'
	} >conf
	chmod 600 conf
	export MOBUTILS_CONF=$PWD/conf
}

share() {
	start share smpp-share -v "$@" x
	wait_for share.err 'bound to 127'
}

records() {	# FROM TO [PRIORITY] - numbered ones
	seq "$1" "$2" | jq -c --argjson p "${3:-0}" '{to: "+1555\(100000 + .)", from: "1000", text: "text \(.)", priority: $p}'
}
is_up() { smpp-send -T +1555 x <<<up && grep -q 'sms .* up' smsc.out; }

@test "smpp-share: a burst of 300 by 20 programs at once, by one bind" {
	smsc
	configure
	share
	start listen smpp-listen x
	wait_for listen.err 'bound to unix:'
	seq 300 | xargs -P 20 -I N sh -c 'echo "text N" | smpp-send -T +1555N x' >out
	[ "$(grep -c '^sms' smsc.out)" -eq 300 ]
	[ "$(grep '^sms' smsc.out | sort -u | wc -l)" -eq 300 ]
	[ "$(grep -c '^bind' smsc.out)" -eq 1 ]
	run -1 grep refused smsc.out
	# each got the SMSC's own answer, no two the same
	[ "$(jq -r '.result.parts[0].message_id' out | grep '^id' | sort -u | wc -l)" -eq 300 ]
	say hello
	wait_for listen.out hello
	wait_for smsc.out '^answer 0'
	[ "$(stat -c %a sock)" = 660 ]

	stop share
	[ "$status" -eq 0 ]
	[ ! -e sock ]
	wait_for smsc.out '^closed'
}

@test "smpp-share: no socket there is 75 at once, and no bind to the SMSC" {
	smsc
	configure
	run -75 --separate-stderr smpp-send -T +1555 x <<<hello
	[[ "$stderr" == *"$PWD/sock"* ]]
	[ ! -s smsc.out ]
	# unless somebody insists
	smpp-send -o SMPP_Share=direct -T +1555 x <<<hello
	grep -qx bind smsc.out
}

@test "smpp-share: without a bind to the SMSC programs are turned away" {
	smsc
	configure
	share
	stop smsc
	wait_for share.err 'closed the connection|connection lost'
	run -75 --separate-stderr smpp-send -T +1555 x <<<hello
	[ "${stderr_lines[0]}" = "4.3.0 smpp-send: unix:$PWD/sock: bind refused: ESME_RSYSERR (0x00000008, temporary): smpp-share has no bind to the SMSC just now" ]
}

@test "smpp-share: the second one for a domain ends before it binds" {
	smsc
	configure
	share
	run -75 --separate-stderr smpp-share x
	[ "$stderr" = "smpp-share: unix:$PWD/sock: another smpp-share serves there" ]
	[ "$(grep -c . smsc.out)" -eq 1 ]
	run -78 --separate-stderr smpp-share -o SMPP_Share=direct x
	run -64 --separate-stderr smpp-share
	run -64 --separate-stderr smpp-share -O x x
}

@test "smpp-share: what is urgent overtakes a batch at SMPP_Max_Rate" {
	smsc
	configure SMPP_Max_Rate=20 SMPP_Command_Window_Size=50
	share
	records 1 2000 >batch
	start batch smpp-send x <batch
	wait_for smsc.out '^sms' 5
	records 5000 5000 3 | smpp-send x >out
	has_json out '.result.status == "ok"'
	grep -n '^sms 3' smsc.out
	# at 20 a second, 50 of the batch were ahead of it
	[ "$(grep -n '^sms 3' smsc.out | cut -d: -f1)" -lt 30 ]
}

@test "smpp-share: what is urgent overtakes what the same program has sent before it" {
	smsc
	configure SMPP_Max_Rate=20 SMPP_Command_Window_Size=50
	share
	{ records 1 40; records 41 41 3; } >in
	smpp-send x <in >out
	[ "$(jq -r .result.status out | sort | uniq -c | xargs)" = "41 ok" ]
	[ "$(grep -n '^sms 3' smsc.out | cut -d: -f1)" -le 10 ]
	# the others in their order
	[ "$(grep '^sms 0' smsc.out)" = "$(grep '^sms 0' smsc.out | sort -t' ' -k3)" ]
}

@test "smpp-share: SMPP_Max_Rate holds for all programs together, in turn" {
	smsc
	configure SMPP_Max_Rate=50
	share
	records 1 60 >a
	records 1001 1060 >b
	begin=$(date +%s%N)
	start a smpp-send x <a
	start b smpp-send x <b
	await a
	[ "$status" -eq 0 ]
	await b
	[ "$status" -eq 0 ]
	took=$((($(date +%s%N) - begin) / 1000000))
	# 120 at 50 a second, the first few of which go at once
	[ "$took" -gt 2200 ]
	# half-way both have had their share
	first=$(grep '^sms' smsc.out | head -n 60 | grep -c 15551000)
	[ "$first" -ge 20 ] && [ "$first" -le 40 ]
	# and each its order
	[ "$(grep '15551000' smsc.out)" = "$(grep '15551000' smsc.out | sort -t' ' -k3)" ]
}

@test "smpp-share: what the SMSC throttles is sent again, nothing twice" {
	smsc
	configure SMPP_ESME_Throttled_Timeout=0.1
	share
	echo throttle >do
	records 1 40 | smpp-send x >out
	[ "$(grep '^sms' smsc.out | sort -u | wc -l)" -eq 40 ]
	[ "$(grep -c '^sms' smsc.out)" -eq 40 ]
	grep -q '^throttled' smsc.out
	[ "$(jq -r .result.status out | sort | uniq -c | xargs)" = "40 ok" ]
	grep -q 'the bind rests: ESME_RTHROTTLED (0x00000058, throttled): ' share.err
}

@test "smpp-share: a program that is killed loses its own requests only" {
	smsc
	configure SMPP_Response_Timer=1
	share
	echo silent >do
	records 1 30 >a
	start a smpp-send -o SMPP_Command_Window_Size=20 x <a
	wait_for smsc.out '^sms' 10
	stop a KILL
	rm do
	kill -USR1 "$(pid_of share)"
	wait_for share.err ' 0 programs .* 0 requests wait, 10 are out'
	# the window is full of what was not answered, until its time is over
	is_up
	[ "$(grep -c '^sms' smsc.out)" -eq 11 ]
}

@test "smpp-share: a lost bind makes unknown what was out, and only that" {
	smsc
	configure SMPP_Command_Window_Size=5
	share
	start listen smpp-listen x
	wait_for listen.err 'bound to unix:'
	echo silent >do
	records 1 20 >a
	start a smpp-send -o SMPP_Command_Window_Size=20 x <a
	wait_for smsc.out '^sms' 5
	kill -USR1 "$(pid_of share)"
	wait_for share.err ' 15 requests wait, 5 are out'
	stop smsc KILL
	await a
	[ "$(jq -r .result.status a.out | grep -c unknown)" -eq 5 ]
	[ "$(jq -r .result.status a.out | grep -c temporary)" -eq 15 ]
	# who had nothing out has not noticed
	kill -0 "$(pid_of listen)"
	run -1 grep -E 'closed|lost|unbound' listen.err
}

@test "smpp-share: binds again, and what waited goes out" {
	smsc
	configure SMPP_Command_Window_Size=1
	share
	echo silent >do
	start a smpp-send -T +15551 x <<<first
	wait_for smsc.out 'sms .*first'
	start b smpp-send -T +15552 x <<<second
	wait_until has_waiting 1
	rm do
	stop smsc KILL
	await a
	[ "$status" -eq 69 ]
	exec 9<> <(:)
	# the same port again
	sed "s/('127.0.0.1', 0)/('127.0.0.1', $port)/" "$MOBUTILS_ROOT/tests/parts/one-bind-smsc.py" >again.py
	start again python3 again.py <&9
	await b
	[ "$status" -eq 0 ]
	wait_for again.out 'sms .*second'
	run -1 grep first again.out
}
has_waiting() {
	kill -USR1 "$(pid_of share)"
	grep -q " $1 requests wait" share.err
}

@test "smpp-share: over SMPP_Share_Queue is RMSGQFUL, over SMPP_Share_Wait RTHROTTLED" {
	smsc
	configure SMPP_Command_Window_Size=1 SMPP_Share_Queue=2 SMPP_Share_Wait=1
	share
	echo silent >do
	peer unix:sock bind:other:wrong:tx send:a send:b send:c send:d send:e \
	    got:submit_sm_resp:4 >out
	# one is out; two wait in vain; two were too many
	[ "$(statuses out submit_sm_resp)" = "88 88 20 20" ]
	[ "$(grep -c '^sms' smsc.out)" -eq 1 ]
}

@test "smpp-share: without a receiver the SMSC is told to try again" {
	smsc
	configure
	share
	say hello
	wait_for smsc.out '^answer 100'
	# a transmitter is none
	start tx python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" unix:sock bind:a:b:tx touch:there gone
	wait_until test -e there
	say hello
	wait_for smsc.out '^answer 100' 2
	[ ! -s listen.out ]
}

@test "smpp-share: a receiver that goes away unanswered, and one that says later" {
	smsc
	configure
	share
	start rx python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" unix:sock bind:a:b:rx answer:no got:deliver_sm:1 close
	wait_for rx.out bind_receiver_resp
	say one
	wait_for smsc.out '^answer 100'

	start later python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" unix:sock bind:a:b:rx answer:100 gone
	wait_for later.out bind_receiver_resp
	start never python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" unix:sock bind:a:b:trx answer:101 gone
	wait_for never.out bind_transceiver_resp
	# whoever is asked first: the other's word is the last, or the refusal is
	for i in 1 2 3 4; do say "n$i"; done
	wait_for smsc.out '^answer 101' 4
	[ "$(grep -c deliver_sm never.out)" -eq 4 ]
	grep -q deliver_sm later.out
}

@test "smpp-share: SIGTERM lets what is out finish" {
	smsc
	configure
	share
	echo silent >do
	records 1 3 >a
	start a smpp-send x <a
	wait_for smsc.out '^sms' 3
	stop share
	[ "$status" -eq 0 ]
	grep -q '3 requests unanswered' share.err
	await a
	[ "$(jq -r .result.status a.out | sort | uniq -c | xargs)" = "3 unknown" ]
}

@test "smpp-share: SIGHUP takes new options" {
	smsc
	configure SMPP_Max_Rate=1
	share
	records 1 30 >a
	start a smpp-send x <a
	wait_for smsc.out '^sms' 2
	configure
	kill -HUP "$(pid_of share)"
	wait_for share.err 'configuration anew'
	WAIT_SECONDS=5 wait_for smsc.out '^sms' 30
	await a
	[ "$status" -eq 0 ]
	echo 'nonsense = 1' >>conf
	kill -HUP "$(pid_of share)"
	wait_for share.err 'stays as it was'
	configure
	is_up
}

# --- with our own server as the SMSC ------------------------------------------

# centre [OPTION...] - one bind at a time; its port in $port
centre() {
	exec 9<> <(:)
	start centre smpp-listen -l 127.0.0.1:0 -o SMPP_Server_Fault_Single_Bind=true "$@" <&9
	port=$(port_of centre)
}
each_once() { diff <(jq -r .text centre.out | sort) <(jq -r .text "$1" | sort); }

@test "smpp-share: data_sm, submit_multi, message_payload, query, cancel and replace go through" {
	centre -o SMPP_Server_Receipt_Delay=3600
	configure
	share
	echo '{"id":"d","to":"+1555","text":"by data_sm"}' | smpp-send -o SMPP_ESME_Submit_Data_SM=true x >d
	printf '{"id":"p","to":"+1555","text":"payload %0400d"}\n' 0 |
	    smpp-send -o SMPP_ESME_Message_Payload=long -o SMPP_Max_SMS_Message_Size=1000 x >p
	echo '{"id":"m","to":["+1555","+1556"],"text":"multi","registered_delivery":["SMSC_Delivery"]}' |
	    smpp-send -o SMPP_ESME_Submit_Submit_Multi=true x >m
	echo '{"id":"s","to":"+1557","from":"2000","text":"one","registered_delivery":["SMSC_Delivery"]}' | smpp-send x >s
	[ "$(jq -r .text centre.out | cut -c1-10 | tr '\n' ' ')" = 'by data_sm payload 00 multi one ' ]
	has_json centre.out '.to == ["+1555", "+1556"]'
	[ "$(jq -c '[.result.recipients[].status]' m)" = '["ok","ok"]' ]
	id=$(jq -r '.result.parts[0].message_id' s)
	jq -c "{type:\"replace\",message_id:\"$id\",from:\"2000\",to:\"+1557\",text:\"other\",registered_delivery:[\"SMSC_Delivery\"]}" s | smpp-send x >r
	jq -e '.result.status == "ok"' r
	jq -c "{type:\"query\",message_id:\"$id\",from:\"2000\"}" s | smpp-send x >q
	jq -e '.result.status == "ok" and .result.state == "ENROUTE"' q
	jq -c "{type:\"cancel\",message_id:\"$id\",from:\"2000\",to:\"+1557\"}" s | smpp-send x >c
	jq -e '.result.status == "ok"' c
	run -75 --separate-stderr smpp-send x <<<'{"type":"query","message_id":"nonsense","from":"2000"}'
	jq -e '.result.command_status == "ESME_RQUERYFAIL"' <<<"$output"
	# its receipt found no receiver yet; now there is one
	start listen smpp-listen x
	wait_for listen.err 'bound to unix:'
	echo '{"to":"+1558","text":"x","registered_delivery":["SMSC_Delivery"]}' | smpp-send x
	kill -USR1 "$(pid_of share)"
	wait_for share.err ' 1 programs \(1 receive\), 0 requests wait, 0 are out'
	run -1 grep -c 'bound already' centre.err
}

@test "smpp-share: a receipt goes to the receiver" {
	centre
	configure
	share
	start listen smpp-listen x
	wait_for listen.err 'bound to unix:'
	echo '{"to":"+1555","text":"x","registered_delivery":["SMSC_Delivery"]}' | smpp-send x >out
	wait_until has_json listen.out '.type == "receipt" and .state == "DELIVRD"'
	[ "$(jq -r .message_id listen.out)" = "$(jq -r '.result.parts[0].message_id' out)" ]
}

@test "smpp-share: SIGTERM waits for answers that come, and sends no more" {
	centre -o SMPP_Server_Fault_Delay=0.4
	configure SMPP_Command_Window_Size=5
	share
	records 1 20 >a
	start a smpp-send -o SMPP_Command_Window_Size=20 x <a
	wait_for centre.out text 5
	stop share
	[ "$status" -eq 0 ]
	run -1 grep unanswered share.err
	await a
	[ "$(jq -r .result.status a.out | sort | uniq -c | xargs)" = "5 ok 15 temporary" ]
	[ "$(wc -l <centre.out)" -eq 5 ]
	jq -c 'select(.result.status == "ok")' a.out >ok
	each_once ok
}

@test "smpp-share: over SMPP_Share_Queue smpp-send goes on more slowly, and all is sent once" {
	centre -o SMPP_Server_Fault_Delay=0.01
	configure SMPP_Command_Window_Size=2 SMPP_Share_Queue=5 SMPP_ESME_Throttled_Timeout=0.05
	share
	records 1 100 >a
	smpp-send -o SMPP_Command_Window_Size=50 x <a >out
	[ "$(jq -r .result.status out | sort | uniq -c | xargs)" = "100 ok" ]
	each_once out
	kill -USR1 "$(pid_of share)"
	wait_for share.err ' 0 throttled, [1-9][0-9]* refused by us'
}

@test "smpp-share: throttled, it slows down, and all is sent once" {
	centre -o 'SMPP_Server_Fault_Status=[ESME_RTHROTTLED=30]'
	configure
	share
	records 1 50 >a
	begin=$(date +%s%N)
	smpp-send x <a >out
	[ $((($(date +%s%N) - begin) / 1000000)) -ge 1000 ]
	[ "$(jq -r .result.status out | sort | uniq -c | xargs)" = "50 ok" ]
	each_once out
	[ "$(grep -c 'the bind rests: ESME_RTHROTTLED' share.err)" -ge 1 ]
}
