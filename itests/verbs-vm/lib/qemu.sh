# Starting and ending the guest.

readonly kernel_arguments="console=ttyS0 panic=-1 quiet loglevel=5 mitigations=off"

# Sets options: what does not belong to one guest only.
machine() {
  options=(-M q35 -accel "$1" -cpu max -smp 2 -no-reboot -nodefaults -no-user-config -display none
    -kernel "$guest/vmlinuz" -initrd "$initramfs")
}

# Sets accel: kvm if a guest starts by it, else tcg. /dev/kvm can be there and yet be of no use, inside another
# virtual machine for example, so it is tried, once for each start of the host.
find_accel() {
  local boot verdict=$guest/accel serial
  accel=tcg
  [ -r /dev/kvm ] && [ -w /dev/kvm ] || return 0
  boot=$(cat /proc/sys/kernel/random/boot_id)
  if [ "$(sed -n 1p "$verdict" 2>/dev/null)" != "$boot" ]; then
    serial=$(mktemp)
    machine kvm
    timeout -k 2 15 qemu-system-x86_64 "${options[@]}" -m 256 -serial "file:$serial" \
      -append "$kernel_arguments sanswitch.trial" </dev/null >/dev/null 2>&1 || true
    if grep -q 'sanswitch: the trial has passed' "$serial"; then accel=kvm; fi
    rm -f "$serial"
    printf '%s\n%s\n' "$boot" "$accel" >"$verdict.$$"
    mv "$verdict.$$" "$verdict"
  fi
  accel=$(sed -n 2p "$verdict")
}

# Runs the guest for the command in $work/control, and exits as the command did.
boot() {
  local how=$accel index=0 directory runner code started=$SECONDS
  [ "$accel" != tcg ] || how=tcg,thread=multi
  machine "$how"
  options+=(-m "$memory" -serial "file:$work/serial"
    # On a busy host the kernel would take the emulated clock for unsteady, and use a slow one.
    -append "$kernel_arguments tsc=reliable"
    -device virtio-rng-pci
    -device virtio-serial-pci
    # Files, not stdio: with standard input at its end, stdio hangs the guest. Without append, what they hold is cut off.
    -add-fd fd=3,set=1 -chardev file,id=out,path=/dev/fdset/1,append=on -device virtserialport,chardev=out,name=out
    -add-fd fd=4,set=2 -chardev file,id=err,path=/dev/fdset/2,append=on -device virtserialport,chardev=err,name=err)
  mount_read_only host /
  mount_read_only packages "$guest/root"
  mount_writable control "$work/control"
  for directory in "${writable[@]}"; do
    mount_writable "write$index" "$directory"
    printf '%s\n' "$directory" >>"$work/control/writable"
    index=$((index + 1))
  done
  say "a guest by $accel, $memory MiB, at most $limit s"
  timeout -k 5 "$limit" qemu-system-x86_64 "${options[@]}" 3>&1 4>&2 </dev/null >"$work/qemu" 2>&1 &
  runner=$!
  # timeout hands the signal on to QEMU.
  trap 'kill "$runner" 2>/dev/null; wait "$runner"; exit 130' INT TERM HUP
  code=0
  wait "$runner" || code=$?
  trap - INT TERM HUP
  if [ -s "$work/control/code" ]; then
    say "the guest has ended after $((SECONDS - started)) s"
    exit "$(cat "$work/control/code")"
  fi
  if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
    say "the guest was ended at its time limit of $limit s"
    exit 124
  fi
  say "the guest ended after $((SECONDS - started)) s without a result (QEMU's exit code $code); its console:"
  tail -n 60 "$work/serial" >&2 || true
  cat "$work/qemu" >&2
  exit 125
}

# Commas are QEMU's own in an option; two of them stand for one.
mount_read_only() {
  options+=(-virtfs "local,path=${2//,/,,},mount_tag=$1,security_model=none,readonly=on,multidevs=remap")
}

mount_writable() {
  options+=(-virtfs "local,path=${2//,/,,},mount_tag=$1,security_model=none,multidevs=remap")
}
