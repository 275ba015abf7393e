# How the scripts of the virtual machine speak: on standard error, since standard output is the guest's.

# The exit code that says: there can be no guest here, and nothing was tested.
readonly unavailable=77

say() { printf 'verbs-vm: %s\n' "$*" >&2; }

fail() { say "$*"; exit 125; }

# cannot REASON: the last line of output is the reason.
cannot() { say "no virtual machine with RDMA: $*"; exit $unavailable; }
