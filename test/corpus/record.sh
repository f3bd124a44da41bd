#!/bin/bash
# How is the corpus of a mail server other than Postfix recorded again? As root, on Debian: test/corpus/record.sh exim
# The packages conflict with each other and with the machine's own mail server, so each is installed into an overlay over
# the root file system (the machine itself stays as it is) and runs there in namespaces of its own: a network that is
# nothing but a loopback, its own mount table and process table. When the script ends the kernel ends every process.
# Absent on purpose: any use of the real network except by apt-get.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
server=${2:-${1:?usage: record.sh SERVER}}
base=${RECORDING_CACHE:-/var/tmp/mail-recording}/$server

packages() {
  case "$1" in
  exim) echo exim4-daemon-heavy ;;
  sendmail) echo sendmail sendmail-bin ;;
  dovecot) echo dovecot-lmtpd dovecot-sieve dovecot-submissiond dovecot-imapd ;;
  courier) echo courier-mta ;;
  opensmtpd | dma | nullmailer | msmtp) echo "$1" ;;
  # Programs that show their dialogue or the reply that they failed with; and Exim, whose debug output is one.
  dialogue) echo swaks libnet-ssleay-perl curl telnet msmtp s-nail php-cli libphp-phpmailer ruby ruby-mail libmail-java exim4-daemon-light ;;
  postfix-verbose) echo postfix ;;
  *) echo "record.sh: no recording for $1" >&2; exit 2 ;;
  esac
}

# Mounts the root file system below $1, with proc, a dev of its own and an empty run; changes are kept in $2.
enter() {
  mkdir -p "$1"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$2/up,workdir=$2/work" "$1"
  mount -t proc proc "$1/proc"
  mount -t tmpfs none "$1/dev"
  for node in null zero full random urandom tty; do cp -a "/dev/$node" "$1/dev/$node"; done
  ln -s /proc/self/fd "$1/dev/fd"
  mount -t tmpfs none "$1/run"
  mkdir -p "$1/run/lock"
}

case "$1" in
--install)
  mkdir -p "$base/up" "$base/work"
  enter "$base/root" "$base"
  printf '#!/bin/sh\nexit 101\n' >"$base/root/usr/sbin/policy-rc.d"
  chmod 755 "$base/root/usr/sbin/policy-rc.d"
  cat /etc/resolv.conf >"$base/root/run/resolv.conf"
  # shellcheck disable=SC2046
  chroot "$base/root" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(packages "$server") rsyslog openssl iproute2 </dev/null
  if [ "$server" = dialogue ]; then chroot "$base/root" npm install --prefix /opt/recorded --no-audit --no-fund nodemailer@7 </dev/null; fi
  touch "$base/installed"
  ;;
--inside)
  hostname mail
  ip link set lo up
  # Each recording starts from the package as it was installed.
  rm -rf "$base/run"
  mkdir -p "$base/run/work"
  cp -a "$base/up" "$base/run/up"
  enter "$base/root" "$base/run"
  root=$base/root
  mkdir -p "$root/corpus"
  mount --bind "$here" "$root/corpus"
  rm -f "$root/etc/resolv.conf"
  printf '127.0.0.1 localhost\n192.0.2.25 mail.example.org mail\n' >"$root/etc/hosts"
  printf 'nameserver 127.0.0.1\noptions timeout:2 attempts:2\n' >"$root/etc/resolv.conf"
  printf 'mail.example.org\n' >"$root/etc/mailname"
  printf 'jonas:x:1801:65534:Jonas Falk:/home/jonas:/bin/sh\nmara:x:1802:65534:Mara Lind:/home/mara:/bin/sh\n' >>"$root/etc/passwd"
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=mx.bigmail.example -keyout "$root/run/sink.key" -out "$root/run/sink.crt" 2>/dev/null
  chroot "$root" env ONLY="${ONLY:-}" node "/corpus/$server/record.mjs"
  ;;
*)
  [ "$(id -u)" = 0 ] || { echo 'record.sh: run as root (it needs namespaces and port 25 inside them)' >&2; exit 2; }
  [ -e "$base/installed" ] || timeout --kill-after=10 540 unshare --mount --pid --fork --kill-child "$0" --install "$server"
  exec timeout --kill-after=10 540 unshare --net --mount --uts --pid --fork --kill-child --mount-proc "$0" --inside "$server"
  ;;
esac
