# What is remembered, under load and through crashes: a message centre that is not
# ours sends receipts early, late, shuffled and twice; processes are killed.
# shellcheck disable=SC2154	# run sets status, the helper sets started
BATS_TEST_TIMEOUT=200
load ../test_helper

MESSAGES=20000

setup() {
	helper_setup
	make_state
	cat >conf <<-'END'
	domain "sms.example" {
		SMPP_SMSC_System_ID = "me"
		SMPP_SMSC_Server = "127.0.0.1"
		SMPP_ESME_Address = "2000"
		SMPP_Registered_Delivery = SMSC_Delivery
		SMPP_Command_Window_Size = 100
		Receipt_Hold = 5s
	}
	END
}

# smsc ARG... - start it; conf names its port
smsc() {
	need python3
	start smsc python3 "$MOBUTILS_ROOT/tests/parts/receipts-smsc.py" \
	    --log submitted --seed "$RANDOM" "$@"
	echo "domain \"sms.example\" { SMPP_SMSC_Port = $(port_of smsc) }" >port
	sed -i "1a SMPP_SMSC_Port = $(port_of smsc)" conf
}

# batch N - N records with ids, the id being the text
batch() {
	seq "$1" | awk '{ printf "{\"id\":\"m-%06d\",\"to\":\"+1555%07d\",\"text\":\"m-%06d\"}\n", $1, $1, $1 }'
}

listen() { start "$1" smpp-listen -q -c conf sms.example; }

# A listener that died left its records behind: keep them before the next start.
put_away() { cat "$1.out" >>"$1.all"; }

# somewhere NAME - kill it when it, or smpp-send, has written some more, by chance
somewhere() {
	local goal=$(($(stat -c %s send.out) + RANDOM * 20))
	wait_until grown "$goal"
	kill -KILL "${started[$1]}" 2>/dev/null || :
	await "$1"
}
grown() { [ "$(stat -c %s send.out)" -ge "$1" ] || ! kill -0 "${started[send]}"; }

outcomes() {
	cat ./*.all ./listen*.out |
	    jq -r 'select(.type == "receipt" and .final and .original) | .id' | sort -u | wc -l
}
all_decided() { [ "$(outcomes)" -eq "$1" ]; }

@test "state: 20,000 messages, receipts in any order, processes killed: each one outcome" {
	export WAIT_SECONDS=100
	smsc --umr
	batch "$MESSAGES" >batch
	listen listen1
	listen listen2
	: >send.all
	# the batch is run again until it is through
	for i in 1 2 3; do
		start send smpp-send -c conf sms.example <batch
		[ "$i" -ne 2 ] || { somewhere listen2; put_away listen2; listen listen2; }
		somewhere send
		put_away send
	done
	smpp-send -c conf sms.example <batch >last 2>/dev/null || [ $? -eq 1 ]

	# every record has its result, and it is ok or unknown
	[ "$(jq -r .id last | sort -u | wc -l)" -eq "$MESSAGES" ]
	[ "$(jq -r .result.status last | sort -u | grep -cvE '^(ok|unknown)$')" -eq 0 ]
	jq -r 'select(.result.status == "unknown").id' last | sort >unknown
	jq -r 'select(.result.status == "ok").id' last | sort >ok

	# none was sent twice, all that are ok were sent, and most are ok
	sort submitted >sent
	[ -z "$(uniq -d sent)" ]
	[ -z "$(comm -23 ok sent)" ]
	[ "$(wc -l <ok)" -ge $((MESSAGES * 9 / 10)) ]

	# each message that was sent ends with one outcome: what was unknown is
	# settled by its receipt, which carries our reference
	wait_until all_decided "$(wc -l <sent)"
	stop listen1
	stop listen2
	cat listen1.out listen2.all listen2.out >all
	jq -c 'select(.final and .original) | [.id, .state]' all | sort -u >decided
	jq -r '.[0]' decided | sort >ids
	[ -z "$(uniq -d ids)" ]
	cmp sent ids
	mobstate list -s ok | jq -r .id | sort | cmp sent -
	# only the one that was killed may have said one twice
	jq -r 'select(.final and .original).id' listen1.out | sort >once
	[ -z "$(uniq -d once)" ]
	echo "# $(wc -l <sent) sent, $(wc -l <ok) ok at once, $(wc -l <unknown) unknown" >&3
}
