# Certificates made by openssl(1), and TLS ends that are not ours.
# Load after test_helper.
# shellcheck shell=bash

# make_ca NAME - NAME.pem and NAME.key, which vouch for others
make_ca() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout "$1.key" -out "$1.pem" -days 2 -subj "/CN=$1" \
	    -addext basicConstraints=critical,CA:TRUE \
	    -addext keyUsage=critical,keyCertSign 2>/dev/null
}

# make_cert NAME CA SAN [DAYS] - NAME.pem and NAME.key, by CA; DAYS -1: expired
make_cert() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
	chmod 600 "$1.key"
	openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" \
	    -out "$1.pem" -days "${4-2}" \
	    -extfile <(echo "subjectAltName=$3") 2>/dev/null
}

# pin_of NAME - SHA-256 of NAME.pem's public key
pin_of() {
	openssl x509 -in "$1.pem" -pubkey -noout |
	    openssl pkey -pubin -outform der | openssl dgst -sha256 -r | cut -d' ' -f1
}

# start_front NAME PORT CERT [TLS=...] - TLS in front of a clear port, by
# Python's ssl; its port is in $front_port.  CLIENT_CA in the environment: ask
# for a certificate of that one.  SNI goes to NAME.out.
start_front() {
	need python3
	start "$1" python3 "$MOBUTILS_ROOT/tests/parts/tls-front.py" serve "$2" "$3"
	# shellcheck disable=SC2034	# the caller's
	front_port=$(port_of "$1")
}

# start_back NAME PORT CA [CERT] - a clear port in front of a TLS one, by
# Python's ssl; its port is in $back_port.
start_back() {
	need python3
	start "$1" python3 "$MOBUTILS_ROOT/tests/parts/tls-front.py" connect "$2" "$3" ${4+"$4"}
	# shellcheck disable=SC2034	# the caller's
	back_port=$(port_of "$1")
}
