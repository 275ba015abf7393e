/** Emulated hardware: shared memory between the processes of one host. */
@NullMarked
package org.sanswitch.provider.emu;

import org.jspecify.annotations.NullMarked;
