# smpp-listen as an ESME that receives.  The SMSC is tests/parts/smpp-peer.py.
# Expected octets and statuses: SMPP v3.4, 4.6 and 5.1.3 (0x64 ESME_RX_T_APPN,
# 0x65 ESME_RX_P_APPN).
# shellcheck disable=SC2016,SC2154	# $ is the handler's; run sets stderr, await sets status
load ../test_helper
load ../parts/smpp-peer

# listen [ARG...] - the program under test, bound to the peer
listen() {
	start listen smpp-listen "$@"
}
url() { echo "smpp://me@127.0.0.1:$peer_port"; }

@test "smpp-listen: a message becomes a deliver record, then it is acknowledged" {
	start_peer bound send:hello send:dcs=8:Grüße got:deliver_sm_resp:2 gone
	listen "$(url)"
	wait_for peer.out deliver_sm_resp 2
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0" ]
	has_json listen.out '.type == "deliver" and .text == "hello" and .from == "+15550001111"
	    and .to == "2000" and .parts == 1 and (.id | length) == 32
	    and (.received | startswith("20")) and (.smsc | startswith("127.0.0.1:"))'
	has_json listen.out '.text == "Grüße"'
}

@test "smpp-listen: it binds as a receiver, and as SMPP_Bind_Type says" {
	start_peer bound close bound:again close
	listen -o SMPP_Bind_Type=transceiver "$(url)"
	wait_for peer.out '"cmd": "bind_transceiver"' 2
	stop listen
	[ "$status" -eq 0 ]
	start_peer bound close
	listen "$(url)"
	wait_for peer.out '"cmd": "bind_receiver"'
}

# v3.4, 4.1.3: system_id, password, system_type, interface_version, addr_ton,
# addr_npi, address_range
@test "smpp-listen: the fields of its bind" {
	start_peer bound close
	(umask 077; printf 'from a file\nnot this\n' >secret)
	unset SMPP_PASSWORD
	listen -o SMPP_SMSC_Password_File=secret -o SMPP_SMSC_System_Type=VMA \
	    -o 'SMPP_Address_Range=^1234$' "$(url)"
	wait_for peer.out '"cmd": "bind_receiver"'
	[ "$(jq -r 'select(.cmd == "bind_receiver").body' peer.out | head -n 1)" = \
	    "$(printf 'me\0from a file\0VMA\0\x34\0\0^1234$\0' | xxd -p | tr -d '\n')" ]
}

@test "smpp-listen: SMPP_Enquire_Link_Timer, and an answer that does not come in time" {
	start_peer bound got:enquire_link:2 deaf bound:again gone
	listen -o SMPP_Enquire_Link_Timer=0.2 -o SMPP_Enquire_Response_Timer=0.3 "$(url)"
	wait_for peer.out '"cmd": "bind_receiver"' 2
	grep -q enquire_link listen.err
	[ "$(grep -c '"enquire_link"' peer.out)" -ge 3 ]
}

@test "smpp-listen: a receipt becomes a receipt record" {
	start_peer bound "send:esm=4:id:17 sub:001 dlvrd:001 submit date:2611231200 done date:2611231201 stat:DELIVRD err:000 text:x" \
	    got:deliver_sm_resp:1 gone
	listen "$(url)"
	wait_for peer.out deliver_sm_resp
	has_json listen.out '.type == "receipt" and .message_id == "17" and .state == "DELIVRD" and .final'
}

@test "smpp-listen: a text that looks like a receipt is none" {
	start_peer bound "send:from=1,to=2:id:17 stat:DELIVRD err:000 text:x" got:deliver_sm_resp:1
	listen "$(url)"
	wait_for peer.out deliver_sm_resp
	has_json listen.out '.type == "deliver" and (.text | startswith("id:17"))'
}

# v3.4, 4.12; ms_availability_status 2, 5.3.2.30: not available
@test "smpp-listen: an alert_notification becomes a record, and is not answered" {
	start_peer bound alert:15550001111/2000 alert:15550002222/2000/0422000102 \
	    send:x got:deliver_sm_resp:1 gone
	listen "$(url)"
	wait_for listen.out '"x"'
	has_json listen.out '.type == "alert" and .from == "+15550001111" and .to == "2000"
	    and .to_ton == "unknown" and (.id | length) == 32 and (.received | startswith("20"))
	    and (.smsc | startswith("127.0.0.1:")) and .tlv == null and .text == null'
	has_json listen.out '.type == "alert" and .tlv == {"ms_availability_status": 2}'
	[ "$(jq -s length peer.out)" -eq 2 ]
	stop listen
	[ "$status" -eq 0 ]
}

