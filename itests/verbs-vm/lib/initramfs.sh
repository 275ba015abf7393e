# The guest's first file system: busybox, the modules, and what starts the rest.

# Sets initramfs.
need_initramfs() {
  local key tree
  key=$(cat "$here"/guest/* "$here/lib/initramfs.sh" | sha256sum)
  initramfs=$guest/initramfs-${key:0:16}
  [ ! -e "$initramfs" ] || return 0
  tree=$(mktemp -d)
  mkdir -p "$tree/bin" "$tree/modules"
  cp "$(command -v busybox)" "$tree/bin/busybox"
  cp "$guest"/modules/* "$tree/modules/"
  cp "$here"/guest/* "$tree/"
  chmod 755 "$tree/init" "$tree/start"
  # Renamed at the end: another process may be building the same.
  (cd "$tree" && find . | cpio -o -H newc --quiet | gzip -1) >"$initramfs.$$"
  rm -rf "$tree"
  mv "$initramfs.$$" "$initramfs"
}
