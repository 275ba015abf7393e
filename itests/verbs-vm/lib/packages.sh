# The guest's kernel, libraries and tools: Debian packages, unpacked once into the cache.

# The modules that the guest loads. What they need comes from modprobe, except crc32_generic, which rdma_rxe asks for
# by the name of an algorithm.
modules=(virtio_pci virtio_console virtio_rng 9p 9pnet_virtio overlay dummy crc32_generic rdma_rxe rdma_ucm
  inet_diag tcp_diag unix_diag)

# Sets guest: the directory with vmlinuz, root (what lies over the host's files), and modules (in order of loading).
need_packages() {
  local cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/sanswitch/verbs-vm key
  # The libraries run on the host's C library, so they are those of the host's release.
  key=$({ sed '/^#/d' "$here/packages.txt"; printf '%s\n' "${modules[@]}"; grep -E '^(ID|VERSION_ID)=' /etc/os-release; } |
    sha256sum)
  guest=$cache/${key:0:16}
  [ ! -e "$guest/complete" ] || return 0
  mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || cannot "the cache $cache cannot be written"
  exec 9>"$cache/lock"
  flock -w 600 9 || cannot "another process has been filling the cache $cache for 10 minutes"
  if [ ! -e "$guest/complete" ]; then
    rm -rf "$guest" "$guest.new"
    mkdir "$guest.new"
    fetch_packages "$guest.new"
    pick_modules "$guest.new"
    touch "$guest.new/complete"
    mv "$guest.new" "$guest"
  fi
  exec 9>&-
}

kernel_package() { apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p'; }

fetch_packages() {
  local to=$1 kernel log=$1/log archive
  kernel=$(kernel_package)
  if [ -z "$kernel" ] && [ "$(id -u)" -eq 0 ]; then
    bounded_apt update >"$log" 2>&1 || true
    kernel=$(kernel_package)
  fi
  [ -n "$kernel" ] || cannot "apt knows no package linux-image-amd64 (as root: apt-get update)"
  say "fetching the guest's packages, about 71 MB, into $guest"
  mkdir "$to/debs"
  download "$to/debs" "$kernel" "$log" || {
    # Old lists name files that the mirror no longer has.
    [ "$(id -u)" -eq 0 ] && bounded_apt update >>"$log" 2>&1 && kernel=$(kernel_package) &&
      download "$to/debs" "$kernel" "$log"
  } || cannot "apt-get cannot download the guest's packages: $(apt_error "$log")"
  mkdir "$to/root" "$to/kernel"
  for archive in "$to"/debs/*.deb; do
    case ${archive##*/} in
      linux-image-*) dpkg -x "$archive" "$to/kernel" ;;
      *) dpkg -x "$archive" "$to/root" ;;
    esac
  done
  (cd "$to/debs" && printf '%s\n' *.deb) >"$to/packages"
  rm -rf "$to/debs"
  merge_usr "$to/root"
  # Not for the guest, and what a shell reads of the host must stay the host's.
  rm -rf "$to/root/usr/share/doc" "$to/root/usr/share/man" "$to/root/var"
}

# download DIRECTORY KERNEL LOG
download() {
  local names
  names=$(sed '/^#/d' "$here/packages.txt")
  # shellcheck disable=SC2086
  (cd "$1" && bounded_apt download "$2" $names) >>"$3" 2>&1
}

# On a host with merged /usr, a directory /lib or /bin in an upper layer would hide the link of the same name.
merge_usr() {
  local directory
  for directory in bin sbin lib lib64; do
    [ -d "$1/$directory" ] || continue
    mkdir -p "$1/usr/$directory"
    cp -a "$1/$directory/." "$1/usr/$directory/"
    rm -rf "${1:?}/$directory"
  done
}

# Keeps of the kernel's package what the guest loads, with the order.
pick_modules() {
  local to=$1 version file name
  version=$(basename "$to"/kernel/lib/modules/*)
  mv "$to"/kernel/boot/vmlinuz-* "$to/vmlinuz"
  mkdir "$to/modules"
  depmod -b "$to/kernel" "$version"
  for name in "${modules[@]}"; do
    modprobe -d "$to/kernel" -S "$version" --show-depends "$name" || cannot "the kernel $version has no module $name"
  done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' >"$to/modules.paths"
  while read -r file; do
    cp "$file" "$to/modules/"
    basename "$file"
  done <"$to/modules.paths" >"$to/modules/order"
  rm -rf "$to/kernel" "$to/modules.paths"
}
