# What real message centres send against the specification: nothing of it ends the
# session or loses the message beside it.  The SMSC is tests/parts/odd-smsc.py.
load ../test_helper

# listen - until all of it has come
listen() {
	need python3
	start smsc python3 "$MOBUTILS_ROOT/tests/parts/odd-smsc.py"
	start listen smpp-listen "smpp://me@127.0.0.1:$(port_of smsc)"
	wait_for smsc.out '^done$'
}

@test "smpp-listen: odd PDUs: each is answered, and the session goes on" {
	listen
	# RINVCMDLEN 2, RINVMSGLEN 1, RINVCMDID 3, RINVBNDSTS 4: v3.4, 5.1.3
	diff -u - <(grep -v ' 0$' smsc.out) <<-'END'
	no-nul 2
	no-body 2
	sm-length-over 1
	unknown nack 3
	unknown-resp -
	stray-resp -
	stray-nack -
	submit 4
	alert-empty -
	outbind -
	done
	END
	[ "$(grep -c 'refused with ESME_RINV' listen.err)" -eq 4 ]
	[ "$(grep -c 'bound to' listen.err)" -eq 1 ]
}

@test "smpp-listen: odd PDUs: the text of each, once" {
	listen
	jq -r 'select(.type == "deliver").text' listen.out >texts
	diff -u - texts <<-'END'
	long address
	empty addresses
	binary address
	times
	no times
	tlv header cut
	tlv cut
	tlv empty
	tlv twice
	tlv value
	both
	payload
	esm all
	user ack
	half
	pudh over

	udh empty
	one of one
	none of none
	part 0
	part 3 of 2
	both kinds
	other sender
	sar parts
	sixteen bits
	eight bits
	data sm

	data parts
	bom
	lit
	Привет мир
	h�
	last
	END
	has_json listen.out '.text == "tlv cut" and .tlv == {"user_message_reference": 1}'
	has_json listen.out '.text == "tlv empty" and .tlv == {"0x1400": ""}'
	has_json listen.out '.text == "tlv twice" and .tlv.user_message_reference == [1, 2]'
	has_json listen.out '.text == "both" and .tlv.message_payload == "6f74686572"'
	has_json listen.out '.text == "both kinds" and .parts == 2'
	has_json listen.out '.text == "empty addresses" and .from == "" and .to == ""'
	[ "$(jq -r 'select(.text == "long address").from' listen.out)" = "+$(printf '9%.0s' {1..64})" ]
}

@test "smpp-listen: odd PDUs: receipts" {
	listen
	jq -c 'select(.type == "receipt") | [.message_id, .state, .final, .error]' listen.out >receipts
	diff -u - receipts <<-'END'
	["1","DELIVRD",true,null]
	["2","ENROUTE",false,null]
	[null,"UNKNOWN",false,null]
	[null,"UNKNOWN",false,null]
	["77","UNDELIV",true,"9"]
	["abc","DELIVRD",true,null]
	["ab","UNDELIV",true,null]
	END
}

@test "smpp-listen: odd PDUs: a store changes none of it" {
	make_state
	listen
	[ "$(grep -vc ' 0$' smsc.out)" -eq 11 ]
	[ "$(jq -r 'select(.type == "deliver").text' listen.out | wc -l)" -eq 35 ]
}