@test "smpp-listen: an alert that the handler does not take is said to be lost" {
	start_peer bound alert:15550001111/2000 alert:15550001111/2000 send:x \
	    got:deliver_sm_resp:1 gone
	listen "$(url)" -- sh -c '
	    [ "$SENDER" = +15550001111 ] || exit 1
	    case $(jq -r .type) in alert) [ -e one ] || { >one; exit 75; } ;; esac'
	wait_for peer.out deliver_sm_resp
	[ "$(statuses peer.out deliver_sm_resp)" = 0 ]
	[ "$(grep -c 'alert_notification lost' listen.err)" -eq 1 ]
}

@test "smpp-listen: parts in any order, twice and interleaved, make whole messages" {
	start_peer bound part:7/3/3:ghi part:9/2/2:-two part:7/3/1:abc part:7/3/1:abc \
	    got:deliver_sm_resp:4 part:9/2/1:one part:7/3/2:def got:deliver_sm_resp:6 gone
	listen "$(url)"
	wait_for peer.out deliver_sm_resp 6
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0 0 0 0 0" ]
	jq -c '[.text, .parts, .missing]' listen.out | sort >got
	printf '%s\n' '["abcdefghi",3,null]' '["one-two",2,null]' | diff - got
}

@test "smpp-listen: what never comes is said to be missing" {
	start_peer bound part:7/3/1:abc part:7/3/3:ghi got:deliver_sm_resp:2 gone
	listen -o SMPP_Reassembly_Timeout=1 "$(url)"
	wait_for listen.out '"text"'
	has_json listen.out '.text == "abcghi" and .parts == 3 and .missing == [2]'
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0" ]
}

@test "smpp-listen: told to stop, it gives out the parts that it has acknowledged" {
	start_peer bound part:7/3/1:abc got:deliver_sm_resp:1 gone
	listen "$(url)"
	wait_for peer.out deliver_sm_resp
	[ ! -s listen.out ]
	stop listen
	[ "$status" -eq 0 ]
	has_json listen.out '.text == "abc" and .missing == [2, 3]'
	grep -q '"unbind"' peer.out
}

@test "smpp-listen: the handler's exit status is the acknowledgement" {
	start_peer bound send:0 send:65 send:67 send:77 send:75 send:1 send:127 send:sig \
	    got:deliver_sm_resp:8 gone
	cat >handler <<-'END'
	#!/bin/sh
	text=$(jq -r .text)
	[ "$text" != sig ] || kill -9 $$
	echo "$SENDER $RECIPIENT ${#MOBUTILS_ID} $1 $2" >>args
	exit "$text"
	END
	chmod +x handler
	listen -P 3 "$(url)" -- ./handler '{sender}' '{recipients}'
	wait_for peer.out deliver_sm_resp 8
	[ "$(statuses peer.out deliver_sm_resp)" = "0 101 101 101 100 100 100 100" ]
	[ "$(sort -u args)" = "+15550001111 2000 32 +15550001111 2000" ]
	[ ! -s listen.out ]
	grep -q 'killed by signal 9' listen.err
}

@test "smpp-listen: a handler that is not there means try again" {
	start_peer bound send:x got:deliver_sm_resp:1
	listen "$(url)" -- /no/such/handler
	wait_for peer.out deliver_sm_resp
	[ "$(statuses peer.out deliver_sm_resp)" = 100 ]
}

@test "smpp-listen: the part that completes a message carries the handler's status" {
	start_peer bound part:7/2/1:abc got:deliver_sm_resp:1 part:7/2/2:def \
	    got:deliver_sm_resp:2 part:7/2/2:def got:deliver_sm_resp:3 \
	    part:7/2/2:def got:deliver_sm_resp:4 gone
	# the first try fails, the second one does not
	listen "$(url)" -- sh -c 'cat >>records; [ -e tried ] || { >tried; exit 75; }'
	wait_for peer.out deliver_sm_resp 4
	[ "$(statuses peer.out deliver_sm_resp)" = "0 100 0 0" ]
	[ "$(jq -r .text records | tr '\n' ' ')" = "abcdef abcdef " ]
}

