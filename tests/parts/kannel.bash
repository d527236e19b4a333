# Kannel as an ESME: bearerbox bound to an SMSC on 127.0.0.1, and smsbox with
# its sendsms page and a service that takes what comes in.  All in the test's
# own directory; all that Kannel tells of goes to http.out, a JSON line each:
#
#	{"path":"/mo","from":...,"to":...,"text":...,"coding":...,"smsc":...}
#	{"path":"/dlr","type":"1","id":...,"text":...,"tag":...}
#
# where type is 1 delivered, 2 failed, 4 buffered, 8 accepted by the SMSC,
# 16 refused by it.  Load after test_helper.
# shellcheck shell=bash disable=SC2034,SC2154	# set for or by the .bats file

http() { python3 "$MOBUTILS_ROOT/tests/parts/web.py" "$@"; }

# start_kannel PORT SYSTEM_ID PASSWORD [LINE...] - bind to the SMSC at PORT;
# the lines go into Kannel's smsc group.  Does not wait for the bind.
start_kannel() {
	need bearerbox smsbox python3
	start http python3 "$MOBUTILS_ROOT/tests/parts/web.py" log
	kannel_http=$(port_of http)
	# Kannel cannot be told to take any free port: choose, and try again if
	# somebody else was faster
	for _ in 1 2 3 4 5; do
		read -r kannel_port kannel_box kannel_sendsms < <(http ports 3)
		kannel_conf 1 "${@:2}" >kannel.conf
		start bearerbox bearerbox -v 0 kannel.conf
		if wait_until ends_or bearerbox kannel_status && kannel_status >/dev/null; then
			start smsbox smsbox -v 0 kannel.conf
			wait_until ends_or smsbox kannel_has_smsbox &&
			    kannel_has_smsbox && kannel_bind "$@" && return
		fi
		end_sessions "${started[bearerbox]}" ${started[smsbox]:+"${started[smsbox]}"}
	done
	echo "Kannel did not start" >&2
	return 1
}

kannel_conf() {
	local port=$1 system_id=$2 password=$3
	shift 3
	cat <<-END
	group = core
	admin-port = $kannel_port
	admin-interface = 127.0.0.1
	admin-password = admin
	smsbox-port = $kannel_box
	smsbox-interface = 127.0.0.1
	box-allow-ip = 127.0.0.1
	box-deny-ip = "*.*.*.*"
	store-type = file
	store-location = kannel.store
	dlr-storage = internal

	group = smsc
	smsc = smpp
	smsc-id = main
	smsc-admin-id = main
	host = 127.0.0.1
	port = $port
	transceiver-mode = true
	smsc-username = "$system_id"
	smsc-password = "$password"
	system-type = ""
	reconnect-delay = 1
	dead-start = true
	$(printf '%s\n' "$@")

	group = smsbox
	smsbox-id = box
	bearerbox-host = 127.0.0.1
	sendsms-port = $kannel_sendsms
	sendsms-interface = 127.0.0.1
	mo-recode = true

	group = smsbox-route
	smsbox-id = box
	smsc-id = main

	group = sendsms-user
	username = test
	password = test
	max-messages = 10
	concatenation = true

	group = sms-service
	keyword = default
	catch-all = true
	max-messages = 0
	omit-empty = true
	get-url = "http://127.0.0.1:$kannel_http/mo?from=%p&to=%P&text=%a&coding=%c&smsc=%i"
	END
}

# What an SMSC delivers before smsbox is there waits for a minute.  So the SMSC's
# connection comes last; and until then has a port where nobody is, since even
# with dead-start Kannel tries a bind, and breaks it off.
kannel_bind() {
	kannel_conf "$@" >kannel.conf
	kannel_admin start-smsc smsc=main >/dev/null
}

# ends_or NAME COMMAND... - the started program is gone, or the command succeeds
ends_or() { ! kill -0 "${started[$1]}" || "${@:2}"; }

# kannel_admin COMMAND [NAME=VALUE...] - one of bearerbox's: status.txt,
# stop-smsc smsc=main, start-smsc smsc=main, suspend, resume ...
kannel_admin() { http get "http://127.0.0.1:$kannel_port/$1" password=admin "${@:2}"; }

kannel_status() { kannel_admin status.txt; }
kannel_has_smsbox() { [[ $(kannel_status) == *smsbox:box* ]]; }
kannel_is_bound() { [[ $(kannel_status) == *'(online'* ]]; }

# kannel_bound - wait until it is bound to the SMSC
kannel_bound() { wait_until kannel_is_bound; }

# kannel_send FROM TO TEXT [NAME=VALUE...] - submit an SMS; the named values go
# to sendsms (coding=2, dlr-mask=31, udh=... ).  With dlr-mask, what becomes of
# it is told under /dlr, with tag=TEXT where tag=TEXT is given.
kannel_send() {
	local from=$1 to=$2 text=$3 arg tag=
	local -a query=()
	shift 3
	for arg; do
		case $arg in
		tag=*) tag=${arg#tag=} ;;
		*) query+=("$arg") ;;
		esac
	done
	http get "http://127.0.0.1:$kannel_sendsms/cgi-bin/sendsms" \
	    username=test password=test charset=UTF-8 "from=$from" "to=$to" "text=$text" \
	    "dlr-url=http://127.0.0.1:$kannel_http/dlr?type=%d&id=%F&text=%A&tag=$tag" \
	    "${query[@]}"
}
