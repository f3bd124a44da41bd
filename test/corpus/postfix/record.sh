#!/bin/bash
# How is the Postfix corpus recorded again? Run this as root on Debian: test/corpus/postfix/record.sh
# It runs Postfix in namespaces of its own: a network that is nothing but a loopback, its own mount table and process
# table. Nothing can reach the outside, the machine's own Postfix, hosts file and logs stay as they are, and when
# this script ends the kernel ends every process that it started. Absent on purpose: any use of the real network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

if [ "${1:-}" != --inside ]; then
  [ "$(id -u)" = 0 ] || { echo 'record.sh: run as root (it needs namespaces and port 25 inside them)' >&2; exit 2; }
  if ! command -v postconf >/dev/null; then
    echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postfix openssl iproute2
  fi
  exec timeout --kill-after=10 540 unshare --net --mount --uts --pid --fork --kill-child --mount-proc "$0" --inside
fi

hostname mail
ip link set lo up
work=/run/mail-recording
mkdir -p "$work"
mount -t tmpfs none "$work"
mkdir -p "$work"/etc "$work"/spool "$work"/lib "$work"/mail "$work"/log
cp -a /etc/postfix/. "$work/etc/"
cp /usr/share/postfix/main.cf.debian "$work/etc/main.cf"
chown postfix:postfix "$work/lib"
chown nobody "$work/mail"
chmod 1777 "$work/mail"
mount --bind "$work/etc" /etc/postfix
mount --bind "$work/spool" /var/spool/postfix
mount --bind "$work/lib" /var/lib/postfix
mount --bind "$work/mail" /var/mail
mount --bind "$work/log" /var/log
printf '127.0.0.1 localhost\n192.0.2.25 mail.example.org mail\n' >"$work/hosts"
printf 'nameserver 127.0.0.1\noptions timeout:2 attempts:2\n' >"$work/resolv.conf"
# Two people with an account on the server itself, for deliveries by local(8).
{ cat /etc/passwd; printf 'jonas:x:1801:65534:Jonas Falk:/home/jonas:/bin/sh\nmara:x:1802:65534:Mara Lind:/home/mara:/bin/sh\n'; } >"$work/passwd"
for file in hosts resolv.conf passwd; do mount --bind "$work/$file" "/etc/$file"; done
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=mx.bigmail.example \
  -keyout "$work/sink.key" -out "$work/sink.crt" 2>/dev/null
MAIL_RECORDING="$work" node "$here/record.mjs"