@test "smpp-listen: Handler_Timeout ends the handler and all that it started" {
	start_peer bound send:slow got:deliver_sm_resp:1 gone
	# one that heeds no SIGTERM, and a child of its own
	listen -o Handler_Timeout=0.3 "$(url)" -- \
	    sh -c 'trap "" TERM; sleep 300 & echo $! >child; echo $$ >self; wait; wait; sleep 300'
	wait_for peer.out deliver_sm_resp
	[ "$(statuses peer.out deliver_sm_resp)" = 100 ]
	gone() { ! kill -0 "$(cat "$1")" 2>/dev/null; }
	wait_until gone self
	wait_until gone child
	grep -q Handler_Timeout listen.err
}

@test "smpp-listen: a handler that is given time to end gets it while others come and go" {
	start_peer bound send:slow exists:ending send:a got:deliver_sm_resp:1 touch:others \
	    got:deliver_sm_resp:2 gone
	# shellcheck disable=SC2016	# for the handler's shell
	listen -P 2 -o Handler_Timeout=1 "$(url)" -- sh -c '
	    [ "$(jq -r .text)" = slow ] || exit 0
	    trap ">ending; until [ -e others ]; do sleep 0.02; done; >tidied; exit 0" TERM
	    while :; do sleep 0.02; done'
	wait_for peer.out deliver_sm_resp 2
	# it ended by itself, with 0
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0" ]
	[ -e tidied ]
}

@test "smpp-listen: a handler that exits when its time is over counts by its status" {
	start_peer bound send:65 got:deliver_sm_resp:1 send:75 got:deliver_sm_resp:2 \
	    send:sig got:deliver_sm_resp:3 gone
	# one that is gone at once; what it leaves and heeds nothing goes too
	listen -o Handler_Timeout=1 "$(url)" -- sh -c '
	    text=$(jq -r .text)
	    [ "$text" = sig ] || trap "exit $text" TERM
	    (trap "" TERM; sleep 300; sleep 300) & echo $! >child
	    wait'
	wait_for peer.out deliver_sm_resp 3
	[ "$(statuses peer.out deliver_sm_resp)" = "101 100 100" ]
	grep -q 'exit status 65, told to end after Handler_Timeout' listen.err
	grep -q 'killed by signal 15 (Terminated), told to end after' listen.err
	gone() { ! kill -0 "$(cat "$1")" 2>/dev/null; }
	wait_until gone child
}

@test "smpp-listen: what waits for half of Handler_Timeout is not taken, and no handler saw it" {
	start_peer bound send:one send:two send:three got:deliver_sm_resp:2 touch:go \
	    got:deliver_sm_resp:3 send:four got:deliver_sm_resp:4 gone
	listen -o Handler_Timeout=4 "$(url)" -- sh -c '
	    jq -r .text >>seen; until [ -e go ]; do sleep 0.02; done'
	wait_for peer.out deliver_sm_resp 4
	# 0x14 ESME_RMSGQFUL
	[ "$(statuses peer.out deliver_sm_resp)" = "0 20 20 0" ]
	[ "$(tr '\n' ' ' <seen)" = "one four " ]
	grep -q 'messages not taken: no handler was free' listen.err
}

@test "smpp-listen: a handler has what its message's wait has left of Handler_Timeout" {
	start_peer bound send:one send:two got:deliver_sm_resp:2 gone
	# the first takes a quarter of it, the second would take all of it
	listen -o Handler_Timeout=4 "$(url)" -- sh -c '
	    case $(jq -r .text) in one) sleep 1 ;; *) date +%s%N >began; sleep 30 ;; esac'
	wait_for peer.out deliver_sm_resp 2
	[ "$(statuses peer.out deliver_sm_resp)" = "0 100" ]
	[ $((($(date +%s%N) - $(cat began)) / 1000000)) -lt 4000 ]
}

@test "smpp-listen: what no peer waits for may wait for its handler" {
	start_peer bound part:7/2/1:abc part:8/2/1:def got:deliver_sm_resp:2 gone
	# both are due at once, and the first takes longer than half of it
	listen -o SMPP_Reassembly_Timeout=1 -o Handler_Timeout=1.2 "$(url)" -- sh -c '
	    jq -r .text >>texts; sleep 0.8'
	wait_for texts '^(abc|def)$' 2
	run ! grep -q 'not taken' listen.err
}

