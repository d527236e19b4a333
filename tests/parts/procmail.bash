# procmail as the delivery agent.  Load after test_helper.
# shellcheck shell=bash disable=SC2034,SC2154	# set for or by the .bats file

# run_procmail MAIL - deliver the mail by the recipes on stdin.  Its exit status
# is in $status; what no recipe took is in the mbox "default", its log in
# procmail.log, what it and its programs said in procmail.err.
run_procmail() {
	need procmail
	{
		# procmail empties PATH and the environment
		echo "PATH=$PATH"
		echo "MOBUTILS_CONF=$MOBUTILS_CONF"
		echo "SHELL=/bin/sh"
		cat
	} >procmailrc
	chmod 600 procmailrc
	status=0
	procmail -p DEFAULT="$PWD/default" ORGMAIL="$PWD/default" \
	    LOGFILE="$PWD/procmail.log" LOGABSTRACT=no MAILDIR="$PWD" \
	    ./procmailrc <"$1" 2>procmail.err || status=$?
}
