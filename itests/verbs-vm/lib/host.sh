# What the host must have: QEMU and a few small tools. They are installed if that is allowed.

host_packages=(qemu-system-x86 busybox-static cpio kmod)

host_tools_missing() {
  local tool
  missing=
  for tool in qemu-system-x86_64 busybox cpio modprobe depmod; do
    command -v $tool >/dev/null || missing="$missing $tool"
  done
  [ -n "$missing" ]
}

need_host() {
  PATH=$PATH:/usr/sbin:/sbin
  [ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || cannot "it is for Linux on x86-64, not for $(uname -s) on $(uname -m)"
  command -v apt-get >/dev/null && command -v dpkg >/dev/null ||
    cannot "its packages are Debian's, and there is no apt-get or no dpkg"
  host_tools_missing || return 0
  local log
  log=$(mktemp)
  [ "$(id -u)" -eq 0 ] ||
    cannot "there is no$missing; install ${host_packages[*]} (as root: apt-get install --no-install-recommends ${host_packages[*]})"
  say "installing ${host_packages[*]}"
  DEBIAN_FRONTEND=noninteractive bounded_apt update >"$log" 2>&1 || true
  DEBIAN_FRONTEND=noninteractive bounded_apt install -y --no-install-recommends "${host_packages[@]}" >>"$log" 2>&1 ||
    cannot "apt-get cannot install ${host_packages[*]}: $(apt_error "$log")"
  rm -f "$log"
  ! host_tools_missing || cannot "there is no$missing, although ${host_packages[*]} are installed"
}

# apt-get with an end: a mirror that does not answer must not hold up the tests.
bounded_apt() {
  timeout -k 10 300 apt-get -o Acquire::http::Timeout=20 -o Acquire::Retries=1 -o DPkg::Lock::Timeout=60 "$@"
}

# The first error of apt-get in a log, or its last line.
apt_error() { grep -m 1 '^E: ' "$1" || tail -n 1 "$1"; }
