/**
 * Faults that an operator asks for, to see what programs and the switch make of them: an adapter
 * around the adapter. Without faults none of it is there.
 */
@NullMarked
package org.sanswitch.provider.emu.fault;

import org.jspecify.annotations.NullMarked;