@test "smpp-listen: -P handlers run at once, and no more" {
	start_peer bound send:1 send:2 send:3 send:4 got:deliver_sm_resp:4 gone
	mkdir run
	listen -P 2 "$(url)" -- sh -c '
	    >run/$$; ls run | wc -l >>most
	    until [ -e go ]; do sleep 0.02; done; rm run/$$'
	wait_until has_lines most . 2
	[ "$(grep -c deliver_sm_resp peer.out)" -eq 0 ]
	touch go
	wait_for peer.out deliver_sm_resp 4
	[ "$(sort -n most | tail -n 1)" -eq 2 ]
}

@test "smpp-listen: while nobody reads, answers wait and enquire_link is answered" {
	steps=(bound)
	long=$(printf '%0120d' 0)
	for _ in {1..400}; do steps+=("send:$long"); done
	start_peer "${steps[@]}" enquire touch:asked exists:go got:deliver_sm_resp:400 gone
	mkfifo pipe
	exec 7<>pipe
	start listen sh -c 'exec smpp-listen "$0" >pipe 7>&-' "$(url)"
	wait_until test -e asked
	have=$(grep -c deliver_sm_resp peer.out || :)
	[ "$have" -lt 400 ]
	touch go
	head -n 400 <&7 >lines
	wait_for peer.out deliver_sm_resp 400
	[ "$(jq -r .text lines | grep -cx "$long")" -eq 400 ]
	exec 7>&-
}

@test "smpp-listen: it comes back when the connection is lost, and what came waits" {
	start_peer bound send:one got:deliver_sm_resp:1 close bound:again send:two \
	    got:deliver_sm_resp:2 gone
	listen "$(url)"
	wait_for listen.out two
	[ "$(jq -r .text listen.out | tr '\n' ' ')" = "one two " ]
	grep -q 'closed the connection' listen.err
	[ "$(grep -c 'bound to' listen.err)" -eq 2 ]
}

# many - an SMSC of ours that takes any number of binds; delivers what it is told
# on its standard input, which is descriptor 8
many() {
	mkfifo mo
	exec 8<>mo
	start smsc smpp-listen -l 127.0.0.1:0 "$@" <mo
	port=$(port_of smsc)
}

@test "smpp-listen: SMPP_Persistent_Connections of them, all of which receive" {
	many -o SMPP_Command_Window_Size=1
	listen -o SMPP_Persistent_Connections=3 "smpp://me@127.0.0.1:$port"
	wait_for listen.err 'bound to' 3
	for i in {1..9}; do echo "{\"type\":\"deliver\",\"from\":\"1\",\"to\":\"2\",\"text\":\"t$i\"}" >&8; done
	wait_for listen.out '"text"' 9
	[ "$(jq -r .text listen.out | sort | tr '\n' ' ')" = "t1 t2 t3 t4 t5 t6 t7 t8 t9 " ]
	stop listen
	[ "$status" -eq 0 ]
	exec 8>&-
}

@test "smpp-listen: connections by binding, each with the options of its stanza" {
	many
	cat >conf <<-END
	domain "x" {
	  SMPP_SMSC_Server = "127.0.0.1" SMPP_SMSC_Port = $port
	  SMPP_Persistent_Connections = [ in = 1, out = 2, Both ]
	  Binding "in" { SMPP_Bind_Type = "Receiver" SMPP_SMSC_System_ID = "one" }
	  Binding "out" { SMPP_Bind_Type = "Transmitter" }
	  Binding "Both" { SMPP_Bind_Type = "Transceiver" SMPP_SMSC_System_ID = "two"
	    SMPP_SMSC_Default_Alphabet = latin1 }
	}
	END
	listen -c conf x
	wait_for listen.err 'bound to .*, binding in'
	wait_for listen.err 'bound to .*, binding Both'
	[ "$(grep -c 'bound to' listen.err)" -eq 2 ]
	# 40 is @ in Latin 1 and an inverted ! in the GSM alphabet
	for id in one two; do
		echo "{\"type\":\"deliver\",\"system_id\":\"$id\",\"from\":\"$id\",\"to\":\"2\",\"data\":\"40\",\"data_coding\":0}" >&8
	done
	wait_for listen.out '"text"' 2
	has_json listen.out '.from == "one" and .text == "¡"'
	has_json listen.out '.from == "two" and .text == "@"'
	stop listen
	exec 8>&-
	run -78 --separate-stderr smpp-listen -c conf -o 'SMPP_Persistent_Connections=[out]' x
	[[ $stderr == *'none of them receives'* ]]
}

