# mm7-serve behind what stands in front of it: openbsd-inetd, and nginx with TLS.
# shellcheck disable=SC2016,SC2154	# $ is the handler's; url is parts/mm7's
load ../test_helper
load ../parts/inetd
load ../parts/mm7

ended() { ! pgrep -s "$(pid_of inetd)" -x mm7-serve >/dev/null; }

@test "inetd nowait: mm7-serve takes one connection, and nothing is said in it" {
	start_inetd nowait "$(command -v mm7-serve)" -v -- \
	    sh -c 'cat >>mails; echo out; echo err >&2; exit "$(cat code)"'
	url=http://127.0.0.1:$inetd_port/
	echo 0 >code
	deliver_req t-1 l-1 one >req
	post req; is 200 1000
	wait_until ended
	echo 1 >code
	deliver_req t-2 l-2 two >req
	post req; is 500 4006
	[ "$(grep -c '^Subject:' mails)" -eq 2 ]
}

@test "inetd wait: mm7-serve has the socket until its last connection ends" {
	start_inetd wait "$(command -v mm7-serve)" -- sh -c 'cat >>mails'
	url=http://127.0.0.1:$inetd_port/
	for n in 1 2 3; do
		deliver_req "t-$n" "l-$n" "$n" >req
		post req; is 200 1000
		[ "$n" != 2 ] || wait_until ended
	done
	[ "$(grep -c '^Subject:' mails)" -eq 3 ]
}

# nginx on a free port, with TLS, in front of the Unix socket `sock`
start_nginx() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
	    -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>openssl.err
	front=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	mkdir -p tmp
	cat >nginx.conf <<-END
	daemon off; master_process off; pid $PWD/nginx.pid; error_log stderr;
	events {}
	http {
	    access_log off; client_body_temp_path $PWD/tmp; proxy_temp_path $PWD/tmp;
	    fastcgi_temp_path $PWD/tmp; uwsgi_temp_path $PWD/tmp; scgi_temp_path $PWD/tmp;
	    server {
	        listen 127.0.0.1:$front ssl;
	        ssl_certificate $PWD/cert.pem; ssl_certificate_key $PWD/key.pem;
	        client_max_body_size 64k;
	        location /mm7/ {
	            proxy_pass http://unix:$PWD/sock;
	            proxy_set_header X-Forwarded-For \$remote_addr;
	        }
	    }
	}
	END
	start nginx nginx -p "$PWD" -c "$PWD/nginx.conf"
	url=https://127.0.0.1:$front/mm7/
	wait_until bash -c "curl -s --noproxy '*' --cacert cert.pem -o /dev/null $url"
}

@test "nginx: TLS, addresses and sizes in front of mm7-serve" {
	need nginx openssl
	(umask 077; printf '%s\n' 'mmsc:{NONE}:from=127.0.0.1' 'other:p:from=10.0.0.0/8' >users)
	start serve mm7-serve -l unix:sock -o MM7_Server_Users=users \
	    -o 'Trusted_Proxy=( unix )' -- sh -c 'cat >>mails'
	wait_until test -S sock
	start_nginx
	deliver_req t-1 l-1 one >req
	post req --cacert cert.pem; is 200 1000
	# what the peer says of himself is replaced by nginx
	deliver_req t-2 l-2 two >req
	post req --cacert cert.pem -H 'X-Forwarded-For: 10.0.0.1' -u other:p
	[ "$(http_status)" = 401 ]
	# nginx keeps what is too large away
	head -c 70000 /dev/zero >large
	post large --cacert cert.pem
	[ "$(http_status)" = 413 ]
	# 5.5 KB of text in chunks, which nginx collects
	deliver_req t-3 l-3 "$(head -c 5500 /dev/zero | tr '\0' x)" >req
	post req --cacert cert.pem -H 'Transfer-Encoding: chunked'; is 200 1000
	[ "$(grep -c '^Subject:' mails)" -eq 2 ]
}