@test "smpp-listen: packed septets, in parts too" {
	many -o SMPP_SMSC_Packed=true -o SMPP_ESME_UDH_Segment=true -o SMPP_CSMS_Refnum_Length=1 \
	    -o SMPP_Max_SMS_Message_Size=400
	text=$(printf '0123456789%.0s' {1..30})
	listen -o SMPP_SMSC_Packed=true "smpp://me@127.0.0.1:$port"
	jq -cn --arg t "$text€" '{type:"deliver",from:"1",to:"2",text:$t}' >&8
	wait_for listen.out '"text"'
	has_json listen.out ".text == \"$text€\" and .parts == 2"
	exec 8>&-
}

@test "smpp-listen: one connection that breaks or is refused does not stop the others" {
	# whoever binds as "two" is refused; "one" goes on
	cat >users <<-END
	one:secret
	two:other
	END
	chmod 600 users
	many -o SMPP_Server_Users=users
	cat >conf <<-END
	domain "x" {
	  SMPP_SMSC_Server = "127.0.0.1" SMPP_SMSC_Port = $port
	  SMPP_Persistent_Connections = [ a, b ]
	  Binding "a" { SMPP_SMSC_System_ID = "one" }
	  Binding "b" { SMPP_SMSC_System_ID = "two" }
	}
	END
	SMPP_PASSWORD=secret listen -c conf x
	wait_for listen.err 'bound to .*, binding a'
	wait_for listen.err 'RINVPASWD.*no SMS will come'
	echo '{"type":"deliver","from":"1","to":"2","text":"still here"}' >&8
	wait_for listen.out 'still here'
	stop listen
	[ "$status" -eq 0 ]
	exec 8>&-
}

@test "smpp-listen: a connection that can never be bound ends alone, and SIGHUP can mend it" {
	many
	long=$(printf 'x%.0s' {1..65})
	cat >conf <<-END
	domain "x" {
	  SMPP_SMSC_Server = "127.0.0.1" SMPP_SMSC_Port = $port
	  SMPP_Persistent_Connections = [ a, b ]
	  Binding "a" { SMPP_SMSC_System_ID = "one" }
	  Binding "b" { SMPP_SMSC_System_ID = "$long" }
	}
	END
	listen -c conf x
	wait_for listen.err 'bound to .*, binding a'
	wait_for listen.err 'field of bind is too long'
	sed -i "s/$long/two/" conf
	kill -HUP "$(pid_of listen)"
	wait_for listen.err 'bound to .*, binding b'
	# with none left there is nothing to wait for
	sed -i "s/two/$long/; s/one/$long/" conf
	kill -HUP "$(pid_of listen)"
	await listen
	[ "$status" -eq 78 ]
	exec 8>&-
}

@test "smpp-listen: SIGHUP makes more connections, and fewer" {
	many
	cat >conf <<-END
	domain "x" { SMPP_SMSC_Server = "127.0.0.1" SMPP_SMSC_Port = $port SMPP_SMSC_System_ID = "me"
	  SMPP_Persistent_Connections = 1 }
	END
	listen -c conf x
	wait_for listen.err 'bound to'
	sed -i 's/= 1 }/= 3 }/' conf
	kill -HUP "$(pid_of listen)"
	wait_for listen.err 'bound to' 3
	sed -i 's/= 3 }/= 2 }/' conf
	kill -HUP "$(pid_of listen)"
	wait_for listen.err 'read the configuration anew' 2
	connections() { [ "$(ss -Htn state established "dport = :$port" | grep -c .)" -eq "$1" ]; }
	wait_until connections 2
	# one that cannot be changes none of them
	echo 'domain "x" { SMPP_Persistent_Connections = 2 }' >conf
	kill -HUP "$(pid_of listen)"
	wait_for listen.err 'stays as it was'
	connections 2
	echo '{"type":"deliver","from":"1","to":"2","text":"x"}' >&8
	wait_for listen.out '"x"'
	stop listen
	[ "$status" -eq 0 ]
	exec 8>&-
}

@test "smpp-listen: nobody there, it goes on trying" {
	start_peer bound
	port=$peer_port
	stop peer
	listen "smpp://me@127.0.0.1:$port"
	wait_for listen.err 'refused' 2
	stop listen
	[ "$status" -eq 0 ]
}

@test "smpp-listen: a wrong password is said, and tried again slowly" {
	start_peer refuse:0x0e got:bind_receiver:2 refuse:0 bound send:x got:deliver_sm_resp:1
	SMPP_PASSWORD=wrong listen -o SMPP_Bind_Refused_Retry=1 "$(url)"
	wait_for listen.err 'RINVPASWD.*no SMS will come' 2
	wait_for listen.out '"x"'
}

@test "smpp-listen: SIGTERM lets the handler finish, answers, unbinds" {
	start_peer bound send:x exists:stopped send:late got:deliver_sm_resp:2 gone
	listen "$(url)" -- sh -c '>running; until [ -e go ]; do sleep 0.02; done'
	wait_until test -e running
	kill -TERM "$(pid_of listen)"
	touch stopped
	wait_for peer.out '"seq": 2, "status": 100'
	touch go
	await listen
	[ "$status" -eq 0 ]
	[ "$(statuses peer.out deliver_sm_resp)" = "0 100" ]
	wait_for peer.out '"unbind"'
}

@test "smpp-listen: a full disk is no acknowledgement" {
	[ -e /dev/full ] || skip "needs /dev/full"
	start_peer bound send:x got:deliver_sm_resp:1 gone
	start listen sh -c 'exec smpp-listen "$0" >/dev/full' "$(url)"
	await listen
	[ "$status" -eq 74 ]
	[ "$(statuses peer.out deliver_sm_resp)" = 100 ]
	grep -q 'No space left' listen.err
}

@test "smpp-listen: a reader that has gone is no acknowledgement" {
	start_peer bound exists:alone send:x got:deliver_sm_resp:1 gone
	mkfifo pipe
	exec 7<>pipe
	start listen sh -c 'exec smpp-listen "$0" >pipe 7>&-' "$(url)"
	wait_for listen.err 'bound to'
	exec 7>&-
	touch alone
	await listen
	[ "$status" -eq 74 ]
	[ "$(statuses peer.out deliver_sm_resp)" = 100 ]
}

@test "smpp-listen: SIGHUP changes what concerns the records at once" {
	start_peer bound part:7/2/1:abc got:deliver_sm_resp:1 exists:go send:dcs=0:x gone
	cat >conf <<-END
	SMPP_Reassembly_Timeout = 3600
	domain "x" { SMPP_SMSC_Server = "127.0.0.1" SMPP_SMSC_Port = $peer_port SMPP_SMSC_System_ID = "me" }
	END
	listen -c conf x
	wait_for peer.out deliver_sm_resp
	sed -i 's/^SMPP_Rea.*/SMPP_SMSC_Default_Alphabet = ucs2/' conf
	kill -HUP "$(pid_of listen)"
	wait_for listen.err 'read the configuration anew'
	echo 'nonsense = {' >conf
	kill -HUP "$(pid_of listen)"
	wait_for listen.err 'stays as it was'
	touch go
	wait_for listen.out '"x"|"data"'
	[ "$(grep -c '"cmd": "bind_receiver"' peer.out)" -eq 1 ]
	stop listen
	[ "$status" -eq 0 ]
}

@test "smpp-listen: SIGHUP binds anew where that has changed, once all is answered" {
	start_peer bound send:x got:deliver_sm_resp:1 bound:again send:y got:deliver_sm_resp:2 gone
	cat >conf <<-END
	domain "x" { SMPP_SMSC_Server = "127.0.0.1" SMPP_SMSC_Port = $peer_port SMPP_SMSC_System_ID = "me" }
	END
	listen -c conf x -- sh -c 'jq -r .text >>texts; >running; until [ -e go ]; do sleep 0.02; done'
	wait_until test -e running
	sed -i 's/"me"/"other"/' conf
	kill -HUP "$(pid_of listen)"
	wait_for listen.err 'read the configuration anew'
	touch go
	wait_for peer.out deliver_sm_resp 2
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0" ]
	[ "$(tr '\n' ' ' <texts)" = "x y " ]
	jq -r 'select(.cmd == "bind_receiver").body' peer.out >binds
	grep -q "^$(printf other | xxd -p)00" binds
	wait_for peer.out '"unbind"'
	# a second one, while the first configuration has gone
	kill -HUP "$(pid_of listen)"
	wait_for listen.err 'read the configuration anew' 2
	stop listen
	[ "$status" -eq 0 ]
}

@test "smpp-listen: usage" {
	run -64 --separate-stderr smpp-listen
	[[ $stderr == *'want a domain'* ]]
	run -64 --separate-stderr smpp-listen a b
	run -64 --separate-stderr smpp-listen x -- 15551234567
	run -64 --separate-stderr smpp-listen -Z
	run -64 --separate-stderr smpp-listen -n x
	run -78 --separate-stderr smpp-listen nowhere
	run -0 smpp-listen -h
	run -0 smpp-listen -V
}

# example N - the Nth of the page's EXAMPLES, as a shell reads it
example() {
	awk -v n="$1" '/^\.Sh EXAMPLES/ { on = 1 } /^\.Sh SEE/ { on = 0 }
	    on && /^\.Ed/ { in_it = 0 }
	    on && in_it && block == n { gsub(/\\e/, "\\"); print }
	    on && /^\.Bd/ { in_it = 1; block++ }' "$MOBUTILS_ROOT/man/smpp-listen.1"
}

@test "smpp-listen: the examples of its page" {
	start_peer bound send:one got:deliver_sm_resp:1 exists:a close \
	    bound:again send:two got:deliver_sm_resp:2 exists:b close \
	    bound:again send:three got:deliver_sm_resp:3 gone
	cat >conf <<-END
	domain "example.com" { SMPP_SMSC_Server = "127.0.0.1" SMPP_SMSC_Port = $peer_port }
	END
	export MOBUTILS_CONF=$PWD/conf
	for n in 1 2 3; do
		mkdir -p inbox
		example $n >example$n
		start ex$n bash example$n
		wait_for peer.out deliver_sm_resp $n
		[ "$n" -ne 2 ] || wait_for ex2.out '^\+15550001111: two$'
		end_sessions "$(pid_of ex$n)"
		case $n in 1) touch a ;; 2) touch b ;; esac
	done
	has_json sms.jsonl '.text == "one"'
	[ "$(jq -r .text inbox/*.json)" = three ]
	[[ $(jq -r .id inbox/*.json) == $(basename inbox/*.json .json) ]]

	example 4 | sed 's/^echo/until [ -S smsc.sock ]; do sleep 0.02; done; echo/' >example4
	start ex4 bash example4
	wait_for ex4.out '"status":"ok"'
	has_json submitted.jsonl '.text == "hello" and .to == "+15551234567"'
}

@test "smpp-listen: the example with mail" {
	need sms2mail
	start_peer bound send:hello got:deliver_sm_resp:1 gone
	echo "domain \"example.com\" { SMPP_SMSC_Server = \"127.0.0.1\" SMPP_SMSC_Port = $peer_port SMPP_Default_Email_Address = \"me@example.com\" }" >conf
	export MOBUTILS_CONF=$PWD/conf PATH=$PWD/bin:$PATH
	mkdir bin
	printf '#!/bin/sh\ncat >%q; echo "$@" >%q\n' "$PWD/mail" "$PWD/args" >bin/sendmail
	chmod +x bin/sendmail
	example 5 >example5
	start ex5 bash example5
	wait_for peer.out deliver_sm_resp
	[ "$(statuses peer.out deliver_sm_resp)" = 0 ]
	grep -q '^hello' mail
	grep -q 'me@example.com$' args
}

@test "smpp-listen: without stdout and handler it does not begin: 73" {
	for how in "-l 127.0.0.1:0" "smpp://me@127.0.0.1:1"; do
		run -73 --separate-stderr timeout 10 sh -c "exec smpp-listen $how <&- >&-"
		[ "$stderr" = "smpp-listen: stdout: Bad file descriptor" ]
	done
}

@test "smpp-listen: with a handler a closed stdout is nobody else's number" {
	start listen sh -c 'exec smpp-listen -l 127.0.0.1:0 -- sh -c "cat >got" >&- </dev/null'
	port=$(port_of listen)
	smpp-send "smpp://me@127.0.0.1:$port" <<<'{"to":"1","text":"hi"}' >done
	jq -e '.result.status == "ok"' done
	jq -e '.text == "hi"' got
}
